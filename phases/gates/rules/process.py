"""Read the process half of a blueprint: stages, tasks, deliverables, gates, criteria."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from phases.gates.choices import Binding, Depth, Op
from phases.gates.rules.reading import RowReader, read_rows
from phases.gates.rules.rows import (
    CheckRow,
    CriterionRow,
    DeliverableRow,
    Dependency,
    GateRow,
    PartRow,
    Source,
    StageRow,
    TaskRow,
)
from programme.people.choices import Role

ROLES = frozenset(Role.values)
STANDING = ("monthly", "quarterly", "half-yearly")
ONE_VALUE = 1
VALUES = {Op.SIGNED: 0, Op.EXISTS: 0, Op.BETWEEN: 2}


def read_stages(data: Mapping[str, Any], problems: list[str], phases: set[str]) -> list[StageRow]:
    """Return the stages with their checklists."""

    def make(row: RowReader) -> StageRow:
        checks = tuple(
            CheckRow(check.words(), Depth(check.one_of("depth", Depth.values) or Depth.FULL))
            for check in row.rows("checks")
        )
        return StageRow(row.code, row.one_of("phase", phases), row.words(), checks)

    return read_rows(data, "stages", problems, make)


def read_tasks(data: Mapping[str, Any], problems: list[str], stages: set[str]) -> list[TaskRow]:
    """Return the tasks with their predecessors."""
    known = {str(row.get("id")) for row in data.get("tasks") or [] if isinstance(row, Mapping)}

    def make(row: RowReader) -> TaskRow:
        return TaskRow(
            code=row.code,
            stage=row.one_of("stage", stages),
            name=row.words(),
            days=row.whole("d", 1, 1000),
            days_sme=row.maybe_whole("d_sme"),
            after=_dependencies(row, known),
            does=row.one_of("r", ROLES),
            accountable=row.one_of("a", ROLES),
            deliverable=row.text("out"),
            standing=row.one_of("standing", STANDING) if "standing" in row.data else "",
        )

    return read_rows(data, "tasks", problems, make)


def _dependencies(row: RowReader, known: set[str]) -> tuple[Dependency, ...]:
    found = []
    for text in row.codes("dep"):
        kind, _, code = text.rpartition(":")
        if kind not in {"", "FS", "SS"}:
            row.fail(f"dep {text} has an unknown link type")
        elif code not in known:
            row.fail(f"dep {code} does not exist")
        found.append(Dependency(code, kind or "FS"))
    return tuple(found)


def read_deliverables(data: Mapping[str, Any], problems: list[str], tasks: Sequence[TaskRow]) -> list[DeliverableRow]:
    """Return the deliverables; stage, doers and approver come from the tasks that make them."""
    parts = {row.code: row for row in read_rows(data, "parts", problems, lambda r: PartRow(r.code, r.words()))}

    def make(row: RowReader) -> DeliverableRow:
        makers = [task for task in tasks if task.deliverable == row.code]
        return DeliverableRow(
            code=row.code,
            stage=makers[0].stage if makers else "",
            name=row.words(),
            parts=tuple(parts[code] for code in row.codes("parts", parts, required=False) if code in parts),
            mandatory=row.get("mandatory", bool, default=True),
            doers=tuple(dict.fromkeys(task.does for task in makers)),
            approver=makers[0].accountable if makers else "",
        )

    return read_rows(data, "deliverables", problems, make)


def read_gates(data: Mapping[str, Any], problems: list[str], phases: set[str], tasks: set[str]) -> list[GateRow]:
    """Return the gates; one that comes per wave is given its first wave."""

    def make(row: RowReader) -> GateRow:
        per_wave = "per" in row.data and row.one_of("per", {"wave"}) == "wave"
        return GateRow(
            code=row.code,
            phase=row.one_of("phase", phases),
            name=row.words(),
            after=row.codes("after", tasks),
            holds=row.codes("holds", tasks),
            keepers=row.codes("keepers", ROLES),
            wave="W1" if per_wave else "",
        )

    return read_rows(data, "gates", problems, make)


def read_criteria(
    data: Mapping[str, Any], problems: list[str], gates: Sequence[GateRow], deliverables: set[str]
) -> list[CriterionRow]:
    """Return the criteria; the key's first part names the gate."""
    by_prefix = {gate.code.lower(): gate.code for gate in gates}

    def make(row: RowReader) -> CriterionRow:
        prefix = row.code.partition(".")[0]
        if prefix not in by_prefix:
            row.fail(f"gate {prefix} does not exist")
        op = Op(row.one_of("op", Op.values) or Op.EXISTS)
        until = row.get("until", dict, {})
        return CriterionRow(
            key=row.code,
            gate=by_prefix.get(prefix, ""),
            must=row.need("must", bool, default=False),
            text=row.words(),
            source=_source(row, row, deliverables),
            until=_source(RowReader(until, f"{row.label} until", problems), row, deliverables) if until else None,
            op=op,
            threshold=_threshold(row, op),
            scope=tuple(sorted(row.get("scope", dict, {}).items())),
            weight=row.get("weight", int, 1),
            also=row.codes("also", required=False),
        )

    return read_rows(data, "criteria", problems, make)


def _source(row: RowReader, owner: RowReader, deliverables: set[str]) -> Source:
    given = [name for name in Binding.values if name in row.data]
    if len(given) != ONE_VALUE:
        owner.fail("needs exactly one of evidence, deliverable, manual")
        return Source(Binding.MANUAL)
    if given[0] == Binding.EVIDENCE:
        return Source(Binding.EVIDENCE, evidence=row.text("evidence"))
    if given[0] == Binding.DELIVERABLE:
        return Source(Binding.DELIVERABLE, deliverables=row.codes("deliverable", deliverables))
    row.get("manual", bool, default=True)
    return Source(Binding.MANUAL)


def _threshold(row: RowReader, op: Op) -> tuple[Decimal | bool | str, ...]:
    given = row.get("value", (bool, int, float, str, list), None) if "value" in row.data else None
    values = given if isinstance(given, list) else [] if given is None else [given]
    if len(values) != VALUES.get(op, ONE_VALUE):
        row.fail(f"value {given!r} does not fit {op.value}")
    return tuple(each if isinstance(each, bool | str) else Decimal(str(each)) for each in values)
