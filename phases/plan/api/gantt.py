"""The chart's data in one answer, and its edits: each is answered with the rows that it changed."""

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from core.api import expected_version
from core.errors import BadInputError
from phases.plan import services
from phases.plan.choices import Constraint, LagUnit, LinkType
from phases.plan.models import MINUTES_PER_DAY, Task
from phases.plan.permissions import ACTIONS, can_see_plan
from phases.plan.selectors import gantt_data, gantt_gates, gantt_links, gantt_mark, gantt_tag, gantt_tasks
from programme.scope import person, programme_for

FURTHEST = MINUTES_PER_DAY * 10_000


class ColumnsSerializer(serializers.Serializer[Any]):
    """What the columns of the rows mean, in their order; the empty ones at a row's end are left away."""

    task = serializers.ListField(child=serializers.CharField())
    link = serializers.ListField(child=serializers.CharField())
    flags = serializers.ListField(child=serializers.CharField(), help_text="the first is bit 1")
    kinds = serializers.ListField(child=serializers.CharField())
    units = serializers.ListField(child=serializers.CharField())


class GanttSerializer(serializers.Serializer[Any]):
    """The plan as rows of short values; every day is a number counted from ``base``."""

    mark = serializers.CharField(help_text="which state of the plan this is")
    base = serializers.DateField()
    today = serializers.IntegerField()
    columns = ColumnsSerializer()
    tasks = serializers.ListField(child=serializers.ListField())
    links = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    gates = serializers.ListField(child=serializers.ListField())
    off = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    may = serializers.DictField(child=serializers.BooleanField())


class WaitSerializer(serializers.Serializer[Any]):
    """One link into the task; the lag is in minutes or per cent, as its unit says."""

    earlier = serializers.CharField()
    type = serializers.ChoiceField(choices=LinkType.choices, default=LinkType.FS)
    lag = serializers.IntegerField(default=0, min_value=-FURTHEST, max_value=FURTHEST)
    unit = serializers.ChoiceField(choices=LagUnit.choices, default=LagUnit.WORK)


class PlaceSerializer(serializers.Serializer[Any]):
    """Where a task shall stand: public ids, null for the top level and for the end."""

    parent: Any = serializers.CharField(required=False, allow_null=True, default=None)
    before = serializers.CharField(required=False, allow_null=True, default=None)
    wbs = serializers.CharField(required=False, allow_blank=True, max_length=60, help_text="else the next one there")


class EditSerializer(serializers.Serializer[Any]):
    """One edit of one task, as it is made in the chart, or the ``undo`` of an earlier answer."""

    task = serializers.CharField(help_text="public id")
    name = serializers.CharField(required=False, max_length=300, help_text="in the language of the caller")
    duration = serializers.CharField(required=False, max_length=40, help_text="3d, 4h, 2w")
    start = serializers.DateField(required=False, help_text="where the bar was dropped: start no earlier than")
    name_zh = serializers.CharField(required=False, allow_blank=True, max_length=300)
    name_en = serializers.CharField(required=False, allow_blank=True, max_length=300)
    minutes = serializers.IntegerField(required=False, min_value=0, max_value=FURTHEST)
    constraint = serializers.ChoiceField(required=False, choices=Constraint.choices)
    constraint_on = serializers.DateField(required=False, allow_null=True)
    constraint_minute = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1440)
    planned_start = serializers.DateField(required=False, allow_null=True)
    planned_finish = serializers.DateField(required=False, allow_null=True)
    predecessors = serializers.CharField(
        required=False, allow_blank=True, max_length=2000, help_text='rows, codes or WBS: "3FS+2d, 5SS"'
    )
    links = WaitSerializer(required=False, many=True)
    link = WaitSerializer(required=False)
    unlink = serializers.CharField(required=False, help_text="public id of the earlier task")
    move = PlaceSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for something to do."""
        if set(attrs) <= {"task"}:
            raise BadInputError({"": ["name, duration, start, predecessors, links, link, unlink, move"]})
        return attrs


class MoveSerializer(serializers.Serializer[Any]):
    """A task whose dates changed."""

    task = serializers.CharField(help_text="public id")
    start = serializers.DateField(allow_null=True, help_text="before")
    finish = serializers.DateField(allow_null=True, help_text="before")
    days = serializers.IntegerField(help_text="working days that the finish moved, or the start where that alone did")


class EditedSerializer(serializers.Serializer[Any]):
    """What an edit did: the rows that changed, as the chart's data has them."""

    says = serializers.CharField()
    was = serializers.CharField(help_text="the mark before")
    mark = serializers.CharField()
    moved = MoveSerializer(many=True)
    whole = serializers.BooleanField(help_text="rows stand in another order: tasks and links are all there are")
    tasks = serializers.ListField(child=serializers.ListField())
    links = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()), help_text="into it")
    gates = serializers.ListField(child=serializers.ListField())
    undo = serializers.DictField(help_text="the edit that takes this one back")


class GanttViewSet(viewsets.ViewSet):
    """The plan as a chart."""

    @extend_schema(responses=GanttSerializer, parameters=[OpenApiParameter("baseline", int)])
    def gantt(self, request: Request, slug: str) -> Response:
        """Give everything the chart draws; 304 where the caller has it."""
        user, today = person(request), timezone.localdate()
        programme = programme_for(user, slug)
        require(can_see_plan, user, programme)
        baseline = _baseline(request)
        tag = gantt_tag(gantt_mark(programme), user, today, baseline)
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304, headers={"ETag": tag})
        return Response(gantt_data(programme, user, today, baseline), headers={"ETag": tag})

    @extend_schema(request=EditSerializer, responses=EditedSerializer, parameters=[OpenApiParameter("baseline", int)])
    def edit(self, request: Request, slug: str) -> Response:
        """Change a task's name, length, start, links or place; ``If-Match`` carries the version that the caller saw."""
        user = person(request)
        programme = programme_for(user, slug)
        require(ACTIONS["edit"], user, programme)
        body = EditSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        edit = dict(body.validated_data)
        rows = Task.objects.filter(programme=programme).for_list()
        task = get_object_or_404(rows, public_id=edit.pop("task"))
        version = expected_version(request, task)
        baseline, whole = _baseline(request), "move" in edit
        before = gantt_tasks(programme, baseline)
        edited = services.edit_plan(task, edit=edit, actor=user, version=version)
        kept = {row[0]: row for row in before}
        return Response(
            {
                "says": edited.says,
                "was": edited.was,
                "mark": gantt_mark(programme),
                "moved": [_move(one.key, one.before, one.days) for one in edited.moved],
                "whole": whole,
                "tasks": [row for row in gantt_tasks(programme, baseline) if whole or kept.get(row[0]) != row],
                "links": gantt_links(programme, later=None if whole else edited.task),
                "gates": gantt_gates(programme),
                "undo": {"task": task.public_id, **edited.undo} if edited.undo else {},
            }
        )


def _baseline(request: Request) -> int | None:
    """Return the number of the baseline that is asked for, else None: the promise that counts."""
    asked = request.query_params.get("baseline", "")
    return int(asked) if asked.isdecimal() else None


def _move(key: Any, span: tuple[Any, Any], days: int) -> Mapping[str, Any]:
    return {"task": key, "start": span[0], "finish": span[1], "days": days}
