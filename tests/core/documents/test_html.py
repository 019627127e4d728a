import re
from html.parser import HTMLParser

import pytest

from core.documents import model as m
from core.documents.html import fragment, standalone
from tests.core.documents.samples import AS_OF, gate, steering

VOID = {"br", "meta", "link", "path", "rect", "circle"}


class Balance(HTMLParser):
    """Fails on a tag that is closed out of order."""

    def __init__(self):
        super().__init__()
        self.open, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, name) for name, _value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("make", [steering, gate])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_fragment_is_well_formed_and_fits_the_strict_policy(make, language):
    page = Balance()
    page.feed(fragment(make(language)))
    assert page.open == []
    tags = {tag for tag, _name in page.attributes}
    assert not tags & {"script", "style", "iframe", "object"}
    assert not [name for _tag, name in page.attributes if name.startswith("on")]


def test_fragment_says_what_the_paper_says():
    said = fragment(steering())
    for words in ("需关注", "请求决策", "待签", "58/74", "数据截至 2027-05-12 08:30 CST", "过期", "人工录入，何静"):
        assert words in said.replace("\xa0", " ")


def test_every_picture_has_its_table():
    said = fragment(steering())
    figures = re.findall(r"<figure.*?</figure>", said, re.DOTALL)
    assert len(figures) == 8
    assert all("<svg" in figure and "<details" in figure and "<title>" in figure for figure in figures)


def test_english_fragment_carries_no_chinese_of_ours():
    only = steering("en", sections=steering("en").sections[:2])
    assert re.findall(r"[\u4e00-\u9fff]", fragment(only)) == []


def test_data_is_escaped_and_unsafe_links_dropped():
    wild = "<script>alert(1)</script>"
    blocks = (
        m.Text((f"[go](javascript:x) {wild}",)),
        m.Table((m.Column(wild),), ((m.Cell(wild, second=wild, url="javascript:x"),),), wild, wild, wild),
        m.Chart("line", wild, (wild,), (m.Series(wild, (1,)),), wild),
        m.Missing(wild, wild, "javascript:x"),
    )
    said = standalone(gate(title=wild, sections=(m.Section(wild, blocks),)))
    assert "<script" not in said
    assert "javascript:" not in said


def test_standalone_file_needs_nothing_beside_it():
    said = standalone(gate())
    assert "url(http" not in said
    assert "<link" not in said
    assert "@font-face" not in said
    assert ".lf-report" in said


def test_empty_document_is_drawn():
    empty = m.Document("charter", "N-1", "T", "P", AS_OF, AS_OF)
    assert "N-1" in standalone(empty)
