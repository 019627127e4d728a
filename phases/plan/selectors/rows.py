"""Tasks as the canonical rows of imports and exports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from phases.plan.models import Assignment, PlanCalendar, PlanResource, Task, TaskLink
from phases.plan.rules.columns import time_of
from phases.plan.rules.shares import Share, labels
from phases.plan.rules.tokens import DAY, ELAPSED_DAY, Token, days_of, in_order
from programme.people.choices import Role
from programme.people.selectors import holders

if TYPE_CHECKING:
    from programme.charter.models import Programme

AS_IT_IS = ("milestone", "percent", "elapsed", "manual", "active", "ignores_resources", "fixed", "priority", "note",
           "delay_elapsed")  # fmt: skip
DATES = {"start": "planned_start", "finish": "planned_finish", "actual_start": "actual_start",
         "actual_finish": "actual_finish", "deadline": "deadline"}  # fmt: skip


def responsible_words(programme: "Programme") -> dict[str, Any]:
    """What a file may write for who is responsible: an address gives the person, a role code the role; one query."""
    words: dict[str, Any] = {code.casefold(): code for code in Role.values}
    return words | {user.email.casefold(): user for user in holders(programme, *Role.values)}


def calendar_labels(programme: "Programme") -> dict[int, str]:
    """What cells call the calendars of the plan, by primary key; one query."""
    return _labels(PlanCalendar.objects.filter(programme=programme).values_list("source", "pk", "name", "uid"))


def resource_labels(programme: "Programme") -> dict[int, str]:
    """What cells call the resources of the plan, by primary key; one query."""
    return _labels(PlanResource.objects.filter(programme=programme).values_list("source", "pk", "name", "uid"))


def _labels(rows: Iterable[tuple[str, int, str, str]]) -> dict[int, str]:
    """Call things by what is one of a kind in the file they are from."""
    files: dict[str, list[tuple[int, str, str]]] = {}
    for source, pk, name, uid in rows:
        files.setdefault(source, []).append((pk, name, uid))
    return {pk: label for named in files.values() for pk, label in labels(named).items()}


def plan_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Every task as the canonical row of an import, by public id, in the order of the plan; five queries."""
    before: dict[int, list[Token]] = {}
    links = TaskLink.objects.filter(programme=programme).select_related("earlier", "later")
    for link in links:
        earlier = link.earlier
        near = earlier.uid if earlier.uid and not earlier.code and earlier.source == link.later.source else earlier.ref
        before.setdefault(link.later_id, []).append(Token(near, link.type, link.lag, link.unit))
    shares: dict[int, list[Share]] = {}
    called = resource_labels(programme)
    assigned = Assignment.objects.filter(programme=programme).values_list("task_id", "resource_id", "units", "work")
    for task_pk, resource, units, work in assigned:
        shares.setdefault(task_pk, []).append(Share(called[resource], units, work))
    cells = _Cells(before, shares, calendar_labels(programme), chinese=programme.language.startswith("zh"))
    rows = Task.objects.filter(programme=programme).select_related("responsible").order_by("position", "pk")
    return {task.public_id: cells.row(task) for task in rows}


@dataclass(frozen=True, slots=True)
class _Cells:
    before: Mapping[int, Sequence[Token]]
    shares: Mapping[int, Sequence[Share]]
    calendars: Mapping[int, str]
    chinese: bool = field(kw_only=True)

    def row(self, task: Task) -> dict[str, Any]:
        """Write a task as its canonical row."""
        at = task.constraint_on.isoformat() if task.constraint_on else ""
        if at and task.constraint_minute is not None:
            at += f"T{time_of(task.constraint_minute)}"
        day = ELAPSED_DAY if task.elapsed else DAY
        return {
            "uid": task.code or (task.ref if task.uid else ""),
            "wbs": task.wbs,
            "name": (task.name_zh or task.name_en) if self.chinese else (task.name_en or task.name_zh),
            "duration": days_of(task.minutes, day),
            "predecessors": in_order(self.before.get(task.pk, ())),
            "responsible": task.responsible.email if task.responsible else task.responsible_role,
            "constraint": task.constraint,
            "constraint_date": at,
            "resources": tuple(sorted(str(one) for one in self.shares.get(task.pk, ()))),
            "calendar": self.calendars[task.calendar_id] if task.calendar_id else "",
            "delay": days_of(task.delay, ELAPSED_DAY if task.delay_elapsed else DAY),
            "earning": task.earning or None,
            "steps": tuple(str(step) for step in task.milestones_within),
            "remaining": None if task.remaining is None else days_of(task.remaining, day),
            **{key: getattr(task, key) for key in AS_IT_IS},
            **{key: getattr(task, name) for key, name in DATES.items()},
            **{f"{key}_at": time_of(getattr(task, f"{name}_minute")) for key, name in DATES.items()},
        }


def objections(programme: "Programme", rows: Sequence[dict[str, Any]]) -> list[tuple[int, str, Any, Sequence[str]]]:
    """Say which rows of an import name a person or role that the programme does not have; one query."""
    words = responsible_words(programme)
    return [
        (
            index,
            "responsible",
            _("Nobody in the programme has this address, and no role this code."),
            sorted(Role.values),
        )
        for index, row in enumerate(rows)
        if row.get("responsible") and row["responsible"].casefold() not in words
    ]
