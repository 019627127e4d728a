"""Pages of the gates: all of them, one of them, and its acts."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import Predicate
from core.acts import Act, acts_of
from core.errors import NotVisibleError
from core.pages import ActionView
from phases.gates.choices import PASSED, Verdict
from phases.gates.forms import (
    CloseConditionForm,
    ConcessionForm,
    DecisionForm,
    EmptyForm,
    ReasonForm,
    RescheduleForm,
    StatementForm,
)
from phases.gates.models import Condition, Criterion, Gate
from phases.gates.permissions import ACTIONS, can_see
from phases.gates.selectors import (
    GateStatus,
    available_actions,
    decision_of,
    earlier_conditions,
    evaluate_gate,
    evaluate_gates,
    find_gate,
    gate_url,
    state_label,
    tally_of,
    votes_of,
)
from phases.gates.services import (
    add_concession,
    assess_gate,
    close_condition,
    decide_gate,
    reschedule_gate,
    sign_exception,
    state_criterion,
    submit_gate,
)
from programme.people.choices import Role
from programme.records.models import AuditEvent
from programme.records.selectors.documents import latest_paper, may_draft
from programme.scope import ProgrammeMixin

LEVELS = {Verdict.GREEN: "good", Verdict.RED: "bad", Verdict.UNDECIDABLE: "stale"}


def strip(status: GateStatus) -> list[dict[str, Any]]:
    """Return the cells of the criteria strip."""
    return [
        {"value": line.criterion.label, "label": line.criterion.name, "kind": line.level, "word": line.verdict,
         "url": f"#{line.criterion.label}"}
        for line in status.lines
    ]  # fmt: skip


class GateList(ProgrammeMixin, TemplateView):
    """All gates in order, each with its verdict."""

    template_name = "gates/list.html"
    reads = can_see

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Evaluate all at once."""
        gates = Gate.objects.filter(programme=self.programme).for_evaluation().with_conditions()
        statuses = evaluate_gates(self.programme, gates, live=False)
        rows = [
            {"status": one, "level": LEVELS[one.evaluation.verdict], "state": state_label(one.gate),
             "url": gate_url(one.gate), "keepers": keepers_of(one.gate), "strip": strip(one)}
            for one in statuses
        ]  # fmt: skip
        sub = _("What must be true before the programme goes on, and who decides it.")
        return super().get_context_data(**kwargs) | {"title": _("Gates"), "sub": sub, "rows": rows}


def keepers_of(gate: Gate) -> str:
    """Name the roles that decide."""
    return " · ".join(str(Role(role).label) for role in gate.keepers)


class GateMixin(ProgrammeMixin):
    """A page or act of one gate."""

    reads = can_see

    @cached_property
    def gate(self) -> Gate:
        """The gate of the address."""
        gate = find_gate(self.programme, self.kwargs["gate"])
        gate.programme = self.programme
        return gate

    @cached_property
    def standing(self) -> GateStatus:
        """The gate as it stands."""
        return evaluate_gate(self.gate, live=False)


class GatePage(GateMixin, TemplateView):
    """One gate: verdict, criteria, actions, votes, conditions, history."""

    template_name = "gates/gate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give everything the page draws."""
        status, gate = self.standing, self.gate
        actions = available_actions(status, self.person)
        evaluation = status.evaluation
        return super().get_context_data(**kwargs) | {
            "title": f"{gate.key} {gate.name}",
            "gate": gate,
            "gate_status": status,
            "state": state_label(gate),
            "passed": gate.state in PASSED,
            "level": LEVELS[evaluation.verdict],
            "verdict_word": Verdict(evaluation.verdict).label,
            "should_percent": round(evaluation.should_score * 100) if evaluation.should_score is not None else None,
            "keepers": keepers_of(gate),
            "acts": [*self._documents(), *acts_of(actions, gate_url(gate))],
            "votes": votes_of(gate),
            "tally": tally_of(gate),
            "decision": decision_of(gate),
            "decisions": list(gate.decisions.all()),
            "earlier": earlier_conditions(gate),
            "strip": strip(status),
            "history": self._history(),
            "crumbs": [(_("Gates"), reverse("gates:gates", args=[self.programme.slug])), (str(gate.phase), "")],
        }

    def _documents(self) -> list[Act]:
        """Read the latest report of this gate; draft one."""
        slug, key = self.programme.slug, self.gate.key
        latest, acts = latest_paper(self.programme, "gate", key), []
        if latest is not None:
            acts.append(Act("report", _("Gate report"), reverse("records:document", args=[slug, latest.public_id])))
        if may_draft(self.person, self.programme):
            url = f"{reverse('records:document_new', args=[slug])}?{urlencode({'kind': 'gate', 'subject': key})}"
            acts.append(Act("draft_report", _("Draft the gate report"), url, "dialog"))
        return acts

    def _history(self) -> Sequence[AuditEvent]:
        ids = [self.gate.public_id, *(vote.public_id for vote in self.gate.votes.all())]
        return list(AuditEvent.objects.filter(programme=self.programme, object_id__in=ids).order_by("-seq")[:12])


class GateAction(GateMixin, ActionView):
    """Base of a gate's acts."""

    action = ""
    form_class: type[Form] = EmptyForm

    def right(self) -> Predicate:
        """The right of this act."""
        return ACTIONS[self.action]

    def acted_on(self) -> Any:
        """The gate."""
        return self.gate

    def back_url(self) -> str:
        """Back to the gate."""
        return gate_url(self.gate)


