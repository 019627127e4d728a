"""Draw-downs of contingency and baselines in the API."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from programme.budget import permissions, services
from programme.budget.api.fields import PersonLink, RowLink, body, money
from programme.budget.filters import DrawFilter
from programme.budget.models import BudgetBaseline, BudgetLine, ContingencyDraw
from programme.budget.selectors.changes import draw_actions
from programme.scope import ProgrammeViewSet, open_actions


class DrawSerializer(FieldsMixin, serializers.ModelSerializer[ContingencyDraw]):
    """A draw-down of contingency; write ``amount`` in major units, read ``sum`` as money."""

    source: Any = RowLink(queryset=BudgetLine.objects.all())
    line = RowLink(queryset=BudgetLine.objects.all())
    amount = serializers.DecimalField(max_digits=20, decimal_places=4, write_only=True)
    sum = serializers.SerializerMethodField()
    asked_by = PersonLink()
    decided_by = PersonLink()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = ContingencyDraw
        fields = [
            "public_id", "code", "source", "line", "amount", "sum", "reason", "state", "asked_by", "decided_by",
            "decided_at", "note", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "code", "state", "decided_at", "note", "version"]
        validators: list[Any] = []

    def get_sum(self, row: ContingencyDraw) -> dict[str, int | str] | None:
        """Give the amount as money."""
        return money(row.amount_minor, row.programme.currency)

    def get_available_actions(self, row: ContingencyDraw) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(draw_actions(row, self.context["request"].user))


class Note(serializers.Serializer[Any]):
    """A note."""

    note = serializers.CharField(allow_blank=True, default="")


class DrawViewSet(ProgrammeViewSet[ContingencyDraw]):
    """Draw-downs of contingency: asked by one, granted or refused by another."""

    queryset = ContingencyDraw.objects.select_related("programme", "source", "line", "asked_by", "decided_by")
    serializer_class = DrawSerializer
    filterset_class = DrawFilter
    reads = permissions.can_read
    acts = {
        "create": permissions.can_edit,
        "grant": permissions.can_grant_draw,
        "refuse": permissions.can_grant_draw,
    }

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Ask for contingency."""
        row = services.ask_draw(self.programme, actor=self.person, **self.valid(request))
        return self.answer(row, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"])
    def grant(self, request: Request, **_kwargs: Any) -> Response:
        """Grant it as somebody else."""
        row = self.get_object()
        version = expected_version(request, row)
        return self.answer(services.grant_draw(row, actor=self.person, version=version, **body(Note, request)))

    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, **_kwargs: Any) -> Response:
        """Refuse it with a reason."""
        row = self.get_object()
        version = expected_version(request, row)
        return self.answer(services.refuse_draw(row, actor=self.person, version=version, **body(Note, request)))


class BudgetBaselineSerializer(FieldsMixin, serializers.ModelSerializer[BudgetBaseline]):
    """A baseline of the budget with its lines and the change that set it."""

    total = serializers.SerializerMethodField()
    set_by = PersonLink()
    change: Any = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    lines = serializers.SerializerMethodField()

    class Meta:
        model = BudgetBaseline
        fields = ["public_id", "number", "set_at", "set_by", "total", "change", "lines", "version"]
        read_only_fields = fields

    def get_total(self, row: BudgetBaseline) -> dict[str, int | str] | None:
        """Give the budget at completion as money."""
        return money(row.total_minor, row.programme.currency)

    def get_lines(self, row: BudgetBaseline) -> list[dict[str, Any]]:
        """Give every line with its amount."""
        return [
            {
                "code": line.code, "title": line.title, "category": line.category, "nature": line.nature,
                "amount": money(line.amount_minor, row.programme.currency),
            }
            for line in row.lines.all()
        ]  # fmt: skip


class ChangeShares(serializers.Serializer[Any]):
    """A granted change and how its cost falls on the lines, in minor units by the lines' public ids."""

    change = serializers.CharField()
    shares = serializers.DictField(child=serializers.IntegerField())


class BudgetBaselineViewSet(ProgrammeViewSet[BudgetBaseline]):
    """Baselines of the budget; a new one comes of a granted change alone."""

    queryset = BudgetBaseline.objects.select_related("programme", "set_by", "change").prefetch_related("lines")
    serializer_class = BudgetBaselineSerializer
    reads = permissions.can_read
    acts = {"apply": permissions.can_edit}

    @action(detail=False, methods=["post"])
    def apply(self, request: Request, **_kwargs: Any) -> Response:
        """Put a granted change into the budget: lines and baseline as one act."""
        given = body(ChangeShares, request)
        change = services.change_named(self.programme, given["change"])
        row = services.apply_change(self.programme, request=change, shares=given["shares"], actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)
