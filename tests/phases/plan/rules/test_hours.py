"""Hours and exceptions in words: what is taken, what is refused, and that nothing is lost on the way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.exceptions import expand
from phases.plan.rules.hours import (
    HoursError,
    exception_text,
    hours_text,
    read_exception,
    read_exceptions,
    read_hours,
)


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        ("9:00-12:00, 13:00-18:00", ((540, 720), (780, 1080))),
        ("13:00–18:00；9:00-12:00", ((540, 720), (780, 1080))),
        ("22:00-24:00", ((1320, 1440),)),
        ("off", ()),
        ("休", ()),
        ("", ()),
    ],
)
def test_hours_as_people_write_them(text, shifts):
    assert read_hours(text) == shifts


@pytest.mark.parametrize("text", ["9-12", "12:00-9:00", "9:00-25:00", "9:00-12:00, 11:00-13:00", "morning"])
def test_what_are_no_hours_is_refused_with_what_was_written(text):
    with pytest.raises(HoursError) as caught:
        read_hours(text)
    assert text in caught.value.text


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("2026-05-01..2026-05-03 | off", ["2026-05-01", "2026-05-02", "2026-05-03"]),
        ("2026-03-02..2026-03-20 weekly mon,fri | 9:00-12:00", ["2026-03-02", "2026-03-06", "2026-03-09", "2026-03-13",
                                                                  "2026-03-16", "2026-03-20"]),
        ("2026-03-02..x3 weekly/2 tue | off", ["2026-03-03", "2026-03-17", "2026-03-31"]),
        ("2026-01-01..2026-04-30 monthly 15 | off", ["2026-01-15", "2026-02-15", "2026-03-15", "2026-04-15"]),
        ("2026-01-01..2026-03-31 monthly last fri | off", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        ("2026-01-01..2028-01-01 yearly 12-24 | 9:00-12:00", ["2026-12-24", "2027-12-24"]),
        ("2026-01-01..x2 yearly first mon 9 | off", ["2026-09-07", "2027-09-06"]),
        ("2026-03-02..2026-03-08 daily 3 | off", ["2026-03-02", "2026-03-05", "2026-03-08"]),
        ("2026-03-06..2026-03-10 workdays 1 | off", ["2026-03-06", "2026-03-09", "2026-03-10"]),
    ],
)  # fmt: skip
def test_an_exception_means_these_days(line, days):
    assert sorted(day.isoformat() for day in expand([read_exception(line)])) == days


@pytest.mark.parametrize(
    "line",
    ["Labour Day", "2026-05-05..2026-05-01", "2026-02-30", "2026-01-01..2026-12-31 weekly moon",
     "2026-01-01..2026-12-31 monthly 32", "2026-01-01..2026-12-31 sometimes", "2026-01-01..2026-12-31 weekly/0 mon",
     "2026-05-01 | nine to five"],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(HoursError) as caught:
        read_exceptions(f"2026-05-01 | off | Labour Day\n\n{line}")
    assert "3" in caught.value.text


def test_the_name_is_kept():
    assert read_exception("2026-05-01 | off | Labour Day")["name"] == "Labour Day"


repeats = st.one_of(
    st.just(""),
    st.integers(1, 9).map(lambda n: f"daily {n}"),
    st.integers(1, 9).map(lambda n: f"workdays {n}"),
    st.lists(st.sampled_from(["mon", "tue", "sat", "sun"]), min_size=1).map(lambda days: f"weekly {','.join(days)}"),
    st.tuples(st.integers(2, 5), st.integers(1, 31)).map(lambda pair: f"monthly/{pair[0]} {pair[1]}"),
    st.tuples(st.sampled_from(["first", "last"]), st.sampled_from(["day", "weekday", "wed"])).map(
        lambda pair: f"monthly {pair[0]} {pair[1]}"
    ),
    st.tuples(st.integers(1, 12), st.integers(1, 31)).map(lambda pair: f"yearly {pair[0]:02}-{pair[1]:02}"),
    st.integers(1, 12).map(lambda month: f"yearly third sun {month}"),
)
shifts = st.sampled_from(["off", "9:00-12:00", "8:30-11:45, 13:00-24:00"])


@given(st.integers(0, 4000), st.one_of(st.integers(0, 900), st.integers(1, 99).map(str)), repeats, shifts)
def test_what_is_written_comes_back(start, reach, repeat, hours):
    first = date(2024, 1, 1) + timedelta(days=start)
    until = f"x{reach}" if isinstance(reach, str) else (first + timedelta(days=reach)).isoformat()
    kept = read_exception(f"{first}..{until} {repeat} | {hours} | A name")
    assert read_exception(exception_text(kept)) == kept
    assert hours_text(kept["shifts"]) == hours
