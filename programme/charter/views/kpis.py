"""Pages of KPIs and their readings."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents import charts, svg
from core.documents.values import Cell, CellValue, Status
from core.pages import RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.charter import permissions, services
from programme.charter.filters import KpiFilter
from programme.charter.forms import KpiForm, ReadingForm
from programme.charter.models import Kpi
from programme.charter.selectors import figures_of_kpi
from programme.charter.selectors.history import history_of
from programme.charter.selectors.showing import (
    counted,
    gain,
    kpi_actions,
    measure,
    planned_figure,
    progress_cell,
    readings_chart,
    way_status,
)
from programme.charter.views.base import CharterAct, charter_crumbs
from programme.charter.views.goals import GoalSign, GoalSupersede
from programme.scope import ProgrammeMixin

WIDTH, HEIGHT, SIZE = 640.0, 220.0, 11


def _target(kpi: Kpi) -> CellValue:
    return Cell(measure(kpi.target, kpi.unit), second=kpi.target_note)


def _name(kpi: Kpi) -> CellValue:
    example = _("example") if kpi.is_example else ""
    return Cell(kpi.name, second=" · ".join(filter(None, [example, kpi.formula])))


class KpiList(ProgrammeMixin, RegisterView):
    """The register of KPIs."""

    nav = "charter.overview"
    template_name = "charter/register.html"
    reads = permissions.can_read
    title = gettext_lazy("KPIs")
    filterset_class = KpiFilter
    order = "code"
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("Our own"), "is_example=false"),
        SavedView(gettext_lazy("Examples"), "is_example=true"),
    )
    columns = (
        Column("code", gettext_lazy("No."), sort="code"),
        Column("name", "KPI", _name, title=True),
        Column("family", gettext_lazy("Family"), "get_family_display", sort="family"),
        Column("better", gettext_lazy("Direction"), "get_direction_display"),
        Column("baseline", gettext_lazy("Baseline"), lambda k: counted(k.baseline, k.unit, k.baseline_n),
               number=True),
        Column("target", gettext_lazy("Target"), _target, number=True),
        Column("latest", gettext_lazy("Latest"),
               lambda k: counted((way := figures_of_kpi(k).way).actual, k.unit, way.n), number=True),
        Column("change", gettext_lazy("Movement"), lambda k: gain(figures_of_kpi(k).way.moved), number=True),
        Column("progress", gettext_lazy("Progress"), lambda k: progress_cell(figures_of_kpi(k).way), number=True,
               hint=gettext_lazy("F01: share of the way from baseline to target, not clipped")),
        Column("due", gettext_lazy("Due"), "due_on", sort="due_on"),
        Column("owner", gettext_lazy("Owner"), lambda k: k.owner.name if k.owner else k.get_owner_role_display()),
    )  # fmt: skip

    def rows(self) -> QuerySet[Any]:
        """KPIs of the programme."""
        return Kpi.objects.filter(programme=self.programme).for_list()

    def row_url(self, row: Any) -> str:
        """The KPI's record."""
        return reverse("charter:kpi", args=[self.programme.slug, row.public_id])

    def acts(self) -> Sequence[Act]:
        """Write a KPI."""
        if not allows(permissions.can_edit_kpis, self.person, self.programme):
            return ()
        return [Act("new", _("New KPI"), reverse("charter:kpi_new", args=[self.programme.slug]), primary=True, key="k")]

    def empty(self) -> Empty:
        """Teach what a KPI is."""
        act = next(iter(self.acts()), None)
        return Empty(
            _("No KPI yet"),
            _("A KPI is a figure that is read again and again, with a baseline before the change and a target."),
            act,
            _("Sales cycle: median days from created to won, 45 days, target 35 days, lower is better"),
        )


