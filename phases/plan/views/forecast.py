"""The forecast to read, and the act that asks for a new one."""

from datetime import date
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.acts import Act
from core.documents import grids, svg
from core.documents.blocks import Chart
from core.kept import kept
from phases.plan import selectors, services
from phases.plan.forms import SimulationForm
from phases.plan.models import Simulation
from phases.plan.permissions import ACTIONS, can_see_plan
from phases.plan.rules.benchmarks import Range
from phases.plan.views.acts import PlanAct
from programme.records.models import Job
from programme.scope import ProgrammeMixin

WIDTH, HEIGHT, SIZE = 640.0, 240.0, 11
EARLIER = 10
WHERE = {
    "below": ("warn", gettext_lazy("shorter")),
    "within": ("good", gettext_lazy("within")),
    "above": ("warn", gettext_lazy("longer")),
}
KINDS = {
    "gate": gettext_lazy("Gate"),
    "milestone": gettext_lazy("Milestone"),
    "wave": gettext_lazy("Wave"),
}


def figure(chart: Chart) -> dict[str, Any]:
    """Give a chart as its template takes it: picture, words, and its table."""
    twin = grids.table_view(grids.chart_table(chart), settings.TIME_ZONE)
    drawing = svg.drawn(chart, WIDTH, HEIGHT, SIZE)
    return {"title": chart.title, "note": chart.note, "svg": drawing, "twin": twin}


def range_text(one: Range) -> str:
    """Write a benchmark's months."""
    if one.most is None:
        return _("%(least)s months or more") % {"least": one.least}
    text = _("%(least)s to %(most)s months or more") if one.more else _("%(least)s to %(most)s months")
    return text % {"least": one.least, "most": one.most}


def _dated(row: dict[str, Any], *names: str) -> tuple[str, dict[str, Any]]:
    """Give a kept row with its name and its days as dates."""
    return selectors.named(row), row | {name: date.fromisoformat(row[name]) for name in names}


class ForecastPage(ProgrammeMixin, TemplateView):
    """A simulation with its pictures, beside the reference class and the benchmarks."""

    template_name = "plan/forecast.html"
    reads = can_see_plan

    def simulation(self) -> Simulation | None:
        """The simulation that is shown."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the simulation, or say what to do where there is none."""
        simulation = self.simulation()
        may = allows(ACTIONS["simulate"], self.person, self.programme)
        url = reverse("plan:simulate", args=[self.programme.slug])
        act = Act("simulate", _("Make a forecast"), url, method="dialog", primary=True, icon="refresh")
        rows = Simulation.objects.filter(programme=self.programme).select_related("programme", "made_by")
        shown = self._shown(simulation) if simulation else {"reference": selectors.reference_forecast(self.programme)}
        return super().get_context_data(**kwargs) | shown | {
            "title": _("Forecast"),
            "simulation": simulation,
            "acts": [act] if may else [],
            "may": may,
            "benchmarks": self._benchmarks(),
            "earlier": [
                (row, selectors.finish_line(row).p80) for row in rows[: EARLIER + 1] if row != simulation
            ][:EARLIER],
        }  # fmt: skip

    def _shown(self, simulation: Simulation) -> dict[str, Any]:
        programme, found = self.programme, selectors.forecast_of(simulation)
        results = simulation.results
        return {
            "forecast": found,
            "finish": found.finish,
            "reference": found.reference,
            "chance": selectors.chance_text(found.finish.chance),
            "commit": selectors.commit_words(found),
            "points": [(line, KINDS[line.kind], selectors.chance_text(None if line.reached else line.chance))
 for line in found.points],
            "histogram": figure(selectors.histogram_chart(simulation)),
            "curve": figure(selectors.curve_chart(simulation)),
            "tornado": figure(selectors.tornado_chart(simulation)) if results["tornado"] else None,
            "swings": [_dated(row, "low", "high") for row in results["tornado"]],
            "driving": [
                (selectors.named(row), reverse("plan:task_detail", args=[self.programme.slug, row["id"]]),
                 selectors.chance_text(row["share"]))
                for row in results["criticality"]
            ],
            "merges": [_dated(row, "single", "together") for row in results["merges"]],
            "basis": selectors.basis_words(simulation),
            "stale": kept(programme, "plan.fingerprint", lambda: selectors.fingerprint_of(programme))
            != simulation.inputs,
        }  # fmt: skip

    def _benchmarks(self) -> dict[str, Any] | None:
        found = selectors.length_check(self.programme)
        if found is None:
            return None
        rows = [(reading.range.source, range_text(reading.range), *WHERE[reading.where]) for reading in found.readings]
        return {"months": found.months, "span": found.span, "rows": rows, "size": found.size}


class ForecastLatest(ForecastPage):
    """The newest simulation."""

    def simulation(self) -> Simulation | None:
        """The newest one, if there is any."""
        return selectors.latest_simulation(self.programme)


class ForecastRun(ForecastPage):
    """One of the earlier simulations."""

    def simulation(self) -> Simulation:
        """The one of the address."""
        rows = Simulation.objects.filter(programme=self.programme).select_related("programme", "made_by")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])


class SimulationAsk(PlanAct):
    """Ask for a simulation; it is run in the background."""

    action = "simulate"
    title = gettext_lazy("Make a forecast")
    verb = gettext_lazy("Run")
    done = gettext_lazy("The plan is being run many times.")
    form_class = SimulationForm

    def act(self, form: SimulationForm) -> Job:
        """Write the job."""
        return services.request_simulation(self.programme, actor=self.person, **form.cleaned_data)

    def back_url(self) -> str:
        """The forecast."""
        return reverse("plan:forecast", args=[self.programme.slug])

    def next_url(self, result: Job) -> str:
        """The job's progress."""
        return reverse("records:job", args=[result.public_id])
