"""What edits of the plan would move, computed without writing: the same scheduler, asked twice."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import BadInputError
from core.memo import once
from phases.gates.models import Gate
from phases.plan.models import Task
from phases.plan.rules import edits as rules
from phases.plan.rules.circles import CircularError
from phases.plan.rules.ripple import Move, Ripple, compare, ends_of, times
from phases.plan.rules.schedule import Hold, Schedule, Slot
from phases.plan.rules.slip import slip_days
from phases.plan.rules.tokens import days_of
from phases.plan.rules.worktime import clock
from phases.plan.selectors.basis import PlanInput, calendar_of, plan_input, work_plans

if TYPE_CHECKING:
    from core.calendar import WorkCalendar
    from programme.charter.models import Programme

Regate = Callable[[Sequence[Hold], Mapping[str, Hashable]], Sequence[Hold]]

WRONG: Mapping[str, Any] = {
    "many": gettext_lazy("At most 200 edits."),
    "op": gettext_lazy("“%(word)s” is no edit; there are set, add, link, unlink, remove."),
    "unknown": gettext_lazy("There is no task “%(word)s” in the plan."),
    "several": gettext_lazy("Several tasks are called “%(word)s”; name it by its id, or with its wave as in T41@W1."),
    "gone": gettext_lazy("“%(word)s” is removed by an edit before."),
    "no length": gettext_lazy("“%(word)s” is a summary or a milestone and has no length of its own."),
    "nothing": gettext_lazy("Say what is set: minutes, days, or a constraint."),
    "name": gettext_lazy("A new task needs a name of at most 300 characters."),
    "taken": gettext_lazy("“%(word)s” is the name of another task."),
    "no summary": gettext_lazy("“%(word)s” is no summary; new tasks stand under summaries."),
    "begun": gettext_lazy("“%(word)s” has begun and takes no tasks."),
    "length": gettext_lazy("Say how long “%(word)s” takes: minutes or days."),
    "after": gettext_lazy("“%(word)s” is no predecessor such as T12, T12SS or T12FS+2d."),
    "unit": gettext_lazy("“%(word)s”: only lags in working time can be given here."),
    "itself": gettext_lazy("A task cannot wait for itself."),
    "linked": gettext_lazy("These two tasks are linked already."),
    "not linked": gettext_lazy("These two tasks are not linked."),
    "summary finish": gettext_lazy("A summary cannot wait with its finish for another task."),
    "kind": gettext_lazy("“%(word)s” is no kind of link; there are FS, SS, FF, SF."),
    "number": gettext_lazy("“%(word)s” is no whole number of minutes."),
    "negative": gettext_lazy("A length cannot be negative."),
    "constraint": gettext_lazy("“%(word)s” is no constraint."),
    "date": gettext_lazy("“%(word)s” is no date such as 2027-03-31."),
    "summary": gettext_lazy("Tasks stand under “%(word)s”; remove them first."),
    "started": gettext_lazy("Work on “%(word)s” was recorded; it stays."),
    "last": gettext_lazy("“%(word)s” is the last task of its summary; remove the summary on the plan itself."),
    "contradicts": gettext_lazy("An edit before has written what this one takes away."),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A task of the plan as a ripple tells it."""

    text: str
    url: str
    milestone: bool
    summary: bool
    wave: str
    ref: str


@dataclass(frozen=True, slots=True)
class Line:
    """A gate, wave, milestone or task that moves: its days before and after, and how many working days that is."""

    key: Hashable
    text: str
    url: str
    before: date | None
    after: date | None
    days: int | None
    move: Move | None = None

    @property
    def sooner(self) -> bool:
        """Tell whether it comes earlier."""
        return (self.days or 0) < 0


