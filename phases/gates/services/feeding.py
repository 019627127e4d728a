"""What a blueprint gives to the other slices, in their own words."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core import seams
from core.errors import IllegalNowError
from core.imports.kinds import Batch, Change
from phases.gates.rules.rows import Blueprint, DeliverableRow, KpiRow, TaskRow, Words
from phases.gates.rules.tailoring import waved
from phases.plan.services import LinkSeed, TaskSeed, add_blueprint_tasks
from phases.redesign.services import ChainSeed, add_blueprint_processes
from phases.rollout.models import CutoverStep
from phases.rollout.services import create_step, create_wave
from programme.charter.choices import Unit
from programme.charter.services import create_kpi
from programme.landscape.services import add_default_interfaces, add_default_personal
from programme.people.services import set_raci
from programme.raid.services import create_risk
from programme.stakeholders.services import create_message

if TYPE_CHECKING:
    from programme.charter.models import Programme

__all__ = ["CutoverStep", "feed_content", "feed_tasks", "raci_cells", "task_seeds"]

UNITS = {
    "percent": Unit.PERCENT,
    "days": Unit.DAYS,
    "minutes": Unit.MINUTES,
    "points": Unit.POINTS,
    "amount": Unit.CNY,
    "times": Unit.COUNT,
    "ratio": Unit.RATIO,
}
RISK_CATEGORIES = {
    "R01": "strategy", "R02": "strategy", "R03": "process", "R04": "strategy", "R05": "process", "R06": "technology",
    "R07": "vendor", "R08": "people", "R09": "data", "R10": "data", "R11": "people", "R12": "people",
    "R13": "delivery", "R14": "security", "R15": "strategy", "R16": "people",
}  # fmt: skip


def _teller(programme: "Programme") -> Callable[[Words], str]:
    return lambda words: words.pick(programme.language)


def feed_tasks(programme: "Programme", rows: Blueprint) -> None:
    """Give the rollout its waves, the plan its tasks and links, the team its responsibilities per deliverable."""
    if not rows.tasks:
        return
    seeds = task_seeds(waved(rows))
    for code in sorted({gate.wave for gate in rows.gates} - {""}, key=lambda wave: int(wave.removeprefix("W"))):
        number = code.removeprefix("W")
        create_wave(
            programme, values={"code": code, "name_zh": f"第{number}批", "name_en": f"Wave {number}"}, actor=None
        )
    add_blueprint_tasks(programme, seeds=seeds, actor=None)
    set_raci(programme, cells=raci_cells(programme, rows.tasks, rows.deliverables), actor=None)


def task_seeds(tasks: Sequence[TaskRow], *, waves: Mapping[str, str] | None = None) -> list[TaskSeed]:
    """Give tasks of a blueprint in the plan's words; ``waves`` are those of the tasks that links name."""
    waves = waves or {task.code: task.wave for task in tasks}
    return [
        TaskSeed(
            code=task.code,
            name_zh=task.name.zh,
            name_en=task.name.en,
            days=task.days,
            wbs=f"{task.stage.removeprefix('P')}.{task.code.removeprefix('T')}",
            after=[LinkSeed(link.task, link.kind, link.lag, waves.get(link.task, "")) for link in task.after],
            responsible_role=task.does,
            accountable_role=task.accountable,
            standing=task.standing,
            wave=task.wave,
        )
        for task in tasks
    ]


def raci_cells(
    programme: "Programme", tasks: Sequence[TaskRow], deliverables: Sequence[DeliverableRow]
) -> list[tuple[str, str, str, str]]:
    """Give who does and who is accountable for what these tasks make."""
    tell = _teller(programme)
    names = {row.code: tell(row.name) for row in deliverables}
    cells: dict[tuple[str, str, str, str], None] = {}
    accountable: dict[str, TaskRow] = {}
    for task in tasks:
        code = task.deliverable
        cells[code, names[code], task.does, "R"] = None
        if accountable.setdefault(code, task) is task:  # one role is accountable: that of the first task
            cells[code, names[code], task.accountable, "A"] = None
    return list(cells)


