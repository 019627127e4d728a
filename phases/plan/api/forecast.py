"""Simulations of the plan in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from phases.plan import services
from phases.plan.choices import Distribution
from phases.plan.models import Simulation
from phases.plan.permissions import ACTIONS, can_see_plan
from programme.scope import ProgrammeViewSet


class SimulationSerializer(FieldsMixin, serializers.ModelSerializer[Simulation]):
    """A simulation; ``correlation`` is per cent, days in ``results`` are ISO, chances and shares 0 to 1."""

    results = serializers.JSONField(read_only=True)

    class Meta:
        model = Simulation
        fields = [
            "public_id", "made_at", "runs", "seed", "distribution", "correlation", "risks", "status_on", "inputs",
            "results", "version",
        ]  # fmt: skip
        read_only_fields = fields


class SimulationInSerializer(serializers.Serializer[Any]):
    """What a simulation shall assume; the seed is drawn and kept where none is given."""

    runs = serializers.IntegerField(default=10_000)
    seed = serializers.IntegerField(required=False, allow_null=True, default=None)
    distribution = serializers.ChoiceField(choices=Distribution.choices, default=Distribution.TRIANGULAR)
    correlation = serializers.IntegerField(default=30)
    risks = serializers.BooleanField(default=True)


class AskedSerializer(serializers.Serializer[Any]):
    """The job that makes the simulation; its result names it."""

    job = serializers.CharField()


class SimulationViewSet(ProgrammeViewSet[Simulation]):
    """Simulations of a plan, newest first; POST asks for one and answers with its job."""

    queryset = Simulation.objects.all()
    serializer_class = SimulationSerializer
    reads = can_see_plan
    acts = {"create": ACTIONS["simulate"]}

    @extend_schema(request=SimulationInSerializer, responses={202: AskedSerializer})
    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Ask for a simulation."""
        body = SimulationInSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        job = services.request_simulation(self.programme, actor=self.person, **body.validated_data)
        return Response({"job": job.public_id}, status=status.HTTP_202_ACCEPTED)
