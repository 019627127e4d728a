"""Meetings and actions over the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.governance.api.naming import stakeholders_named
from programme.governance.choices import MeetingKind, MeetingState
from programme.governance.filters import ActionFilter, MeetingFilter
from programme.governance.models import MAX_LENGTH, ActionItem, Decision, Meeting
from programme.governance.permissions import ACTION_ACTS, ACTIONS, MEETING_ACTS, can_see_governance
from programme.governance.selectors.meetings import (
    action_item_actions,
    calendar_of_meeting,
    meeting_actions,
    timing_of,
)
from programme.governance.services import actions as action_services
from programme.governance.services import meetings as services
from programme.people.models import User
from programme.scope import ProgrammeViewSet, open_actions


class MeetingSerializer(FieldsMixin, serializers.ModelSerializer[Meeting]):
    """A meeting with its agenda; ``people`` names stakeholders by public id with their presence."""

    people = serializers.SerializerMethodField()
    present = serializers.SerializerMethodField()
    agenda = serializers.SerializerMethodField()
    minutes_planned = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Meeting
        fields = [
            "public_id", "kind", "title", "held_on", "begins", "length", "place", "state", "agenda", "minutes_planned",
            "people", "present", "minutes", "sequence", "called_at", "approved_at", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_people(self, row: Meeting) -> list[dict[str, str]]:
        """Public ids of the stakeholders, with whether they came."""
        return [{"stakeholder": one.stakeholder.public_id, "presence": one.presence} for one in row.attendances.all()]

    def get_present(self, row: Meeting) -> list[str]:
        """Public ids of those who were there."""
        return [one.stakeholder.public_id for one in row.attendances.all() if one.presence == "present"]

    def get_agenda(self, row: Meeting) -> list[dict[str, Any]]:
        """The points in their order."""
        return [
            {
                "position": one.position,
                "text": one.text,
                "minutes": one.length,
                "speaker": one.speaker,
                "decision": one.decision.code if one.decision else None,
                "outcome": one.outcome,
            }
            for one in row.agenda.all()
        ]

    def get_minutes_planned(self, row: Meeting) -> int:
        """Minutes that the points need."""
        return timing_of(row).planned

    def get_available_actions(self, row: Meeting) -> list[dict[str, Any]]:
        """The acts that the page shows too."""
        return open_actions(meeting_actions(row, self.context["request"].user))


def _ids(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=22), **kwargs)


class MeetingBody(serializers.Serializer[Any]):
    """A meeting that was held: kind, day, the public ids of the stakeholders who were there."""

    kind = serializers.ChoiceField(choices=MeetingKind.choices)
    held_on = serializers.DateField()
    present = _ids()
    minutes = serializers.CharField(required=False, allow_blank=True, default="")


class PlanBody(serializers.Serializer[Any]):
    """A meeting that lies ahead."""

    kind = serializers.ChoiceField(choices=MeetingKind.choices)
    title = serializers.CharField(max_length=160, required=False, allow_blank=True)
    held_on = serializers.DateField()
    begins = serializers.TimeField(required=False, allow_null=True)
    length = serializers.IntegerField(min_value=5, max_value=MAX_LENGTH, required=False)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)
    invited = _ids(required=False)


class PointBody(serializers.Serializer[Any]):
    """A point of the agenda."""

    text = serializers.CharField(max_length=200)
    minutes = serializers.IntegerField(min_value=1, max_value=MAX_LENGTH)
    speaker = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    decision = serializers.CharField(max_length=12, required=False, allow_blank=True, allow_null=True, default="")


class AgendaBody(serializers.Serializer[Any]):
    """The whole agenda."""

    items = PointBody(many=True)


class AttendanceBody(serializers.Serializer[Any]):
    """Who came, and who had excused themselves."""

    present = _ids(required=False, default=list)
    excused = _ids(required=False, default=list)


class MinutesBody(serializers.Serializer[Any]):
    """What was said, altogether and under each point (by its position)."""

    minutes = serializers.CharField(allow_blank=True, default="")
    outcomes = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False, default=dict)


class ReasonBody(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(required=False, allow_blank=True, default="")


def _body(shape: type[serializers.Serializer[Any]], request: Request, **kwargs: Any) -> dict[str, Any]:
    given = shape(data=request.data, **kwargs)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class MeetingViewSet(ProgrammeViewSet[Meeting]):
    """Meetings; POST records one that was held, ``plan`` drafts one that lies ahead."""

    queryset = Meeting.objects.all()
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
    reads = can_see_governance
    acts = {
        "create": ACTIONS["hold_meeting"],
        "plan": ACTIONS["hold_meeting"],
        "partial_update": MEETING_ACTS["edit"],
    } | {name: MEETING_ACTS[name] for name in ("agenda", "call", "cancel", "hold", "minutes", "send_out", "take_back")}

    def scoped(self, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
        """Drafts are there for those who prepare them."""
        return super().scoped(rows).visible_to(self.person).prefetch_related("agenda__decision")  # type: ignore[attr-defined,no-any-return]

    def _people(self, said: dict[str, Any], *names: str) -> dict[str, Any]:
        found = {name: stakeholders_named(self.programme, name, said[name]) for name in names if name in said}
        return said | found

    @extend_schema(request=MeetingBody)
    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Record a meeting that was held."""
        said = self._people(_body(MeetingBody, request), "present")
        return self.answer(services.hold_meeting(self.programme, actor=self.person, **said), status.HTTP_201_CREATED)

    @extend_schema(request=PlanBody)
    @action(detail=False, methods=["post"])
    def plan(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Plan a meeting: a draft that tells nobody."""
        said = self._people({"invited": []} | _body(PlanBody, request), "invited")
        return self.answer(services.plan_meeting(self.programme, actor=self.person, **said), status.HTTP_201_CREATED)

    @extend_schema(request=PlanBody)
    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change a meeting that lies ahead."""
        row = self.get_object()
        version = expected_version(request, row)
        said = self._people(_body(PlanBody, request, partial=True), "invited")
        return self.answer(services.edit_meeting(row, actor=self.person, version=version, **said))

    @extend_schema(request=AgendaBody)
    @action(detail=True, methods=["post"])
    def agenda(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Write the whole agenda."""
        items = _body(AgendaBody, request)["items"]
        return self.answer(services.set_agenda(self.get_object(), items=items, actor=self.person))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def call(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Tell those invited."""
        return self.answer(services.call_meeting(self.get_object(), actor=self.person))

    @extend_schema(request=ReasonBody)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Call it off."""
        return self.answer(services.cancel_meeting(self.get_object(), actor=self.person, **_body(ReasonBody, request)))

    @extend_schema(request=AttendanceBody)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Record who was there."""
        said = self._people(_body(AttendanceBody, request), "present", "excused")
        return self.answer(services.record_attendance(self.get_object(), actor=self.person, **said))

    @extend_schema(request=MinutesBody)
    @action(detail=True, methods=["post"])
    def minutes(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Write the minutes."""
        said = _body(MinutesBody, request)
        wrong = [key for key in said["outcomes"] if not str(key).isdecimal()]
        if wrong:
            raise serializers.ValidationError({"outcomes": [f"{wrong[0]}?"]})
        outcomes = {int(key): text for key, text in said["outcomes"].items()}
        row = services.write_minutes(self.get_object(), minutes=said["minutes"], outcomes=outcomes, actor=self.person)
        return self.answer(row)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def send_out(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Put the minutes before the sponsor."""
        return self.answer(services.send_out_minutes(self.get_object(), actor=self.person))

    @extend_schema(request=ReasonBody)
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Write the minutes otherwise."""
        said = _body(ReasonBody, request)
        return self.answer(services.take_back_minutes(self.get_object(), actor=self.person, **said))

    @extend_schema(responses={(200, "text/calendar"): bytes})
    @action(detail=True, methods=["get"])
    def calendar(self, request: Request, slug: str, public_id: str) -> HttpResponse:  # noqa: ARG002
        """Give the meeting as a file that calendars read."""
        row = self.get_object()
        if row.begins is None or row.state == MeetingState.DRAFT:
            raise Http404
        return HttpResponse(calendar_of_meeting(row), content_type="text/calendar; charset=utf-8")


class ActionItemSerializer(FieldsMixin, serializers.ModelSerializer[ActionItem]):
    """An action; ``owner``, ``meeting`` and ``decision`` by public id."""

    owner: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    owner_text = serializers.CharField(read_only=True)
    meeting: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    decision: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = ActionItem
        fields = [
            "public_id", "code", "text", "owner", "owner_text", "due_on", "meeting", "decision", "state", "carried",
            "note", "done_on", "raised_on", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_available_actions(self, row: ActionItem) -> list[dict[str, Any]]:
        """The acts that the page shows too."""
        return open_actions(action_item_actions(row, self.context["request"].user))


class ActionBody(serializers.Serializer[Any]):
    """Who does what until when, and where it was agreed."""

    text = serializers.CharField(max_length=300)
    owner = serializers.SlugRelatedField(
        slug_field="public_id", queryset=User.objects.active(), required=False, allow_null=True, default=None
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    meeting = serializers.CharField(max_length=22, required=False, allow_null=True, allow_blank=True, default=None)
    decision = serializers.CharField(max_length=22, required=False, allow_null=True, allow_blank=True, default=None)


class RemarkBody(serializers.Serializer[Any]):
    """What came of it, or why."""

    note = serializers.CharField(required=False, allow_blank=True, default="")


class ActionItemViewSet(ProgrammeViewSet[ActionItem]):
    """Actions; POST agrees one, the acts settle it."""

    queryset = ActionItem.objects.all()
    serializer_class = ActionItemSerializer
    filterset_class = ActionFilter
    reads = can_see_governance
    acts = {
        "create": ACTION_ACTS["new"],
        "partial_update": ACTION_ACTS["edit"],
        "finish": ACTION_ACTS["finish"],
        "drop": ACTION_ACTS["drop"],
        "reopen": ACTION_ACTS["reopen"],
    }

    def _said(self, request: Request, *, partial: bool) -> dict[str, Any]:
        said = _body(ActionBody, request, partial=partial)
        for name, model in (("meeting", Meeting), ("decision", Decision)):
            if said.get(name):
                found = model._default_manager.filter(programme=self.programme, public_id=said[name]).first()
                if found is None:
                    raise serializers.ValidationError({name: [f"{said[name]}?"]})
                said[name] = found
            elif name in said:
                said[name] = None
        return said

    @extend_schema(request=ActionBody)
    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Agree an action."""
        said = self._said(request, partial=False)
        return self.answer(
            action_services.agree_action(self.programme, actor=self.person, **said), status.HTTP_201_CREATED
        )

    @extend_schema(request=ActionBody)
    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Change an open action."""
        row = self.get_object()
        version = expected_version(request, row)
        said = self._said(request, partial=True)
        return self.answer(action_services.edit_action(row, actor=self.person, version=version, **said))

    @extend_schema(request=RemarkBody)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """It is done."""
        said = _body(RemarkBody, request)
        return self.answer(action_services.finish_action(self.get_object(), actor=self.person, **said))

    @extend_schema(request=RemarkBody)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """It is not done, with a reason."""
        said = _body(RemarkBody, request)
        return self.answer(action_services.drop_action(self.get_object(), actor=self.person, **said))

    @extend_schema(request=RemarkBody)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """It has to be done after all."""
        said = _body(RemarkBody, request)
        return self.answer(action_services.reopen_action(self.get_object(), actor=self.person, **said))
