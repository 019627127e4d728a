import datetime as dt
from decimal import Decimal

import pytest

from training.learners.rules import (
    Attempt,
    Basis,
    Share,
    gain,
    has_passed,
    is_ready,
    item_status,
    may_follow,
    months_after,
    readiness,
    same_role,
)

TODAY = dt.date(2026, 5, 12)
YESTERDAY = TODAY - dt.timedelta(1)


@pytest.mark.parametrize(
    ("attempts", "waived", "status"),
    [
        ([], False, "not_started"),
        ([Attempt("withdrawn")], False, "not_started"),
        ([Attempt("confirmed")], False, "in_progress"),
        ([Attempt("no_show")], False, "in_progress"),
        ([Attempt("failed")], False, "in_progress"),
        ([Attempt("passed")], False, "satisfied"),
        ([Attempt("passed", TODAY)], False, "satisfied"),
        ([Attempt("passed", YESTERDAY)], False, "expired"),
        ([Attempt("passed", YESTERDAY), Attempt("confirmed")], False, "expired"),
        ([Attempt("passed", YESTERDAY), Attempt("passed")], False, "satisfied"),
        ([Attempt("passed", revoked=True)], False, "expired"),
        ([Attempt("passed", YESTERDAY)], True, "waived"),
        ([], True, "waived"),
    ],
)
def test_item_status(attempts, waived, status):
    assert item_status(attempts, TODAY, waived=waived) == status


def test_role_readiness_counts_satisfied_and_waived():
    assert readiness(["satisfied", "waived", "expired", "in_progress"]) == Share(2, 4)
    assert Share(2, 4).value == Decimal("0.5")
    assert readiness([]).value is None


def test_who_needs_nothing_is_not_ready():
    assert (is_ready([]), is_ready(["satisfied"]), is_ready(["satisfied", "expired"])) == (False, True, False)


@pytest.mark.parametrize(
    ("tier", "basis", "may"),
    [
        ("advanced", None, True),
        ("advanced", Basis("C02", passed=True, seated_before=False), True),
        ("advanced", Basis("C02", passed=False, seated_before=True), False),
        ("basic", Basis("C02", passed=False, seated_before=True), True),
        ("basic", Basis("C02", passed=False, seated_before=False), False),
    ],
)
def test_an_advanced_course_needs_its_basis_passed(tier, basis, may):
    assert may_follow(tier, basis) is may


@pytest.mark.parametrize(
    ("passed_by", "attended", "score", "met", "passed"),
    [
        ("score", 90, 80, None, True),
        ("score", 89, 100, None, False),
        ("score", 100, Decimal("79.9"), None, False),
        ("score", 100, None, None, False),
        ("attend", 90, None, None, True),
        ("attend", 50, None, None, False),
        ("observed", 100, None, True, True),
        ("observed", 100, None, None, False),
        ("project", 80, None, True, False),
    ],
)
def test_a_pass_needs_attendance_and_mark(passed_by, attended, score, met, passed):
    assert has_passed(passed_by, attended=attended, need=90, score=score, mark=80, met=met) is passed


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [((2026, 1, 15), 12, (2027, 1, 14)), ((2024, 2, 29), 12, (2025, 2, 27)), ((2026, 8, 31), 6, (2027, 2, 27))],
)
def test_certificate_counts_until_the_day_before(day, months, last):
    assert months_after(dt.date(*day), months) == dt.date(*last)


def test_roles_are_compared_without_case_and_spaces():
    assert same_role(" Sales  East", "sales east")
    assert not same_role("Sales", "Service")


def test_normalised_gain():
    assert (gain(Decimal(50), Decimal(80)), gain(Decimal(100), Decimal(100))) == (Decimal("0.6"), None)
