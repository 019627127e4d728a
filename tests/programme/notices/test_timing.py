"""Slots of digests and packs: one for each day, week, month and meeting, in every zone and over every change of clocks."""

import itertools
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from programme.notices.rules.timing import digest_slot, working_day_of_month

ZONES = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Shanghai"]


def asked(rhythm, zone, days, step=timedelta(minutes=30)):
    """Every slot that ticks of so many days name."""
    start, place = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo(zone)
    ticks = int(timedelta(days=days) / step)
    return {slot for n in range(ticks) if (slot := digest_slot(rhythm, (start + n * step).astimezone(place)))}


@pytest.mark.parametrize("zone", ZONES)
def test_each_local_day_has_one_digest_over_three_years(zone):
    slots = asked("daily", zone, 3 * 365)
    days = sorted(date.fromisoformat(slot) for slot in slots)
    assert Counter(later - earlier for earlier, later in itertools.pairwise(days)) == {timedelta(days=1): len(days) - 1}
    assert len(days) in range(3 * 365 - 1, 3 * 365 + 2)


def test_each_week_has_one_digest_also_over_the_turn_of_the_year():
    assert len(asked("weekly", "Asia/Shanghai", 7 * 60)) in {60, 61}
    assert digest_slot("weekly", datetime(2027, 1, 1, 8)) == "2026-W53"
    assert digest_slot("weekly", datetime(2027, 1, 3, 8)) == "2026-W53"
    assert digest_slot("weekly", datetime(2027, 1, 4, 8)) == "2027-W01"


def test_nothing_before_seven_and_nothing_for_who_wants_none():
    assert digest_slot("daily", datetime(2026, 5, 12, 6, 59)) == ""
    assert digest_slot("daily", datetime(2026, 5, 12, 7, 0)) == "2026-05-12"
    assert digest_slot("never", datetime(2026, 5, 12, 12, 0)) == ""


def test_a_month_with_fewer_working_days_takes_its_last():
    days = [date(2026, 2, n) for n in (2, 3, 4)]
    assert [working_day_of_month(days, n) for n in (1, 3, 20)] == [days[0], days[2], days[2]]
    assert working_day_of_month([], 3) is None
