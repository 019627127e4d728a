"""Edits of a plan as data: read with every fault named, and put on a copy of what the scheduler is asked with."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from phases.plan.rules.schedule import Hold, LinkPlan, TaskPlan, WorkPlan
from phases.plan.rules.tokens import DAY, read_token

KINDS = frozenset({"FS", "SS", "FF", "SF"})
UNDATED = frozenset({"asap", "alap"})
CONSTRAINTS = UNDATED | {"snet", "snlt", "fnet", "fnlt", "mso", "mfo"}
OPS = ("set", "add", "link", "unlink", "remove")
LONGEST = 480 * 100_000  # working minutes
MOST = 200


class EditError(ValueError):
    """An edit that cannot be made: which one, counted from 1, the code of what is wrong, and the word in question."""

    def __init__(self, number: int, code: str, word: str = "") -> None:
        """Keep the three."""
        super().__init__(f"{number}: {code} {word}")
        self.number, self.code, self.word = number, code, word


@dataclass(frozen=True, slots=True)
class Known:
    """What reading needs of a task that the plan has."""

    key: Hashable
    summary: bool = False
    milestone: bool = False
    started: bool = False
    parent: Hashable = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit, its tasks found: ``values`` are columns of the task, ``links`` what an added task waits for."""

    number: int
    op: str
    key: Hashable = None
    values: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    links: Sequence[LinkPlan] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of the scheduler's input that edits touch."""

    tasks: Sequence[TaskPlan]
    links: Sequence[LinkPlan]
    holds: Sequence[Hold]


class Reader:
    """Reads edits one after the other; tasks that one adds are known to the next under ``key``, or ``new:<number>``."""

    def __init__(self, refs: Mapping[str, Known | None], links: Iterable[tuple[Hashable, Hashable]]) -> None:
        """Take every name of every task; None stands for a name that several tasks have."""
        self.refs = dict(refs)
        self.links = set(links)
        self.removed: set[Hashable] = set()
        self.used: set[Hashable] = set()  # tasks and links that an edit before has written

    def read(self, raw: Sequence[Mapping[str, Any]]) -> list[Edit]:
        """Read them all; raises ``EditError`` at the first that is wrong."""
        if len(raw) > MOST:
            raise EditError(MOST + 1, "many")
        found = []
        for number, one in enumerate(raw, start=1):
            op = str(one.get("op", ""))
            if op not in OPS:
                raise EditError(number, "op", op)
            found.append(getattr(self, f"_{op}")(number, one))
        return found

    def _free(self, number: int, what: Hashable) -> None:
        """Refuse to take away what an edit before has written: the two contradict each other."""
        if what in self.used:
            raise EditError(number, "contradicts")

    def _task(self, number: int, ref: Any) -> Known:
        text = str(ref or "").strip()
        if text not in self.refs:
            raise EditError(number, "unknown", text)
        known = self.refs[text]
        if known is None:
            raise EditError(number, "several", text)
        if known.key in self.removed:
            raise EditError(number, "gone", text)
        return known

    def _set(self, number: int, one: Mapping[str, Any]) -> Edit:
        known, values = self._task(number, one.get("task")), {}
        length = _minutes(number, one)
        if length is not None:
            if known.summary or known.milestone:
                raise EditError(number, "no length", str(one["task"]))
            values["minutes"] = length
        if "constraint" in one:
            values |= _constraint(number, one)
        if not values:
            raise EditError(number, "nothing")
        self.used.add(known.key)
        return Edit(number, "set", known.key, values)

    def _add(self, number: int, one: Mapping[str, Any]) -> Edit:
        name = str(one.get("name", "")).strip()
        if not name or len(name) > 300:  # noqa: PLR2004  (the column's length)
            raise EditError(number, "name", name[:40])
        key = f"new:{number}"
        own = str(one.get("key", "") or key)
        if own in self.refs:
            raise EditError(number, "taken", own)
        parent = self._task(number, one["under"]) if one.get("under") else None
        if parent is not None and not parent.summary:
            raise EditError(number, "no summary", str(one["under"]))
        if parent is not None and (parent.milestone or parent.started):
            raise EditError(number, "begun", str(one["under"]))
        milestone = bool(one.get("milestone", False))
        length = 0 if milestone else _minutes(number, one)
        if length is None:
            raise EditError(number, "length", name[:40])
        known = Known(key, milestone=milestone, parent=parent.key if parent else None)
        self.refs |= {own: known, key: known}
        self.used.add(key)
        values = {"minutes": length, "milestone": milestone, "parent": known.parent}
        before = one.get("after") or []
        links = [self._after(number, text, key) for text in ([before] if isinstance(before, str | Mapping) else before)]
        then = one.get("before") or []
        links += [
            self._joined(number, key, self._task(number, ref), "FS", 0)
            for ref in ([then] if isinstance(then, str) else then)
        ]
        return Edit(number, "add", key, values, name, tuple(links))

    def _after(self, number: int, text: Any, key: Hashable) -> LinkPlan:
        if isinstance(text, Mapping):
            earlier, kind = self._task(number, text.get("task")), str(text.get("type") or "FS").upper()
            if kind not in KINDS:
                raise EditError(number, "kind", kind)
            return self._joined(number, earlier.key, Known(key), kind, _whole(number, text.get("lag") or 0))
        token = read_token(str(text))
        exact = str(text).strip() in self.refs  # a code may end like a kind of link
        if token is None and not exact:
            raise EditError(number, "after", str(text)[:40])
        ref = str(text).strip() if exact or token is None else token.ref
        earlier = self._task(number, ref)
        if exact or token is None:
            return self._joined(number, earlier.key, Known(key), "FS", 0)
        if token.unit != "work":
            raise EditError(number, "unit", str(text)[:40])
        return self._joined(number, earlier.key, Known(key), token.kind, token.lag)

    def _joined(self, number: int, earlier: Hashable, later: Known, kind: str, lag: int) -> LinkPlan:
        if earlier == later.key:
            raise EditError(number, "itself")
        if (earlier, later.key) in self.links:
            raise EditError(number, "linked")
        if later.summary and kind in {"FF", "SF"}:
            raise EditError(number, "summary finish")
        self.links.add((earlier, later.key))
        self.used |= {earlier, later.key, (earlier, later.key)}
        return LinkPlan(earlier, later.key, kind, lag)

    def _link(self, number: int, one: Mapping[str, Any]) -> Edit:
        earlier, later = self._task(number, one.get("earlier")), self._task(number, one.get("later"))
        kind = str(one.get("type") or "FS").upper()
        if kind not in KINDS:
            raise EditError(number, "kind", kind)
        link = self._joined(number, earlier.key, later, kind, _whole(number, one.get("lag") or 0))
        return Edit(number, "link", later.key, links=(link,))

    def _unlink(self, number: int, one: Mapping[str, Any]) -> Edit:
        earlier, later = self._task(number, one.get("earlier")), self._task(number, one.get("later"))
        if (earlier.key, later.key) not in self.links:
            raise EditError(number, "not linked")
        self._free(number, (earlier.key, later.key))
        self.links.discard((earlier.key, later.key))
        return Edit(number, "unlink", later.key, links=(LinkPlan(earlier.key, later.key),))

    def _remove(self, number: int, one: Mapping[str, Any]) -> Edit:
        known = self._task(number, one.get("task"))
        if known.summary:
            raise EditError(number, "summary", str(one["task"]))
        if known.started:
            raise EditError(number, "started", str(one["task"]))
        self._free(number, known.key)
        left = {
            other.key
            for other in self.refs.values()
            if other is not None and other.parent == known.parent and other.key not in self.removed
        } - {known.key}
        if known.parent is not None and not left:
            raise EditError(number, "last", str(one["task"]))
        self.removed.add(known.key)
        self.links = {pair for pair in self.links if known.key not in pair}
        return Edit(number, "remove", known.key)


