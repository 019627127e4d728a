import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from core.documents.canonical import from_json, sha256_of, to_json
from core.documents.model import (
    Cell,
    Column,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Section,
    Signature,
    Signatures,
    Status,
    Table,
    Text,
)

words = st.text(st.characters(codec="utf-8"), max_size=30)
decimals = st.decimals(allow_nan=False, allow_infinity=False)
times = st.datetimes(timezones=st.just(UTC))
statuses = st.builds(Status, st.sampled_from(["good", "bad", "stale"]), words)
figures = st.builds(Figure, st.none() | st.integers() | decimals, words, st.none() | st.integers(0, 4), decimals)
scalars = words | st.integers() | decimals | st.dates() | times | figures | statuses | st.none()
cells = scalars | st.builds(Cell, scalars, st.none() | statuses, words, scalars, words, st.booleans())


@st.composite
def tables(draw):
    count = draw(st.integers(1, 4))
    columns = tuple(Column(draw(words)) for _ in range(count))
    return Table(columns, tuple(draw(st.lists(st.tuples(*[cells] * count), max_size=4))), note=draw(words))


blocks = (
    tables()
    | st.builds(Text, st.lists(words, max_size=3).map(tuple))
    | st.builds(KeyFigures, st.lists(st.builds(KeyFigure, words, figures), max_size=2).map(tuple))
    | st.builds(
        Signatures, st.lists(st.builds(Signature, words, words, signed_at=st.none() | times), max_size=2).map(tuple)
    )
)
sections = st.builds(Section, words, st.lists(blocks, max_size=3).map(tuple), new_page=st.booleans())
documents = st.builds(
    Document,
    kind=st.just("gate"),
    number=words,
    title=words,
    programme=words,
    as_of=times,
    generated_at=times,
    sections=st.lists(sections, max_size=3).map(tuple),
    next_issue=st.none() | st.dates(),
)


def make(**changes):
    moment = datetime(2027, 5, 12, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    return Document(**{"kind": "gate", "number": "G-1", "title": "门", "programme": "P", "as_of": moment,
                       "generated_at": moment, **changes})  # fmt: skip


@given(documents)
def test_document_survives_json(document):
    text = to_json(document)
    again = from_json(text)
    assert again == document
    assert to_json(again) == text
    assert sha256_of(to_json(again)) == sha256_of(text)


def test_json_is_canonical():
    text = to_json(make(sections=(Section("数", (Table((Column("a"),), ((Decimal("1.10"),), (date(2027, 1, 2),))),)),)))
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert '{"$":"decimal","v":"1.10"}' in text
    assert '{"$":"date","v":"2027-01-02"}' in text
    assert '"as_of":{"$":"datetime","v":"2027-05-12T00:30:00+00:00"}' in text


def test_json_says_lazy_words_in_the_documents_language():
    lazy = make(title=gettext_lazy("Monday"))
    assert from_json(to_json(lazy)).title == "星期一"
    assert from_json(to_json(make(title=gettext_lazy("Monday"), language="en"))).title == "Monday"


def test_default_of_another_type_is_kept():
    table = Table((Column("n"),), ((Cell(0),), (Cell(False),)))
    kept = from_json(to_json(make(sections=(Section("s", (table,)),)))).sections[0].blocks[0]
    assert [type(row[0].content) for row in kept.rows] == [int, bool]


@pytest.mark.parametrize("wrong", [1.5, Decimal("NaN"), datetime(2027, 1, 1), {"a": 1}, object()])
def test_unfit_value_is_refused(wrong):
    with pytest.raises(TypeError):
        to_json(make(sections=(Section("s", (Table((Column("a"),), ((wrong,),)),)),)))


@pytest.mark.parametrize(
    "wrong", ["[]", "1", '{"$":"Nothing"}', '{"$":"Section","title":"x"}', '{"$":"Cell","who":1}', "{}"]
)
def test_text_that_is_no_document_is_refused(wrong):
    with pytest.raises(ValueError):
        from_json(wrong)


def test_row_of_wrong_length_is_refused():
    with pytest.raises(ValueError, match="one cell for each column"):
        Table((Column("a"), Column("b")), (("1",),))
