"""Sign-offs in the API; signing needs the password in the body, a session or token alone never signs."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from programme.people.models import User
from programme.scope import ProgrammeViewSet, open_actions
from programme.signoff import rules, selectors, services
from programme.signoff.choices import SignDecision
from programme.signoff.models import Signature, SignatureRequest
from programme.signoff.permissions import can_manage, can_sign


class SignatureSerializer(serializers.ModelSerializer[Signature]):
    """A signature that was given."""

    signer: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    signer_name = serializers.CharField(source="who", read_only=True)

    class Meta:
        model = Signature
        fields = [
            "public_id", "signer", "signer_name", "role", "capacity", "decision", "conditions", "conditions_due",
            "comment", "sha256", "method", "signed_at",
        ]  # fmt: skip
        read_only_fields = fields


class RequestSerializer(FieldsMixin, serializers.ModelSerializer[SignatureRequest]):
    """A request in a list; the single one adds content, fingerprint and changes."""

    signer: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    meaning = serializers.CharField(source="meaning_text", read_only=True)
    signature: Any = serializers.SerializerMethodField()

    class Meta:
        model = SignatureRequest
        fields = [
            "public_id", "kind", "object_id", "title", "issue", "meaning", "signer", "role", "capacity", "state",
            "due_on", "expires_on", "viewed_at", "signature", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_signature(self, request: SignatureRequest) -> dict[str, Any] | None:
        """Give the signature where there is one."""
        return SignatureSerializer(request.signature).data if hasattr(request, "signature") else None


class RequestDetailSerializer(RequestSerializer):
    """A request with everything its signer must see."""

    content = serializers.SerializerMethodField()
    sha256 = serializers.SerializerMethodField()
    unread = serializers.SerializerMethodField()
    stale = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta(RequestSerializer.Meta):
        fields = [
            *RequestSerializer.Meta.fields, "content", "sha256", "unread", "stale", "changes", "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def shown(self, request: SignatureRequest) -> rules.Frozen:
        """Read the content once per answer."""
        if "_shown" not in self.__dict__:
            looks = self.context["request"].method == "GET"
            read = selectors.content_looked_at if looks else selectors.content_shown
            self.__dict__["_shown"] = read(request)
        shown: rules.Frozen = self.__dict__["_shown"]
        return shown

    def get_content(self, request: SignatureRequest) -> dict[str, Any]:
        """Give what is signed; texts that differ by language carry both."""
        return self.shown(request)

    def get_sha256(self, request: SignatureRequest) -> str:
        """Give the fingerprint to send back as ``seen_hash``."""
        return rules.fingerprint(self.shown(request))

    def get_unread(self, request: SignatureRequest) -> list[str]:
        """Give the keys of the parts that are still to be read."""
        hashes = rules.part_hashes(self.shown(request))
        return [key for key, mark in hashes.items() if request.is_open and request.read_marks.get(key) != mark]

    def get_stale(self, request: SignatureRequest) -> bool:
        """Tell whether a signature no longer fits what the subject says."""
        return request.is_signed and selectors.staleness(request).stale

    def get_changes(self, request: SignatureRequest) -> list[dict[str, str]]:
        """Name every line that changed since it was signed, or last signed by the same person."""
        if request.is_open:
            found = selectors.since_last(request, self.shown(request)).changes
        else:
            found = selectors.staleness(request).changes if request.is_signed else ()
        language = get_language() or "en"
        return [
            {
                "change": one.change.value,
                "part": rules.say(one.part, language),
                "label": rules.say(one.label, language),
                "old": rules.say(one.old, language),
                "new": rules.say(one.new, language),
            }
            for one in found
        ]

    def get_available_actions(self, request: SignatureRequest) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        user = self.context["request"].user
        return open_actions(selectors.available_actions(request, user, self.shown(request)))


class Parts(serializers.Serializer[Any]):
    """Which parts were read; all of them where nothing is named."""

    parts = serializers.ListField(child=serializers.CharField(max_length=80), required=False)


class Sign(serializers.Serializer[Any]):
    """The decision, the fingerprint that was seen, and the password again."""

    decision = serializers.ChoiceField(choices=SignDecision.choices)
    seen_hash = serializers.CharField(max_length=64)
    password = serializers.CharField(write_only=True, trim_whitespace=False)
    comment = serializers.CharField(required=False, allow_blank=True, default="")
    conditions = serializers.CharField(required=False, allow_blank=True, default="")
    conditions_due = serializers.DateField(required=False, allow_null=True, default=None)


class Withdrawal(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(allow_blank=True, default="")


class Successor(serializers.Serializer[Any]):
    """Who signs instead."""

    signer: Any = serializers.SlugRelatedField(slug_field="public_id", queryset=User.objects.active())


def body(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Check the body's shape; raises with every bad field."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class SignatureRequestViewSet(ProgrammeViewSet[SignatureRequest]):
    """Requests for signatures; POST ``view``, ``sign``, ``withdraw``, ``readdress``."""

    queryset = SignatureRequest.objects.all()
    serializer_class = RequestSerializer
    filterset_fields = ["state", "kind", "object_id"]
    acts = {"view": can_sign, "sign": can_sign, "withdraw": can_manage, "readdress": can_manage}

    def scoped(self, rows: QuerySet[SignatureRequest]) -> QuerySet[SignatureRequest]:  # noqa: ARG002
        """Keep what this person sees in this programme."""
        return SignatureRequest.objects.filter(programme=self.programme).visible_to(self.person)

    def get_serializer_class(self) -> type[RequestSerializer]:
        """Give a single request with its content."""
        return RequestSerializer if self.action == "list" else RequestDetailSerializer

    @action(detail=True, methods=["post"])
    def view(self, request: Request, **_kwargs: Any) -> Response:
        """Mark parts as read."""
        row = services.mark_viewed(self.get_object(), actor=self.person, **body(Parts, request))
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def sign(self, request: Request, **_kwargs: Any) -> Response:
        """Sign, sign with conditions, or decline."""
        row = self.get_object()
        services.sign(row, actor=self.person, **body(Sign, request))
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, **_kwargs: Any) -> Response:
        """Withdraw the request."""
        return self.answer(services.withdraw(self.get_object(), actor=self.person, **body(Withdrawal, request)))

    @action(detail=True, methods=["post"])
    def readdress(self, request: Request, **_kwargs: Any) -> Response:
        """Name another signer."""
        return self.answer(services.readdress(self.get_object(), actor=self.person, **body(Successor, request)))
