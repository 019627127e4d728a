"""How a budget line stands: budget, bound, spent, still to come, and where that leads. Minor units in and out."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

OVERRUN_GREEN, OVERRUN_AMBER = Decimal("0.05"), Decimal("0.10")  # F07


@dataclass(frozen=True, slots=True)
class Bound:
    """One commitment: what it is worth, what was invoiced of it, whether more is expected."""

    amount: int
    invoiced: int
    closed: bool = False

    @property
    def open(self) -> int:
        """What is bound and not invoiced yet; nothing of a closed commitment."""
        return 0 if self.closed else max(0, self.amount - self.invoiced)

    @property
    def beyond(self) -> int:
        """By how much the invoices exceed the commitment."""
        return max(0, self.invoiced - self.amount)


@dataclass(frozen=True, slots=True)
class Stand:
    """One line, or the sum of some.

    ``baseline`` is what was authorised (None before), ``budget`` the line as it is now with what contingency gave or
    lost, ``open`` what is bound and not invoiced, ``stated`` what a person expects still to come.
    """

    baseline: int | None
    budget: int
    open: int = 0
    actual: int = 0
    stated: int | None = None

    @property
    def committed(self) -> int:
        """What is spent or bound."""
        return self.actual + self.open

    @property
    def to_complete(self) -> int:
        """ETC: as a person said; else what the budget leaves, and no less than what is bound."""
        return max(0, self.budget - self.actual, self.open) if self.stated is None else self.stated

    @property
    def at_completion(self) -> int:
        """EAC = AC + ETC."""
        return self.actual + self.to_complete

    @property
    def variance(self) -> int:
        """EAC − budget: above 0 it becomes dearer."""
        return self.at_completion - self.budget

    @property
    def overspent(self) -> int:
        """By how much the actual costs exceed the budget."""
        return max(0, self.actual - self.budget)

    @property
    def overbound(self) -> int:
        """By how much what is spent or bound exceeds the budget."""
        return max(0, self.committed - self.budget)

    @property
    def short(self) -> int:
        """By how much a stated forecast is less than what is bound."""
        return 0 if self.stated is None else max(0, self.open - self.stated)


def added(stands: Iterable[Stand]) -> Stand:
    """Add lines up; the sum's forecast is the sum of theirs, whoever made it. No baseline where no line has one."""
    rows = list(stands)
    based = [row.baseline for row in rows if row.baseline is not None]
    return Stand(
        baseline=sum(based) if based else None,
        budget=sum(row.budget for row in rows),
        open=sum(row.open for row in rows),
        actual=sum(row.actual for row in rows),
        stated=sum(row.to_complete for row in rows),
    )


def overrun(at_completion: int, baseline: int | None) -> Decimal | None:
    """(EAC − BAC) ÷ BAC of F07; None without a baseline."""
    return Decimal(at_completion - baseline) / Decimal(baseline) if baseline else None


def tolerance(limit: Decimal | None, unit: str, baseline: int, major: int) -> Decimal | None:
    """What the charter lets the cost exceed the baseline by, in minor units; ``limit`` is per cent or an amount."""
    if limit is None:
        return None
    share = normalize("NFKC", unit).strip().startswith("%")
    return baseline * limit / 100 if share else limit * major


def moved(amount: int, before: int, delta: int) -> int:
    """What a line is after a granted change of ``delta``, if ``before`` was its baseline.

    What somebody already wrote into the line ahead of the change counts as a part of it.
    """
    ahead = amount - before
    caught_up = ahead if ahead * delta > 0 else 0
    caught_up = min(caught_up, delta) if delta > 0 else max(caught_up, delta)
    return amount + delta - caught_up
