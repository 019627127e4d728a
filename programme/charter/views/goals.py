"""Pages of goals."""

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.access import Action, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Status
from core.pages import RecordView
from core.register import Column, Empty, RegisterView
from programme.charter import permissions, services
from programme.charter.filters import GoalFilter
from programme.charter.forms import GoalForm, PlainForm, ReasonForm, SupersedeForm
from programme.charter.models import Goal
from programme.charter.rules.smart import TEMPLATES
from programme.charter.selectors import figures_of_goal, is_promised
from programme.charter.selectors.history import history_of
from programme.charter.selectors.showing import (
    counted,
    gain,
    goal_actions,
    measure,
    planned_figure,
    progress_cell,
    score_status,
)
from programme.charter.views.base import CharterAct, charter_crumbs
from programme.scope import ProgrammeMixin


def _score(goal: Goal) -> CellValue:
    return score_status(figures_of_goal(goal))


class GoalList(ProgrammeMixin, RegisterView):
    """The register of goals."""

    nav = "charter.overview"
    template_name = "charter/register.html"
    reads = permissions.can_read
    title = gettext_lazy("Goals")
    filterset_class = GoalFilter
    order = "code"
    columns = (
        Column("code", gettext_lazy("No."), sort="code"),
        Column("statement", gettext_lazy("Goal"), lambda g: Cell(g.statement, second=g.metric), sort="statement",
               title=True),
        Column("baseline", gettext_lazy("Baseline"), lambda g: counted(g.baseline, g.unit, g.baseline_n),
               number=True),
        Column("target", gettext_lazy("Target"), lambda g: measure(g.target, g.unit), number=True),
        Column("due", gettext_lazy("Due"), "due_on", sort="due_on"),
        Column("progress", gettext_lazy("Progress"), lambda g: progress_cell(figures_of_goal(g).way), number=True,
               hint=gettext_lazy("F01: share of the way from baseline to target, not clipped")),
        Column("smart", "SMART", _score),
        Column("signed", gettext_lazy("Baseline signed"),
               lambda g: Status("good", _("Signed")) if g.signed_baseline else Status("wait", _("To sign"))),
        Column("owner", gettext_lazy("Owner"), lambda g: g.owner.name if g.owner else g.get_owner_role_display(),
               sort="owner__name"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Any]:
        """Goals that stand."""
        return Goal.objects.current().filter(programme=self.programme).for_list()

    def row_url(self, row: Any) -> str:
        """The goal's record."""
        return reverse("charter:goal", args=[self.programme.slug, row.public_id])

    def acts(self) -> Sequence[Act]:
        """Write a goal, or ask for one once the charter is signed."""
        if is_promised(self.programme):
            asked = reverse("governance:change_new", args=[self.programme.slug])
            may = allows(permissions.can_ask_change, self.person, self.programme)
            return [Act("ask", _("Request a change"), asked, primary=True)] if may else ()
        if not allows(permissions.can_edit_goals, self.person, self.programme):
            return ()
        return [
            Act("new", _("New goal"), reverse("charter:goal_new", args=[self.programme.slug]), primary=True, key="g")
        ]

    def empty(self) -> Empty:
        """Teach what a goal is."""
        act = next(iter(self.acts()), None)
        return Empty(
            _("No goal yet"),
            _("A goal is a business result in numbers and by a date; without one nobody can say if the CRM paid."),
            act,
            _("Raise the lead conversion rate from 25 % to 35 % within 6 months"),
        )


class GoalRecord(ProgrammeMixin, RecordView):
    """A goal with its five checks and its way."""

    nav = "charter.overview"
    template_name = "charter/goal.html"
    reads = permissions.can_read

    def get_object(self, queryset: Any = None) -> Goal:  # noqa: ARG002
        """The goal of this programme."""
        rows = Goal.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def status(self) -> Status:
        """The score as shape and word."""
        return score_status(figures_of_goal(self.object))

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """What needs a line each."""
        goal: Goal = self.object
        return [
            (_("Metric"), goal.metric),
            (_("Baseline"), measure(goal.baseline, goal.unit, n=goal.baseline_n)),
            (_("Measured"), goal.baseline_on),
            (_("Source"), goal.baseline_source),
            (_("Target"), measure(goal.target, goal.unit)),
            (_("Change is meant"), goal.get_unit_kind_display()),
            (_("Direction"), goal.get_direction_display()),
            (_("Start"), goal.starts_on),
            (_("Due"), goal.due_on),
            (_("Owner"), goal.owner.name if goal.owner else goal.get_owner_role_display()),
            (_("Strategic objective"), str(goal.strategy) if goal.strategy else ""),
            (_("Why it can be reached"), goal.achievability),
        ]

    def actions(self) -> Sequence[Action]:
        """What may be done."""
        return goal_actions(self.object, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Ask for a change of what a signed charter promises."""
        goal: Goal = self.object
        if goal.withdrawn_on or not is_promised(self.programme):
            return ()
        if not allows(permissions.can_ask_change, self.person, self.programme):
            return ()
        url = reverse("governance:change_new", args=[self.programme.slug])
        return (Act("ask", _("Request a change"), f"{url}?{urlencode({'goal': goal.code})}"),)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Charter, goals."""
        return [*charter_crumbs(self.programme), (_("Goals"), reverse("charter:goal_list", args=[self.programme.slug]))]

    def history(self) -> Sequence[Any]:
        """The goal's events."""
        return history_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add figures and baselines."""
        figures = figures_of_goal(self.object)
        return super().get_context_data(**kwargs) | {
            "figures": figures,
            "baselines": [(row, measure(row.value, row.unit, n=row.n)) for row in self.object.baselines.all()],
            "moved": gain(figures.way.moved),
            "promised": gain(figures.way.promised),
            "progress": progress_cell(figures.way),
            "actual": measure(figures.way.actual, self.object.unit),
            "planned": planned_figure(figures.way, self.object.unit),
        }


class GoalNew(CharterAct):
    """Write a goal, perhaps from a template."""

    template_name = "charter/goal_form.html"
    title = gettext_lazy("New goal")
    form_class = GoalForm
    acts = permissions.can_edit_goals
    back = "charter:goal_list"

    def get_initial(self) -> dict[str, Any]:
        """Start from the template that was chosen."""
        chosen = next((one for one in TEMPLATES if one.key == self.request.GET.get("template")), None)
        if chosen is None:
            return {}
        chinese = self.programme.language.startswith("zh")
        return {
            "statement": chosen.zh if chinese else chosen.en,
            "metric": chosen.metric_zh if chinese else chosen.metric_en,
            "unit": chosen.unit,
            "unit_kind": chosen.unit_kind,
            "direction": chosen.direction,
            "change": chosen.change,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer the templates."""
        chinese = self.programme.language.startswith("zh")
        offered = [(one.key, one.zh if chinese else one.en) for one in TEMPLATES]
        return super().get_context_data(**kwargs) | {"templates": offered}

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.create_goal(self.programme, values=form.values(), actor=self.person)

    def next_url(self, result: Any) -> str:
        """On to the record."""
        return reverse("charter:goal", args=[self.programme.slug, result.public_id])


class GoalEdit(CharterAct):
    """Change a goal; of one that a signed charter promises, what is not promised."""

    template_name = "charter/goal_form.html"
    title = gettext_lazy("Change the goal")
    form_class = GoalForm
    acts = permissions.can_edit_goals
    row_model: ClassVar[Any] = Goal
    back = "charter:goal"

    def consequence(self) -> Any:
        """Say what a signed charter holds."""
        if not is_promised(self.programme):
            return ""
        return _(
            "The charter is signed: statement, metric, baseline, target and dates change by a change request only; "
            "achievability, KPI and owner are kept up here."
        )

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.update_goal(self.the_row(), values=form.values(), actor=self.person, version=form.seen)


class GoalScore(ProgrammeMixin, View):
    """The live score of what is being typed; a fragment beside the form."""

    reads = permissions.can_read

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Score the fields that can be read so far; nothing is refused."""
        form = GoalForm(request.POST, programme=self.programme)
        form.is_valid()
        names = [name for name in form.cleaned_data if name != "version"]
        figures = services.preview_goal(self.programme, values={name: form.cleaned_data[name] for name in names})
        return render(request, "charter/_score.html", {"figures": figures})


class GoalWithdraw(CharterAct):
    """Take a goal back."""

    title = gettext_lazy("Withdraw the goal")
    verb = gettext_lazy("Withdraw")
    form_class = ReasonForm
    acts = permissions.can_edit_goals
    row_model: ClassVar[Any] = Goal
    back = "charter:goal"
    danger = True

    def consequence(self) -> Any:
        """Say what goes and what stays."""
        return _("The goal leaves the register and the gates; it stays readable.")

    def act(self, form: Form) -> Any:
        """Call the service."""
        return services.withdraw_goal(self.the_row(), actor=self.person, reason=form.cleaned_data["reason"])


class GoalSign(CharterAct):
    """Sign the baseline as the owner."""

    title = gettext_lazy("Sign the baseline")
    verb = gettext_lazy("Sign")
    done = gettext_lazy("The baseline is signed.")
    form_class = PlainForm
    acts = permissions.can_read
    on_row = permissions.can_sign_baseline
    row_model: ClassVar[Any] = Goal
    back = "charter:goal"

    def consequence(self) -> Any:
        """Say what is signed."""
        goal = self.the_row()
        return _("You state that %(metric)s was %(value)s %(unit)s on %(day)s (n = %(n)s), from %(source)s.") % {
            "metric": getattr(goal, "metric", "") or str(goal),
            "value": f"{goal.baseline.normalize():f}" if goal.baseline is not None else "–",
            "unit": goal.get_unit_display(),
            "day": goal.baseline_on or "–",
            "n": goal.baseline_n if goal.baseline_n is not None else "–",
            "source": goal.baseline_source or "–",
        }

    def act(self, form: Form) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.sign_baseline(self.the_row(), actor=self.person)


class GoalSupersede(CharterAct):
    """Put a new measurement in the place of a signed baseline."""

    title = gettext_lazy("Supersede the baseline")
    verb = gettext_lazy("Supersede")
    form_class = SupersedeForm
    acts = permissions.can_edit_goals
    row_model: ClassVar[Any] = Goal
    back = "charter:goal"

    def consequence(self) -> Any:
        """Say what happens to the old one."""
        return _("The signed baseline stays readable; the new one waits for the owner's signature.")

    def act(self, form: Form) -> Any:
        """Call the service."""
        return services.supersede_baseline(self.the_row(), actor=self.person, **form.cleaned_data)
