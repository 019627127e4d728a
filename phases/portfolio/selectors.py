"""Reads of many programmes at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum, Value
from django.utils import timezone

from phases.gates.choices import PASSED
from phases.gates.models import Gate
from phases.plan.models import Task
from phases.portfolio.rules import expected_cost
from programme.budget.models import BudgetLine
from programme.charter.models import Programme
from programme.governance.choices import Colour
from programme.governance.models import ChangeRequest, Decision
from programme.governance.selectors.nights import Night, nights_of
from programme.people.choices import INSIDE_ROLES
from programme.people.models import Membership
from programme.raid.models import Risk
from programme.records.choices import Occasion
from programme.records.models import Snapshot

if TYPE_CHECKING:
    from programme.people.models import User


@dataclass(frozen=True, slots=True)
class Facts:
    """What the portfolio says of one programme; money in minor units of its currency."""

    night: Night | None = None
    as_of: datetime | None = None
    gate: Gate | None = None
    gate_on: date | None = None
    waiting: int = 0
    late: int = 0
    due_on: date | None = None
    budget: int = 0
    asked: int = 0
    risk: int | None = None  # None where no live risk has a cost

    @property
    def overall(self) -> Colour:
        """The overall light of the last night; grey before the first."""
        return self.night.overall if self.night else Colour.GREY

    def colour(self, dimension: str) -> Colour:
        """One light of the last night."""
        return self.night.colours.get(dimension, Colour.GREY) if self.night else Colour.GREY


def portfolio_of(user: "User") -> QuerySet[Programme]:
    """The programmes in which the person works inside; all for an administrator."""
    if user.is_administrator:
        return Programme.objects.all()
    held = Membership.objects.current().filter(user=user, role__in=INSIDE_ROLES)
    return Programme.objects.filter(pk__in=held.values("programme"))


def facts_of(programmes: Iterable[Programme]) -> dict[int, Facts]:
    """What is told of each programme, by primary key; seven queries whatever their number."""
    keys = [one.pk for one in programmes]
    here: dict[str, Any] = {"programme__in": keys}
    nights = nights_of(keys)
    taken = Snapshot.objects.filter(**here, occasion=Occasion.NIGHT).order_by()
    as_of = dict(taken.values("programme").annotate(last=Max("as_of")).values_list("programme", "last"))
    gates = _next_gates(keys)
    dates = _gate_days(list(gates.values()))
    late = Q(due_on__lt=timezone.localdate())
    asked = Decision.objects.filter(**here).open().order_by().values("programme")
    decisions: dict[int, Any] = {
        row["programme"]: row
        for row in asked.annotate(n=Count("pk"), late=Count("pk", late), due=Min("due_on"))
    }  # fmt: skip
    budget, changes = _sums(
        (BudgetLine.objects.filter(**here), "amount_minor"),
        (ChangeRequest.objects.filter(**here).undecided(), "cost_minor"),
    )
    risks: dict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
    live = Risk.objects.filter(**here).live().exclude(cost_minor=None)
    for programme, grade, cost in live.values_list("programme_id", "probability", "cost_minor"):
        risks[programme].append((grade, cost))
    found = {}
    for key in keys:
        waits = decisions.get(key, {"n": 0, "late": 0, "due": None})
        found[key] = Facts(
            nights.get(key), as_of.get(key), gates.get(key), dates.get(key), waits["n"], waits["late"], waits["due"],
            budget.get(key, 0), changes.get(key, 0),
            expected_cost(risks[key]) if key in risks else None,
        )  # fmt: skip
    return found


def _sums(*asked: tuple[QuerySet[Any], str]) -> list[dict[int, int]]:
    """Add up a column of each of these reads by programme; one query for all."""
    first, *rest = (
        rows.order_by().values("programme").annotate(total=Sum(F(column)), nth=Value(nth))
        .values_list("nth", "programme", "total")
        for nth, (rows, column) in enumerate(asked)
    )  # fmt: skip
    found: list[dict[int, int]] = [{} for _one in asked]
    for nth, key, total in first.union(*rest, all=True):
        found[nth][key] = total or 0
    return found


def _next_gates(programmes: Sequence[int]) -> dict[int, Gate]:
    rows = Gate.objects.filter(programme__in=programmes).exclude(state__in=PASSED)
    found: dict[int, Gate] = {}
    for gate in rows.select_related("programme").order_by("programme", "position", "wave", "pk"):
        found.setdefault(gate.programme_id, gate)
    return found


def _gate_days(gates: Sequence[Gate]) -> dict[int, date]:
    """When the work before each gate is forecast to end; one query."""
    codes = {code for gate in gates for code in gate.after}
    rows = Task.objects.filter(programme__in=[gate.programme_id for gate in gates], code__in=codes).order_by()
    ends: dict[tuple[int, str], date | None] = {}
    for programme, code, actual, early in rows.values_list("programme_id", "code", "actual_finish", "early_finish"):
        ends[programme, code] = actual or early
    found = {}
    for gate in gates:
        days = [day for code in gate.after if (day := ends.get((gate.programme_id, code)))]
        if days:
            found[gate.programme_id] = max(days)
    return found
