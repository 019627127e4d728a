"""Fit a blueprint to a company: depth by profile, one copy of the wave tasks per wave. Nothing is deleted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from phases.gates.choices import Depth
from phases.gates.rules.rows import Blueprint, DeliverableRow, Dependency, GateRow, ProfileRow, StageRow, TaskRow

ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class RepeatRows:
    """What a further wave gets: tasks with the links among them, the deliverables they make, the wave's gates."""

    tasks: tuple[TaskRow, ...]
    deliverables: tuple[DeliverableRow, ...]
    gates: tuple[GateRow, ...]


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


def in_wave(code: str, wave: str) -> str:
    """Name a row's copy for a further wave; the first wave of a blueprint has the plain codes."""
    return f"{code}.{wave}"


def first_wave(blueprint: Blueprint) -> str:
    """Return the code of the wave that a programme starts with; its tasks have the blueprint's plain codes."""
    return next((gate.wave for gate in blueprint.gates if gate.wave), "")


def waved(blueprint: Blueprint) -> tuple[TaskRow, ...]:
    """Return the tasks with their waves: what comes once a wave and names none belongs to the first."""
    first, repeated = first_wave(blueprint), set(blueprint.wave_tasks)
    return tuple(
        replace(task, wave=first) if task.code in repeated and not task.wave else task for task in blueprint.tasks
    )


def repeat_rows(blueprint: Blueprint, wave: str) -> RepeatRows:
    """Copy the wave tasks for one more wave of that code; what links the copies to the rest is the caller's."""
    repeated = set(blueprint.wave_tasks)
    sources = [task for task in blueprint.tasks if task.code in repeated]
    made = {task.deliverable for task in sources}
    names = {code: in_wave(code, wave) for code in {*repeated, *made}}
    return RepeatRows(
        tasks=tuple(_task(task, names, wave) for task in sources),
        deliverables=tuple(
            replace(row, code=names[row.code], wave=wave) for row in blueprint.deliverables if row.code in made
        ),
        gates=tuple(_gate(gate, names, wave) for gate in blueprint.gates if gate.wave == "W1"),
    )


def with_repeats(blueprint: Blueprint, waves: Iterable[str]) -> Blueprint:
    """Return the blueprint with the stage repeated for waves of these codes, without the links between waves."""
    repeated = set(blueprint.wave_tasks)
    fitted = blueprint
    for wave in waves:
        rows = repeat_rows(blueprint, wave)
        names = {code: in_wave(code, wave) for code in repeated}
        kept = [_also_after(task, repeated, names) for task in fitted.tasks]
        fitted = replace(
            fitted,
            tasks=(*kept, *rows.tasks),
            deliverables=(*fitted.deliverables, *rows.deliverables),
            gates=(*fitted.gates, *rows.gates),
        )
    return fitted


def _stage(stage: StageRow, depth: Depth) -> StageRow:
    if depth == Depth.FULL:
        return stage
    return replace(stage, checks=tuple(check for check in stage.checks if check.depth == Depth.CORE))


def _with_wave(blueprint: Blueprint, number: int) -> Blueprint:
    repeated = set(blueprint.wave_tasks)
    if not repeated:
        return blueprint
    wave, before = f"W{number}", f"W{number - 1}" if number > 2 else ""  # noqa: PLR2004  (the first has plain codes)
    rows = repeat_rows(blueprint, wave)
    names = {code: in_wave(code, wave) for code in repeated}
    first = {in_wave(code, wave): in_wave(code, before) if before else code for code in repeated}
    copies = [
        # a wave's first task starts a fixed time after that of the wave before
        task if task.after else replace(task, after=(Dependency(first[task.code], "SS", blueprint.wave_lag),))
        for task in rows.tasks
    ]
    kept = [_also_after(task, repeated, names) for task in blueprint.tasks]
    return replace(
        blueprint,
        tasks=(*kept, *copies),
        deliverables=(*blueprint.deliverables, *rows.deliverables),
        gates=(*blueprint.gates, *rows.gates),
    )


def _task(task: TaskRow, names: Mapping[str, str], wave: str) -> TaskRow:
    return replace(
        task,
        code=names[task.code],
        after=_inside(task.after, names),
        deliverable=names[task.deliverable],
        wave=wave,
    )


def _inside(links: Iterable[Dependency], names: Mapping[str, str]) -> tuple[Dependency, ...]:
    return tuple(replace(link, task=names[link.task]) for link in links if link.task in names)


def _also_after(task: TaskRow, repeated: set[str], names: Mapping[str, str]) -> TaskRow:
    """Let what waits for the last task of a wave wait for the new wave too."""
    if task.wave or task.code in repeated:
        return task
    more = [replace(link, task=names[link.task]) for link in task.after if link.task in repeated and link.kind == "FS"]
    return replace(task, after=(*task.after, *more))


def _gate(gate: GateRow, names: Mapping[str, str], wave: str) -> GateRow:
    return replace(
        gate,
        after=tuple(names.get(code, code) for code in gate.after),
        holds=tuple(names.get(code, code) for code in gate.holds),
        wave=wave,
    )