class SubmitGate(GateAction):
    """Hand the gate to its keepers."""

    action = "submit"
    title = gettext_lazy("Submit for review")
    verb = gettext_lazy("Submit for review")
    done = gettext_lazy("Submitted for review.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Submit."""
        return submit_gate(self.gate, actor=self.person)


class AssessGate(GateAction):
    """Begin the review."""

    action = "assess"
    title = gettext_lazy("Start review")
    verb = gettext_lazy("Start review")
    done = gettext_lazy("The review has begun.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Assess."""
        return assess_gate(self.gate, actor=self.person)


class DecideGate(GateAction):
    """Give a keeper's vote."""

    action = "decide"
    template_name = "gates/decide.html"
    fragment_name = "gates/_decide.html"
    form_class = DecisionForm
    verb = gettext_lazy("Record decision")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form what may be decided."""
        return super().get_form_kwargs() | {"status": self.standing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the gate, its votes, and each decision with its consequence."""
        context = super().get_context_data(**kwargs) | {
            "title": _("Decide %(gate)s") % {"gate": f"{self.gate.key} {self.gate.name}"},
            "gate_status": self.standing,
            "votes": votes_of(self.gate),
            "tally": tally_of(self.gate),
        }
        form = context["form"]
        chosen = form["decision"].value()
        context["choices"] = [
            (option, CONSEQUENCES[option.decision], chosen == option.decision) for option in form.options
        ]
        return context

    def act(self, form: Any) -> Any:
        """Vote, and with the last vote decide."""
        values = form.cleaned_data
        return decide_gate(
            self.gate,
            decision=values["decision"],
            note=values["note"],
            review_on=values["review_on"],
            conditions=form.conditions() if values["decision"] == "conditional" else (),
            actor=self.person,
        )

    def done_text(self, result: Any) -> Any:
        """Tell a vote from the decision."""
        return _("The gate is decided.") if result else _("Your vote is recorded; other keepers have still to vote.")


CONSEQUENCES = {
    "go": (gettext_lazy("Go"), gettext_lazy("The next phase opens and held tasks may start.")),
    "conditional": (
        gettext_lazy("Conditional"),
        gettext_lazy(
            "The next phase opens; each condition has an owner and a date. An overdue condition closes the next gate."
        ),
    ),
    "recycle": (gettext_lazy("Recycle"), gettext_lazy("The work goes on; the gate is scheduled again.")),
    "hold": (gettext_lazy("Hold"), gettext_lazy("Nothing goes on until the day on which it is looked at again.")),
    "stop": (gettext_lazy("Stop"), gettext_lazy("The programme does not go on from here; the sponsor ends it.")),
}


class RescheduleGate(GateAction):
    """Open the next round."""

    action = "reschedule"
    title = gettext_lazy("Schedule again")
    form_class = RescheduleForm
    verb = gettext_lazy("Schedule again")

    def act(self, form: Any) -> Any:
        """Reschedule."""
        return reschedule_gate(self.gate, actor=self.person, review_on=form.cleaned_data["review_on"])


class SignException(GateAction):
    """Let one person do two things."""

    action = "exception"
    title = gettext_lazy("Sign small-firm exception")
    form_class = ReasonForm
    verb = gettext_lazy("Sign")

    def consequence(self) -> Any:
        """Say what it allows."""
        return _("One person may then make what the gate reads and decide it too. The gate report prints this.")

    def act(self, form: Any) -> Any:
        """Sign."""
        return sign_exception(self.gate, actor=self.person, reason=form.cleaned_data["reason"])


class Concede(GateAction):
    """Accept a departure."""

    action = "concede"
    title = gettext_lazy("Add concession")
    form_class = ConcessionForm

    def act(self, form: Any) -> Any:
        """Add it."""
        return add_concession(self.gate, actor=self.person, **form.cleaned_data)


class StateCriterion(GateAction):
    """State that a criterion holds."""

    action = "state"
    form_class = StatementForm
    verb = gettext_lazy("Record statement")

    @cached_property
    def criterion(self) -> Criterion:
        """The criterion of the address."""
        for criterion in self.gate.criteria.all():
            if criterion.key == self.kwargs["key"]:
                criterion.programme = self.programme
                return criterion
        raise NotVisibleError

    def acted_on(self) -> Criterion:
        """The criterion."""
        return self.criterion

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the criterion."""
        return super().get_context_data(**kwargs) | {"title": str(self.criterion)}

    def act(self, form: Any) -> Any:
        """State it."""
        return state_criterion(self.criterion, actor=self.person, **form.cleaned_data)


class CloseCondition(ProgrammeMixin, ActionView):
    """Close a condition."""

    title = gettext_lazy("Close condition")
    form_class = CloseConditionForm
    verb = gettext_lazy("Close condition")
    reads = can_see
    acts = ACTIONS["close_condition"]

    def acted_on(self) -> Condition:
        """The condition."""
        return self.condition

    @cached_property
    def condition(self) -> Condition:
        """The condition of the address."""
        rows = Condition.objects.filter(programme=self.programme, public_id=self.kwargs["public_id"]).for_list()
        found = rows.first()
        if found is None:
            raise NotVisibleError
        return found

    def consequence(self) -> Any:
        """Repeat the condition."""
        return self.condition.text

    def back_url(self) -> str:
        """Back to the gate."""
        return reverse("gates:gate", args=[self.programme.slug, self.condition.decision.gate.key])

    def act(self, form: Any) -> Any:
        """Close it."""
        return close_condition(self.condition, actor=self.person, note=form.cleaned_data["note"])