@dataclass(frozen=True, slots=True)
class Computed:
    """A ripple with both schedules and the names of what moves."""

    edits: Sequence[rules.Edit]
    ripple: Ripple
    before: Schedule
    after: Schedule
    names: Mapping[Hashable, Named]
    calendar: "WorkCalendar"

    @property
    def days(self) -> int:
        """How many working days the end of the plan moves."""
        return slip_days(*self.ripple.finish, self.calendar) or 0

    def line(self, key: Hashable, text: str, url: str, before: Slot | None, after: Slot | None) -> Line:
        """Tell one row in days."""
        first = None if before is None else before.finish
        last = None if after is None else after.finish
        return Line(key, text, url, first, last, slip_days(first, last, self.calendar))

    def tasks(self) -> list[Line]:
        """Tasks that lie elsewhere in time, summaries left out, in the order in which they lie."""
        return [
            replace(self.line(move.key, named.text, named.url, move.before, move.after), move=move)
            for move in self.ripple.moved
            if (named := self.names.get(move.key)) is not None and not named.summary
        ]

    def milestones(self) -> list[Line]:
        """Milestones among them."""
        return [line for line in self.tasks() if self.names[line.key].milestone]

    def critical(self) -> list[Line]:
        """Tasks that become critical, with the float they lose."""
        return [
            replace(self.line(move.key, named.text, named.url, move.before, move.after), move=move)
            for move in self.ripple.critical
            if (named := self.names.get(move.key)) is not None and not named.summary
        ]

    def waves(self) -> list[Line]:
        """Waves whose last task ends on another day."""
        groups: dict[str, list[Hashable]] = {}
        for key, named in self.names.items():
            if named.wave and not named.summary:
                groups.setdefault(named.wave, []).append(key)
        was, now = (ends_of(one.slots, groups) for one in (self.before, self.after))
        return [
            self.line(wave, wave, "", was.get(wave), now.get(wave))
            for wave in sorted(groups)
            if (was.get(wave) and was[wave].ends) != (now.get(wave) and now[wave].ends)
        ]

    def gates(self, programme: "Programme") -> list[Line]:
        """Gates that fall on another day; one query."""
        moved = {str(move.key): move for move in self.ripple.moved if str(move.key).startswith("gate:")}
        rows = Gate.objects.filter(programme=programme).order_by("position", "wave", "pk") if moved else ()
        return [
            self.line(
                f"gate:{gate.key}",
                str(gate),
                reverse("gates:gate", args=[programme.slug, gate.key]),
                move.before,
                move.after,
            )
            for gate in rows
            if (move := moved.get(f"gate:{gate.key}")) is not None
        ]


def gate_hold(key: Hashable, after: Sequence[Hashable], held: Sequence[Hashable]) -> Hold:
    """Give a gate that is not decided yet, for ``regate``: the tasks before it and those that it holds."""
    return Hold(key=key, after=list(after), held=list(held), decided=None)


def read_edits(programme: "Programme", raw: Sequence[Mapping[str, Any]]) -> list[rules.Edit]:
    """Find the tasks that the edits name; raises ``BadInputError`` naming the edit and what is wrong. Two queries."""
    tasks = list(Task.objects.filter(programme=programme).only(
        "public_id", "code", "source", "uid", "wbs", "wave", "summary", "milestone", "parent_id", "actual_start",
        "actual_finish",
    ))  # fmt: skip
    links = programme.task_links.values_list("earlier_id", "later_id")
    try:
        return rules.Reader(_refs(tasks), links).read(raw)
    except rules.EditError as error:
        said = WRONG[error.code] % {"word": error.word}
        raise BadInputError({"edits": [_("Edit %(n)d: %(said)s") % {"n": error.number, "said": said}]}) from None


def _refs(tasks: Sequence[Task]) -> dict[str, rules.Known | None]:
    """Every name of every task, the surest kind of name first; None where two tasks share one."""
    found: dict[str, rules.Known | None] = {}
    for kind in (_public, _coded, _in_wave, _filed, _placed):
        layer: dict[str, rules.Known | None] = {}
        for task in tasks:
            name = kind(task)
            if name and name not in found:
                layer[name] = None if name in layer else _known(task)
        found |= layer
    return found


