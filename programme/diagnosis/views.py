"""Pages of the diagnosis."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.documents.svg import drawn
from core.documents.values import Figure
from core.pages import ActionView
from programme.diagnosis import permissions, services
from programme.diagnosis.choices import QUESTIONS, Block
from programme.diagnosis.forms import AnswerForm, BeginForm, NeedForm, SettleForm
from programme.diagnosis.models import Diagnosis, PainPoint
from programme.diagnosis.selectors import overlaid, pains, radar_of, rounds, score_rows
from programme.scope import ProgrammeMixin

NAV = "needs.overview"


class Overview(ProgrammeMixin, TemplateView):
    """The radar, the questions of the newest round, and what hurts."""

    nav = NAV
    template_name = "diagnosis/overview.html"
    reads = permissions.can_read

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect it."""
        found = rounds(self.programme)
        newest = found[-1] if found else None
        return super().get_context_data(**kwargs) | {
            "title": _("Current-state diagnosis"),
            "rounds": found,
            "pair": overlaid(found),
            "radar": drawn(radar_of(found), 520, 380) if found else "",
            "scores": [
                (label, [Figure(one.mean, places=1) for one in scores], Figure(step, places=1))
                for label, scores, step in score_rows(found)
            ] if found else [],
            "newest": newest,
            "blocks": [
                (block.label,
                 [(key, text, newest.answers.get(key)) for key, (of, text) in QUESTIONS.items() if of == block])
                for block in Block
            ] if newest else [],
            "pains": pains(self.programme),
            "may_write": allows(permissions.can_write, self.person, self.programme),
        }  # fmt: skip


class DiagnosisAct(ProgrammeMixin, ActionView):
    """Base of the acts."""

    nav = NAV
    reads = permissions.can_read
    acts = permissions.can_write

    def back_url(self) -> str:
        """The page of the diagnosis."""
        return reverse("diagnosis:overview", args=[self.programme.slug])


class Begin(DiagnosisAct):
    """Begin a round."""

    title = gettext_lazy("Begin a diagnosis")
    verb = gettext_lazy("Begin")
    form_class = BeginForm

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.begin_diagnosis(self.programme, actor=self.person, **form.cleaned_data)


class Answer(DiagnosisAct):
    """Answer a question of a round."""

    title = gettext_lazy("Answer")
    verb = gettext_lazy("Save the answer")
    form_class = AnswerForm

    def the_row(self) -> Diagnosis:
        """The round of the address; raises ``Http404`` for an unknown question."""
        if self.kwargs["question"] not in QUESTIONS:
            raise Http404
        return get_object_or_404(Diagnosis, programme=self.programme, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Diagnosis:
        """The round."""
        return self.the_row()

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        answer = self.the_row().answers.filter(question=self.kwargs["question"]).first()
        return {"score": answer.score, "evidence": answer.evidence} if answer else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put the question in the heading."""
        return super().get_context_data(**({"title": QUESTIONS[self.kwargs["question"]][1]} | kwargs))

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.answer_question(
            self.the_row(), question=self.kwargs["question"], actor=self.person, **form.cleaned_data
        )


class PainAct(DiagnosisAct):
    """Base of the acts on a pain point."""

    def the_row(self) -> PainPoint:
        """The pain point of the address."""
        return get_object_or_404(PainPoint, programme=self.programme, public_id=self.kwargs["public_id"])

    def acted_on(self) -> PainPoint:
        """The pain point."""
        return self.the_row()

    def consequence(self) -> Any:
        """Name it."""
        return str(self.the_row())


class PainSettle(PainAct):
    """Say what is done about it."""

    title = gettext_lazy("What is done about it")
    form_class = SettleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        row = self.the_row()
        return {"text": row.text, "requirement": row.requirement_id, "reason": row.reason, "version": row.version}

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.settle_pain(self.the_row(), actor=self.person, **form.cleaned_data)


class PainRequirement(PainAct):
    """Write a requirement from it."""

    title = gettext_lazy("Write a requirement")
    form_class = NeedForm

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.requirement_of_pain(self.the_row(), actor=self.person, **form.cleaned_data)

    def next_url(self, result: Any) -> str:
        """The requirement."""
        return str(result.get_absolute_url())
