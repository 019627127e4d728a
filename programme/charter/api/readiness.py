"""Readiness and the radar in the API."""

from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.kept import kept
from programme.charter import permissions, services
from programme.charter.api.base import Nothing, body
from programme.charter.choices import Cause, Moment
from programme.charter.models import ReadinessCheck
from programme.charter.rules.questions import QUESTIONS
from programme.charter.selectors import radar, readiness
from programme.scope import ProgrammeViewSet


class Answer(serializers.Serializer[Any]):
    """The score of one cause."""

    cause = serializers.ChoiceField(choices=Cause.choices)
    score = serializers.IntegerField(min_value=0, max_value=4)
    evidence = serializers.CharField(allow_blank=True, default="")
    note = serializers.CharField(allow_blank=True, default="")


class Waiver(serializers.Serializer[Any]):
    """A plan with its date."""

    plan = serializers.CharField(allow_blank=True, default="")
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class ReadinessViewSet(ProgrammeViewSet[ReadinessCheck]):
    """The five causes at one moment: ``start`` or ``build``."""

    queryset = ReadinessCheck.objects.all()
    serializer_class = Answer
    reads = permissions.can_read
    acts = {
        "answer_cause": permissions.can_answer_readiness,
        "conclude": permissions.can_answer_readiness,
        "waiver": permissions.can_answer_readiness,
    }

    def moment(self) -> str:
        """The moment in the address; raises ``Http404`` for another word."""
        moment: str = self.kwargs["moment"]
        if moment not in Moment.values:
            raise Http404
        return moment

    def told(self) -> Response:
        """Give the check as it stands."""
        found = readiness(self.programme, self.moment())
        check, conclusion = found.check, found.conclusion
        causes = [
            {
                "cause": line.cause.value,
                "question": str(QUESTIONS[found.moment, line.cause]),
                "score": line.score,
                "answered": line.answer.score if line.answer else None,
                "evidence": line.answer.evidence if line.answer else "",
                "ceiling": {"score": line.ceiling.score, "reason": line.ceiling.reason} if line.ceiling else None,
            }
            for line in found.lines
        ]
        return Response(
            {
                "moment": found.moment.value,
                "state": check.state if check else "open",
                "verdict": conclusion.verdict.value,
                "mean": None if conclusion.mean is None else str(conclusion.mean),
                "unmet": [cause.value for cause in conclusion.unmet],
                "signed": found.signed,
                "causes": causes,
                "waiver": {"plan": check.waiver_plan, "due_on": check.waiver_due_on, "signed_at": check.waived_at}
                if check and check.waiver_plan
                else None,
            }
        )

    def show(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give the check."""
        return self.told()

    def answer_cause(self, request: Request, **_kwargs: Any) -> Response:
        """Score one cause."""
        services.answer_readiness(self.programme, moment=self.moment(), actor=self.person, **body(Answer, request))
        return self.told()

    def conclude(self, request: Request, **_kwargs: Any) -> Response:
        """Draw the conclusion."""
        body(Nothing, request)
        services.conclude_readiness(self.programme, moment=self.moment(), actor=self.person)
        return self.told()

    def waiver(self, request: Request, **_kwargs: Any) -> Response:
        """Ask the sponsor to sign a waiver."""
        services.propose_waiver(self.programme, moment=self.moment(), actor=self.person, **body(Waiver, request))
        return self.told()


class RadarViewSet(ProgrammeViewSet[ReadinessCheck]):
    """The pitfall radar."""

    queryset = ReadinessCheck.objects.all()
    serializer_class = Nothing
    reads = permissions.can_read

    def show(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give the five axes with every test."""
        axes = [
            {
                "pitfall": axis.pitfall.value,
                "label": str(axis.pitfall.label),
                "light": axis.light,
                "tests": [
                    {"rule": one.rule, "text": str(one.label), "passed": one.passed, "waived": one.waived,
                     "found": one.found,
                     "severity": one.severity, "remedy": str(one.remedy), "url": one.url}
                    for one in axis.results
                ],
            }
            for axis in kept(self.programme, "charter.radar", lambda: radar(self.programme))
        ]  # fmt: skip
        return Response({"axes": axes})