def _public(task: Task) -> str:
    return task.public_id


def _coded(task: Task) -> str:
    return task.code


def _in_wave(task: Task) -> str:
    return f"{task.code}@{task.wave}" if task.code and task.wave else ""


def _filed(task: Task) -> str:
    return task.ref


def _placed(task: Task) -> str:
    return task.wbs


def _known(task: Task) -> rules.Known:
    return rules.Known(task.pk, task.summary, task.milestone, task.started, task.parent_id, task.code)


def edited(programme: "Programme", plan: PlanInput, edits: Sequence[rules.Edit]) -> PlanInput:
    """Put the edits on a copy of the plan's input; one query where lengths change."""
    lengths = {edit.key: edit.values["minutes"] for edit in edits if edit.op == "set" and "minutes" in edit.values}
    work = work_plans(programme, lengths) if lengths else {}  # type: ignore[arg-type]
    parts = rules.apply(rules.Plan(plan.tasks, plan.links, plan.holds), edits, work)  # type: ignore[arg-type]
    return replace(plan, tasks=parts.tasks, links=parts.links, holds=parts.holds)


def compute_ripple(
    programme: "Programme", raw: Sequence[Mapping[str, Any]], *, regate: Regate | None = None
) -> Computed:
    """Schedule the plan with and without the edits; writes nothing. Raises ``BadInputError``. Fifteen queries.

    ``regate`` gives the gates as they will be; it is told the keys of added tasks by the names that ``raw`` gave them.
    """
    edits = read_edits(programme, raw)
    plan = plan_input(programme)
    before = plan.schedule()
    names = _names(programme, edits)
    wanted = edited(programme, plan, edits)
    if regate is not None:
        added = {str(raw[edit.number - 1].get("key", "")): edit.key for edit in edits if edit.op == "add"}
        wanted = replace(wanted, holds=regate(wanted.holds, added))
    try:
        after = wanted.schedule()
    except CircularError as error:
        walk = [names[key].text if key in names else str(key) for key in error.cycle]
        circle = " → ".join([*walk, *walk[:1]])
        raise BadInputError({"edits": [_("The links form a circle: %(walk)s") % {"walk": circle}]}) from None
    return Computed(edits, compare(before, after), before, after, names, calendar_of(programme))


def _names(programme: "Programme", edits: Sequence[rules.Edit]) -> dict[Hashable, Named]:
    base = reverse("plan:task_list", args=[programme.slug])
    rows = Task.objects.filter(programme=programme).only(
        "public_id", "code", "name_zh", "name_en", "milestone", "summary", "wave", "source", "uid", "wbs"
    )
    found: dict[Hashable, Named] = {
        task.pk: Named(str(task), f"{base}{task.public_id}/", task.milestone, task.summary, task.wave, task.public_id)
        for task in rows
    }
    for edit in edits:
        if edit.op == "add":
            found[edit.key] = Named(edit.name, "", bool(edit.values["milestone"]), False, "", str(edit.key))
    return found


def ripple_of(change: Any) -> Computed | None:
    """What a change request's plan edits would move, computed once for this instance; None without edits."""
    if not change.edits:
        return None
    return once(change, "plan.ripple", lambda: compute_ripple(change.programme, change.edits))


def longer(task: Task, minutes: int) -> list[dict[str, Any]]:
    """Give the edit that lets a task take so many working minutes more, or less."""
    return [{"op": "set", "task": task.public_id, "minutes": max(task.minutes + minutes, 0)}]


