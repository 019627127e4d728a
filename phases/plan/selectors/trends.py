"""How the forecasts of gates and milestones have moved from report to report (F04)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from phases.plan.models import MilestoneForecast
from phases.plan.rules.slip import Trend, monthly, trend
from phases.plan.selectors.figures import MilestoneLine, milestone_lines

if TYPE_CHECKING:
    from programme.charter.models import Programme

SHOWN = 8  # lines that a picture bears


@dataclass(frozen=True, slots=True)
class MilestoneTrend:
    """A milestone with its monthly reports, (reported on, forecast), and how they move."""

    line: MilestoneLine
    reports: tuple[tuple[date, date], ...]
    trend: Trend


def milestone_trends(programme: "Programme", today: date) -> list[MilestoneTrend]:
    """Every gate and milestone with the last report of each month, in the order of its date; seven queries.

    What is reached ends with the day on which it was, what is not with what is forecast today.
    """
    reports: dict[str, list[tuple[date, date]]] = {}
    rows = MilestoneForecast.objects.filter(programme=programme, reported_on__lte=today).order_by("reported_on", "pk")
    for subject, reported, forecast in rows.values_list("subject", "reported_on", "forecast"):
        reports.setdefault(subject, []).append((reported, forecast))
    return [_trend(line, reports.get(line.subject, []), today) for line in milestone_lines(programme, today)]


def _trend(line: MilestoneLine, reports: list[tuple[date, date]], today: date) -> MilestoneTrend:
    if line.actual is not None:
        reports = [*(report for report in reports if report[0] < line.actual), (line.actual, line.actual)]
    elif reports and line.forecast is not None:
        reports = [*(report for report in reports if report[0] < today), (today, line.forecast)]
    kept = monthly(reports)
    return MilestoneTrend(line, tuple(kept), trend(kept))


def drawn(trends: list[MilestoneTrend], *, most: int = SHOWN) -> list[MilestoneTrend]:
    """Choose what one picture bears: gates before milestones, what is ahead before what was reached last."""
    told = [one for one in trends if len(one.reports) > 1 or (one.reports and one.line.actual is None)]
    ahead = [one for one in told if one.line.actual is None]
    past = [one for one in told if one.line.actual is not None][::-1]
    ordered = sorted([*ahead, *past], key=lambda one: (one.line.actual is not None, not one.line.gate))
    return sorted(ordered[:most], key=lambda one: one.line.reached or date.max)
