"""The plan as the chart in the browser takes it: a row of short values a task, days counted from the plan's start."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from core.access import allows
from core.calendar import WorkCalendar
from core.errors import NotVisibleError
from phases.gates.models import Gate
from phases.plan.choices import LagUnit, LinkType
from phases.plan.models import PlanBaseline, PlanBaselineTask, Task, TaskLink
from phases.plan.permissions import ACTIONS
from phases.plan.selectors.basis import basis_of, calendar_of
from phases.plan.selectors.gates import gate_dates

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

TASK = (
    "id", "version", "code", "wbs", "name", "parent", "start", "finish", "flags", "percent", "minutes", "latest",
    "baseline_start", "baseline_finish", "deadline",
)  # fmt: skip
LINK = ("later", "earlier", "kind", "lag", "unit")
FLAGS = ("summary", "milestone", "critical", "started", "done", "manual", "elapsed", "inactive")
KINDS, UNITS = tuple(LinkType.values), tuple(LagUnit.values)
READ = (
    "pk", "public_id", "version", "code", "wbs", "name_zh", "name_en", "parent_id", "actual_start", "early_start",
    "actual_finish", "early_finish", "summary", "milestone", "critical", "manual", "elapsed", "active", "percent",
    "minutes", "late_finish", "baseline_start", "baseline_finish", "deadline",
)  # fmt: skip
BEFORE, AFTER, LONGEST = timedelta(days=60), timedelta(days=200), timedelta(days=366 * 12)


def gantt_mark(programme: "Programme") -> str:
    """Say in one word which state of the plan is stored: other after every audited write and every new dates."""
    basis = basis_of(programme)
    said = f"{programme.last_mark()}:{basis.scheduled_at}:{programme.starts_on}"
    return sha256(said.encode()).hexdigest()[:16]


def gantt_tag(mark: str, user: "User", today: date, baseline: int | None = None) -> str:
    """Give the entity tag of the chart's data: the plan's state, the reader, the language and the day."""
    said = f"{mark}:{user.pk}:{get_language()}:{today}:{baseline}"
    return f'"{sha256(said.encode()).hexdigest()[:24]}"'


def gantt_data(programme: "Programme", user: "User", today: date, baseline: int | None = None) -> dict[str, Any]:
    """Give everything the chart draws; eleven queries at any size, one more for a baseline that is asked for."""
    calendar, base = calendar_of(programme), programme.starts_on
    tasks = gantt_tasks(programme, baseline)
    days = [day for row in tasks for day in (*row[6:8], *row[11:]) if isinstance(day, int)]
    first, last = base + timedelta(days=min(days, default=0)), base + timedelta(days=max(days, default=0))
    return {
        "mark": gantt_mark(programme),
        "base": base,
        "today": (today - base).days,
        "columns": {"task": TASK, "link": LINK, "flags": FLAGS, "kinds": KINDS, "units": UNITS},
        "tasks": tasks,
        "links": gantt_links(programme),
        "gates": gantt_gates(programme),
        "off": list(_off(calendar, base, first - BEFORE, min(last, first + LONGEST) + AFTER)),
        "may": {name: allows(ACTIONS[name], user, programme) for name in ("edit", "link", "unlink", "move")},
    }


def gantt_tasks(programme: "Programme", baseline: int | None = None) -> list[list[Any]]:
    """Every task as the values of ``TASK`` in the order of the plan, empty ones at the end left away; one query."""
    found = Task.objects.filter(programme=programme).order_by("position", "pk").values_list(*READ)
    rows = [dict(zip(READ, row, strict=True)) for row in found]
    number = {row["pk"]: index for index, row in enumerate(rows)}
    promised = None if baseline is None else _promised(programme, baseline)
    chinese = (get_language() or "").startswith("zh")
    return [_row(row, number, programme.starts_on.toordinal(), promised, chinese=chinese) for row in rows]


def _row(
    row: dict[str, Any],
    number: dict[int, int],
    base: int,
    promised: dict[int, tuple[date | None, date | None]] | None,
    *,
    chinese: bool,
) -> list[Any]:
    names = (row["name_zh"], row["name_en"]) if chinese else (row["name_en"], row["name_zh"])
    done = row["actual_finish"] is not None
    started = done or row["actual_start"] is not None
    flags = (
        row["summary"], row["milestone"], row["critical"] and not done, started, done, row["manual"], row["elapsed"],
        not row["active"],
    )  # fmt: skip
    start, finish = row["actual_start"] or row["early_start"], row["actual_finish"] or row["early_finish"]
    latest = None if done or row["late_finish"] == finish else row["late_finish"]
    base_start, base_finish = row["baseline_start"], row["baseline_finish"]
    if promised is not None:
        base_start, base_finish = promised.get(row["pk"], (None, None))
    dates = (start, finish, latest, base_start, base_finish, row["deadline"])
    days = [None if day is None else day.toordinal() - base for day in dates]
    values = [
        row["public_id"], row["version"], row["code"], row["wbs"], names[0] or names[1],
        number.get(row["parent_id"], -1), days[0], days[1], sum(1 << at for at, on in enumerate(flags) if on),
        row["percent"], row["minutes"], *days[2:],
    ]  # fmt: skip
    return _trimmed(values)


def _trimmed(values: list[Any]) -> list[Any]:
    while values[-1] is None:
        values.pop()
    return values


def _promised(programme: "Programme", number: int) -> dict[int, tuple[date | None, date | None]]:
    """Return the dates of a numbered baseline by the task's key; raises ``NotVisibleError``; two queries."""
    found = PlanBaseline.objects.filter(programme=programme, number=number).first()
    if found is None:
        raise NotVisibleError
    rows = PlanBaselineTask.objects.filter(baseline=found).exclude(task=None)
    return {task: (start, finish) for task, start, finish in rows.values_list("task_id", "start", "finish") if task}


def gantt_links(programme: "Programme", later: Task | None = None) -> list[list[int]]:
    """Every link, or those into one task, as the values of ``LINK`` by row number; two queries."""
    keys = Task.objects.filter(programme=programme).order_by("position", "pk").values_list("pk", flat=True)
    number = {key: index for index, key in enumerate(keys)}
    links = TaskLink.objects.filter(programme=programme).order_by("pk")
    links = links if later is None else links.filter(later=later)
    rows = links.values_list("later_id", "earlier_id", "type", "lag", "unit")
    return [
        [number[after], number[before], KINDS.index(kind), *([lag, UNITS.index(unit)] if lag else [])]
        for after, before, kind, lag, unit in rows
    ]


def gantt_gates(programme: "Programme") -> list[tuple[str, int, bool, str]]:
    """Every dated gate: its key, the day, whether it is passed, its name; four queries."""
    days = gate_dates(programme)
    gates = Gate.objects.filter(programme=programme).order_by("position", "wave", "pk")
    base = programme.starts_on
    return [(gate.key, (days[gate.key] - base).days, gate.is_passed, gate.name) for gate in gates if gate.key in days]


def _off(calendar: WorkCalendar, base: date, first: date, last: date) -> Iterator[tuple[int, int]]:
    """Yield the stretches without work as (first day, number of days), counted from the base."""
    begun: int | None = None
    for at in range((first - base).days, (last - base).days + 1):
        works = calendar.is_working(base + timedelta(days=at))
        if works and begun is not None:
            yield begun, at - begun
            begun = None
        elif not works and begun is None:
            begun = at
    if begun is not None:
        yield begun, (last - base).days + 1 - begun
