"""What an evaluation reads once, and what is read each time."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from core.memo import afresh, forget, read_once


@pytest.fixture
def asked():
    return []


@pytest.fixture
def read(asked):
    @read_once()
    def reading(row, number=1, *, rule="a"):
        asked.append((row.name, number, rule))
        return [row.name, number, rule]

    return reading


def test_a_plain_row_is_read_each_time(read, asked):
    row = SimpleNamespace(name="p")
    assert read(row) == read(row) == ["p", 1, "a"]
    assert len(asked) == 2


def test_an_evaluation_reads_once_for_each_question(read, asked):
    row = afresh(SimpleNamespace(name="p"))
    assert [read(row), read(row), read(row, 2), read(row, rule="b"), read(row, 2)] == [
        ["p", 1, "a"],
        ["p", 1, "a"],
        ["p", 2, "a"],
        ["p", 1, "b"],
        ["p", 2, "a"],
    ]
    assert asked == [("p", 1, "a"), ("p", 2, "a"), ("p", 1, "b")]
    forget(row)
    afresh(row)
    read(row)
    assert len(asked) == 4


def test_a_list_belongs_to_who_asked(read):
    row = afresh(SimpleNamespace(name="p"))
    read(row).clear()
    assert read(row) == ["p", 1, "a"]


def test_words_are_read_in_each_language_and_rows_once(asked):
    @read_once(words=True)
    def words(row):
        asked.append(row.name)
        return row.name

    row = afresh(SimpleNamespace(name="p"))
    for language in ("en", "zh-hans", "en"):
        with override(language):
            words(row)
    assert asked == ["p", "p"]
