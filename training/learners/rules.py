"""How a person stands to what the role needs, who is ready, who may sit in a course, and who passed (B2, F17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from training.catalogue.choices import PassedBy, Tier
from training.learners.choices import DONE, LIVE, EnrolmentState, ItemStatus

MOST_RETAKES = 2


@dataclass(frozen=True, slots=True)
class Attempt:
    """One enrolment of a person in a course; ``until`` is the last day of its certificate, None for ever."""

    state: str
    until: date | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; of none it is not defined, and so never met."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Decimal | None:
        """The share, None of none."""
        return Decimal(self.numerator) / self.denominator if self.denominator else None


def item_status(attempts: Iterable[Attempt], today: date, *, waived: bool = False) -> ItemStatus:
    """Say how a person stands to one course.

    A valid pass counts before everything; then a waiver; a pass that ran out or was revoked reads expired, also while
    the person sits in the course again.
    """
    rows = list(attempts)
    passed = [one for one in rows if one.state == EnrolmentState.PASSED]
    if any(not one.revoked and (one.until is None or today <= one.until) for one in passed):
        return ItemStatus.SATISFIED
    if waived:
        return ItemStatus.WAIVED
    if passed:
        return ItemStatus.EXPIRED
    begun = {*LIVE, EnrolmentState.FAILED, EnrolmentState.NO_SHOW}
    return ItemStatus.IN_PROGRESS if any(one.state in begun for one in rows) else ItemStatus.NOT_STARTED


def readiness(statuses: Sequence[str]) -> Share:
    """Return satisfied and waived of required items."""
    return Share(sum(1 for status in statuses if status in DONE), len(statuses))


def is_ready(statuses: Sequence[str]) -> bool:
    """Tell whether a person has everything the role needs; whose role needs nothing is not ready but unplanned."""
    return bool(statuses) and all(status in DONE for status in statuses)


def same_role(one: str, other: str) -> bool:
    """Tell whether two spellings mean one role: case and spaces aside."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


@dataclass(frozen=True, slots=True)
class Basis:
    """How a person stands to the course another one builds on; ``seated_before`` has a seat that ends before."""

    course: str
    passed: bool
    seated_before: bool


def may_follow(tier: str, basis: Basis | None) -> bool:
    """Tell whether a person may sit in a course.

    An advanced one needs its basis passed; others are content with a seat in an earlier session of it, so that a
    sequence can be booked in one go.
    """
    if basis is None or basis.passed:
        return True
    return tier != Tier.ADVANCED and basis.seated_before


def has_passed(
    passed_by: str, *, attended: int, need: int, score: Decimal | None, mark: int | None, met: bool | None
) -> bool:
    """Judge an assessment: attendance first, then the score against its mark, or what was observed."""
    if attended < need:
        return False
    if passed_by == PassedBy.SCORE:
        return score is not None and mark is not None and score >= mark
    return True if passed_by == PassedBy.ATTEND else bool(met)


def months_after(day: date, months: int) -> date:
    """Return the last valid day of a certificate: the day before the same day so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    year, last = day.year + years, day.day
    while True:
        try:
            return date.fromordinal(date(year, month + 1, last).toordinal() - 1)
        except ValueError:  # a shorter month
            last -= 1


def gain(before: Decimal, after: Decimal) -> Decimal | None:
    """Return the normalised gain of a test before and after; undefined where nothing was left to learn."""
    return None if before >= 100 else (after - before) / (100 - before)  # noqa: PLR2004  (per cent)
