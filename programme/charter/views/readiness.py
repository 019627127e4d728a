"""The readiness questionnaire, its conclusion and its waiver."""

from typing import Any

from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from programme.charter import permissions, services
from programme.charter.choices import Cause, Moment, ReadinessState, Verdict
from programme.charter.forms import AnswerForm, PlainForm, WaiverForm
from programme.charter.models import Consultant, FeatureGap, ReferenceCase
from programme.charter.rules.questions import QUESTIONS
from programme.charter.selectors import readiness
from programme.charter.selectors.history import history_of
from programme.charter.views.base import CharterAct, charter_crumbs
from programme.scope import ProgrammeMixin
from programme.signoff import selectors as signoff


def verdict_of(found: Any) -> dict[str, Any]:
    """The strip at the top: shape, word, sentence, mean."""
    check, conclusion = found.check, found.conclusion
    state = check.state if check else ReadinessState.OPEN
    kind = {"passed": "good", "waived": "warn", "blocked": "bad"}.get(state, "none")
    unmet = _(", ").join(str(Cause(cause).label) for cause in conclusion.unmet)
    open_causes = _(", ").join(str(Cause(cause).label) for cause in conclusion.unanswered)
    if conclusion.unanswered:
        text = _("Still to be answered: %(causes)s.") % {"causes": open_causes}
    elif unmet:
        text = _("Unmet: %(causes)s. One unmet cause blocks the start.") % {"causes": unmet}
    else:
        text = _("No cause is unmet; the mean must be at least 3.")
    mean = "–" if conclusion.mean is None else f"{conclusion.mean:.1f}"
    side = _("Mean %(mean)s of 4, n = %(n)d of 5 causes") % {"mean": mean, "n": 5 - len(conclusion.unanswered)}
    word = check.get_state_display() if check else ReadinessState.OPEN.label
    return {"kind": kind, "word": word, "text": text, "side": side}


class ReadinessPage(ProgrammeMixin, TemplateView):
    """The five causes with their scores, what they rest on, and what they come to."""

    nav = "charter.overview"
    template_name = "charter/readiness.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect answers, the verdict and the records behind causes 2 and 5."""
        moment, programme = self.kwargs["moment"], self.programme
        found = readiness(programme, moment)
        may_answer = allows(permissions.can_answer_readiness, self.person, programme)
        concluded = found.check is not None and found.check.state == ReadinessState.BLOCKED
        answered = found.conclusion.verdict != Verdict.INCOMPLETE
        return super().get_context_data(**kwargs) | {
            "title": _("Readiness"),
            "found": found,
            "lines": [(line, QUESTIONS[Moment(moment), Cause(line.cause)]) for line in found.lines],
            "verdict": verdict_of(found),
            "moments": [(one.value, one.label, one.value == moment) for one in Moment],
            "moment": moment,
            "may_answer": may_answer,
            "may_edit": allows(permissions.can_edit_charter, self.person, programme),
            "may_conclude": may_answer and answered and found.check is not None and found.check.state != "waived",
            "may_waive": may_answer and concluded,
            "requests": signoff.requests_of(found.check) if found.check else [],
            "cases": ReferenceCase.objects.filter(programme=programme),
            "consultants": Consultant.objects.filter(programme=programme),
            "feature_gaps": FeatureGap.objects.filter(programme=programme),
            "crumbs": charter_crumbs(programme),
            "history": history_of(found.check) if found.check else [],
        }


class MomentAct(CharterAct):
    """Base of the acts on a check."""

    acts = permissions.can_answer_readiness

    def back_url(self) -> str:
        """Back to the questionnaire."""
        return reverse("charter:readiness_at", args=[self.programme.slug, self.kwargs["moment"]])


class Answer(MomentAct):
    """Score one cause."""

    form_class = AnswerForm
    verb = gettext_lazy("Save the answer")

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands; raises ``Http404`` for an unknown cause."""
        if self.kwargs["cause"] not in Cause.values:
            raise Http404
        found = readiness(self.programme, self.kwargs["moment"])
        answer = next((line.answer for line in found.lines if line.cause == self.kwargs["cause"]), None)
        start = {"cause": self.kwargs["cause"]}
        return start | ({"score": answer.score, "evidence": answer.evidence, "note": answer.note} if answer else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put the question in the heading and its measure beneath."""
        cause = Cause(self.kwargs["cause"])
        question = QUESTIONS[Moment(self.kwargs["moment"]), cause]
        return super().get_context_data(**kwargs) | {"title": cause.label, "consequence": question}

    def act(self, form: Form) -> Any:
        """Call the service."""
        return services.answer_readiness(
            self.programme, moment=self.kwargs["moment"], actor=self.person, **form.cleaned_data
        )


class Conclude(MomentAct):
    """Draw the conclusion."""

    title = gettext_lazy("Draw the conclusion")
    verb = gettext_lazy("Conclude")
    form_class = PlainForm

    def consequence(self) -> Any:
        """Say the rule."""
        return _("Passed where no cause scores below 2 and the mean is at least 3; otherwise the start is blocked.")

    def act(self, form: Form) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.conclude_readiness(self.programme, moment=self.kwargs["moment"], actor=self.person)


class Waiver(MomentAct):
    """Ask the sponsor to sign a waiver."""

    title = gettext_lazy("Ask for a waiver")
    verb = gettext_lazy("Ask the sponsor to sign")
    done = gettext_lazy("The sponsor is asked to sign.")
    form_class = WaiverForm

    def consequence(self) -> Any:
        """Say what the waiver does."""
        return _("The waiver counts once the sponsor has signed it; it prints in the charter with plan and date.")

    def act(self, form: Form) -> Any:
        """Call the service."""
        return services.propose_waiver(
            self.programme, moment=self.kwargs["moment"], actor=self.person, **form.cleaned_data
        )
