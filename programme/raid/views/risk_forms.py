"""The forms about one risk: new, edit, score in place, and every act."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Predicate
from core.pages import ActionView, CellView
from programme.raid import permissions, selectors, services
from programme.raid.forms import RISK_FORMS, ImpactForm, ProbabilityForm, RaidForm, RiskForm
from programme.raid.models import Risk
from programme.raid.views.risks import IMPACT, PROBABILITY, RiskMixin


class RiskForms(RiskMixin, ActionView):
    """Base of the forms about one risk."""

    acts: ClassVar[Any] = permissions.can_edit

    def acted_on(self) -> Any:
        """The risk of the address, else the programme."""
        return self.risk if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """Show what the risk says now."""
        shown = RiskForm.initial_of(self.risk)
        return shown | {"version": self.risk.version}

    def back_url(self) -> str:
        """Back to the record."""
        return self.risk.get_absolute_url()


class RiskNew(RiskForms):
    """Put a risk on the register."""

    acts = permissions.can_raise
    title = gettext_lazy("New risk")
    verb = gettext_lazy("Propose the risk")
    form_class = RiskForm

    def get_initial(self) -> dict[str, Any]:
        """Start empty."""
        return {}

    def back_url(self) -> str:
        """Back to the register."""
        return self.list_url

    def act(self, form: RiskForm) -> Risk:
        """Create it."""
        return services.create_risk(self.programme, values=form.values(), actor=self.person)

    def next_url(self, result: Risk) -> str:
        """Go on to the record, where it is opened."""
        return result.get_absolute_url()

    def done_text(self, result: Risk) -> str:
        """Name what was made."""
        return _("%(risk)s is on the register.") % {"risk": result}


class RiskEdit(RiskForms):
    """Edit a risk; a stale edit shows both values."""

    title = gettext_lazy("Edit the risk")
    form_class = RiskForm

    def act(self, form: RiskForm) -> Risk:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_risk(self.risk, values=form.values(), actor=self.person, version=version)


class RiskScore(RiskForms, CellView):
    """Base: one part of the score, edited where it stands in the register."""

    title = gettext_lazy("Score the risk")
    done = gettext_lazy("Score saved.")

    def row(self) -> Risk:
        """Give the risk as it stands."""
        return self.risk

    def act(self, form: RaidForm) -> Risk:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_risk(self.risk, values=form.values(), actor=self.person, version=version)

    def form_valid(self, form: Any) -> HttpResponse:
        """Load the register again: score, order, matrix and counts follow from the value."""
        return ActionView.form_valid(self, form)

    def next_url(self, result: Risk) -> str:  # noqa: ARG002
        """Back to the register as it was seen."""
        return self.request.headers.get("HX-Current-URL") or self.list_url

    def back_url(self) -> str:
        """Back to the register."""
        return self.list_url


class RiskProbability(RiskScore):
    """Edit the probability."""

    column = PROBABILITY
    form_class = ProbabilityForm


class RiskImpact(RiskScore):
    """Edit the impact."""

    column = IMPACT
    form_class = ImpactForm


class RiskAct(RiskForms):
    """One act on a risk: the form it needs, then its service."""

    name = ""

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.RISK_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{selectors.RISK_LABELS[self.name]} – {self.risk.code}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(selectors.RISK_LABELS[self.name])

    def consequence(self) -> str:
        """Say what follows."""
        if self.name == "occur":
            return _("An issue is raised with this risk's owner; the risk can no longer be edited.")
        return _("The risk can no longer be edited.") if self.name == "close" else ""

    def get_form_class(self) -> type[RaidForm]:
        """Choose the act's form."""
        return RISK_FORMS[self.name]

    def act(self, form: RaidForm) -> Any:
        """Call the act's service."""
        return services.RISK_ACTS[self.name](self.risk, actor=self.person, **form.values())

    def next_url(self, result: Any) -> str:
        """Go on to the issue that was raised, else back to the record."""
        return str(result.get_absolute_url())
