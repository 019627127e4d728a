"""What a simulation said, as it is kept, and as pages and papers read it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language

from core.memo import read_once
from phases.plan.models import Simulation, Task
from phases.plan.rules.montecarlo.simulation import Outcome
from phases.plan.rules.montecarlo.summary import day_of_moment, histogram, told
from phases.plan.selectors.simulating import Point, SimulationInput

if TYPE_CHECKING:
    from programme.charter.models import Programme

MOST_DRIVING, MOST_SWINGS, MOST_MERGES = 20, 10, 10


def results_of(inputs: SimulationInput, outcome: Outcome, *, risks: bool) -> dict[str, Any]:
    """Return what is kept of a run: plain values, days as ISO, names in both languages."""
    schedule = inputs.schedule
    names = _names(inputs)
    return {
        "start": schedule.start.isoformat(),
        "finish": {**told(outcome.finish, inputs.promised, schedule.finish), "bars": histogram(outcome.finish)},
        "points": [_point(point, inputs, outcome) for point in inputs.points if len(outcome.points[point.key])],
        "criticality": _driving(inputs, outcome),
        "tornado": [
            {
                **names(swing.key), "risk": swing.risk, "correlation": round(swing.correlation, 3),
                "low": day_of_moment(swing.low).isoformat(), "high": day_of_moment(swing.high).isoformat(),
            }
            for swing in outcome.swings[:MOST_SWINGS]
        ],
        "merges": _merges(inputs, outcome),
        "risks": [
            {
                "code": strike.risk.code, "title": strike.risk.title, "id": strike.risk.public_id,
                "probability": str(strike.risk.probability), "days": strike.risk.days, "place": strike.place,
            }
            for strike in inputs.strikes if risks
        ],
        "basis": {
            "drawn": outcome.drawn, "estimated": outcome.estimated, "finished": len(inputs.spread.ratios),
            "historic": inputs.spread.historic, "factors": list(inputs.spread.factors),
            "ratios": _ratio_words(inputs.spread.ratios) if inputs.spread.historic else [],
        },
    }  # fmt: skip


def _ratio_words(ratios: Sequence[float]) -> list[float]:
    """Return the least, the middle and the largest ratio of actual to planned duration."""
    return [round(ratios[0], 2), round(ratios[len(ratios) // 2], 2), round(ratios[-1], 2)]


def _names(inputs: SimulationInput) -> Any:
    risks = {strike.risk.code: strike.risk for strike in inputs.strikes}

    def names(key: Hashable) -> dict[str, str]:
        task = inputs.tasks.get(key)
        if task is not None:
            return _task_names(task)
        risk = risks.get(str(key))
        title = f"{risk.code} {risk.title}" if risk else str(key)
        return {"id": risk.public_id if risk else "", "zh": title, "en": title}

    return names


def _task_names(task: Task) -> dict[str, str]:
    zh, en = task.name_zh or task.name_en, task.name_en or task.name_zh
    return {"id": task.public_id, "zh": f"{task.code} {zh}".strip(), "en": f"{task.code} {en}".strip()}


def _point(point: Point, inputs: SimulationInput, outcome: Outcome) -> dict[str, Any]:
    positions, nodes = inputs.schedule.positions, inputs.schedule.network.nodes
    reached = all(nodes[positions[key]].done for key in point.tasks if key in positions)
    planned = max(inputs.schedule.slots[key].finish for key in point.tasks if key in inputs.schedule.slots)
    return {
        "key": point.key, "kind": point.kind, "zh": point.name_zh, "en": point.name_en, "reached": reached,
        **told(outcome.points[point.key], point.promised, planned),
    }  # fmt: skip


def _driving(inputs: SimulationInput, outcome: Outcome) -> list[dict[str, Any]]:
    """Return the open tasks that drive the finish most often."""
    open_tasks = [
        (share, task)
        for key, share in outcome.criticality.items()
        if share > 0 and (task := inputs.tasks.get(key)) is not None and not task.done
    ]
    open_tasks.sort(key=lambda pair: (-pair[0], pair[1].position, pair[1].pk))
    return [{**_task_names(task), "share": round(share, 4)} for share, task in open_tasks[:MOST_DRIVING]]


def _merges(inputs: SimulationInput, outcome: Outcome) -> list[dict[str, Any]]:
    """Return where paths meet days later than the latest of them would alone."""
    points = {point.key: {"id": "", "zh": point.name_zh, "en": point.name_en} for point in inputs.points}
    found: list[dict[str, Any]] = []
    for merge in outcome.merges:
        single, together = day_of_moment(merge.single), day_of_moment(merge.together)
        task = inputs.tasks.get(merge.key)
        named_as = _task_names(task) if task is not None else points.get(str(merge.key))
        if together > single and named_as is not None and len(found) < MOST_MERGES:
            found.append(
                {
                    **named_as, "paths": merge.paths, "single": single.isoformat(), "together": together.isoformat(),
                    "days": (together - single).days,
                }
            )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point of a simulation for people; days are dates again."""

    key: str
    kind: str
    name: str
    reached: bool
    planned: date | None
    promised: date | None
    p10: date
    p50: date
    p80: date
    p90: date
    chance: float | None
    url: str = ""


@read_once()
def latest_simulation(programme: "Programme") -> Simulation | None:
    """The newest simulation; one query."""
    return Simulation.objects.filter(programme=programme).select_related("programme", "made_by").first()


def named(row: dict[str, Any]) -> str:
    """Name a kept row in the language of the page."""
    return str(row["zh"] if (get_language() or "").startswith("zh") else row["en"])


def point_lines(simulation: Simulation) -> list[PointLine]:
    """The points of a simulation in the order of their middle date; no query."""
    lines = [_line(row, simulation) for row in simulation.results["points"]]
    return sorted(lines, key=lambda line: (line.p50, line.key))


def finish_line(simulation: Simulation) -> PointLine:
    """The plan's finish as the simulation told it."""
    return _line({"key": "finish", "kind": "finish", "zh": "", "en": "", "reached": False,
                  **simulation.results["finish"]}, simulation)  # fmt: skip


def _line(row: dict[str, Any], simulation: Simulation) -> PointLine:
    return PointLine(
        key=row["key"],
        kind=row["kind"],
        name=named(row),
        reached=row["reached"],
        planned=_day(row["planned"]),
        promised=_day(row["promised"]),
        p10=date.fromisoformat(row["p10"]),
        p50=date.fromisoformat(row["p50"]),
        p80=date.fromisoformat(row["p80"]),
        p90=date.fromisoformat(row["p90"]),
        chance=row["chance"],
        url=_url(row, simulation.programme.slug),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _url(row: dict[str, Any], slug: str) -> str:
    kind, _colon, name = row["key"].partition(":")
    if kind == "gate":
        return reverse("gates:gate", args=[slug, name])
    return reverse("plan:task_detail", args=[slug, name]) if kind == "task" else ""
