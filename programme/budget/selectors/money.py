"""How the money stands: every line with its baseline, what is bound and spent, and where it leads."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from core.memo import read_once
from core.money import minor_digits
from programme.budget.choices import NEEDED, ActualKind, Category, DrawState
from programme.budget.models import (
    ActualCost,
    BudgetBaseline,
    BudgetBaselineLine,
    BudgetLine,
    Commitment,
    ContingencyDraw,
    MonthLock,
)
from programme.budget.rules import cash as by_month
from programme.budget.rules import standing as rules
from programme.charter.choices import Dimension
from programme.charter.models import Tolerance

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class LineStand:
    """A budget line with how it stands; ``drawn`` is what contingency gave it (or, of contingency, lost)."""

    line: BudgetLine
    stand: rules.Stand
    drawn: int = 0


@dataclass(frozen=True)
class MoneyStand:
    """The budget whole; ``gone`` is the baseline of lines that were taken out since."""

    currency: str
    lines: tuple[LineStand, ...]
    commitments: tuple[Commitment, ...]
    baseline: BudgetBaseline | None
    gone: int = 0
    unmatched: int = 0  # invoices that name no commitment

    @cached_property
    def total(self) -> rules.Stand:
        """The sum of all lines; its baseline is the whole one."""
        found = rules.added(row.stand for row in self.lines)
        based = None if self.baseline is None else self.baseline.total_minor
        return rules.Stand(based, found.budget, found.open, found.actual, found.stated)

    def of(self, category: str) -> rules.Stand | None:
        """The sum of a category's lines; None where it has none."""
        rows = [row.stand for row in self.lines if row.line.category == category]
        return rules.added(rows) if rows else None

    @cached_property
    def missing(self) -> list[Category]:
        """Categories a CRM budget must name, with an amount or with 0 and its reason, and this one does not."""
        named = {row.line.category for row in self.lines}
        return [category for category in NEEDED if category not in named]

    @property
    def overrun(self) -> Decimal | None:
        """F07: by what share of the baseline the budget is overrun at completion; None without a baseline."""
        return rules.overrun(self.total.at_completion, self.total.baseline)

    @property
    def contingency(self) -> tuple[int, int]:
        """What contingency was, and what is left of it."""
        rows = [row for row in self.lines if row.line.category == Category.CONTINGENCY]
        return sum(row.line.amount_minor for row in rows), sum(row.stand.budget for row in rows)

    @property
    def moved(self) -> list[LineStand]:
        """Lines that say something else than the baseline, though no granted change moved them."""
        if self.baseline is None:
            return []
        return [row for row in self.lines if row.line.amount_minor != (row.stand.baseline or 0)]


def baseline_of(programme: "Programme") -> BudgetBaseline | None:
    """Give the baseline that counts; one query."""
    return BudgetBaseline.objects.filter(programme=programme).order_by("-number").first()


@read_once()
def planned_money(programme: "Programme") -> dict[str, int]:
    """Give the baseline's money by phase in minor units, the lines' own where there is none; a query, or two."""
    rows = list(_newest_lines(programme).values_list("phase", "amount_minor"))
    if not rows:
        rows = list(BudgetLine.objects.filter(programme=programme).values_list("phase", "amount_minor"))
    found: dict[str, int] = {}
    for phase, minor in rows:
        found[phase.strip()] = found.get(phase.strip(), 0) + minor
    return found


def locked_through(programme: "Programme") -> date | None:
    """Give the last day of the newest locked month; None where no month is locked. One query."""
    newest = MonthLock.objects.filter(programme=programme).order_by("-month").values_list("month", flat=True).first()
    return None if newest is None else by_month.after(newest) - timedelta(days=1)