def _whole(number: int, value: Any) -> int:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise EditError(number, "number", str(value)[:40]) from None
    if not found.is_finite() or found != found.to_integral_value() or abs(found) > LONGEST:
        raise EditError(number, "number", str(value)[:40])
    return int(found)


def _minutes(number: int, one: Mapping[str, Any]) -> int | None:
    """Read ``minutes``, or ``days`` of 480 minutes; None where neither is given."""
    if one.get("minutes") is not None:
        length = _whole(number, one["minutes"])
    elif one.get("days") is not None:
        try:
            length = _whole(number, Decimal(str(one["days"])) * DAY)
        except InvalidOperation:
            raise EditError(number, "number", str(one["days"])[:40]) from None
    else:
        return None
    if length < 0:
        raise EditError(number, "negative")
    return length


def _constraint(number: int, one: Mapping[str, Any]) -> dict[str, Any]:
    kind, day = str(one["constraint"]), one.get("constraint_on")
    if kind not in CONSTRAINTS:
        raise EditError(number, "constraint", kind[:40])
    if kind in UNDATED:
        return {"constraint": kind, "constraint_on": None, "constraint_minute": None}
    try:
        on = date.fromisoformat(str(day))
    except ValueError:
        raise EditError(number, "date", str(day)[:40]) from None
    return {"constraint": kind, "constraint_on": on, "constraint_minute": None}


def in_order(edits: Sequence[Edit]) -> list[Edit]:
    """Put what loosens before what ties, so that no step on the way closes a circle that the end does not have."""
    rank = {"unlink": 0, "remove": 1, "add": 2, "set": 3, "link": 4}
    return sorted(edits, key=lambda edit: (rank[edit.op], edit.number))


def apply(plan: Plan, edits: Sequence[Edit], work: Mapping[Hashable, Sequence[WorkPlan]] | None = None) -> Plan:
    """Put the edits on a copy of the plan; ``work`` is what assignments need once the lengths have changed."""
    tasks = {task.key: task for task in plan.tasks}
    links = {(link.earlier, link.later): link for link in plan.links}
    for edit in in_order(edits):
        match edit.op:
            case "unlink":
                links.pop((edit.links[0].earlier, edit.links[0].later))
            case "remove":
                del tasks[edit.key]
                links = {pair: link for pair, link in links.items() if edit.key not in pair}
            case "add":
                tasks[edit.key] = _added(edit)
            case "set":
                tasks[edit.key] = _changed(tasks[edit.key], edit, work or {})
        if edit.op in {"add", "link"}:
            links |= {(link.earlier, link.later): link for link in edit.links}
    holds = [
        replace(
            hold,
            after=[key for key in hold.after if key in tasks],
            held=[key for key in hold.held if key in tasks],
        )
        for hold in plan.holds
    ]
    return Plan(list(tasks.values()), list(links.values()), holds)


def _added(edit: Edit) -> TaskPlan:
    said = edit.values
    return TaskPlan(edit.key, said["minutes"], said["parent"], milestone=said["milestone"])


def _changed(task: TaskPlan, edit: Edit, work: Mapping[Hashable, Sequence[WorkPlan]]) -> TaskPlan:
    said = edit.values
    if "minutes" in said:
        task = replace(task, duration=said["minutes"], work=work.get(task.key, task.work))
    if "constraint" in said:
        task = replace(task, constraint=said["constraint"], constraint_at=said["constraint_on"])
    return task
