import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from training.timetable.rules import Booking, Wanted, clashes, mean_score

DAY = dt.datetime(2026, 5, 12, tzinfo=dt.UTC)


def booking(key, first, last, **more):
    return Booking(key, f"{key} elsewhere", DAY + dt.timedelta(hours=first), DAY + dt.timedelta(hours=last), **more)


def wanted(one, **more):
    return Wanted(one, capacity=more.pop("capacity", 10), course="C02", **more)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_back_to_back_is_allowed_and_one_minute_is_not():
    mine = booking("S1", 9, 12, room="R")
    assert clashes(wanted(mine), [booking("S2", 12, 14, room="R"), booking("S3", 7, 9, room="R")]) == {}
    found = clashes(wanted(mine, room_name="Lab 1"), [booking("S2", 11.99, 14, room="R")])
    assert found == {"room": ["Lab 1 is taken by S2 elsewhere."]}


def test_a_session_never_clashes_with_itself():
    mine = booking("S1", 9, 12, room="R", trainer="T", people=frozenset("p"))
    assert clashes(wanted(mine), [mine]) == {}


def test_everything_in_the_way_is_told_at_once_with_the_other_session():
    mine = booking("S1", 9, 12, room="R", trainer="T", people=frozenset({"p", "q"}))
    other = booking("S2", 11, 13, room="R", trainer="T", people=frozenset({"q"}))
    ask = Wanted(
        mine, capacity=16, course="C02", room_name="Lab 1", room_seats=12, trainer_name="He", names={"q": "Wang"},
        trainer_courses=frozenset({"C03"}), days_off=[dt.date(2026, 5, 1)],
    )  # fmt: skip
    assert clashes(ask, [other]) == {
        "starts_at": [
            "2026-05-01 is no working day of the programme's calendar.",
            "Wang sits in S2 elsewhere at that time.",
        ],
        "capacity": ["Lab 1 has 12 seats, the session offers 16."],
        "trainer": ["He may not give C02 yet.", "He gives S2 elsewhere at that time."],
        "room": ["Lab 1 is taken by S2 elsewhere."],
    }


def test_online_sessions_without_trainer_share_nothing():
    assert clashes(wanted(booking("S1", 9, 12)), [booking("S2", 9, 12)]) == {}


spans = st.tuples(st.integers(0, 20), st.integers(1, 4)).map(lambda pair: (pair[0], sum(pair)))


@given(spans, spans)
def test_meeting_is_symmetric_and_equals_sharing_an_hour(one, two):
    first, second = booking("a", *one), booking("b", *two)
    shared = bool(set(range(*one)) & set(range(*two)))
    assert (first.meets(second), second.meets(first)) == (shared, shared)


def test_mean_score_weighs_by_answers_and_is_undefined_without():
    assert mean_score([(Decimal(4), 10), (Decimal(3), 30)]) == (Decimal("3.25"), 40)
    assert mean_score([]) == (None, 0)
    assert mean_score([(Decimal(4), 0)]) == (None, 0)
