"""Scorecards of a month by team or person."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from adoption.usage.choices import Cut, Metric
from adoption.usage.models import CompletenessReading, ScoreWeight
from adoption.usage.rules.figures import Ratio
from adoption.usage.rules.scores import Score, score, summed, weights_of
from adoption.usage.rules.suppression import hidden
from adoption.usage.selectors.figures import codes_of_units, groups_of, number, ratio_json, read_population
from adoption.usage.selectors.showing import counted
from core.documents.model import Cell, CellValue, Column, Figure, Status, Table

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A team's or a person's card; one whose group is too small has none."""

    key: str
    label: str
    people: int
    score: Score | None


def month_of(day: date) -> tuple[date, date]:
    """Give the first and last day of the day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def weights_in(programme: "Programme", month: date) -> dict[Metric, int]:
    """Give the weights of a month; one query."""
    rows = ScoreWeight.objects.filter(programme=programme).order_by("valid_from", "pk")
    return weights_of(rows.values_list("metric", "weight", "valid_from"), month)


def scorecard(
    programme: "Programme", month: date, cut: Cut, *, only: frozenset[int] | None = None, hide: bool = True
) -> list[ScoreLine]:
    """Give a card for each group of the cut; ``only`` keeps these people's, groups of fewer than five are hidden."""
    first, last = month_of(month)
    found = read_population(programme, first, last)
    span = found.facts.span()
    scheduled = found.facts.scheduled[:, span].sum(axis=1)
    worked = (found.facts.worked & found.facts.scheduled)[:, span].sum(axis=1)
    updated = (found.facts.updated & found.facts.scheduled)[:, span].sum(axis=1)
    fields = dict(_completeness(programme, first))
    weights = weights_in(programme, first)
    lines = []
    for key, label, rows in groups_of(found, cut):
        here = [row for row in rows if scheduled[row]]
        if not here or (only is not None and found.people[rows[0]].pk not in only):
            continue
        at = np.array(here, dtype=np.intp)
        of = int(scheduled[at].sum())
        shares = {
            Metric.USAGE: Ratio(int(worked[at].sum()), of),
            Metric.DAILY: Ratio(int(updated[at].sum()), of) if found.facts.objects else Ratio(None, None),
            Metric.COMPLETENESS: summed([fields[pk] for row in here if (pk := found.people[row].pk) in fields]),
        }
        lines.append(ScoreLine(key, label, len(here), score(shares, weights)))
    gone = hidden([line.people for line in lines]) if hide and only is None else frozenset()
    return [replace(one, score=None) if n in gone else one for n, one in enumerate(lines)]


def named_by_code(lines: list[ScoreLine]) -> list[ScoreLine]:
    """Name units by their code, as files and commands do."""
    codes = codes_of_units()
    return [replace(line, key=codes.get(line.key, line.key)) for line in lines]


def _completeness(programme: "Programme", month: date) -> list[tuple[int, tuple[int, int]]]:
    rows = CompletenessReading.objects.filter(programme=programme, month=month).order_by("pk")
    return [(entry, told) for entry, *told in rows.values_list("entry_id", "filled", "required")]  # type: ignore[misc]


def scorecard_json(lines: list[ScoreLine], month: date) -> dict[str, Any]:
    """Give cards as the API prints them."""
    return {
        "month": month.isoformat(),
        "rows": [
            {"key": one.key, "label": one.label, "hidden": True}
            if one.score is None
            else {
                "key": one.key,
                "label": one.label,
                "hidden": False,
                "people": one.people,
                "score": number(one.score.value),
                "measured_weight": one.score.measured,
                "parts": [
                    {"metric": part.metric.value, "weight": part.weight, **ratio_json(part.share)}
                    for part in one.score.parts
                ],
            }
            for one in lines
        ],
    }


def score_table(lines: list[ScoreLine], weights: dict[Metric, int]) -> Table:
    """Give cards as a table: each metric with its weight in the heading, its numerator and denominator in the cell."""
    metrics = [metric for metric in Metric if weights[metric]]
    columns = (
        Column(_("Team"), width=3),
        Column(_("People"), "right"),
        *(Column(f"{metric.label} ({weights[metric]} %)", "right") for metric in metrics),
        Column(_("Score"), "right"),
    )
    rows = tuple(_row(line, len(metrics)) for line in lines)
    note = _("Score: weighted mean of what was measured. A changed weight counts from the next month on.")
    return Table(columns, rows, note=note, empty=_("Nobody was scheduled in this month."))


def _row(line: ScoreLine, metrics: int) -> tuple[CellValue, ...]:
    if line.score is None:
        return (Cell(line.label), Status("none", _("fewer than five people")), *[""] * (metrics + 1))
    parts = tuple(counted(one.share) for one in line.score.parts)
    return (Cell(line.label), line.people, *parts, Figure(line.score.value, "", 1))