def feed_charter(programme: "Programme", rows: Blueprint) -> None:
    """Give risks as proposed, KPIs as examples, and the communication plan."""
    tell = _teller(programme)
    for risk in rows.risks:
        values = {
            "title": tell(risk.name),
            "cause": tell(risk.cause),
            "event": tell(risk.event),
            "effect": tell(risk.effect),
            "category": RISK_CATEGORIES.get(risk.code, ""),
            "probability": risk.probability,
            "impact": risk.impact,
            "strategy": risk.strategy,
            "response": tell(risk.response),
        }
        create_risk(programme, values=values, code=risk.code, actor=None)
    for kpi in rows.kpis:
        create_kpi(programme, values=_kpi(kpi, tell), actor=None)
    for row in rows.communications:
        values = {
            "code": row.code,
            "message_zh": row.message.zh,
            "message_en": row.message.en,
            "sender": tell(row.sender),
            "audience": tell(row.audience),
            "channel": tell(row.channel),
            "when": tell(row.when),
        }
        create_message(programme, values=values, actor=None)


def _kpi(row: KpiRow, tell: Callable[[Words], str]) -> dict[str, Any]:
    formula = f"{tell(row.formula)} ({row.formula_id})" if row.formula_id else tell(row.formula)
    absolute = row.target_kind == "absolute"
    return {
        "code": row.code,
        "name_zh": row.name.zh,
        "name_en": row.name.en,
        "formula": formula,
        "family": row.family,
        "unit": UNITS[row.unit],
        "direction": row.direction,
        "baseline": row.example_baseline,
        "target": row.target_value if absolute else None,
        "target_note": tell(row.target),
        "is_example": True,
    }


def feed_slices(programme: "Programme", rows: Blueprint) -> None:
    """Give the process library and the cutover runbook."""
    seeds = [
        ChainSeed(
            chain.code,
            chain.name.zh,
            chain.name.en,
            chain.deliverable,
            [(node.code, node.name.zh, node.name.en) for node in chain.nodes],
        )
        for chain in rows.chains
    ]
    if seeds:
        add_blueprint_processes(programme, seeds=seeds, actor=None)
    there = CutoverStep.objects.filter(programme=programme).count()
    for position, step in enumerate(rows.cutover_steps, start=there):
        values = {
            "code": step.code,
            "name_zh": step.name.zh,
            "name_en": step.name.en,
            "minutes": step.minutes,
            "doer_role": step.doer,
            "checker_role": step.checker,
            "checkpoint": step.checkpoint,
            "point_of_no_return": step.point_of_no_return,
            "position": position,
        }
        create_step(programme, values=values, actor=None)


def course_rows(programme: "Programme", rows: Blueprint) -> list[dict[str, Any]]:
    """Return the courses in the form of their import; those that others build on come first."""
    tell = _teller(programme)
    return [
        {
            "code": row.code,
            "name_zh": row.name.zh,
            "name_en": row.name.en,
            "tier": row.tier,
            "audience": tell(row.audience),
            "hours": Decimal(row.hours),
            "hands_on": Decimal(row.hands_on),
            "passed_by": row.passed_by,
            "pass_mark": row.pass_mark,
            "when": tell(row.when),
            "prerequisite": row.prerequisite,
        }
        for row in rows.courses
    ]


def quality_rows(_programme: "Programme", rows: Blueprint) -> list[dict[str, Any]]:
    """Return the quality rules in the form of their import."""
    return [
        {
            "code": row.code,
            "name_zh": row.name.zh,
            "name_en": row.name.en,
            "dimension": row.dimension,
            "rule_zh": row.rule.zh,
            "rule_en": row.rule.en,
            "severity": row.severity,
            "active": True,
        }
        for row in rows.quality_rules
    ]


def feed_content(programme: "Programme", rows: Blueprint) -> None:
    """Give the registers of every floor what the blueprint has for them."""
    feed_charter(programme, rows)
    if rows.tasks:
        add_default_interfaces(programme, actor=None)
        add_default_personal(programme, actor=None)
    feed_slices(programme, rows)
    for code, make in (("courses", course_rows), ("quality-rules", quality_rows)):
        _feed_kind(programme, code, make(programme, rows))


def _feed_kind(programme: "Programme", code: str, rows: list[dict[str, Any]]) -> None:
    """Give rows to a kind of an upper floor through its seam; raises with what it refuses."""
    if not rows:
        return
    batch = Batch([Change(line=number, row=row) for number, row in enumerate(rows, start=1)])
    refused = [outcome for outcome in seams.kinds[code].write(programme, batch, None) if outcome.refused]
    if refused:
        raise IllegalNowError(*[f"{code} {one.line}: {dict(one.refused)}" for one in refused])