def edit_text(programme: "Programme", raw: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say each edit in words, tasks by their names; one query."""
    rows = Task.objects.filter(programme=programme)
    names = {}
    for task in rows.only("public_id", "code", "name_zh", "name_en", "source", "uid", "wbs", "wave"):
        for name in (_placed(task), _filed(task), _in_wave(task), _coded(task), _public(task)):
            if name:
                names[name] = str(task)
    return [_said(one, names) for one in raw]


def named_in(ref: Any, names: Mapping[str, str]) -> str:
    """Give the task's own name for whatever it was called."""
    return names.get(str(ref), str(ref))


def _said(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    def named(key: str) -> str:
        return named_in(one.get(key, ""), names)

    match one.get("op"):
        case "set":
            length = one.get("minutes")
            days = days_of(int(length)) if length is not None else one.get("days")
            told = [] if days is None else [_("takes %(n)s working days") % {"n": days}]
            if "constraint" in one:
                told.append(f"{one['constraint']} {one.get('constraint_on') or ''}".strip().upper())
            return f"{named('task')}: {', '.join(told)}"
        case "add":
            days = one.get("days") if one.get("minutes") is None else days_of(int(one["minutes"]))
            after = one.get("after") or []
            new = _("New task: %(name)s, %(n)s working days") % {"name": one.get("name"), "n": days or Decimal(0)}
            several = [after] if isinstance(after, str | Mapping) else after
            joined = ", ".join(named_in(it["task"], names) if isinstance(it, Mapping) else str(it) for it in several)
            return f"{new}; {_('after')} {joined}" if joined else new
        case "link":
            return _("%(later)s waits for %(earlier)s") % {"later": named("later"), "earlier": named("earlier")}
        case "unlink":
            said = {"later": named("later"), "earlier": named("earlier")}
            return _("%(later)s no longer waits for %(earlier)s") % said
        case _:
            return _("%(task)s is dropped") % {"task": named("task")}


def baseline_days(programme: "Programme") -> Decimal | None:
    """Working days of all tasks that have a baseline; None without one. One query."""
    rows = Task.objects.filter(programme=programme, summary=False).exclude(baseline_finish=None)
    minutes = rows.aggregate(total=Sum("minutes"))["total"]
    return None if not minutes else days_of(minutes)


def task_named(programme: "Programme", name: str) -> Task:
    """Return the task of this public id, code or other name; raises ``BadInputError``."""
    rows = list(Task.objects.filter(programme=programme))
    known = _refs(rows).get(name)
    if known is None:
        raise BadInputError({"task": [WRONG["unknown"] % {"word": name}]})
    return next(task for task in rows if task.pk == known.key)


def ripple_json(programme: "Programme", computed: Computed) -> dict[str, Any]:
    """Give a ripple whole: every task whose dates or float change, with early and late moments before and after."""
    return {
        "start": computed.after.start.isoformat(),
        "finish": _pair(*computed.ripple.finish),
        "days": computed.days,
        "mark": computed.ripple.mark,
        "gates": [_line_json(line) for line in computed.gates(programme)],
        "waves": [_line_json(line) for line in computed.waves()],
        "milestones": [_line_json(line) for line in computed.milestones()],
        "critical": [_line_json(line) for line in computed.critical()],
        "tasks": [
            {
                "task": named.ref,
                "name": named.text,
                "summary": named.summary,
                "moves": move.moves,
                "days": computed.line(move.key, named.text, named.url, move.before, move.after).days,
                "float_used_minutes": move.float_used,
                "before": _slot_json(move.before),
                "after": _slot_json(move.after),
            }
            for move in computed.ripple.moves
            if (named := computed.names.get(move.key)) is not None
        ],
        "p80": None,  # dates are computed here, not simulated
    }


def _pair(was: date | None, now: date | None) -> dict[str, str | None]:
    return {"before": None if was is None else was.isoformat(), "after": None if now is None else now.isoformat()}


def _line_json(line: Line) -> dict[str, Any]:
    return {"name": line.text, "days": line.days, **_pair(line.before, line.after)}


def _slot_json(slot: Slot | None) -> dict[str, Any] | None:
    if slot is None:
        return None
    early, finish, late, latest = (clock(at).isoformat() for at in times(slot) or ())
    return {
        "early_start": early,
        "early_finish": finish,
        "late_start": late,
        "late_finish": latest,
        "total_float_minutes": slot.total_float,
        "critical": slot.critical,
    }
