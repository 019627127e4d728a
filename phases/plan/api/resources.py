"""Resources, assignments, load and levelling in the API."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from core.api import FieldsMixin, expected_version
from core.errors import BadInputError
from phases.plan import services
from phases.plan.api.tasks import CountSerializer
from phases.plan.filters import ResourceFilter
from phases.plan.models import Assignment, PlanCalendar, PlanResource, Task
from phases.plan.permissions import ACTIONS, can_see_plan
from phases.plan.rules.levelling import Proposal
from phases.plan.rules.worktime import clock
from phases.plan.selectors import Load, levelling_of, load_of
from programme.charter.models import Programme
from programme.people.models import User
from programme.scope import ProgrammeViewSet, person, programme_for

MAX_WEEKS = 104


class ResourceSerializer(FieldsMixin, serializers.ModelSerializer[PlanResource]):
    """A resource; ``max_units`` is per cent, 100 for one person."""

    calendar: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=PlanCalendar.objects.all(), required=False, allow_null=True
    )
    person: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=User.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = PlanResource
        fields = ["public_id", "name", "kind", "max_units", "calendar", "person", "team", "source", "uid", "version"]
        read_only_fields = ["public_id", "source", "uid", "version"]
        validators: list[Any] = []  # the service says what is wrong


class ResourceViewSet(ProgrammeViewSet[PlanResource]):
    """Resources of a plan."""

    queryset = PlanResource.objects.select_related("calendar", "person").order_by("name", "pk")
    serializer_class = ResourceSerializer
    filterset_class = ResourceFilter
    reads = can_see_plan
    acts = {"create": ACTIONS["resource"], "partial_update": ACTIONS["resource"], "destroy": ACTIONS["resource"]}

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Add a resource."""
        row = services.save_resource(self.programme, actor=self.person, **self.valid(request))
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change a resource."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(
            services.save_resource(self.programme, row=row, version=version, actor=self.person, **values)
        )

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Delete a resource that works on nothing."""
        row = self.get_object()
        expected_version(request, row)
        services.delete_resource(row, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AssignmentSerializer(FieldsMixin, serializers.ModelSerializer[Assignment]):
    """A resource on a task; ``units`` per cent of it, ``work`` in minutes where it is stated."""

    task: Any = serializers.SlugRelatedField(slug_field="public_id", queryset=Task.objects.all())
    resource: Any = serializers.SlugRelatedField(slug_field="public_id", queryset=PlanResource.objects.all())

    class Meta:
        model = Assignment
        fields = ["public_id", "task", "resource", "units", "work", "version"]
        read_only_fields = ["public_id", "version"]
        validators: list[Any] = []  # a second one for the same task changes the first


class AssignmentViewSet(ProgrammeViewSet[Assignment]):
    """Who works on what; POST changes the share where the resource works on the task already."""

    queryset = Assignment.objects.select_related("task", "resource").order_by("task__position", "resource__name", "pk")
    serializer_class = AssignmentSerializer
    reads = can_see_plan
    acts = {"create": ACTIONS["assign"], "destroy": ACTIONS["assign"]}

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Let a resource work on a task."""
        values = self.valid(request)
        mine = Task.objects.filter(programme=self.programme)
        task = get_object_or_404(mine, pk=values["task"].pk)
        units = values.get("units", Decimal(100))
        row = services.assign(
            task, resource=values["resource"], units=units, work=values.get("work"), actor=self.person
        )
        return self.answer(row, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Take a resource off a task."""
        services.unassign(self.get_object(), actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class WeekSerializer(serializers.Serializer[Any]):
    """A week of a resource, both in working minutes."""

    monday = serializers.DateField()
    asked = serializers.IntegerField()
    capacity = serializers.IntegerField()
    over = serializers.BooleanField()


class OverloadSerializer(serializers.Serializer[Any]):
    """A stretch in which more is asked than there is, in per cent; wall-clock times have no offset."""

    begins = serializers.CharField()
    ends = serializers.CharField()
    units = serializers.IntegerField()
    capacity = serializers.IntegerField()
    tasks = serializers.ListField(child=serializers.CharField())


class LoadRowSerializer(serializers.Serializer[Any]):
    """A resource with its weeks and its stretches of too much."""

    resource = serializers.CharField()
    weeks = WeekSerializer(many=True)
    overloads = OverloadSerializer(many=True)


class LoadSerializer(serializers.Serializer[Any]):
    """The load of the asked weeks; ``overloads`` counts stretches of the whole plan."""

    overloads = serializers.IntegerField()
    resources = LoadRowSerializer(many=True)


class MovedSerializer(serializers.Serializer[Any]):
    """A task that levelling would delay, in working minutes."""

    task = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    delay = serializers.IntegerField()


class StuckSerializer(serializers.Serializer[Any]):
    """A task that stays where its resources have too much to do."""

    task = serializers.CharField()
    why = serializers.CharField()


class ProposalSerializer(serializers.Serializer[Any]):
    """What levelling would change; ``stamp`` accepts exactly this."""

    stamp = serializers.CharField()
    moved = MovedSerializer(many=True)
    stuck = StuckSerializer(many=True)
    overloads_before = serializers.IntegerField()
    overloads_after = serializers.IntegerField()
    finish_before = serializers.CharField()
    finish_after = serializers.CharField()


class AcceptSerializer(serializers.Serializer[Any]):
    """Which proposal is accepted."""

    stamp = serializers.CharField()
    finish_may_move = serializers.BooleanField(default=False)


WEEKS = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="A day of the first week; empty: today."),
    OpenApiParameter("weeks", OpenApiTypes.INT, description="How many weeks; 12 unless said."),
]
MAY_MOVE = [OpenApiParameter("finish_may_move", OpenApiTypes.BOOL)]


class LoadViewSet(viewsets.ViewSet):
    """Load and levelling of a plan."""

    @extend_schema(parameters=WEEKS, responses=LoadSerializer)
    def load(self, request: Request, slug: str) -> Response:
        """Give the load by week."""
        programme = _seen(request, slug)
        first, count = _asked(request)
        return Response(_load(load_of(programme, first, count), _refs(programme.pk)))

    @extend_schema(parameters=MAY_MOVE, responses=ProposalSerializer)
    def levelling(self, request: Request, slug: str) -> Response:
        """Propose a levelling."""
        programme = _seen(request, slug)
        within = request.query_params.get("finish_may_move", "") not in {"true", "1"}
        found = levelling_of(programme, within_float=within)
        return Response({"stamp": found.stamp, **_proposal(found.proposal, _refs(programme.pk))})

    @extend_schema(request=AcceptSerializer, responses=CountSerializer)
    def accept(self, request: Request, slug: str) -> Response:
        """Accept the proposal with that stamp."""
        user = person(request)
        programme = programme_for(user, slug)
        require(ACTIONS["level"], user, programme)
        body = AcceptSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        within = not body.validated_data["finish_may_move"]
        count = services.accept_levelling(
            programme, stamp=body.validated_data["stamp"], within_float=within, actor=user
        )
        return Response({"tasks": count})

    @extend_schema(request=None, responses=CountSerializer)
    def clear(self, request: Request, slug: str) -> Response:
        """Take the delays of levelling back."""
        user = person(request)
        return Response({"tasks": services.clear_levelling(programme_for(user, slug), actor=user)})


def _seen(request: Request, slug: str) -> Programme:
    user = person(request)
    programme = programme_for(user, slug)
    require(can_see_plan, user, programme)
    return programme


def _asked(request: Request) -> tuple[date, int]:
    asked = request.query_params
    try:
        first = date.fromisoformat(asked["from"]) if asked.get("from") else timezone.localdate()
    except ValueError as error:
        raise BadInputError({"from": ["YYYY-MM-DD"]}) from error
    weeks = asked.get("weeks", "12")
    if not weeks.isdigit() or not 1 <= int(weeks) <= MAX_WEEKS:
        raise BadInputError({"weeks": [f"1 – {MAX_WEEKS}"]})
    return first, int(weeks)


def _refs(programme: int) -> dict[object, str]:
    return dict(Task.objects.filter(programme_id=programme).values_list("pk", "public_id"))


def _load(found: Load, refs: dict[object, str]) -> dict[str, Any]:
    return {
        "overloads": found.overloads,
        "resources": [
            {
                "resource": row.resource.public_id,
                "weeks": [
                    {"monday": one.monday, "asked": round(one.asked), "capacity": round(one.capacity), "over": one.over}
                    for one in row.weeks
                ],
                "overloads": [
                    {
                        "begins": clock(one.begins).isoformat(),
                        "ends": clock(one.ends).isoformat(),
                        "units": round(one.units),
                        "capacity": round(one.capacity),
                        "tasks": [refs[key] for key in one.tasks if key in refs],
                    }
                    for one in row.overloads
                ],
            }
            for row in found.rows
        ],
    }


def _proposal(found: Proposal, refs: dict[object, str]) -> dict[str, Any]:
    return {
        "moved": [
            {
                "task": refs[one.key],
                "before": clock(one.before).isoformat(),
                "after": clock(one.after).isoformat(),
                "delay": one.delay,
            }
            for one in found.moved
        ],
        "stuck": [{"task": refs[key], "why": why.value} for key, why in found.stuck.items()],
        "overloads_before": len(found.before),
        "overloads_after": len(found.after),
        "finish_before": clock(found.finish_before).isoformat(),
        "finish_after": clock(found.finish_after).isoformat(),
    }
