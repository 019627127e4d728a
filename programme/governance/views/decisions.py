"""Decisions: the record with its acts, and one page for each act."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import CellValue, Status
from core.documents.words import moment
from core.money import Money
from core.pages import ActionView, RecordView
from programme.governance.forms import ApproveForm, DecisionForm, NothingForm, RejectForm, TalkForm
from programme.governance.models import Decision
from programme.governance.permissions import ACTIONS, can_see_governance
from programme.governance.selectors.decisions import age, decision_actions, decisions, per_week, waiting_cost
from programme.governance.selectors.headline import decision_status
from programme.governance.selectors.meetings import actions
from programme.governance.services import decisions as services
from programme.records.selectors import history_of, notes_on
from programme.scope import ProgrammeMixin
from programme.signoff.selectors import signature_block


class DecisionMixin(ProgrammeMixin):
    """Pages of one decision."""

    reads = can_see_governance

    def get_object(self, queryset: Any = None) -> Decision:  # noqa: ARG002
        """Fetch the decision of the address."""
        found: Decision = get_object_or_404(decisions(self.programme), public_id=self.kwargs["public_id"])
        return found


class DecisionDetail(DecisionMixin, RecordView):
    """One decision: what is asked, the options, what was decided."""

    template_name = "governance/decision.html"

    def status(self) -> Status:
        """Its state."""
        return decision_status(self.object)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Who asks, by when, what waiting costs."""
        row, days = self.object, age(self.object, timezone.localdate())
        waited = None if days is None else ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
        told: list[tuple[Any, CellValue]] = [
            (_("Asked by"), str(row.asked_by) if row.asked_by else _("System")),
            (_("Asked on"), row.asked_on or "–"),
            (_("Needed by"), row.due_on or "–"),
            (_("Waited"), waited),
            (_("Cost of delay"), row.cost_of_delay or "–"),
            (_("Cost of delay per week"), per_week(row) or None),
            (_("Cost of waiting so far"), waiting_cost(row, days) or None),
            (_("Decided by"), str(row.decided_by) if row.decided_by else "–"),
            (_("Decided on"), row.decided_on or "–"),
            (_("Signed"), self.signed()),
        ]
        return [(label, value) for label, value in told if value is not None]

    def signed(self) -> str | None:
        """Who signed the decision, how and when, and whether it still says what was signed."""
        line = next((one for one in signature_block(self.object).signatures if one.signed_at), None)
        if line is None or line.signed_at is None:
            return None
        when = moment(line.signed_at, timezone.get_current_timezone_name())
        told = [line.name, when, line.method, f"SHA-256 {line.hash[:4]}…{line.hash[-4:]}"]
        return " · ".join([*told, *([line.status.word] if line.status else [])])

    def actions(self) -> Sequence[Action]:
        """Its acts."""
        return decision_actions(self.object, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Edit it while nobody decided."""
        if self.object.decided_on or not allows(ACTIONS["edit"], self.person, self.object):
            return ()
        url = reverse("governance:decision_edit", args=[self.programme.slug, self.object.public_id])
        return (Act("edit", _("Edit"), url),)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The page above."""
        return ((_("Governance"), reverse("governance:overview", args=[self.programme.slug])),)

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add comments and attachments."""
        late = self.object.overdue(timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "late": late,
            "goals": list(self.object.goals.all()),
            "agreed": list(actions(self.programme).filter(decision=self.object)),
            **notes_on(self.object, self.person),
        }


class DecisionNew(ProgrammeMixin, ActionView):
    """Draft a decision."""

    title = gettext_lazy("Ask for a decision")
    verb = gettext_lazy("Save the draft")
    form_class = DecisionForm
    reads = can_see_governance
    acts = ACTIONS["ask"]

    def act(self, form: Any) -> Any:
        """Draft."""
        given = form.values()
        given.pop("version")
        return services.ask_decision(self.programme, actor=self.person, **given)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def back_url(self) -> str:
        """The page of governance."""
        return reverse("governance:overview", args=[self.programme.slug])

    def next_url(self, result: Any) -> str:
        """The decision."""
        return str(result.get_absolute_url())


class DecisionAct(DecisionMixin, ActionView):
    """Base of the acts on a decision."""

    form_class: type[Form] = NothingForm

    def acted_on(self) -> Decision:
        """The decision."""
        return self.get_object()

    def back_url(self) -> str:
        """The decision."""
        return self.get_object().get_absolute_url()


class DecisionEdit(DecisionAct):
    """Change what is asked."""

    acts = ACTIONS["edit"]
    title = gettext_lazy("Edit the decision")
    form_class = DecisionForm

    def get_initial(self) -> dict[str, Any]:
        """What is kept, with its version."""
        row = self.get_object()
        kept = {name: getattr(row, name) for name in DecisionForm.base_fields if hasattr(row, name)}
        week = row.delay_week_minor
        return kept | {
            "options": "\n".join(one["text"] for one in row.options),
            "goals": list(row.goals.all()),
            "delay_week": None if week is None else Money(week, self.programme.currency).to_decimal(),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def act(self, form: Any) -> Any:
        """Save."""
        return services.edit_decision(self.get_object(), actor=self.person, **form.values())


class DecisionRequest(DecisionAct):
    """Ask the committee."""

    acts = ACTIONS["request"]
    title = verb = gettext_lazy("Ask the committee")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Request."""
        return services.request_decision(self.get_object(), actor=self.person)


class DecisionAskBack(DecisionAct):
    """Ask something first."""

    acts = ACTIONS["ask_back"]
    title = verb = gettext_lazy("Ask back")
    form_class = TalkForm

    def act(self, form: Any) -> Any:
        """Ask."""
        return services.ask_back(self.get_object(), actor=self.person, **form.cleaned_data)


class DecisionAnswer(DecisionAct):
    """Answer."""

    acts = ACTIONS["answer"]
    title = verb = gettext_lazy("Answer")
    form_class = TalkForm

    def act(self, form: Any) -> Any:
        """Answer."""
        return services.answer_question(self.get_object(), actor=self.person, **form.cleaned_data)


class DecisionApprove(DecisionAct):
    """Approve one of the options."""

    acts = ACTIONS["approve"]
    title = verb = gettext_lazy("Approve")
    form_class = ApproveForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the options."""
        return super().get_form_kwargs() | {"decision": self.get_object()}

    def get_initial(self) -> dict[str, Any]:
        """The recommended one."""
        return {"chosen": self.get_object().recommendation}

    def act(self, form: Any) -> Any:
        """Approve."""
        return services.approve_decision(self.get_object(), actor=self.person, **form.cleaned_data)


class DecisionReject(DecisionAct):
    """Reject."""

    acts = ACTIONS["reject"]
    title = verb = pgettext_lazy("request", "Reject")
    form_class = RejectForm
    danger = True

    def act(self, form: Any) -> Any:
        """Reject."""
        return services.reject_decision(self.get_object(), actor=self.person, **form.cleaned_data)
