"""Tasks as the canonical rows of imports and exports."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from phases.plan.models import Task, TaskLink
from phases.plan.rules.tokens import Token, days_of
from programme.people.choices import Role
from programme.people.selectors import holders

if TYPE_CHECKING:
    from programme.charter.models import Programme


def responsible_words(programme: "Programme") -> dict[str, Any]:
    """What a file may write for who is responsible: an address gives the person, a role code the role; one query."""
    words: dict[str, Any] = {code.casefold(): code for code in Role.values}
    return words | {user.email.casefold(): user for user in holders(programme, *Role.values)}


def plan_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Every task as the canonical row of an import, by public id, in the order of the plan; two queries."""
    before: dict[int, list[Token]] = {}
    links = TaskLink.objects.filter(programme=programme).select_related("earlier", "later").order_by("pk")
    for link in links:
        earlier = link.earlier
        near = earlier.uid if earlier.uid and earlier.source == link.later.source else earlier.ref
        before.setdefault(link.later_id, []).append(Token(near, link.type, link.lag))
    chinese = programme.language.startswith("zh")
    rows = Task.objects.filter(programme=programme).select_related("responsible").order_by("position", "pk")
    return {task.public_id: _row(task, before.get(task.pk, ()), chinese=chinese) for task in rows}


def _row(task: Task, before: Sequence[Token], *, chinese: bool) -> dict[str, Any]:
    at = task.constraint_on.isoformat() if task.constraint_on else ""
    if at and task.constraint_minute is not None:
        at += f"T{task.constraint_minute // 60:02}:{task.constraint_minute % 60:02}"
    return {
        "uid": task.code or (task.ref if task.uid else ""),
        "wbs": task.wbs,
        "name": (task.name_zh or task.name_en) if chinese else (task.name_en or task.name_zh),
        "duration": days_of(task.minutes),
        "predecessors": tuple(str(token) for token in before),
        "start": task.planned_start,
        "finish": task.planned_finish,
        "milestone": task.milestone,
        "responsible": task.responsible.email if task.responsible else task.responsible_role,
        "percent": task.percent,
        "actual_start": task.actual_start,
        "actual_finish": task.actual_finish,
        "deadline": task.deadline,
        "constraint": task.constraint,
        "constraint_date": at,
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
