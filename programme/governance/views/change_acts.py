"""One page for each act on a change request."""

from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.pages import ActionView
from programme.charter.models import Goal
from programme.governance.choices import ChangeState
from programme.governance.forms import AssessForm, ChangeForm, DeferForm, NoteForm, NothingForm, WhyForm
from programme.governance.models import ChangeRequest
from programme.governance.permissions import CHANGE_ACTIONS, can_see_governance
from programme.governance.selectors.changes import route_text
from programme.governance.services import changes as writing
from programme.governance.services import granting
from programme.governance.views.changes import ChangeMixin
from programme.scope import ProgrammeMixin


class ChangeNew(ProgrammeMixin, ActionView):
    """Draft a change request."""

    title = gettext_lazy("Request a change")
    verb = gettext_lazy("Save the draft")
    form_class = ChangeForm
    reads = can_see_governance
    nav = "governance.overview"
    acts = CHANGE_ACTIONS["new"]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the programme's goals."""
        return super().get_form_kwargs() | {"goals": Goal.objects.current().filter(programme=self.programme)}

    def get_initial(self) -> dict[str, Any]:
        """The goal from whose page one came."""
        return {"goals": self.request.GET.getlist("goal")}

    def act(self, form: Any) -> Any:
        """Draft."""
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return writing.request_change(self.programme, actor=self.person, **said)

    def back_url(self) -> str:
        """The register."""
        return reverse("governance:changes", args=[self.programme.slug])

    def next_url(self, result: ChangeRequest) -> str:
        """The request."""
        return result.get_absolute_url()


class ChangeAct(ChangeMixin, ActionView):
    """Base of the acts on a change request."""

    form_class: type[Form] = NothingForm

    def acted_on(self) -> ChangeRequest:
        """The change request."""
        return self.get_object()

    def back_url(self) -> str:
        """The change request."""
        return self.get_object().get_absolute_url()


class ChangeEdit(ChangeAct):
    """Word it otherwise."""

    acts = CHANGE_ACTIONS["edit"]
    title = gettext_lazy("Edit the change request")
    form_class = ChangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the programme's goals."""
        return super().get_form_kwargs() | {"goals": Goal.objects.filter(programme=self.programme)}

    def get_initial(self) -> dict[str, Any]:
        """What is kept, with its version."""
        row = self.get_object()
        kept = {name: getattr(row, name) for name in ChangeForm.base_fields if name != "goals"}
        return kept | {"touches": " ".join(row.touches), "goals": list(row.goals.all())}

    def act(self, form: Any) -> Any:
        """Save."""
        return writing.edit_change(self.get_object(), actor=self.person, **form.cleaned_data)


class ChangeSubmit(ChangeAct):
    """Ask for it."""

    acts = CHANGE_ACTIONS["submit"]
    title = verb = gettext_lazy("Submit")

    def consequence(self) -> str:
        """Say what is kept."""
        return _("What it would touch is computed now and kept with the request; then its impact is assessed.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Submit."""
        return writing.submit_change(self.get_object(), actor=self.person)


class ChangeAssess(ChangeAct):
    """Say what it does."""

    acts = CHANGE_ACTIONS["assess"]
    title = gettext_lazy("Assess the impact")
    verb = gettext_lazy("Save the assessment")
    form_class = AssessForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the request, for its currency."""
        return super().get_form_kwargs() | {"change": self.get_object()}

    def get_initial(self) -> dict[str, Any]:
        """What was said before."""
        return AssessForm.initial_of(self.get_object())

    def act(self, form: Any) -> Any:
        """Assess."""
        return writing.assess_change(self.get_object(), actor=self.person, **form.values())


class ChangeApprove(ChangeAct):
    """Grant it."""

    acts = CHANGE_ACTIONS["approve"]
    title = verb = gettext_lazy("Approve")
    form_class = NoteForm

    def consequence(self) -> str:
        """Say who decides, and what happens to the plan."""
        row = self.get_object()
        said = [_("Decided by: %(who)s.") % {"who": route_text(row)}]
        if row.edits and row.state != ChangeState.EMERGENCY:
            said.append(_("Its edits are put into the plan as one act, refused as a whole if the plan has moved."))
        if row.charter_edits:
            said.append(_("The next version of the charter takes effect; the one before stays readable."))
        return " ".join(said)

    def act(self, form: Any) -> Any:
        """Approve."""
        return granting.approve_change(self.get_object(), actor=self.person, **form.cleaned_data)


class ChangeReject(ChangeAct):
    """Refuse it."""

    acts = CHANGE_ACTIONS["reject"]
    title = verb = pgettext_lazy("request", "Reject")
    form_class = WhyForm
    danger = True

    def act(self, form: Any) -> Any:
        """Reject."""
        return granting.reject_change(self.get_object(), actor=self.person, **form.cleaned_data)


class ChangeDefer(ChangeAct):
    """Put it off."""

    acts = CHANGE_ACTIONS["defer"]
    title = verb = gettext_lazy("Defer")
    form_class = DeferForm

    def act(self, form: Any) -> Any:
        """Defer."""
        return granting.defer_change(self.get_object(), actor=self.person, **form.cleaned_data)


class ChangeEmergency(ChangeAct):
    """Do it now."""

    acts = CHANGE_ACTIONS["emergency"]
    title = verb = gettext_lazy("Act as an emergency")
    form_class = WhyForm
    danger = True

    def consequence(self) -> str:
        """Say what follows."""
        return _("Its edits are put into the plan at once. Someone else decides it within two working days.")

    def act(self, form: Any) -> Any:
        """Act."""
        return granting.act_at_once(self.get_object(), actor=self.person, **form.cleaned_data)


class ChangeImplement(ChangeAct):
    """Begin to carry it out."""

    acts = CHANGE_ACTIONS["implement"]
    title = verb = gettext_lazy("Begin to implement")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Implement."""
        return granting.implement_change(self.get_object(), actor=self.person)


class ChangeVerify(ChangeAct):
    """Confirm that it was done."""

    acts = CHANGE_ACTIONS["verify"]
    title = verb = gettext_lazy("Verify")
    form_class = NoteForm

    def act(self, form: Any) -> Any:
        """Verify."""
        return granting.verify_change(self.get_object(), actor=self.person, **form.cleaned_data)


class ChangeClose(ChangeAct):
    """Close it."""

    acts = CHANGE_ACTIONS["close"]
    title = verb = gettext_lazy("Close")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Close."""
        return granting.close_change(self.get_object(), actor=self.person)


class ChangeWithdraw(ChangeAct):
    """Take it back."""

    acts = CHANGE_ACTIONS["withdraw"]
    title = verb = gettext_lazy("Withdraw")
    form_class = NoteForm
    danger = True

    def act(self, form: Any) -> Any:
        """Withdraw."""
        return writing.withdraw_change(self.get_object(), actor=self.person, **form.cleaned_data)
