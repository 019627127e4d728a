"""Spans and predecessors in the spellings of both languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.tokens import Token, days_of, minutes_from_days, minutes_of, read_token


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("5", 2400), ("2.5d", 1200), ("4 h", 240), ("3 个工作日", 1440), ("1 day?", 480), ("90 mins", 90), ("2 wks", 4800),
        ("-1d", -480), ("x", None), ("5 moons", None), ("", None),
    ],
)  # fmt: skip
def test_spans_are_read_in_their_usual_spellings(text, minutes):
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("12", Token("12")),
        ("12SS", Token("12", "SS")),
        ("T03FS+2d", Token("T03", "FS", 960)),
        ("3ff-4h", Token("3", "FF", -240)),
        ("1.2.3 SF + 90 m", Token("1.2.3", "SF", 90)),
        ("5完成-开始+1 个工作日", Token("5", "FS", 480)),
        ("Home Move#17+1d", Token("Home Move#17", "FS", 480)),
        ("3FS+2 moons", None),
        ("", None),
    ],
)
def test_predecessors_are_read_in_their_usual_spellings(text, token):
    assert read_token(text) == token


@given(st.integers(1, 10**6), st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(-(10**6), 10**6))
def test_a_token_comes_back_from_its_text(uid, kind, lag):
    token = Token(str(uid), kind, lag)
    assert read_token(str(token)) == token


@given(st.integers(0, 10**7))
def test_minutes_come_back_from_days(minutes):
    assert minutes_from_days(days_of(minutes)) == minutes
    assert minutes_from_days(Decimal(str(days_of(minutes)))) == minutes
