"""Load and check a blueprint: references hold, nothing depends on itself, both languages are there."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import yaml

from phases.gates.choices import Depth
from phases.gates.rules import content
from phases.gates.rules.process import read_criteria, read_deliverables, read_gates, read_stages, read_tasks
from phases.gates.rules.reading import BlueprintError, RowReader, read_rows
from phases.gates.rules.rows import Blueprint, PhaseRow, ProfileRow, StepRow, TaskRow, ViewRow

FOLDER = Path(__file__).resolve().parent.parent / "blueprints"
SECTIONS = frozenset(
    {
        "template",
        "profiles",
        "views",
        "phases",
        "stages",
        "tasks",
        "parts",
        "deliverables",
        "gates",
        "criteria",
        "risks",
        "kpis",
        "courses",
        "communications",
        "quality_rules",
        "cutover",
        "cutover_steps",
        "chains",
    }
)


def available_blueprints() -> list[str]:
    """Return the codes that ``load_blueprint`` accepts."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def load_blueprint(code: str, version: int | None = None) -> Blueprint:
    """Return the blueprint of that code, read once: the newest, or that version; raises ``KeyError`` where unknown.

    What a version before the newest said is kept under ``earlier/`` as ``code@version.yaml``.
    """
    if code not in available_blueprints():
        raise KeyError(code)
    newest = _read(FOLDER / f"{code}.yaml")
    if version in {None, newest.version}:
        return newest
    before = FOLDER / "earlier" / f"{code}@{version}.yaml"
    if not before.exists():
        raise KeyError(f"{code}@{version}")
    return _read(before)


def _read(path: Path) -> Blueprint:
    return parse_blueprint(yaml.safe_load(path.read_text(encoding="utf-8")))


def parse_blueprint(data: Mapping[str, Any]) -> Blueprint:
    """Turn a mapping into a blueprint; raises ``BlueprintError`` with every problem."""
    problems: list[str] = [f"{name}: is not a known section" for name in sorted(set(data) - SECTIONS)]
    template = RowReader(data.get("template"), "template", problems)
    cutover = RowReader(data.get("cutover", {}), "cutover", problems)
    phases = read_rows(data, "phases", problems, _phase)
    stages = read_stages(data, problems, {row.code for row in phases})
    stage_codes = {row.code for row in stages}
    tasks = read_tasks(data, problems, stage_codes)
    deliverables = read_deliverables(data, problems, tasks)
    gates = read_gates(data, problems, {row.code for row in phases}, {row.code for row in tasks})
    blueprint = Blueprint(
        code=template.code,
        name=template.words(),
        version=template.get("version", int, 1),
        wave_lag=template.whole("wave_lag_wd"),
        wave_tasks=template.codes("wave_tasks", {row.code for row in tasks}),
        window_minutes=cutover.whole("window"),
        rollback_minutes=cutover.whole("rollback"),
        profiles=tuple(read_rows(data, "profiles", problems, _profile)),
        views=tuple(read_rows(data, "views", problems, lambda row: _view(row, stage_codes))),
        phases=tuple(phases),
        stages=tuple(stages),
        tasks=tuple(tasks),
        deliverables=tuple(deliverables),
        gates=tuple(gates),
        criteria=tuple(read_criteria(data, problems, gates, {row.code for row in deliverables})),
        chains=tuple(content.read_chains(data, problems, {row.code for row in deliverables})),
        **content.read_content(data, problems),
    )
    template.done()
    problems += _whole_problems(blueprint)
    if problems:
        raise BlueprintError(problems)
    return blueprint


def _whole_problems(blueprint: Blueprint) -> list[str]:
    """Check what no single row can tell."""
    problems = [f"gates {gate.code}: phases {gate.phase} does not list it" for gate in _unlisted(blueprint)]
    known = {gate.code for gate in blueprint.gates}
    problems += [
        f"phases {p.code}: gates {g} does not exist" for p in blueprint.phases for g in p.gates if g not in known
    ]
    made = {task.deliverable for task in blueprint.tasks}
    problems += [f"deliverables {d.code}: no task makes it" for d in blueprint.deliverables if d.code not in made]
    exist = {d.code for d in blueprint.deliverables}
    problems += [
        f"tasks {t.code}: out {t.deliverable} does not exist" for t in blueprint.tasks if t.deliverable not in exist
    ]
    circle = find_circle(blueprint.tasks)
    if circle:
        problems.append(f"tasks {circle[0]}: dep goes round in a circle: {' → '.join(circle)}")
    return problems


def _unlisted(blueprint: Blueprint) -> list[Any]:
    listed = {(phase.code, gate) for phase in blueprint.phases for gate in phase.gates}
    return [gate for gate in blueprint.gates if (gate.phase, gate.code) not in listed]


def find_circle(tasks: tuple[TaskRow, ...]) -> list[str]:
    """Return the codes of a circle of dependencies, first and last the same, or nothing."""
    try:
        TopologicalSorter({task.code: [d.task for d in task.after] for task in tasks}).prepare()
    except CycleError as error:
        return [str(code) for code in error.args[1]]
    return []


def _phase(row: RowReader) -> PhaseRow:
    return PhaseRow(row.code, row.words(), row.words("duration"), row.codes("gates"))


def _profile(row: RowReader) -> ProfileRow:
    return ProfileRow(
        code=row.code,
        name=row.words(),
        factor=row.amount("factor") or Decimal(1),
        depth=Depth(row.one_of("checklist", Depth.values) or Depth.FULL),
    )


def _view(row: RowReader, stages: set[str]) -> ViewRow:
    steps = tuple(StepRow(step.code, step.words(), step.codes("stages", stages)) for step in row.rows("steps"))
    return ViewRow(row.code, row.words(), steps)
