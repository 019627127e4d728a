"""What resources are asked to do: by week, where it is too much, and what levelling would change."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from phases.plan.choices import ResourceKind
from phases.plan.models import Assignment, PlanResource
from phases.plan.rules.levelling import Need, Proposal, level
from phases.plan.rules.load import Capacity, Overload, Use, WeekLoad, monday_of, overloads, weeks
from phases.plan.rules.worktime import DAY
from phases.plan.selectors.basis import PlanInput, plan_input
from phases.rollout.models import Absence

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from django.db.models import QuerySet

    from phases.plan.rules.schedule import Schedule
    from programme.charter.models import Programme

WEEKS = 12


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A resource with its weeks; ``overloads`` are the stretches of too much in those weeks."""

    resource: PlanResource
    weeks: "Sequence[WeekLoad]"
    overloads: "Sequence[Overload]"


@dataclass(frozen=True, slots=True)
class Load:
    """The load of a plan from one Monday on; ``overloads`` counts stretches of the whole plan."""

    mondays: "Sequence[date]"
    rows: "Sequence[LoadRow]"
    overloads: int
    assigned: int


@dataclass(frozen=True, slots=True)
class Levelling:
    """A proposal, and the stamp by which it is accepted: another plan has another stamp."""

    proposal: Proposal
    stamp: str


def resources_of(programme: "Programme") -> "QuerySet[PlanResource]":
    """The resources of the plan with calendar and person, in the order of their names."""
    rows = PlanResource.objects.filter(programme=programme).select_related("calendar", "person")
    return rows.order_by("name", "pk")


def capacities_of(
    programme: "Programme", resources: "Sequence[PlanResource]", found: PlanInput
) -> "dict[Hashable, Capacity]":
    """How much there is of every person, team and machine, absences of the roster left out; one query."""
    away: dict[int, list[tuple[int, int]]] = {}
    people = [row.person_id for row in resources if row.person_id]
    absences = Absence.objects.filter(entry__programme=programme, entry__user__in=people)
    for user, first, last in absences.values_list("entry__user_id", "first", "last"):
        away.setdefault(user, []).append((first.toordinal() * DAY, (last.toordinal() + 1) * DAY))
    return {
        row.pk: Capacity(
            found.calendars.get(row.calendar_id, found.calendar),
            Fraction(row.max_units),
            tuple(sorted(away.get(row.person_id or 0, ()))),
        )
        for row in resources
        if row.kind == ResourceKind.WORK
    }


def assignments_of(programme: "Programme") -> "QuerySet[Assignment]":
    """Who works on what, in the order of the plan."""
    return Assignment.objects.filter(programme=programme).working().exclude(units=0).for_list()


def uses_of(rows: "Sequence[Assignment]", result: "Schedule") -> list[Use]:
    """Turn assignments of unfinished work into uses of moments; no queries."""
    return [
        Use(row.resource_id, row.task_id, slot.begins, slot.ends, Fraction(row.units), row.work)
        for row in rows
        if not row.task.done and row.task.active and (slot := result.slots.get(row.task_id)) is not None
    ]


def load_of(programme: "Programme", first: date, count: int = WEEKS) -> Load:
    """Compute the load of so many weeks from that of the day on; thirteen queries."""
    found = plan_input(programme)
    result, rows = found.schedule(), list(assignments_of(programme))
    resources = [row for row in resources_of(programme) if row.kind == ResourceKind.WORK]
    capacities = capacities_of(programme, resources, found)
    uses = uses_of(rows, result)
    last = monday_of(first) + timedelta(weeks=count) - timedelta(days=1)
    table, over = weeks(uses, capacities, first, last), overloads(uses, capacities)
    begin, end = monday_of(first).toordinal() * DAY, (last.toordinal() + 1) * DAY
    inside: Mapping[int, list[Overload]] = {row.pk: [] for row in resources}
    for one in over:
        if isinstance(one.resource, int) and one.begins < end and one.ends > begin:
            inside[one.resource].append(one)
    return Load(
        [monday_of(first) + timedelta(weeks=n) for n in range(count)],
        [LoadRow(row, table[row.pk], inside[row.pk]) for row in resources],
        len(over),
        len(rows),
    )


def levelling_of(programme: "Programme", *, within_float: bool = True) -> Levelling:
    """Compute what levelling would change; thirteen queries. Raises ``CircularError``."""
    found = plan_input(programme)
    result = found.schedule()
    resources = [row for row in resources_of(programme) if row.kind == ResourceKind.WORK]
    needs: dict[int, list[Need]] = {}
    for row in assignments_of(programme):
        position = result.positions.get(row.task_id)
        if position is not None and row.task.active and not row.task.done:
            needs.setdefault(position, []).append(Need(row.resource_id, Fraction(row.units), row.work))
    priorities = {result.positions[task.key]: task.priority for task in found.tasks if task.key in result.positions}
    proposal = level(
        result.network, needs, capacities_of(programme, resources, found), priorities, within_float=within_float
    )
    told = f"{within_float} {proposal.finish_after} {[(one.key, one.delay) for one in proposal.moved]}"
    return Levelling(proposal, hashlib.sha256(told.encode()).hexdigest())
