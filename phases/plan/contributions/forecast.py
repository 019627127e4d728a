"""What the forecast gives: its section of the steering pack, and what the length of the plan says against others."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import seams
from core.documents.model import (
    Block,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Source,
    Table,
    Text,
)
from core.seams import Finding, Rule, provide_section
from phases.plan import selectors
from phases.plan.rules.benchmarks import Reading
from phases.plan.selectors import Forecast
from programme.charter.choices import Pitfall

HUNDRED = 100
LENGTHS = tuple(
    Rule(
        f"plan.length.{source}",
        "warn",
        Pitfall.PROCESS,
        gettext_lazy("The plan is about as long as programmes of its size usually take"),
        gettext_lazy("Compare the scope with programmes of this size; record a risk, or cut the scope."),
    )
    for source in ("A", "B")
)


@provide_section("steering", "plan.forecast", 600)
def go_live(programme: Any, as_of: datetime, _subject: str) -> Section:
    """When the plan will end: by its network, by simulation, by similar programmes, and what can be promised."""
    title = _("Go-live forecast")
    simulation = selectors.latest_simulation(programme)
    if simulation is None:
        missing = Missing(
            _("The plan was never run as a simulation."),
            _("Make a forecast."),
            reverse("plan:forecast", args=[programme.slug]),
        )
        return Section(title, (missing,), "forecast", sources=(Source(_("Plan"), as_of, 0),))
    found = selectors.forecast_of(simulation)
    blocks: list[Block] = [_figures(found, programme), Text((selectors.commit_words(found),), "lead")]
    if selectors.is_stale(simulation):
        blocks.append(Text((_("The plan has changed since this simulation was made; it is stale."),), "small"))
    blocks += [
        selectors.histogram_chart(simulation),
        _methods(found, programme, as_of),
        _points(found),
        Text(tuple(selectors.basis_words(simulation)), "small"),
    ]
    return Section(
        title, tuple(blocks), "forecast", sources=(Source(_("Simulation"), simulation.made_at, simulation.runs),)
    )


def _figures(found: Forecast, programme: Any) -> KeyFigures:
    finish, runs = found.finish, found.simulation.runs
    chance = Figure(None, "%") if finish.chance is None else Figure(round(finish.chance * HUNDRED), "%", n=runs)
    calendar = selectors.calendar_of(programme)
    figures = [KeyFigure(_("Chance of the promised day"), chance, formula="F05")]
    if finish.planned is not None:
        late = [
            (percent, calendar.days_between(finish.planned, day))
            for percent, day in ((50, finish.p50), (80, finish.p80))
        ]
        figures += [
            KeyFigure(
                _("P%(percent)s after the plan") % {"percent": percent}, Figure(days, "wd", signed=True), formula="F05"
            )
            for percent, days in late
        ]
    return KeyFigures(tuple(figures))


def _methods(found: Forecast, programme: Any, as_of: datetime) -> Table:
    """Put every way to forecast the finish beside the others."""
    finish, reference = found.finish, found.reference
    rows: list[tuple[Any, ...]] = [
        (_("Network (critical path)"), finish.planned, None, _("every task takes what it is planned to take")),
        (_("Simulation"), finish.p50, finish.p80, _("%(n)s runs, seed %(seed)s")
         % {"n": found.simulation.runs, "seed": found.simulation.seed}),
    ]  # fmt: skip
    earned = selectors.schedule_performance(programme, timezone.localtime(as_of).date())
    if earned is not None and earned.spi and earned.estimate:
        said = _("SPI(t) %(spi)s: %(planned)s planned working days become %(days)s (F03)") % {
            "spi": f"{earned.spi:.2f}", "planned": f"{earned.planned:.0f}", "days": f"{earned.estimate:.0f}",
        }  # fmt: skip
        rows.append((_("Earned schedule"), selectors.finish_after(programme, earned.estimate), None, said))
    if reference is not None:
        cases = ngettext("%(n)s similar case", "%(n)s similar cases", reference.found.cases) % {
            "n": reference.found.cases
        }
        note = f"{cases}, {_('indicative only')}" if reference.found.indicative else cases
        rows.append((_("Reference class"), reference.p50, reference.p80, note))
    columns = (Column(_("Method"), width=3), Column(_("Finish or P50")), Column("P80"), Column(_("Basis"), width=5))
    return Table(columns, tuple(rows))


def _points(found: Forecast) -> Table:
    columns = (
        Column(_("Gate, wave or milestone"), width=5), Column(_("Plan")), Column("P50"), Column("P80"),
        Column(_("Chance of the promised day"), "right"),
    )  # fmt: skip
    ahead = [line for line in found.points if not line.reached]
    rows = tuple(
        (Cell(line.name), line.planned, line.p50, line.p80, selectors.chance_text(line.chance)) for line in ahead
    )
    return Table(columns, rows, empty=_("Nothing is ahead."))


@seams.plan_rules.provide("plan.length", *LENGTHS, on_radar=True)
def length(programme: Any) -> list[Finding]:
    """Hold the plan's length against each of two published ranges; they are told one by one."""
    check = selectors.length_check(programme)
    if check is None:
        return []
    url = reverse("plan:forecast", args=[programme.slug])
    months = f"{check.months:.0f}" if check.months == check.months.to_integral_value() else str(check.months)
    return [_finding(reading, months, programme, url) for reading in check.readings if reading.where != "within"]


def _finding(reading: Reading, months: str, programme: Any, url: str) -> Finding:
    said = {"months": months, "least": reading.range.least, "most": reading.range.most, "source": reading.range.source}
    if reading.where == "above":
        text = _("%(months)s months is above the benchmark of %(least)s–%(most)s months (source %(source)s).") % said
        remedy = _("Check whether the scope can be cut.")
        return Finding(f"plan.length.{reading.range.source}", "info", text, url, remedy, Pitfall.PROCESS)
    if reading.range.most is None:
        text = _("%(months)s months is below the benchmark of %(least)s months or more (source %(source)s).") % said
    else:
        text = _("%(months)s months is below the benchmark of %(least)s–%(most)s months (source %(source)s).") % said
    remedy = _("Record a risk: the plan is shorter than such programmes usually take.")
    register = reverse("raid:risk_new", args=[programme.slug])
    return Finding(f"plan.length.{reading.range.source}", "warn", text, register, remedy, Pitfall.PROCESS)
