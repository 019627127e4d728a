"""People in the API: roles held, seats, responsibilities, and oneself."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import is_administrator, require
from core.api import FieldsMixin, etag, expected_version
from programme.people.choices import RACI_ROLES, RaciLetter, Role
from programme.people.models import Away, Membership, RaciCell, Seat, Unit, User
from programme.people.permissions import can_end_absence, can_manage_team, can_name_deputy, can_see_team
from programme.people.services import (
    add_ltc_raci,
    deactivate,
    end_absence,
    end_role,
    fill_seat,
    invite,
    plan_absence,
    save_unit,
    set_raci,
)
from programme.scope import ProgrammeViewSet, person


class PersonSerializer(FieldsMixin, serializers.ModelSerializer[User]):
    """A person, as colleagues see them."""

    class Meta:
        model = User
        fields = ["public_id", "name", "email", "job_title", "is_active", "version"]
        read_only_fields = fields


class MembershipSerializer(FieldsMixin, serializers.ModelSerializer[Membership]):
    """A role held."""

    user = PersonSerializer(read_only=True)
    unit: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Membership
        fields = ["public_id", "user", "role", "unit", "ended_on", "version"]
        read_only_fields = fields


class InvitationSerializer(serializers.Serializer[Any]):
    """Whom to invite into which role."""

    email = serializers.EmailField()
    name = serializers.CharField(max_length=120)
    role = serializers.ChoiceField(choices=[c for c in Role.choices if c[0] != Role.ADM])
    unit: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Unit.objects.all(), required=False, allow_null=True
    )


class ReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(required=False, allow_blank=True, default="")


class MembershipViewSet(ProgrammeViewSet[Membership]):
    """Roles held in the programme; POST invites, ``end`` ends."""

    queryset = Membership.objects.all()
    serializer_class = MembershipSerializer
    filterset_fields = ["role"]
    reads = can_see_team
    acts = {"create": can_manage_team, "end": can_manage_team}

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Invite a person; the answer carries the link's token once."""
        body = InvitationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        membership, token = invite(self.programme, actor=self.person, **body.validated_data)
        answer = self.answer(membership, status=status.HTTP_201_CREATED)
        answer.data["set_up_token"] = token
        return answer

    @action(detail=True, methods=["post"])
    def end(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """End the role."""
        body = ReasonSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        membership = self.get_object()
        end_role(membership, actor=self.person, reason=body.validated_data["reason"])
        return self.answer(membership)


class SeatSerializer(FieldsMixin, serializers.ModelSerializer[Seat]):
    """A seat and its holder; write ``holder`` as a person's public id or null."""

    holder = serializers.SlugRelatedField(slug_field="public_id", queryset=User.objects.all(), allow_null=True)

    class Meta:
        model = Seat
        fields = [
            "public_id", "role", "mandatory", "duties", "holder", "vacant", "allocation", "starts_on", "ends_on",
            "certificate", "certificate_number", "certificate_expires", "similar_years", "version",
        ]  # fmt: skip
        read_only_fields = ["public_id", "role", "mandatory", "vacant", "version"]


class SeatViewSet(ProgrammeViewSet[Seat]):
    """The team's seats."""

    queryset = Seat.objects.all()
    serializer_class = SeatSerializer
    filterset_fields = ["role", "mandatory"]
    reads = can_see_team
    acts = {"partial_update": can_manage_team}

    def partial_update(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """Fill or empty the seat."""
        seat = self.get_object()
        expected_version(request, seat)
        values = self.valid(request, partial=True, instance=seat)
        holder = values.pop("holder", seat.holder)
        return self.answer(fill_seat(seat, holder=holder, actor=self.person, **values))


class AbsenceSerializer(FieldsMixin, serializers.ModelSerializer[Away]):
    """An absence; write ``person`` and ``deputy`` as public ids."""

    person: Any = serializers.SlugRelatedField(slug_field="public_id", queryset=User.objects.all())
    deputy: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=User.objects.all(), allow_null=True, required=False
    )

    class Meta:
        model = Away
        fields = ["public_id", "person", "deputy", "first_on", "last_on", "authority", "ended_on", "version"]
        read_only_fields = ["public_id", "ended_on", "version"]


class AbsenceViewSet(ProgrammeViewSet[Away]):
    """Absences of the team and who deputises; POST writes one down, ``end`` ends it early."""

    queryset = Away.objects.for_list()
    serializer_class = AbsenceSerializer
    filterset_fields = ["first_on", "last_on"]
    reads = can_see_team
    acts = {"create": can_name_deputy, "end": can_end_absence}

    def create(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Write an absence down."""
        values = self.valid(request)
        return self.answer(plan_absence(self.programme, actor=self.person, **values), status=status.HTTP_201_CREATED)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, slug: str, public_id: str) -> Response:  # noqa: ARG002
        """End the absence."""
        return self.answer(end_absence(self.get_object(), actor=self.person))


class RaciSerializer(FieldsMixin, serializers.ModelSerializer[RaciCell]):
    """One responsibility."""

    role = serializers.ChoiceField(choices=RACI_ROLES)
    letter = serializers.ChoiceField(choices=RaciLetter.choices)

    class Meta:
        model = RaciCell
        fields = ["public_id", "subject", "title", "role", "letter", "version"]
        read_only_fields = ["public_id", "version"]


class RaciViewSet(ProgrammeViewSet[RaciCell]):
    """The responsibility matrix; PUT replaces the cells of the subjects it names."""

    queryset = RaciCell.objects.order_by("subject", "letter", "role")
    serializer_class = RaciSerializer
    filterset_fields = ["subject", "role", "letter"]
    reads = can_see_team
    acts = {"replace": can_manage_team, "lead_to_cash": can_manage_team}

    def replace(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Write the cells."""
        body = RaciSerializer(data=request.data, many=True)
        body.is_valid(raise_exception=True)
        cells = [(c["subject"], c.get("title", ""), c["role"], c["letter"]) for c in body.validated_data]
        return Response({"written": set_raci(self.programme, cells=cells, actor=self.person)})

    @extend_schema(request=None)
    def lead_to_cash(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        """Write the six steps of lead to cash with AR, SR and FR."""
        return Response({"written": add_ltc_raci(self.programme, actor=self.person)})


class UnitSerializer(FieldsMixin, serializers.ModelSerializer[Unit]):
    """A business unit; ``parent`` by code."""

    parent: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Unit.objects.all(), allow_null=True, default=None
    )

    class Meta:
        model = Unit
        fields = ["public_id", "name", "code", "parent", "version"]
        read_only_fields = ["public_id", "version"]


class UnitViewSet(viewsets.ReadOnlyModelViewSet[Unit]):
    """Business units of the organisation; administrators write."""

    queryset = Unit.objects.select_related("parent").order_by("name", "pk")
    serializer_class = UnitSerializer
    lookup_field = "public_id"
    lookup_value_regex = "[-_A-Za-z0-9]+"

    def create(self, request: Request) -> Response:
        """Make a unit."""
        return self._saved(None, request, status.HTTP_201_CREATED)

    def update(self, request: Request, public_id: str) -> Response:
        """Change a unit."""
        unit = get_object_or_404(Unit, public_id=public_id)
        expected_version(request, unit)
        return self._saved(unit, request, status.HTTP_200_OK)

    def _saved(self, unit: Unit | None, request: Request, code: int) -> Response:
        require(is_administrator, person(request), unit)
        body = UnitSerializer(unit, data=request.data)
        body.is_valid(raise_exception=True)
        saved = save_unit(unit, actor=person(request), **body.validated_data)
        return Response(UnitSerializer(saved).data, status=code, headers={"ETag": etag(saved)})


class PeopleViewSet(viewsets.ReadOnlyModelViewSet[User]):
    """People one shares a programme with; administrators see and deactivate everyone."""

    queryset = User.objects.all()
    serializer_class = PersonSerializer
    lookup_field = "public_id"
    lookup_value_regex = "[-_A-Za-z0-9]+"

    def get_queryset(self) -> Any:
        """Only those the caller may see."""
        if getattr(self, "swagger_fake_view", False):
            return User.objects.none()
        return User.objects.visible_to(person(self.request)).order_by("name", "pk")

    @action(detail=False)
    def me(self, request: Request) -> Response:
        """Tell who is logged in, with the roles per programme."""
        user = person(request)
        roles: dict[str, list[str]] = {}
        for slug, role in user.memberships.filter(ended_on=None).values_list("programme__slug", "role"):
            roles.setdefault(slug, []).append(role)
        return Response(PersonSerializer(user).data | {"administrator": user.is_administrator, "roles": roles})

    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, public_id: str) -> Response:  # noqa: ARG002
        """End an account; the answer lists the seats left vacant."""
        body = ReasonSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        seats = deactivate(self.get_object(), actor=person(request), reason=body.validated_data["reason"])
        return Response({"vacant_seats": [{"programme": s.programme.slug, "role": s.role} for s in seats]})
