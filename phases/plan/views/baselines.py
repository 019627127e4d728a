"""Baselines: the line of promises, two of them side by side, and the acts that make one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.acts import Act
from core.documents.blocks import Table
from core.documents.grids import header, table_view
from core.documents.values import Cell
from core.documents.words import as_cell
from core.exports import table_response
from core.register import Column, Empty, RegisterView
from phases.plan import services
from phases.plan.forms import AgainForm, BaselineForm
from phases.plan.models import PlanBaseline
from phases.plan.permissions import can_edit_plan, can_see_plan
from phases.plan.rules.compare import Difference
from phases.plan.selectors import Comparison, baselines_of, compared, current_baseline
from phases.plan.selectors.differences import columns, difference_row
from phases.plan.views.acts import PlanAct
from phases.plan.views.papers import paper_acts
from programme.scope import ProgrammeMixin

if TYPE_CHECKING:
    from django.db.models import QuerySet

ONLY = (
    ("", gettext_lazy("All tasks")),
    ("changed", gettext_lazy("What differs")),
    ("critical", gettext_lazy("Critical")),
    ("milestones", gettext_lazy("Milestones")),
)
PAGE = 50


class BaselineList(ProgrammeMixin, RegisterView):
    """Every baseline, the newest first."""

    reads = can_see_plan
    template_name = "plan/baselines.html"
    title = gettext_lazy("Baselines of the plan")
    sub = gettext_lazy("Promises are numbered and never change; slip is counted from the newest one.")
    order = ""

    @cached_property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """Number, name, why, when, by whom, finish; the one that counts is marked."""
        current = current_baseline(self.programme)

        def mark(row: PlanBaseline) -> str:
            if row.automatic:
                return _("kept before an import")
            return _("counts now") if current is not None and current.pk == row.pk else ""

        return (
            Column("number", _("No."), number=True, sort="number"),
            Column("name", _("Baseline"), value="name", title=True),
            Column("note", _("Why")),
            Column("taken_on", _("Taken on"), sort="taken_on"),
            Column("taken_by", _("Taken by"), value=lambda row: row.taken_by.name if row.taken_by else None),
            Column("finish", _("Finish"), sort="finish"),
            Column("count", _("Tasks"), number=True, sort="count"),
            Column("mark", _("Use"), value=mark),
            Column("change", _("Change"), value=self._change),
        )

    def _change(self, row: PlanBaseline) -> Cell | None:
        """The change request that it was taken for; only its number, for its title is the name."""
        if row.change is None:
            return None
        return Cell(row.change.code, url=reverse("governance:change", args=[self.programme.slug, row.change.public_id]))

    def rows(self) -> "QuerySet[PlanBaseline]":
        """Baselines of the programme."""
        return baselines_of(self.programme)

    def row_url(self, row: PlanBaseline) -> str:
        """Address of the comparison with the plan as it stands."""
        return reverse("plan:baseline_compare", args=[self.programme.slug, row.public_id])

    def acts(self) -> Sequence[Act]:
        """Print the promises, promise the dates as they are."""
        papers = paper_acts(self.person, self.programme, "baselines", _("As a paper"))
        if not allows(can_edit_plan, self.person, self.programme):
            return papers
        url = reverse("plan:baseline", args=[self.programme.slug])
        return [*papers, Act("baseline", _("Set baseline"), url, method="dialog", primary=True, icon="flag")]

    def empty(self) -> Empty:
        """Teach what a baseline is for."""
        return Empty(
            _("No baseline yet"),
            _("A baseline freezes the dates as they are promised; slip and earned value are counted from it."),
            next((act for act in self.acts() if act.primary), None),
            _("“Charter”, taken when the charter was signed"),
        )


class BaselineMixin(ProgrammeMixin):
    """What is said about one baseline."""

    kwargs: dict[str, Any]

    @cached_property
    def baseline(self) -> PlanBaseline:
        """The baseline, if this person sees it."""
        return get_object_or_404(baselines_of(self.programme), public_id=self.kwargs["public_id"])


class BaselineCompare(BaselineMixin, TemplateView):
    """A baseline against another, or against the plan as it stands: shifts per task, the largest slip first."""

    reads = can_see_plan
    template_name = "plan/baseline_compare.html"

    @cached_property
    def other(self) -> PlanBaseline | None:
        """The other baseline; None for the plan as it stands."""
        asked = self.request.GET.get("with", "")
        return get_object_or_404(baselines_of(self.programme), public_id=asked) if asked else None

    @cached_property
    def only(self) -> str:
        """Which tasks are shown."""
        asked = self.request.GET.get("only", "")
        return asked if asked in dict(ONLY) else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, or with a file of every row."""
        kind = request.GET.get("export", "")
        if kind in {"csv", "xlsx"}:
            found = compared(self.baseline, self.other, only=self.only)
            rows = ([as_cell(value) for value in difference_row(row, self.programme)] for row in found.rows)
            return table_response(str(self.title(found)), [header(column) for column in columns()], rows, kind)
        return super().get(request, *args, **kwargs)

    def title(self, found: Comparison) -> str:
        """Name both sides."""
        other = str(found.after) if found.after else _("now")
        return _("Baseline %(one)s against %(other)s") % {"one": found.before, "other": other}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the differences of this page, the sides to choose from, and the acts."""
        found = compared(self.baseline, self.other, only=self.only)
        page = Paginator(found.rows, PAGE).get_page(self.request.GET.get("page"))
        others = [row for row in baselines_of(self.programme) if row.pk != self.baseline.pk]
        return super().get_context_data(**kwargs) | {
            "title": self.title(found),
            "found": found,
            "changes": [one for one in (found.before, found.after) if one is not None and one.change is not None],
            "table": table_view(self._table(page), settings.TIME_ZONE),
            "page_obj": page,
            "paginator": page.paginator,
            "others": others,
            "only": self.only,
            "choices": [(value, label, value == self.only) for value, label in ONLY],
            "acts": self._acts(),
        }

    def _table(self, page: Page[Difference]) -> Table:
        rows = tuple(tuple(difference_row(row, self.programme)) for row in page)
        return Table(columns(), rows, empty=_("No task in this view."))

    def _acts(self) -> list[Act]:
        current = current_baseline(self.programme)
        if not allows(can_edit_plan, self.person, self.programme) or current == self.baseline:
            return []
        url = reverse("plan:baseline_use", args=[self.programme.slug, self.baseline.public_id])
        return [Act("use", _("Promise these dates again"), url, method="dialog", icon="flag")]


class BaselineSet(PlanAct):
    """Promise the dates as they are."""

    action = "baseline"
    title = gettext_lazy("Set baseline")
    verb = gettext_lazy("Set baseline")
    done = gettext_lazy("The baseline is set.")
    form_class = BaselineForm

    def consequence(self) -> str:
        """Say what it replaces."""
        return _("Every task's present dates become its baseline; slip is measured against them from now on.")

    def act(self, form: BaselineForm) -> PlanBaseline:
        """Set it."""
        return services.take_baseline(self.programme, actor=self.person, **form.cleaned_data)

    def next_url(self, result: PlanBaseline) -> str:  # noqa: ARG002
        """The line of promises."""
        return reverse("plan:baselines", args=[self.programme.slug])


class BaselineUse(BaselineMixin, PlanAct):
    """Promise the dates of an older baseline again."""

    action = "baseline"
    title = gettext_lazy("Promise these dates again")
    verb = gettext_lazy("Promise again")
    done = gettext_lazy("The older dates are promised again, as a new baseline.")
    form_class = AgainForm

    def acted_on(self) -> PlanBaseline:
        """The baseline."""
        return self.baseline

    def back_url(self) -> str:
        """The line of promises."""
        return reverse("plan:baselines", args=[self.programme.slug])

    def consequence(self) -> str:
        """Say what follows."""
        return _("Slip is counted from the dates of %(name)s again. What was promised since stays to be read.") % {
            "name": self.baseline
        }

    def act(self, form: AgainForm) -> PlanBaseline:
        """Promise it."""
        return services.use_baseline(self.baseline, actor=self.person, **form.cleaned_data)
