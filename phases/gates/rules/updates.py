"""A newer blueprint against what a programme started from and what it is by now: three ways, row by row."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from phases.gates.rules.rows import Blueprint, CriterionRow, Words

ADD, CHANGE = "add", "change"
KEPT, BOUND, GONE, DROPPED, OWN = "kept", "bound", "gone", "dropped", "own"
TAKEABLE = (ADD, CHANGE)
MINUTES = 480  # of a working day, as the plan counts them
CONTENT = ("risks", "kpis", "communications", "courses", "quality_rules", "cutover_steps")
KINDS = ("phase", "stage", "check", "deliverable", "part", "gate", "criterion", "task", "link", *CONTENT)

Key = tuple[str, str]  # kind, key
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field that the newer blueprint changes: as it was, as it is to be, as it is here; ``takes`` unless edited."""

    name: str
    base: Any
    template: Any
    here: Any
    takes: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row that differs: what the newer blueprint would do to it, or why it stays as it is here."""

    kind: str
    key: str
    name: Words
    status: str
    fields: tuple[Field, ...] = ()
    reason: str = ""

    @property
    def id(self) -> str:
        """What names it in forms and calls."""
        return f"{self.kind}:{self.key}"

    @property
    def takeable(self) -> bool:
        """Tell whether it can be taken over."""
        return self.status in TAKEABLE


def rows_of(blueprint: Blueprint) -> dict[Key, Row]:
    """Return every row of a blueprint as fields that a programme's own row has, too, parents before what they hold."""
    found: dict[Key, Row] = {}
    for phase in blueprint.phases:
        found["phase", phase.code] = _named(phase.name)
    for stage in blueprint.stages:
        found["stage", stage.code] = {**_named(stage.name), "phase": stage.phase}
        for check in stage.checks:
            found["check", check_key(stage.code, check.text)] = {
                **_named(check.text), "depth": str(check.depth), "stage": stage.code,
            }  # fmt: skip
    for work in blueprint.deliverables:
        found["deliverable", work.code] = {
            **_named(work.name), "mandatory": work.mandatory, "doer_roles": list(work.doers),
            "approver_role": work.approver, "stage": work.stage,
        }  # fmt: skip
        for part in work.parts:
            found["part", f"{work.code}/{part.code}"] = {**_named(part.name), "deliverable": work.code}
    for gate in blueprint.gates:
        key = f"{gate.code}-{gate.wave}" if gate.wave else gate.code
        found["gate", key] = {
            **_named(gate.name), "keepers": list(gate.keepers), "after": list(gate.after), "holds": list(gate.holds),
            "phase": gate.phase,
        }  # fmt: skip
        for row in blueprint.criteria:
            if row.gate == gate.code:
                found["criterion", f"{key}/{row.key}"] = {**criterion_fields(row), "gate": key}
    return found | _plan_rows(blueprint) | _content_rows(blueprint)


def _plan_rows(blueprint: Blueprint) -> dict[Key, Row]:
    found: dict[Key, Row] = {}
    for task in blueprint.tasks:
        found["task", task.code] = {
            **_named(task.name), "minutes": task.days * MINUTES, "responsible_role": task.does,
            "accountable_role": task.accountable, "standing": task.standing,
        }  # fmt: skip
    for task in blueprint.tasks:
        for link in task.after:
            found["link", f"{link.task}>{task.code}"] = {
                "name_zh": f"{link.task} → {task.code}", "name_en": f"{link.task} → {task.code}", "type": link.kind,
                "lag": link.lag * MINUTES,
            }  # fmt: skip
    return found


def _content_rows(blueprint: Blueprint) -> dict[Key, Row]:
    """Rows that become registers of the programme: they are added or not, so their content is one mark."""
    return {
        (kind, row.code): {**_named(getattr(row, "name", None) or row.message), "content": _mark(asdict(row))}
        for kind in CONTENT
        for row in getattr(blueprint, kind)
    }


def _mark(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:12]


def check_key(stage: str, text: Words) -> str:
    """Name a line of a checklist, which has no code, by its words."""
    return f"{stage}/{_mark([text.zh, text.en])}"


def _named(words: Words) -> dict[str, Any]:
    return {"name_zh": words.zh, "name_en": words.en}


def criterion_fields(row: CriterionRow) -> dict[str, Any]:
    """Give a criterion as its record has it."""
    return {
        **_named(row.text),
        "must": row.must,
        "binding": str(row.source.binding),
        "evidence": row.source.evidence,
        "deliverables": list(row.source.deliverables),
        "until_binding": str(row.until.binding) if row.until else "",
        "until_deliverables": list(row.until.deliverables) if row.until else [],
        "op": str(row.op),
        "threshold": [str(each) if isinstance(each, Decimal) else each for each in row.threshold],
        "scope": dict(row.scope),
        "weight": row.weight,
        "also": list(row.also),
    }


def differ(
    base: Mapping[Key, Row], template: Mapping[Key, Row], here: Mapping[Key, Row], bonds: Mapping[Key, str]
) -> list[Line]:
    """Return every row about which the newer blueprint says something else than the one that was started from.

    ``bonds`` says by row why it may not change here, such as progress; a value that was edited here is never taken.
    """
    lines = []
    for key in sorted({*base, *template}, key=lambda one: (KINDS.index(one[0]), one[1])):
        line = _line(key, base.get(key), template.get(key), here.get(key), bonds.get(key, ""))
        if line is not None:
            lines.append(line)
    return lines


def _line(key: Key, was: Row | None, new: Row | None, here: Row | None, bond: str) -> Line | None:
    kind, code = key
    shown = new or was or {}
    name = Words(str(shown.get("name_zh", "")), str(shown.get("name_en", "")))
    if new is None:
        return Line(kind, code, name, DROPPED) if here is not None else None
    if was is None and here is None:
        return Line(kind, code, name, BOUND if bond else ADD, reason=bond)
    if was is None:
        return _own_line(Line(kind, code, name, OWN), new, here or {})
    if new in (was, here):
        return None
    if here is None:
        return Line(kind, code, name, GONE)
    fields = tuple(
        Field(field, was.get(field), value, here.get(field), here.get(field) == was.get(field))
        for field, value in new.items()
        if value != was.get(field) and here.get(field) != value
    )
    if not fields:
        return None
    if bond:
        return Line(kind, code, name, BOUND, fields, bond)
    takes = kind not in CONTENT and any(field.takes for field in fields)
    return Line(kind, code, name, CHANGE if takes else KEPT, fields)


def _own_line(line: Line, new: Row, here: Row) -> Line | None:
    """A row that is new in the blueprint and that somebody made here by the same code."""
    fields = tuple(
        Field(field, None, value, here.get(field), takes=False)
        for field, value in new.items()
        if here.get(field) != value
    )
    return replace(line, fields=fields) if fields and line.kind not in CONTENT else None


def mark_of(lines: Iterable[Line], version: int) -> str:
    """Mark exactly these lines: the same mark, the same offer."""
    told = [(line.id, line.status, [(f.name, f.template, f.here) for f in line.fields]) for line in lines]
    return _mark([version, told])


def ends_of(key: str) -> tuple[str, str]:
    """Return the earlier and the later task of a link's key."""
    earlier, _arrow, later = key.partition(">")
    return earlier, later


def without_new_ends(lines: Sequence[Line]) -> list[Line]:
    """Leave out links of tasks that are themselves new: they come with the task."""
    new = {line.key for line in lines if line.kind == "task" and line.status in {ADD, BOUND, OWN, GONE}}
    return [line for line in lines if line.kind != "link" or not new & set(ends_of(line.key))]