@read_once()
def money_stand(programme: "Programme", day: date | None = None) -> MoneyStand:
    """Read everything by the end of a day (None: all that is booked); five queries, one more without a baseline."""
    lines = list(BudgetLine.objects.filter(programme=programme).select_related("forecast_by").order_by("code", "pk"))
    based = list(_newest_lines(programme).select_related("baseline"))
    baseline = based[0].baseline if based else baseline_of(programme)
    promised: dict[int | None, int] = {}
    for row in based:
        promised[row.line_id] = promised.get(row.line_id, 0) + row.amount_minor
    spent, unmatched = _booked(programme, day)
    commitments = tuple(Commitment.objects.filter(programme=programme).for_list())
    opened: dict[int, int] = {}
    for one in commitments:
        opened[one.line_id] = opened.get(one.line_id, 0) + bound_of(one).open
    drawn = _drawn(programme)
    found = []
    for line in lines:
        line.programme = programme
        stand = rules.Stand(
            baseline=promised.get(line.pk, 0) if baseline else None,
            budget=line.amount_minor + drawn.get(line.pk, 0),
            open=opened.get(line.pk, 0),
            actual=spent.get(line.pk, 0),
            stated=line.forecast_minor,
        )
        found.append(LineStand(line, stand, drawn.get(line.pk, 0)))
    return MoneyStand(programme.currency, tuple(found), commitments, baseline, promised.get(None, 0), unmatched)


def _newest_lines(programme: "Programme") -> QuerySet[BudgetBaselineLine]:
    newest = BudgetBaseline.objects.filter(programme=programme).order_by("-number").values("pk")[:1]
    return BudgetBaselineLine.objects.filter(baseline=newest)


def _booked(programme: "Programme", day: date | None) -> tuple[dict[int, int], int]:
    """What was spent on each line, and how many invoices name no commitment."""
    rows = ActualCost.objects.filter(programme=programme)
    rows = rows if day is None else rows.until(day)
    lone = Count("pk", filter=Q(kind=ActualKind.INVOICE, commitment=None))
    found = list(rows.order_by().values_list("line").annotate(Sum("amount_minor"), lone=lone))
    return {line: minor for line, minor, _lone in found}, sum(count for _line, _minor, count in found)


def bound_of(one: Commitment) -> rules.Bound:
    """Give a commitment of ``for_list`` as the rules read it."""
    return rules.Bound(one.amount_minor, one.invoiced_minor, closed=one.closed_on is not None)  # type: ignore[attr-defined]


def _drawn(programme: "Programme") -> dict[int, int]:
    """What granted draw-downs gave to each line and took from contingency, by line."""
    granted = ContingencyDraw.objects.filter(programme=programme, state=DrawState.GRANTED)
    found: dict[int, int] = {}
    for source, line, amount in granted.values_list("source", "line", "amount_minor"):
        found[source] = found.get(source, 0) - amount
        found[line] = found.get(line, 0) + amount
    return found


def contingency_left(line: BudgetLine) -> int:
    """What is left of one contingency line; one query."""
    drawn = ContingencyDraw.objects.filter(source=line, state=DrawState.GRANTED)
    gone: int = drawn.aggregate(sum=Coalesce(Sum("amount_minor"), 0))["sum"]
    return line.amount_minor - gone


def cost_tolerance(programme: "Programme", baseline: int) -> Decimal | None:
    """What the charter lets the cost exceed the baseline by, in minor units; None where nothing is agreed."""
    row = Tolerance.objects.filter(programme=programme, dimension=Dimension.COST).first()
    if row is None:
        return None
    return rules.tolerance(row.limit, row.unit, baseline, 10 ** minor_digits(programme.currency))


def cash_view(stand: MoneyStand, programme: "Programme", today: date) -> by_month.Cash:
    """Lay the money out by month; one query beside the stand."""
    rows = ActualCost.objects.filter(programme=programme).order_by().values_list("booked_on", "amount_minor")
    actual: dict[date, int] = {}
    for booked, amount in rows:
        month = by_month.month_of(booked)
        actual[month] = actual.get(month, 0) + amount
    paid = [
        by_month.Paid(row.stand.budget, row.stand.to_complete, row.line.pay_from, row.line.pay_until)
        for row in stand.lines
    ]
    return by_month.cash(paid, actual, today)
