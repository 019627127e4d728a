"""Resources and assignments as the canonical rows of imports and exports, and what cells call them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from phases.plan.models import Assignment, PlanCalendar, PlanResource, Task
from phases.plan.selectors.rows import calendar_labels
from programme.people.choices import Role
from programme.people.selectors import holders

if TYPE_CHECKING:
    from programme.charter.models import Programme

Row = dict[str, Any]


def resource_ref(row: PlanResource) -> str:
    """What files call a resource beside its name: the UID in its file, with the file; nothing where it has none."""
    return f"{row.source}#{row.uid}" if row.source and row.uid else row.uid


def _unique(named: Iterable[tuple[int, Sequence[str]]]) -> dict[int, str]:
    """Give each thing the first of its names that no other one has, else the last."""
    rows = list(named)
    counts = Counter(name for _key, names in rows for name in {one.casefold() for one in names})
    return {key: next((one for one in names if one and counts[one.casefold()] == 1), names[-1]) for key, names in rows}


def resource_names(programme: "Programme") -> dict[int, str]:
    """What a cell for one resource calls each: its name, else its UID, else its public id; one query."""
    rows = PlanResource.objects.filter(programme=programme)
    return _unique((row.pk, (row.name.strip(), resource_ref(row), row.public_id)) for row in rows)


def task_names(programme: "Programme") -> dict[int, str]:
    """What a cell for one task calls each: its code or UID, else its WBS, else its public id; one query."""
    rows = Task.objects.filter(programme=programme, summary=False).order_by("position", "pk")
    return _unique((row.pk, (row.ref, row.wbs, row.public_id)) for row in rows)


def resource_rows(programme: "Programme") -> dict[str, Row]:
    """Every resource as the canonical row of an import, by public id; two queries."""
    called = calendar_labels(programme)
    rows = PlanResource.objects.filter(programme=programme).select_related("person").order_by("name", "pk")
    return {
        row.public_id: {
            "uid": resource_ref(row),
            "name": row.name,
            "kind": row.kind,
            "max_units": row.max_units,
            "calendar": called[row.calendar_id] if row.calendar_id else "",
            "person": row.person.email.lower() if row.person else None,
            "team": row.team,
        }
        for row in rows
    }


def assignment_rows(programme: "Programme") -> dict[str, Row]:
    """Every assignment as the canonical row of an import, by public id, in the order of the plan; three queries."""
    tasks, resources = task_names(programme), resource_names(programme)
    rows = Assignment.objects.filter(programme=programme, task__summary=False).for_list()
    return {
        row.public_id: {
            "task": tasks[row.task_id],
            "resource": resources[row.resource_id],
            "units": row.units,
            "work": row.days,
        }
        for row in rows
    }


def resource_words(programme: "Programme") -> dict[str, Any]:
    """What a file of resources may say of calendars and persons; two queries."""
    return {
        "calendar": sorted(set(calendar_labels(programme).values())),
        "person": sorted({user.email.lower() for user in holders(programme, *Role.values)}),
    }


def assignment_words(programme: "Programme") -> dict[str, Any]:
    """What a file of assignments may call tasks and resources; two queries."""
    return {"task": list(task_names(programme).values()), "resource": sorted(resource_names(programme).values())}


def calendars_called(programme: "Programme") -> list[tuple[PlanCalendar, str]]:
    """Return the calendars of the plan with what cells call them; two queries."""
    called = calendar_labels(programme)
    return [(row, called[row.pk]) for row in PlanCalendar.objects.filter(programme=programme).order_by("pk")]
