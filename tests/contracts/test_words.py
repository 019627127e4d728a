"""Every word is translated, and no page or paper speaks two languages at once."""

import ast
import re
from datetime import date

import pytest
from django.conf import settings
from django.utils import translation

from programme.people.choices import Role
from programme.people.models import Organisation, Unit, User
from programme.records.services.demo import tell_demo
from programme.records.services.papers import draft_paper, render
from tests.contracts.crawl import Walk
from tests.contracts.words import (
    HAN,
    Page,
    chinese_in,
    english_in,
    places,
    read_po,
    wanted_of_python,
    wanted_of_template,
)
from tests.factories.programme import member_of

TODAY = date(2027, 5, 12)
CATALOGUE = settings.BASE_DIR / "core" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
SOURCES = [settings.BASE_DIR / name for name in ("core", *settings.APPS, "templates")]
DATA = re.compile(
    r"demo|blueprints?/|kinds|glossary|columns|calendar|locale|migrations|/vendor/|stakeholders/contributions"
    r"|core/(imports/|money|diagrams)|pdf/prose|rules/(smart|wording|tokens|hours|predecessors|filing|deeds)|services/(zones|feeding)"
    r"|statements/selectors/words|(timetable|learners)/(services/imports|forms|texts|rules/texts)|training/.*texts|inbox/rules/texts|components/_brand"
)  # what reads or draws Chinese as data
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,:;!?]|[,:;!?] ?[\u4e00-\u9fff]")
IN_YAML = re.compile(r"[\u4e00-\u9fff][,:;!?](?! )|[,:;!?][\u4e00-\u9fff]")
LABELS = re.compile(r"_zh\b|zh=|\bzh\b|label_zh|Column\(")


def test_catalogue_has_every_message_translated_and_none_fuzzy():
    entries = read_po(CATALOGUE)
    assert len(entries) > 2000
    assert [entry.id for entry in entries if not entry.said or not all(entry.said.values())] == []
    assert [entry.id for entry in entries if "fuzzy" in entry.flags] == []


def test_every_message_of_the_sources_is_in_the_catalogue():
    """By the letter: a sentence changed by one space is printed in English to a Chinese reader."""
    known = {(entry.context, entry.id, form) for entry in read_po(CATALOGUE) for form in (entry.plural, "")}
    missing = []
    for folder in SOURCES:
        for path in (*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")):
            read = wanted_of_python if path.suffix == ".py" else wanted_of_template
            missing += [f"{path}: {wanted}" for wanted in read(path.read_text()) if wanted not in known]
    assert missing == []


def test_translations_keep_placeholders_and_have_no_chinese_key():
    entries = read_po(CATALOGUE)
    wrong = [e.id for e in entries for said in e.said.values() if said and places(said) != places(e.plural or e.id)]
    assert wrong == []
    assert [entry.id for entry in entries if HAN.search(entry.id + entry.plural)] == []


def test_chinese_sentences_use_chinese_punctuation():
    said = [said for entry in read_po(CATALOGUE) for said in entry.said.values()]
    assert [text for text in said if HALF_WIDTH.search(text)] == []


def test_data_speak_with_chinese_punctuation():
    """What demo, blueprints and templates put before a Chinese reader."""
    found = []
    for folder in SOURCES:
        for path in (*folder.rglob("*demo*.py"), *folder.rglob("demo/*.py"), *folder.rglob("contributions/kinds.py")):
            found += [f"{path}:{n}" for n, line in _lines(path) if HALF_WIDTH.search(line)]
        for path in folder.rglob("blueprints/*.yaml"):
            lines = enumerate(path.read_text().splitlines(), 1)
            found += [f"{path}:{n}" for n, line in lines if IN_YAML.search(line)]
    assert found == []


def test_roles_are_named_as_everywhere():
    said = {entry.id: entry.said["msgstr"] for entry in read_po(CATALOGUE) if "msgstr" in entry.said}
    names = [
        "系统管理员",
        "项目发起人",
        "指导委员",
        "项目经理(PMO)",
        "业务负责人",
        "流程负责人",
        "IT负责人",
        "数据分析师",
        "变革管理专员",
        "测试负责人",
        "测试人",
        "培训讲师",
        "批次负责人",
        "切换负责人",
        "发布负责人",
        "财务",
        "CRM大使",
        "用户",
        "外部顾问",
        "审计",
    ]
    with translation.override("en"):
        assert [said[str(role.label)] for role in Role] == names


def test_sources_hold_no_chinese_outside_data():
    found = []
    for folder in SOURCES:
        for path in (*folder.rglob("*.py"), *folder.rglob("*.html")):
            if not DATA.search(str(path.relative_to(settings.BASE_DIR))):
                found += [f"{path}:{n}" for n, line in _lines(path) if HAN.search(line) and not LABELS.search(line)]
    assert found == []


def _lines(path):
    """Lines of a file; in Python those with a string or name, comments aside."""
    text = path.read_text()
    if path.suffix == ".html":
        return list(enumerate(re.sub(r' lang="zh[^"]*">[^<]*<', "<", text).splitlines(), 1))
    lines = text.splitlines()
    nodes = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [(node.lineno, lines[node.lineno - 1]) for node in nodes if HAN.search(node.value)]


@pytest.fixture(params=["zh-hans", "en"])
def told(db, request):
    """The living example in one language, with a person for every role."""
    story = tell_demo(language=request.param, today=TODAY)
    with story.on(TODAY, 12):
        held = set(story.programme.memberships.values_list("role", flat=True))
        for role in set(Role.values) - held - {"ADM"}:
            member_of(
                story.programme, role, name={"zh-hans": "王一", "en": "Ann"}[request.param], language=request.param
            )
        yield story, request.param


def _names():
    """Names that are the same in both languages."""
    names = set(User.objects.values_list("name", flat=True))
    for row in (*Organisation.objects.all(), *Unit.objects.all()):
        names |= {str(getattr(row, name)) for name in ("code", "name_zh", "name_en", "name") if hasattr(row, name)}
    return {part for name in names for part in (name, *name.split())}


@pytest.mark.full
def test_pages_speak_one_language(told):
    story, language = told
    found, broken, data = {}, [], _names()
    for user in User.objects.filter(is_active=True):
        walk = Walk(user, language, story.programme.slug, each=2 if "PM" in user.roles_in(story.programme) else 0)
        for url, page in walk.pages():
            wrong = chinese_in(page.words, data) if language == "en" else english_in(page.words, data).values()
            for text in wrong:
                found.setdefault(text, url)
        broken += walk.broken
    assert broken == []
    assert found == {}, "\n".join(f"{url}  {text[:120]}" for text, url in found.items())


@pytest.mark.full
@pytest.mark.parametrize(("kind", "subject"), [("charter", ""), ("gate", "G3"), ("steering", "")])
def test_papers_speak_one_language(told, kind, subject):
    story, language = told
    paper = draft_paper(story.programme, kind=kind, subject=subject, actor=story.people["pmo"])
    page = Page(render(paper, language, "html").decode())
    data = _names()
    found = chinese_in(page.words, data) if language == "en" else english_in(page.words, data)
    assert not found
