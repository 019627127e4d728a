"""The stage that waves repeat: planned for a wave, taken out again, and the order and overlap of all of them."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.errors import DomainError
from core.kept import kept
from core.pages import ActionView
from phases.gates.selectors.proposals import Proposal, propose_overlap, propose_removal, propose_repeat
from phases.gates.selectors.repeats import binding_reasons, own_blueprint, repeat_blocked, repeats_of, wanted_overlap
from phases.gates.services import Settled, add_repeat, remove_repeat, set_overlap
from phases.plan.selectors.drawn import drawn
from phases.rollout import permissions
from phases.rollout.forms import MarkForm, OverlapForm
from phases.rollout.models import Wave
from phases.rollout.selectors import kept_overlap
from phases.rollout.views.forms import RolloutForm
from phases.rollout.views.registers import RolloutMixin


class StageForm(RolloutForm):
    """Base of the two acts on a wave's stage: what moves stands beside the form."""

    template_name = "rollout/stage.html"
    acts: ClassVar[Any] = permissions.can_plan_stage
    form_class = MarkForm
    propose: ClassVar[Any]
    blocked: ClassVar[Any]

    @cached_property
    def reasons(self) -> list[str]:
        """Why it cannot be done now."""
        name = f"rollout.blocked:{type(self).__name__}:{self.row.pk}"
        return kept(self.programme, name, lambda: list(type(self).blocked(self.row)))

    @cached_property
    def proposal(self) -> Proposal | None:
        """What would move; None where it cannot be now."""
        if self.reasons:
            return None
        return kept(self.programme, f"rollout.proposal:{type(self).__name__}:{self.row.pk}", self._proposed)

    def _proposed(self) -> Proposal | None:
        try:
            found: Proposal = type(self).propose(self.row)
        except DomainError:
            return None
        return found

    def get_initial(self) -> dict[str, Any]:
        """Remember what was shown."""
        return {"mark": self.proposal.mark if self.proposal else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what moves."""
        found = self.proposal
        more = {"waves": found.waves, **drawn(found.computed, self.programme)} if found else {}
        return super().get_context_data(
            **(more | {"record": self.row, "reasons": self.reasons, "refused": bool(self.reasons)} | kwargs)
        )

    def consequence(self) -> str:
        """Say in one sentence what it does to the plan."""
        if self.proposal is None:
            return " ".join(self.reasons)
        return moved_text(self.proposal)


def moved_text(proposal: Proposal) -> str:
    """Say how many other tasks and how far the end of the plan move."""
    moved = sum(line.before is not None and line.after is not None for line in proposal.computed.tasks())
    tasks = ngettext("%(n)d other task moves", "%(n)d other tasks move", moved) % {"n": moved}
    days = proposal.computed.days
    if not days:
        return _("%(tasks)s; the end of the plan stays.") % {"tasks": tasks}
    return _("%(tasks)s; the end of the plan moves by %(days)s working days.") % {"tasks": tasks, "days": f"{days:+d}"}


class StagePlan(StageForm):
    """Plan the stage for the wave."""

    title = gettext_lazy("Plan the stage of the wave")
    verb = gettext_lazy("Plan the stage")
    done = gettext_lazy("The stage is planned.")
    propose = staticmethod(propose_repeat)
    blocked = staticmethod(repeat_blocked)

    def act(self, form: MarkForm) -> Wave:
        """Plan it."""
        add_repeat(self.row, actor=self.person, mark=form.cleaned_data["mark"])
        self.undo_url = reverse("rollout:wave_unrepeat", args=[self.programme.slug, self.row.public_id])
        row: Wave = self.row
        return row


class StageRemove(StageForm):
    """Take the wave's stage out."""

    title = gettext_lazy("Take the stage of the wave out")
    verb = gettext_lazy("Take the stage out")
    done = gettext_lazy("The stage is out of the plan.")
    danger = True
    propose = staticmethod(propose_removal)
    blocked = staticmethod(binding_reasons)

    def act(self, form: MarkForm) -> Wave:
        """Take it out."""
        remove_repeat(self.row, actor=self.person, mark=form.cleaned_data["mark"])
        row: Wave = self.row
        return row


class OverlapEdit(RolloutMixin, ActionView):
    """Order and overlap of the waves: what moves is shown first, then it is done."""

    template_name = "rollout/overlap.html"
    acts: ClassVar[Any] = permissions.can_plan_stage
    form_class = OverlapForm
    title = gettext_lazy("Order and overlap of the waves")
    done = gettext_lazy("The waves are linked anew.")
    proposal: Proposal | None = None

    @property
    def verb(self) -> Any:
        """What the button does: first it shows, then it links."""
        return _("Link the waves so") if self.proposal else _("See what moves")

    def get_initial(self) -> dict[str, Any]:
        """Show the rule as it stands, or as an address asks, such as that of Undo."""
        kept = kept_overlap(self.programme)
        order = ", ".join(one.wave.code for one in repeats_of(self.programme))
        shown = {"kind": kept.kind, "lag": kept.lag, "at_once": kept.at_once, "order": order}
        return shown | {name: value for name, value in self.request.GET.items() if name in shown}

    def form_valid(self, form: Any) -> HttpResponse:
        """Show what moves until exactly that was seen."""
        said = form.cleaned_data
        try:
            wanted = wanted_overlap(self.programme, said["kind"], said["lag"], said["at_once"])
            self.proposal = propose_overlap(self.programme, overlap=wanted, order=said["order"])
        except DomainError as error:
            return self.refused(form, error)
        if said["mark"] == self.proposal.mark:
            return super().form_valid(form)
        form.data = form.data.copy()
        form.data["mark"] = self.proposal.mark
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, form: Any) -> Settled:
        """Link them."""
        settled = set_overlap(self.programme, actor=self.person, **form.cleaned_data)
        undo = {
            name: ", ".join(v) if isinstance(v, list) else "" if v is None else v for name, v in settled.undo.items()
        }
        self.undo_url = f"{self.request.path}?{urlencode(undo)}"
        return settled

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the waves as they stand, the blueprint's lag, and what moves."""
        blueprint, found = own_blueprint(self.programme), self.proposal
        more: dict[str, Any] = {
            "usual": blueprint.wave_lag if blueprint else None,
            "repeats": [] if found else repeats_of(self.programme, blueprint),
            "crumbs": [(_("Waves"), self.at("waves"))],
        }
        if found:
            more |= {"waves": found.waves, "summary": moved_text(found), **drawn(found.computed, self.programme)}
        return super().get_context_data(**(more | kwargs))

    def back_url(self) -> str:
        """The waves."""
        return self.at("waves")
