"""Predecessors as typed, and what differs from the links there are."""

from hypothesis import given
from hypothesis import strategies as st

from phases.plan.rules.predecessors import Wait, differing, names_of, read_predecessors
from phases.plan.rules.tokens import Token

NAMES = names_of([(10, ["T01", "1.1"]), (20, ["T02", "1.2"]), (30, ["T03", "1.2"])])


def test_a_row_number_wins_and_a_name_of_two_tasks_names_none():
    assert names_of([(10, ["2"]), (20, ["x"])]) == {"1": 10, "2": 20, "x": 20}
    assert "1.2" not in NAMES


def test_parts_are_read_with_kind_and_lag_and_either_comma():
    read = read_predecessors("1FS+2d，t02SS; 3FF-50%", NAMES)
    assert read.waits == (Wait(10, "FS", 960, "work"), Wait(20, "SS", 0, "work"), Wait(30, "FF", -50, "percent"))
    assert (read.unread, read.unknown, read.twice) == ([], [], [])


def test_what_names_nothing_and_what_stands_twice_is_told():
    read = read_predecessors("9, 1, 1SS, +", NAMES)
    assert read.waits == (Wait(10),)
    assert (read.unknown, read.twice) == (["9", "+"], ["1"])


def test_nothing_typed_is_no_link():
    assert read_predecessors(" , ", NAMES).waits == ()


waits = st.lists(
    st.builds(
        Wait, st.sampled_from([10, 20, 30]), st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(-10, 10).map(lambda n: n * 480)
    ),
    unique_by=lambda wait: wait.earlier,
)  # fmt: skip
NUMBER = {10: "1", 20: "2", 30: "3"}


@given(waits)
def test_what_is_written_is_read_back(listed):
    text = ", ".join(str(Token(NUMBER[one.earlier], one.kind, one.lag, one.unit)) for one in listed)
    assert list(read_predecessors(text, NAMES).waits) == listed


@given(waits, waits)
def test_taking_away_and_adding_gives_what_was_wanted(before, after):
    gone, new = differing(before, after)
    assert {*before} - {*gone} | {*new} == {*after}
