"""What is done with the decision: begin, weigh, describe, score, propose, take back."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import ActionView
from programme.people.models import User
from programme.scope import ProgrammeMixin
from programme.sourcing import permissions, services
from programme.sourcing.forms import DescribeForm, PlainForm, ProposeForm, ReasonForm, ScoreForm, WeightsForm
from programme.sourcing.models import Sourcing, SourcingCriterion, Vendor, VendorScore
from programme.sourcing.selectors import goals_offered, scorers_offered
from programme.sourcing.views.overview import NAV


class SourcingAct(ProgrammeMixin, ActionView):
    """Base of the acts."""

    nav = NAV
    reads = permissions.can_read
    acts = permissions.can_write

    def the_row(self) -> Sourcing | None:
        """The decision, None before anything is written."""
        return Sourcing.objects.filter(programme=self.programme).first()

    def back_url(self) -> str:
        """The page of the decision."""
        return reverse("sourcing:overview", args=[self.programme.slug])


class Begin(SourcingAct):
    """Begin with the usual criteria."""

    title = gettext_lazy("Begin with the usual criteria")
    verb = gettext_lazy("Begin")
    form_class = PlainForm

    def consequence(self) -> Any:
        """Say which."""
        return _("Eight criteria; features weigh most, the price comes last with 5 %. Every weight can be changed.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.begin_sourcing(self.programme, actor=self.person)


class Weights(SourcingAct):
    """Weigh the criteria."""

    title = gettext_lazy("Weigh the criteria")
    form_class = WeightsForm

    def consequence(self) -> Any:
        """Say the rule."""
        return _("The weights sum to 100 %. A price that weighs more than another criterion needs its reason.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the criteria."""
        criteria = list(SourcingCriterion.objects.filter(programme=self.programme))
        return super().get_form_kwargs() | {"criteria": criteria, "row": self.the_row()}

    def act(self, form: Any) -> Any:
        """Call the service."""
        told = form.cleaned_data
        return services.set_weights(
            self.programme,
            rows=form.rows(),
            price_reason=told["price_reason"],
            actor=self.person,
            version=told["version"],
        )


class Describe(SourcingAct):
    """Write the benchmark and why a path has no candidate."""

    title = gettext_lazy("Benchmark and paths")
    form_class: Any = DescribeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start with what stands."""
        return super().get_form_kwargs() | {"instance": self.the_row()}

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.describe_sourcing(
            self.programme, values=form.values(), actor=self.person, version=form.cleaned_data["version"]
        )


class Score(SourcingAct):
    """Score a candidate."""

    acts = permissions.can_score
    verb = gettext_lazy("Save the scores")
    form_class = ScoreForm

    @property
    def title(self) -> str:
        """The act and the candidate."""
        return f"{_('Score')} · {self.vendor}"

    @cached_property
    def vendor(self) -> Vendor:
        """The candidate of the address."""
        rows = Vendor.objects.filter(programme=self.programme).select_related("programme")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Vendor:
        """The candidate."""
        return self.vendor

    def the_scorer(self) -> User | None:
        """Whose scores they are, where somebody enters those of another; raises ``Http404`` for nobody of these."""
        named = self.request.POST.get("scorer") or self.request.GET.get("scorer", "")
        found = next((one for one in scorers_offered(self.programme) if one.public_id == named), None)
        if named and found is None:
            raise Http404
        return found

    def consequence(self) -> Any:
        """Name the candidate, and who scores."""
        said = {"candidate": self.vendor, "person": (self.the_scorer() or self.person).name}
        return _("%(candidate)s, scored by %(person)s: 1 is worst, 5 is best; each score says what it rests on.") % said

    def get_initial(self) -> dict[str, Any]:
        """Keep whose scores they are."""
        scorer = self.the_scorer()
        return {"scorer": scorer.public_id if scorer else ""}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give criteria and what was scored before."""
        scorer = self.the_scorer() or self.person
        return super().get_form_kwargs() | {
            "criteria": list(SourcingCriterion.objects.filter(programme=self.programme)),
            "given": list(VendorScore.objects.filter(vendor=self.vendor, scorer=scorer)),
        }

    def act(self, form: Any) -> Any:
        """Call the service."""
        scorer = self.the_scorer()
        return services.score_vendor(self.vendor, scores=form.scores(), scorer=scorer, actor=self.person)

    def back_url(self) -> str:
        """The candidate."""
        return self.vendor.get_absolute_url()


class Propose(SourcingAct):
    """Put a candidate before the committee."""

    acts = permissions.can_propose
    title = gettext_lazy("Propose a candidate")
    verb = gettext_lazy("Ask the committee")
    form_class = ProposeForm

    def consequence(self) -> Any:
        """Say what happens."""
        return _(
            "The committee is asked with criteria, weights, scores and warnings. "
            "Once it has decided, the sponsor signs."
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer candidates and goals."""
        return super().get_form_kwargs() | {"programme": self.programme, "goals": goals_offered(self.programme)}

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.propose_vendor(self.programme, actor=self.person, **form.cleaned_data)


class TakeBack(SourcingAct):
    """Take the proposal back."""

    acts = permissions.can_propose
    title = verb = gettext_lazy("Take back")
    form_class = ReasonForm
    danger = True

    def consequence(self) -> Any:
        """Say what falls."""
        return _("The scores are open again; a signature that was given no longer fits.")

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.take_back_proposal(self.programme, actor=self.person, **form.cleaned_data)
