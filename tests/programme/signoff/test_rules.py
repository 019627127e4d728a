import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from programme.signoff import rules
from programme.signoff.rules import Change, Content, Fact, Part


def frozen(*facts, title="T"):
    content = Content(title, (Part("p", "P", tuple(facts)),))
    return rules.freeze({"zh-hans": content, "en": content})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        ("", "–"),
        (0, "0"),
        (Decimal("1.50"), "1.50"),
        (dt.date(2026, 3, 2), "2026-03-02"),
        (dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC), "2026-03-02T08:30:00+00:00"),
        ("text", "text"),
    ],
)
def test_value_is_said_plainly(value, said):
    assert frozen(Fact("a", "A", value))["parts"][0]["facts"][0]["value"] == said


def test_words_that_differ_are_kept_in_both_languages():
    kept = rules.freeze(
        {"zh-hans": Content("证书", (Part("p", "部分"),)), "en": Content("Certificate", (Part("p", "Part"),))}
    )
    assert kept["title"] == {"zh-hans": "证书", "en": "Certificate"}
    assert [rules.say(kept["title"], language) for language in ("zh-hans", "zh-cn", "en")] == [
        "证书",
        "证书",
        "Certificate",
    ]


def test_booleans_are_words():
    said = frozen(Fact("a", "A", value=True))["parts"][0]["facts"][0]["value"]
    assert rules.say(said, "en") == "Yes"


def test_differences_name_changed_added_and_removed():
    before = frozen(Fact("a", "A", 1), Fact("b", "B", 2))
    now = frozen(Fact("a", "A", 3), Fact("c", "C", 4))
    assert [(d.change, d.label, d.old, d.new) for d in rules.differences(before, now)] == [
        (Change.CHANGED, "A", "1", "3"),
        (Change.ADDED, "C", "", "4"),
        (Change.REMOVED, "B", "2", ""),
    ]


def test_a_new_label_is_no_difference_but_another_fingerprint():
    before, now = frozen(Fact("a", "Old label", 1)), frozen(Fact("a", "New label", 1))
    assert rules.differences(before, now) == ()
    assert rules.fingerprint(before) != rules.fingerprint(now)


def test_changed_part_is_unread_again():
    before, now = frozen(Fact("a", "A", 1)), frozen(Fact("a", "A", 2))
    marks = rules.part_hashes(before)
    assert rules.unread(before, marks) == []
    assert rules.unread(now, marks) == ["P"]


def test_said_in_both_of_a_plain_word_is_one_text():
    assert rules.said_in_both("X-1") == "X-1"
    assert rules.say(rules.said_in_both(_("Yes")), "en") == "Yes"


values = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers() | st.text(max_size=5), max_size=6)


@given(values, values)
def test_fingerprint_differs_exactly_when_lines_differ(before, now):
    first, second = (frozen(*(Fact(k, k, v) for k, v in sorted(facts.items()))) for facts in (before, now))
    assert (rules.fingerprint(first) == rules.fingerprint(second)) == (not rules.differences(first, second))
