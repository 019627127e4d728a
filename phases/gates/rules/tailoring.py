"""Fit a blueprint to a company: depth by profile, one copy of the wave tasks per wave. Nothing is deleted."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from phases.gates.choices import Depth
from phases.gates.rules.rows import Blueprint, DeliverableRow, Dependency, GateRow, ProfileRow, StageRow, TaskRow

ENTERPRISE = "enterprise"


def tailor(blueprint: Blueprint, *, profile: str = ENTERPRISE, waves: int = 1) -> Blueprint:
    """Return the blueprint in the profile's depth with that many waves; raises ``KeyError``, ``ValueError``.

    A small firm's task takes ``d_sme`` where given, else half its days rounded up; only core checks stay.
    """
    if waves < 1:
        msg = f"waves must be at least 1, not {waves}"
        raise ValueError(msg)
    chosen = {row.code: row for row in blueprint.profiles}[profile]
    fitted = replace(
        blueprint,
        stages=tuple(_stage(stage, chosen.depth) for stage in blueprint.stages),
        tasks=tuple(replace(task, days=task_days(task, chosen)) for task in blueprint.tasks),
    )
    for number in range(2, waves + 1):
        fitted = _with_wave(fitted, number)
    return fitted


def task_days(task: TaskRow, profile: ProfileRow) -> int:
    """Return the working days of a task in a profile."""
    if profile.factor == 1:
        return task.days
    if task.days_sme is not None:
        return task.days_sme
    return int((Decimal(task.days) * profile.factor).to_integral_value(ROUND_CEILING))


def wave_suffix(number: int) -> str:
    """Return what marks the rows of a further wave; the first has the plain codes."""
    return "" if number == 1 else f".W{number}"


def _stage(stage: StageRow, depth: Depth) -> StageRow:
    if depth == Depth.FULL:
        return stage
    return replace(stage, checks=tuple(check for check in stage.checks if check.depth == Depth.CORE))


def _with_wave(blueprint: Blueprint, number: int) -> Blueprint:
    repeated = set(blueprint.wave_tasks)
    suffix = wave_suffix(number)
    sources = {task.code: task for task in blueprint.tasks if task.code in repeated}
    if not sources:
        return blueprint
    made = {task.deliverable for task in sources.values()}
    names = {code: code + suffix for code in {*repeated, *made}}
    copies = [_task(task, names, number, blueprint.wave_lag) for task in sources.values()]
    kept = [_also_after(task, repeated, names) for task in blueprint.tasks]
    return replace(
        blueprint,
        tasks=(*kept, *copies),
        deliverables=(*blueprint.deliverables, *_deliverables(blueprint.deliverables, made, number)),
        gates=(*blueprint.gates, *_gates(blueprint.gates, names, number)),
    )


def _task(task: TaskRow, names: Mapping[str, str], number: int, lag: int) -> TaskRow:
    inside = [replace(link, task=names[link.task]) for link in task.after if link.task in names]
    if not inside:  # the wave's first task starts a fixed time after the first wave's
        inside = [Dependency(task.code, "SS", lag * (number - 1))]
    return replace(
        task,
        code=names[task.code],
        after=tuple(inside),
        deliverable=names[task.deliverable],
        wave=f"W{number}",
    )


def _also_after(task: TaskRow, repeated: set[str], names: Mapping[str, str]) -> TaskRow:
    """Let what waits for the last task of a wave wait for the new wave too."""
    if task.wave or task.code in repeated:
        return task
    more = [replace(link, task=names[link.task]) for link in task.after if link.task in repeated and link.kind == "FS"]
    return replace(task, after=(*task.after, *more))


def _deliverables(rows: Iterable[DeliverableRow], made: set[str], number: int) -> list[DeliverableRow]:
    return [replace(row, code=row.code + wave_suffix(number), wave=f"W{number}") for row in rows if row.code in made]


def _gates(rows: Iterable[GateRow], names: Mapping[str, str], number: int) -> list[GateRow]:
    return [
        replace(
            gate,
            after=tuple(names.get(code, code) for code in gate.after),
            holds=tuple(names.get(code, code) for code in gate.holds),
            wave=f"W{number}",
        )
        for gate in rows
        if gate.wave == "W1"
    ]
