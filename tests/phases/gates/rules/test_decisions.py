from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.seams import Evidence
from phases.gates.choices import Decision, Op
from phases.gates.rules.criteria import Criterion, evaluate, evaluate_criterion
from phases.gates.rules.decisions import (
    Ballot,
    Term,
    breached,
    condition_problems,
    decision_options,
    seat_of,
    tally,
)

TODAY = date(2026, 5, 4)
TOMORROW = date(2026, 5, 5)


def evaluation(*met):
    return evaluate(
        [evaluate_criterion(Criterion(f"m{n}", True, Op.SIGNED), Evidence(value)) for n, value in enumerate(met)]
    )


def options(found, blocked=(), unmet="M1"):
    return {option.decision: option.reasons for option in decision_options(found, blocked=blocked, unmet=unmet)}


def test_tally_waits_for_every_keeper():
    assert tally(["SP", "FIN"], [Ballot(1, "SP", "go")]).missing == ("FIN",)
    assert tally(["SP", "FIN"], [Ballot(1, "SP", "go")]).agreed is None


def test_tally_counts_the_same_keeper_once():
    twice = [Ballot(1, "SP", "go"), Ballot(1, "SP", "go")]
    assert tally(["SP", "FIN"], twice) == tally(["SP", "FIN"], twice[:1])


def test_tally_agrees_when_all_say_the_same():
    assert tally(["SP", "FIN"], [Ballot(1, "SP", "go"), Ballot(2, "FIN", "go")]).agreed == "go"


@pytest.mark.parametrize(
    "second", [Ballot(2, "FIN", "stop"), Ballot(2, "FIN", "conditional", "other terms")], ids=["decision", "terms"]
)
def test_tally_does_not_agree_when_votes_differ(second):
    found = tally(["SP", "FIN"], [Ballot(1, "SP", "conditional", "terms"), second])
    assert (found.missing, found.agreed, found.differ) == ((), None, True)


def test_tally_ignores_roles_that_keep_nothing():
    found = tally(["SC"], [Ballot(1, "PM", "go")])
    assert (found.missing, found.agreed) == (("SC",), None)
    assert tally([], [Ballot(1, "PM", "go")]).agreed is None


def test_seat_of_gives_one_person_one_seat():
    keepers, roles = ["SP", "FIN"], {"SP", "FIN", "PM"}
    assert seat_of(1, roles, keepers, []) == ("SP",)
    assert seat_of(1, roles, keepers, [Ballot(1, "SP", "go")]) == ("SP",)
    assert seat_of(1, roles, keepers, [Ballot(2, "SP", "go")]) == ("FIN",)
    assert seat_of(1, {"PM"}, keepers, []) == ()


def test_seat_of_lets_another_holder_of_the_role_vote_anew():
    assert seat_of(3, {"SC"}, ["SC"], [Ballot(2, "SC", "go")]) == ("SC",)


def test_seat_of_gives_all_seats_with_the_small_firm_exception():
    assert seat_of(1, {"SP", "FIN"}, ["SP", "FIN"], [], several=True) == ("SP", "FIN")


@given(st.sets(st.sampled_from(["SP", "FIN", "SC"])), st.lists(st.sampled_from(["go", "stop"]), max_size=6))
def test_one_person_alone_never_fills_two_seats(roles, votes):
    ballots = []
    for vote in votes:
        for role in seat_of(1, roles, ["SP", "FIN"], ballots):
            ballots = [ballot for ballot in ballots if ballot.role != role] + [Ballot(1, role, vote)]
    assert tally(["SP", "FIN"], ballots).agreed is None


def test_go_needs_every_must():
    assert options(evaluation(True, True)) == dict.fromkeys(Decision.values, ())
    assert options(evaluation(True, False)) == {**dict.fromkeys(Decision.values, ()), "go": ("Not met: M1.",)}


def test_go_and_conditional_are_closed_without_must_criteria():
    reason = ("The gate has no must-criterion.",)
    assert options(evaluation()) == {**dict.fromkeys(Decision.values, ()), "go": reason, "conditional": reason}


def test_blocks_close_the_way_on_but_not_back():
    found = options(evaluation(True), blocked=["A condition of G0 is overdue."])
    assert [code for code, reasons in found.items() if reasons] == ["go", "conditional"]
    assert [option.allowed for option in decision_options(evaluation(True), blocked=["x"], unmet="")] == [
        False, False, True, True, True,
    ]  # fmt: skip


def test_condition_problems_names_everything_that_lacks():
    terms = [Term("", None, TODAY), Term("Fix it", 7, TOMORROW, "m1")]
    assert condition_problems({"m1": "M1", "m2": "M2"}, terms, TODAY) == [
        "Condition 1 has no text.",
        "Condition 1 has no owner.",
        "Condition 1 needs a date after today.",
        "M2 is not met and has no condition.",
    ]


def test_condition_problems_wants_at_least_one():
    assert condition_problems({}, [], TODAY) == ["A conditional decision needs at least one condition."]
    assert condition_problems({}, [Term("Fix it", 7, TOMORROW)], TODAY) == []
    assert condition_problems({}, [Term("Fix it", 7, None)], TODAY) == ["Condition 1 needs a date after today."]


def test_breached_from_the_day_after_the_due_date():
    assert breached([(TODAY, False)], TODAY) is False
    assert breached([(TODAY, False)], TOMORROW) is True
    assert breached([(TODAY, True)], TOMORROW) is False
    assert breached([], TODAY) is False