class KpiRecord(ProgrammeMixin, RecordView):
    """A KPI with its readings."""

    nav = "charter.overview"
    template_name = "charter/kpi.html"
    reads = permissions.can_read

    def get_object(self, queryset: Any = None) -> Kpi:  # noqa: ARG002
        """The KPI of this programme."""
        rows = Kpi.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def status(self) -> Status:
        """How it goes as shape and word."""
        return way_status(figures_of_kpi(self.object).way)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """What needs a line each."""
        kpi: Kpi = self.object
        return [
            (_("Formula"), kpi.formula),
            (_("Family"), kpi.get_family_display()),
            (_("Direction"), kpi.get_direction_display()),
            (_("Baseline"), measure(kpi.baseline, kpi.unit, n=kpi.baseline_n)),
            (_("Measured"), kpi.baseline_on),
            (_("Target"), measure(kpi.target, kpi.unit)),
            (_("Target in words"), kpi.target_note),
            (_("Start"), kpi.starts_on),
            (_("Due"), kpi.due_on),
            (_("Owner"), kpi.owner.name if kpi.owner else kpi.get_owner_role_display()),
            (_("Source"), kpi.source),
            (_("Example"), _("yes, not a promise of this company") if kpi.is_example else _("no")),
        ]

    def actions(self) -> Sequence[Action]:
        """What may be done."""
        return kpi_actions(self.object, self.person)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Charter, KPIs."""
        return [*charter_crumbs(self.programme), (_("KPIs"), reverse("charter:kpi_list", args=[self.programme.slug]))]

    def history(self) -> Sequence[Any]:
        """The KPI's events."""
        return history_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add figures, the chart and its table."""
        figures = figures_of_kpi(self.object)
        chart = readings_chart(figures)
        picture = svg.svg(charts.draw(chart, WIDTH, HEIGHT, SIZE), css="lf-draw") if chart else ""
        return super().get_context_data(**kwargs) | {
            "figures": figures,
            "moved": gain(figures.way.moved),
            "promised": gain(figures.way.promised),
            "progress": progress_cell(figures.way),
            "actual": measure(figures.way.actual, self.object.unit),
            "planned": planned_figure(figures.way, self.object.unit),
            "picture": picture,
            "chart": chart,
            "rows": [(row, measure(row.value, self.object.unit, n=row.n)) for row in reversed(figures.readings)],
            "baselines": [(row, measure(row.value, row.unit, n=row.n)) for row in self.object.baselines.all()],
        }


class KpiNew(CharterAct):
    """Write a KPI."""

    title = gettext_lazy("New KPI")
    form_class = KpiForm
    acts = permissions.can_edit_kpis
    back = "charter:kpi_list"

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_kpi(self.programme, values=form.values(), actor=self.person)

    def next_url(self, result: Any) -> str:
        """On to the record."""
        return reverse("charter:kpi", args=[self.programme.slug, result.public_id])


class KpiEdit(CharterAct):
    """Change a KPI."""

    title = gettext_lazy("Change the KPI")
    form_class = KpiForm
    acts = permissions.can_edit_kpis
    row_model: ClassVar[Any] = Kpi
    back = "charter:kpi"

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.update_kpi(self.the_row(), values=form.values(), actor=self.person, version=form.seen)


class KpiRead(CharterAct):
    """Record a reading."""

    title = gettext_lazy("Record a reading")
    verb = gettext_lazy("Record")
    done = gettext_lazy("The reading is recorded.")
    form_class = ReadingForm
    acts = permissions.can_read
    on_row = permissions.can_record_reading
    row_model: ClassVar[Any] = Kpi
    back = "charter:kpi"

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.record_reading(self.the_row(), actor=self.person, **form.cleaned_data)


class KpiSign(GoalSign):
    """Sign a KPI's baseline as its owner."""

    row_model: ClassVar[Any] = Kpi
    back = "charter:kpi"


class KpiSupersede(GoalSupersede):
    """Put a new measurement in the place of a KPI's signed baseline."""

    row_model: ClassVar[Any] = Kpi
    back = "charter:kpi"
