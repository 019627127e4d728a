"""What feedback looks like in the API, and the bodies of its acts."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from core.api import FieldsMixin
from core.memo import once
from feedback.inbox import permissions, services
from feedback.inbox.choices import Category, Channel, ItemKind
from feedback.inbox.models import FeedbackItem, FeedbackStep
from feedback.inbox.selectors.acts import available_actions
from feedback.inbox.selectors.clocks import Desk, clocks_of, desk
from feedback.inbox.selectors.reading import steps_for
from phases.redesign.models import ProcessNode
from programme.people.models import User
from programme.scope import open_actions

PRIVATE = ("submitter", "submitter_name", "submitter_email", "wave", "unit", "crm_role", "page")


class Named(serializers.SlugRelatedField[Any]):
    """A row by its public id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="public_id", **kwargs)


def text(*, required: bool = False) -> serializers.CharField:
    """Make a field for words; whether they are needed is the service's."""
    return serializers.CharField(required=required, allow_blank=True, max_length=10_000)


class StepSerializer(serializers.ModelSerializer[FeedbackStep]):
    """One step of the history as the submitter reads it."""

    class Meta:
        model = FeedbackStep
        fields = ["at", "act", "state", "text"]


class ItemSerializer(FieldsMixin, serializers.ModelSerializer[FeedbackItem]):
    """An item; who sent it, and where that person works, is told only to readers of the inbox and to the sender."""

    text = text(required=True)
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
    submitter = Named(read_only=True)
    submitter_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    owner = Named(queryset=User.objects.active(), required=False, allow_null=True)
    process = Named(queryset=ProcessNode.objects.all(), required=False, allow_null=True)
    original = Named(read_only=True)
    wave: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    received_at = serializers.DateTimeField(required=False)
    channel = serializers.ChoiceField(choices=Channel.choices, required=False, default=Channel.BUTTON)
    anonymous = serializers.BooleanField(required=False, default=False)
    votes = serializers.IntegerField(source="vote_count", read_only=True)
    clock = serializers.SerializerMethodField()
    history = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = FeedbackItem
        fields = [
            "public_id", "code", "title", "text", "kind", "category", "module", "process", "reach", "channel", "page",
            "anonymous", "submitter", "submitter_name", "submitter_email", "wave", "unit", "crm_role", "received_at",
            "state", "waiting", "owner", "original", "defect", "release", "planned_on", "votes", "clock", "history",
            "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "code", "category", "state", "waiting", "defect", "release", "planned_on", "crm_role",
            "version",
        ]  # fmt: skip

    def to_representation(self, instance: FeedbackItem) -> dict[str, Any]:
        """Leave out who sent it where the caller is not to know."""
        shown = super().to_representation(instance)
        if not permissions.sees_submitter(self.context["request"].user, instance):
            shown |= {name: None for name in PRIVATE if name in shown}
        return shown

    def _desk(self) -> Desk:
        programme: Any = self.context["view"].programme
        return once(programme, "inbox.desk", lambda: desk(programme))

    def get_clock(self, item: FeedbackItem) -> dict[str, Any] | None:
        """Give when the next answer is due and whether it is late; null where none is owed."""
        both = clocks_of(item, self._desk())
        running = both.running if both else None
        if running is None:
            return None
        due = running.due.isoformat() if running.due else None
        return {"due": due, "late": running.late, "paused": running.paused}

    def get_history(self, item: FeedbackItem) -> Any:
        """Give what the caller may read of it, oldest first; a list gives each item's own steps alone."""
        whole = permissions.sees_submitter(self.context["request"].user, item)
        return StepSerializer(steps_for(item, whole=whole, alone=self.parent is not None), many=True).data

    def get_available_actions(self, item: FeedbackItem) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(available_actions(item, self.context["request"].user))


class Words(serializers.Serializer[Any]):
    """Words to the submitter."""

    text = text()


class Needed(serializers.Serializer[Any]):
    """Words that an act needs; an empty one is refused by name."""

    text = serializers.CharField(allow_blank=True, default="", max_length=10_000)


class Classify(Words):
    """What it is and where its cause lies."""

    kind = serializers.ChoiceField(choices=ItemKind.choices, required=False)
    category = serializers.ChoiceField(choices=Category.choices, required=False)
    module = serializers.CharField(required=False, allow_blank=True, max_length=80)


class Defect(Needed):
    """Where the defect goes on."""

    defect = serializers.CharField(allow_blank=True, default="", max_length=300)


class Plan(Needed):
    """Which release, and when."""

    release = serializers.CharField(allow_blank=True, default="", max_length=80)
    planned_on = serializers.DateField(required=False, allow_null=True)


class Release(Needed):
    """With which release it came."""

    release = serializers.CharField(required=False, allow_blank=True, max_length=80)


class Merge(Words):
    """The public id of the item that goes on."""

    original = serializers.CharField(allow_blank=True, default="", max_length=22)


class ByCode(serializers.Serializer[Any]):
    """The code of an anonymous sender; perhaps what is done with it."""

    reply_code = serializers.CharField(max_length=40)
    act = serializers.ChoiceField(choices=sorted(services.BY_CODE), required=False, allow_blank=True)
    text = text()


class Target(serializers.Serializer[Any]):
    """Answering times of a kind, in service hours; the empty kind is what is not classified yet."""

    kind = serializers.ChoiceField(choices=ItemKind.choices, allow_blank=True)
    reply_hours = serializers.DecimalField(max_digits=6, decimal_places=2)
    decision_hours = serializers.DecimalField(max_digits=6, decimal_places=2)


def body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Check the body's shape; raises with every bad field."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
