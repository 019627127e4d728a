"""The plan in the API: tasks, links, changed days, and acts on the whole plan."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from core.api import FieldsMixin, etag, expected_version
from core.downloads import CALENDAR, XML, file_answer
from core.errors import BadInputError
from phases.gates.models import Deliverable
from phases.plan import services
from phases.plan.choices import LagUnit
from phases.plan.filters import TaskFilter
from phases.plan.models import MINUTES_PER_DAY, CalendarDay, PlanCalendar, Task, TaskLink
from phases.plan.permissions import ACTIONS, can_edit_calendar, can_see_plan
from phases.plan.rules.tokens import minutes_from_days
from phases.plan.selectors import available_actions, float_days
from phases.plan.selectors.exchange import plan_xml
from phases.plan.selectors.milestones import milestones_ics
from phases.plan.selectors.ripple import compute_ripple, longer, task_named
from phases.plan.selectors.ripple_json import ripple_json
from programme.charter.models import Goal
from programme.people.models import User
from programme.scope import ProgrammeViewSet, open_actions, person, programme_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

COMPUTED = [
    "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float", "critical",
    "baseline_start", "baseline_finish",
]  # fmt: skip
OWN = [
    "name_zh", "name_en", "milestone", "minutes", "constraint", "constraint_on", "deadline", "responsible_role",
    "accountable_role", "standing", "elapsed", "manual", "planned_start", "planned_finish", "active", "fixed",
    "ignores_resources", "priority", "optimistic", "pessimistic", "earning", "steps", "note",
]  # fmt: skip


class StepSerializer(serializers.Serializer[Any]):
    """A weighted milestone within a task: its weight in per cent, and the day on which it was reached."""

    name = serializers.CharField(max_length=120)
    weight = serializers.DecimalField(max_digits=5, decimal_places=2)
    reached_on = serializers.DateField(allow_null=True, required=False, default=None)


class TaskSerializer(FieldsMixin, serializers.ModelSerializer[Task]):
    """A task; durations and floats are working minutes, 480 to a day, dates are days."""

    responsible: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=User.objects.all(), required=False, allow_null=True
    )
    parent: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    calendar: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=PlanCalendar.objects.all(), required=False, allow_null=True
    )
    steps = StepSerializer(many=True, required=False)
    deliverables: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    goals: Any = serializers.SlugRelatedField(slug_field="public_id", many=True, read_only=True)
    float_days = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = [
            "public_id", "code", "wbs", "source", "uid", "name", "parent", "summary", "responsible", "calendar", *OWN,
            "actual_start", "actual_finish", "percent", "wave", "deliverables", "goals", "delay", "delay_elapsed",
            *COMPUTED, "float_days", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "code", "wbs", "source", "uid", "name", "summary", "actual_start", "actual_finish", "percent",
            "wave", "delay", "delay_elapsed", *COMPUTED, "version",
        ]  # fmt: skip
        extra_kwargs = {"minutes": {"required": False, "min_value": 0}}
        validators: list[Any] = []  # the service says what is wrong

    def get_float_days(self, task: Task) -> Decimal | None:
        """Total float in working days."""
        return float_days(task)

    def get_available_actions(self, task: Task) -> list[dict[str, Any]]:
        """What the caller may do, and why not."""
        return open_actions(available_actions(task, person(self.context["request"])))


class ProgressSerializer(serializers.Serializer[Any]):
    """What has happened."""

    actual_start = serializers.DateField(allow_null=True, required=False, default=None)
    actual_finish = serializers.DateField(allow_null=True, required=False, default=None)
    percent = serializers.IntegerField(min_value=0, max_value=100, required=False, default=0)


class MoveSerializer(serializers.Serializer[Any]):
    """Where a task shall stand: public ids, null for the top level and for the end."""

    parent: Any = serializers.CharField(allow_null=True, required=False, default=None)
    before = serializers.CharField(allow_null=True, required=False, default=None)


class ServesSerializer(serializers.Serializer[Any]):
    """What the task makes, by code, and which goals a milestone stands for, by public id; both replace the old ones."""

    deliverables = serializers.ListField(child=serializers.CharField(), default=list)
    goals = serializers.ListField(child=serializers.CharField(), default=list)


class LinkInSerializer(serializers.Serializer[Any]):
    """What the task shall wait for; ``unit`` says whether the lag is working or elapsed minutes or per cent."""

    earlier = serializers.CharField()
    type = serializers.ChoiceField(choices=["FS", "SS", "FF", "SF"], default="FS")
    unit = serializers.ChoiceField(choices=LagUnit.choices, default=LagUnit.WORK)
    lag = serializers.IntegerField(default=0, min_value=-MINUTES_PER_DAY * 10_000, max_value=MINUTES_PER_DAY * 10_000)


class LinkSerializer(FieldsMixin, serializers.ModelSerializer[TaskLink]):
    """A link between two tasks."""

    earlier: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    later: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)

    class Meta:
        model = TaskLink
        fields = ["public_id", "earlier", "later", "type", "lag", "unit", "version"]
        read_only_fields = fields


class TaskViewSet(ProgrammeViewSet[Task]):
    """Tasks of a plan."""

    queryset = Task.objects.all()
    serializer_class = TaskSerializer
    filterset_class = TaskFilter
    reads = can_see_plan
    acts = {
        "create": ACTIONS["add_task"],
        "partial_update": ACTIONS["edit"],
        "destroy": ACTIONS["delete"],
        "progress": ACTIONS["progress"],
        "move": ACTIONS["move"],
        "link": ACTIONS["link"],
        "serves": ACTIONS["serves"],
    }

    def get_queryset(self) -> "QuerySet[Task]":
        """Tasks with what they make and serve."""
        return super().get_queryset().prefetch_related("deliverables", "goals")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Give a task; its dates change without its version, so it is never answered with 304."""
        task = self.get_object()
        return Response(self.get_serializer(task).data, headers={"ETag": etag(task)})

    @extend_schema(responses=OpenApiTypes.BINARY)
    @action(detail=False, methods=["get"], url_path="export/xml")
    def xml(self, request: Request, slug: str) -> HttpResponse:  # noqa: ARG002
        """Give the whole plan as Microsoft Project's XML."""
        return file_answer(plan_xml(self.programme), f"{slug}-plan.xml", XML)

    @extend_schema(responses=OpenApiTypes.BINARY)
    @action(detail=False, methods=["get"], url_path="export/ics")
    def ics(self, request: Request, slug: str) -> HttpResponse:  # noqa: ARG002
        """Give milestones and gates as an iCalendar, in the language of the request."""
        return file_answer(milestones_ics(self.programme), f"{slug}-milestones.ics", CALENDAR)

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Add a task at the end of the plan."""
        values = self.valid(request)
        name = values.get("name_zh") or values.get("name_en") or ""
        names = {key: text for key in ("name_zh", "name_en") if (text := values.pop(key, ""))}
        task = services.add_task(self.programme, name=name, actor=self.person, **values, **names)
        return self.answer(task, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change a task's own facts."""
        task = self.get_object()
        expected_version(request, task)
        values = self.valid(request, partial=True, instance=task)
        return self.answer(services.update_task(task, actor=self.person, **values))

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Delete a task with its links."""
        task = self.get_object()
        expected_version(request, task)
        services.delete_task(task, actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=True, methods=["post"])
    def progress(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Record what has happened."""
        task = self.get_object()
        body = ProgressSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        version = expected_version(request, task)
        return self.answer(services.record_progress(task, actor=self.person, version=version, **body.validated_data))

    @action(detail=True, methods=["post"])
    def move(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Put the task elsewhere."""
        task = self.get_object()
        body = MoveSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        parent, before = (self._other(body.validated_data[name]) for name in ("parent", "before"))
        version = expected_version(request, task)
        return self.answer(services.move_task(task, parent=parent, before=before, version=version, actor=self.person))

    @action(detail=True, methods=["post"])
    def serves(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Say which deliverables the task makes, and which goals the milestone stands for."""
        task = self.get_object()
        body = ServesSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        codes, goals = set(body.validated_data["deliverables"]), set(body.validated_data["goals"])
        makes = list(Deliverable.objects.filter(programme=self.programme, code__in=codes))
        serves = list(Goal.objects.filter(programme=self.programme, public_id__in=goals))
        short = {"deliverables": len(makes) < len(codes), "goals": len(serves) < len(goals)}
        if any(short.values()):
            raise BadInputError({name: [_("There is no such record.")] for name, missing in short.items() if missing})
        version = expected_version(request, task)
        return self.answer(
            services.relate_task(task, deliverables=makes, goals=serves, version=version, actor=self.person)
        )

    @action(detail=True, methods=["post"])
    def link(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Let the task wait for another."""
        task = self.get_object()
        body = LinkInSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        earlier = get_object_or_404(self.get_queryset(), public_id=values["earlier"])
        link = services.link_tasks(
            task, earlier=earlier, kind=values["type"], lag=values["lag"], unit=values["unit"], actor=self.person
        )
        return Response(LinkSerializer(link).data, status=status.HTTP_201_CREATED)

    def _other(self, ref: str | None) -> Task | None:
        return None if ref is None else get_object_or_404(self.get_queryset(), public_id=ref)


class TaskLinkViewSet(ProgrammeViewSet[TaskLink]):
    """Links of a plan."""

    queryset = TaskLink.objects.all()
    serializer_class = LinkSerializer
    filterset_fields = ["type"]
    reads = can_see_plan
    acts = {"destroy": ACTIONS["unlink"]}

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Remove a link."""
        services.unlink_tasks(self.get_object(), actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CalendarDaySerializer(FieldsMixin, serializers.ModelSerializer[CalendarDay]):
    """A day that the programme decided for itself."""

    class Meta:
        model = CalendarDay
        fields = ["public_id", "day", "works", "note", "version"]
        read_only_fields = ["public_id", "version"]
        validators: list[Any] = []


class CalendarDayViewSet(ProgrammeViewSet[CalendarDay]):
    """Days changed by an administrator; POST sets a day whatever it was."""

    queryset = CalendarDay.objects.select_related("programme").order_by("day")
    serializer_class = CalendarDaySerializer
    reads = can_see_plan
    acts = {"create": can_edit_calendar, "destroy": can_edit_calendar}

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Decide a day."""
        row = services.set_calendar_day(self.programme, actor=self.person, **self.valid(request))
        return self.answer(row, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Let the day follow the calendar again."""
        services.clear_calendar_day(self.get_object(), actor=self.person)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DatesSerializer(serializers.Serializer[Any]):
    """When the plan starts and ends."""

    start = serializers.DateTimeField()
    finish = serializers.DateTimeField()


class CountSerializer(serializers.Serializer[Any]):
    """How many tasks were written."""

    tasks = serializers.IntegerField()


class RippleBody(serializers.Serializer[Any]):
    """Edits of the plan, each an object with ``op``; or a task's public id or code and working days more."""

    edits = serializers.ListField(child=serializers.DictField(), required=False, max_length=200)
    task: Any = serializers.CharField(required=False, max_length=60)
    days = serializers.DecimalField(max_digits=8, decimal_places=3, required=False)


class PlanViewSet(viewsets.ViewSet):
    """Acts on the whole plan."""

    @extend_schema(request=None, responses=DatesSerializer)
    def reschedule(self, request: Request, slug: str) -> Response:
        """Compute all dates."""
        user = person(request)
        result = services.reschedule(programme_for(user, slug), actor=user)
        return Response({"start": result.start, "finish": result.finish})

    @extend_schema(request=None, responses=CountSerializer)
    def baseline(self, request: Request, slug: str) -> Response:
        """Promise the dates as they are."""
        user = person(request)
        return Response({"tasks": services.set_baseline(programme_for(user, slug), actor=user)})

    @extend_schema(request=RippleBody, responses=OpenApiTypes.OBJECT)
    def ripple(self, request: Request, slug: str) -> Response:
        """Say what edits of the plan would move; writes nothing."""
        programme = programme_for(person(request), slug)
        require(can_see_plan, person(request), programme)
        body = RippleBody(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data
        edits = said.get("edits") or []
        if "task" in said:
            minutes = minutes_from_days(said.get("days") or Decimal(0))
            edits = [*edits, *longer(task_named(programme, said["task"]), minutes)]
        return Response(ripple_json(programme, compute_ripple(programme, edits)))
