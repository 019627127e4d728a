"""The acceptance test in the API: the same services, filters and actions as the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin, expected_version
from core.memo import once
from phases.redesign.models import ProcessNode
from phases.rollout.models import Wave
from phases.uat import permissions, selectors, services
from phases.uat.api.shapes import (
    CYCLE_SHAPES,
    DEFECT_SHAPES,
    RUN_SHAPES,
    Concede,
    Entry,
    Nothing,
    Plan,
    Ref,
    Tester,
    WaivedEntry,
    acts_on,
    body,
)
from phases.uat.filters import CaseFilter, CycleFilter, DefectFilter, ExecutionFilter
from phases.uat.models import Defect, Execution, TestCase, UatCycle
from programme.people.models import Unit, User
from programme.scope import ProgrammeViewSet, open_actions


class CycleSerializer(FieldsMixin, serializers.ModelSerializer[UatCycle]):
    """A cycle with its counts (F11): shares as fractions with numerator and denominator."""

    lead = Ref(User.objects.active())
    wave = Ref(Wave.objects.all())
    counts = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = UatCycle
        fields = [
            "public_id", "number", "name", "scope", "build", "environment", "data_set", "wave", "lead", "starts_on",
            "ends_on", "state", "state_reason", "started_at", "executed_at", "submitted_at", "decided_at", "counts",
            "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "state", "state_reason", "started_at", "executed_at", "submitted_at", "decided_at", "version",
        ]  # fmt: skip
        extra_kwargs = {"number": {"required": False}}
        validators: list[Any] = []

    def get_counts(self, cycle: UatCycle) -> dict[str, Any]:
        """Count the latest attempts; all cycles of a list in one query."""
        counts = once(self.root, "counts", lambda: selectors.counts_of_all(cycle.programme))
        return selectors.counts_json(counts.get(cycle.pk))

    def get_available_actions(self, cycle: UatCycle) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(selectors.cycle_actions(cycle, self.context["request"].user))


class CaseSerializer(FieldsMixin, serializers.ModelSerializer[TestCase]):
    """A case; ``steps`` are ``[{"action", "expected"}]``, ``priority`` follows from urgency and importance."""

    process = Ref(ProcessNode.objects.all())
    unit = Ref(Unit.objects.all())
    priority = serializers.IntegerField(read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = TestCase
        fields = [
            "public_id", "code", "title", "scenario", "process", "unit", "crm_role", "requirement", "preparation",
            "steps", "expected", "urgency", "importance", "priority", "must", "state", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = ["public_id", "state", "version"]
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []

    def get_available_actions(self, case: TestCase) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(selectors.case_actions(case, self.context["request"].user))


class ExecutionSerializer(FieldsMixin, serializers.ModelSerializer[Execution]):
    """An attempt at a case."""

    cycle: Any = serializers.IntegerField(source="cycle.number", read_only=True)
    case: Any = serializers.CharField(source="case.code", read_only=True)
    title = serializers.CharField(source="case.title", read_only=True)
    tester = Ref()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Execution
        fields = [
            "public_id", "cycle", "case", "title", "attempt", "current", "tester", "state", "comment", "evidence",
            "failed_step", "build", "text", "started_at", "finished_at", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_available_actions(self, run: Execution) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(selectors.run_actions(run, self.context["request"].user))


class DefectSerializer(FieldsMixin, serializers.ModelSerializer[Defect]):
    """A defect; its state moves by acts only."""

    cycle = Ref(UatCycle.objects.all())
    case = Ref(TestCase.objects.all())
    execution = Ref(Execution.objects.all())
    unit = Ref(Unit.objects.all())
    fixer = Ref()
    reporter = Ref()
    duplicate_of = Ref()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Defect
        fields = [
            "public_id", "code", "title", "cycle", "case", "execution", "unit", "description", "expected",
            "environment", "build", "severity", "workaround", "priority", "reporter", "reported_on", "fixer", "due_on",
            "fixed_build", "fixed_at", "state", "outcome", "rejection", "duplicate_of", "deferral_asked_on",
            "target_release", "reopened", "closed_at", "version", "available_actions",
        ]  # fmt: skip
        read_only_fields = [
            "public_id", "fixed_build", "fixed_at", "state", "outcome", "rejection", "deferral_asked_on",
            "target_release", "reopened", "closed_at", "version", "reported_on", "priority", "due_on",
        ]  # fmt: skip
        extra_kwargs = {"code": {"required": False}}
        validators: list[Any] = []

    def get_available_actions(self, defect: Defect) -> list[dict[str, Any]]:
        """List what the caller may do now."""
        return open_actions(selectors.defect_actions(defect, self.context["request"].user))


class UatViewSet(ProgrammeViewSet[Any]):
    """Base: who works inside or tests reads."""

    reads = permissions.sees_inside


@acts_on(CYCLE_SHAPES, selectors.CYCLE_LABELS)
class CycleViewSet(UatViewSet):
    """Cycles."""

    queryset = UatCycle.objects.all()
    serializer_class = CycleSerializer
    filterset_class = CycleFilter
    acts = {
        "create": permissions.leads, "partial_update": permissions.leads, "plan": permissions.leads,
        "entry": permissions.leads, "waive": permissions.owns, "concede": permissions.owns,
    } | permissions.CYCLE_ACTS  # fmt: skip

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Plan a cycle."""
        row = services.create_cycle(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a cycle; another build makes invalid what has passed."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_cycle(row, values=values, actor=self.person, version=version))

    @action(detail=True, methods=["post"])
    def plan(self, request: Request, **_kwargs: Any) -> Response:
        """Put confirmed cases into the cycle."""
        row = self.get_object()
        services.plan_cases(row, actor=self.person, **body(Plan, request))
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def entry(self, request: Request, **_kwargs: Any) -> Response:
        """State an item of the entry."""
        row = self.get_object()
        services.state_entry(row, actor=self.person, **body(Entry, request))
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def waive(self, request: Request, **_kwargs: Any) -> Response:
        """Let an item of the entry go."""
        row = self.get_object()
        services.state_entry(row, actor=self.person, waived=True, **body(WaivedEntry, request))
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def concede(self, request: Request, **_kwargs: Any) -> Response:
        """Write a concession."""
        row = self.get_object()
        services.concede(row, actor=self.person, **body(Concede, request))
        return self.answer(row)

    def perform(self, row: UatCycle, name: str, given: dict[str, Any]) -> UatCycle:
        """Move it."""
        return services.move_cycle(row, name=name, actor=self.person, **given)


@acts_on(dict.fromkeys(permissions.CASE_ACTS, Nothing), selectors.CASE_LABELS)
class CaseViewSet(UatViewSet):
    """Cases."""

    queryset = TestCase.objects.all()
    serializer_class = CaseSerializer
    filterset_class = CaseFilter
    acts = {
        "create": permissions.can_write_cases, "partial_update": permissions.can_write_cases,
        "of_access": permissions.can_write_cases,
    } | permissions.CASE_ACTS  # fmt: skip

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Write a case."""
        row = services.create_case(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change a case."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_case(row, values=values, actor=self.person, version=version))

    @extend_schema(request=None)
    @action(detail=False, methods=["post"], url_path="of-access")
    def of_access(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Write a case for every rule of the access matrix that no case tries."""
        made = services.cases_of_access(self.programme, actor=self.person)
        rows = self.get_queryset().filter(pk__in=[row.pk for row in made])
        return Response(self.get_serializer(rows, many=True).data, status=status.HTTP_201_CREATED)

    def perform(self, row: TestCase, name: str, _given: dict[str, Any]) -> TestCase:
        """Move it."""
        return services.move_case(row, name=name, actor=self.person)


@acts_on(RUN_SHAPES, selectors.RUN_LABELS)
class ExecutionViewSet(ProgrammeViewSet[Execution]):
    """Attempts; ``current`` ones count. Who was only given one sees that one."""

    queryset = Execution.objects.all()
    serializer_class = ExecutionSerializer
    filterset_class = ExecutionFilter
    acts = {"tester": permissions.leads} | permissions.RUN_ACTS

    def scoped(self, rows: QuerySet[Execution]) -> QuerySet[Execution]:  # noqa: ARG002
        """Keep what this person sees in this programme."""
        return Execution.objects.filter(programme=self.programme).visible_to(self.person)

    @action(detail=True, methods=["post"])
    def tester(self, request: Request, **_kwargs: Any) -> Response:
        """Name the tester."""
        row = self.get_object()
        return self.answer(services.name_tester(row, actor=self.person, tester=body(Tester, request).get("tester")))

    def perform(self, row: Execution, name: str, given: dict[str, Any]) -> Execution | None:
        """Call the act's service; a retest answers with the new attempt."""
        if name == "fail":
            services.fail_with_defect(row, actor=self.person, **given)
            return None
        if name == "retest":
            return services.retest(row, actor=self.person, **given)
        return services.record_run(row, name=name, actor=self.person, **given)


@acts_on(DEFECT_SHAPES, selectors.DEFECT_LABELS)
class DefectViewSet(UatViewSet):
    """Defects."""

    queryset = Defect.objects.all()
    serializer_class = DefectSerializer
    filterset_class = DefectFilter
    acts = {
        "create": permissions.can_report, "partial_update": permissions.can_edit_defect,
    } | permissions.DEFECT_ACTS  # fmt: skip

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Report a defect."""
        row = services.report_defect(self.programme, values=self.valid(request), actor=self.person)
        return self.answer(row, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change what a defect says."""
        row = self.get_object()
        version = expected_version(request, row)
        values = self.valid(request, partial=True, instance=row)
        return self.answer(services.update_defect(row, values=values, actor=self.person, version=version))

    def perform(self, row: Defect, name: str, given: dict[str, Any]) -> Defect:
        """Call the act's service."""
        service: Any = services.DEFECT_ACTS[name]
        found: Defect = service(row, actor=self.person, **given)
        return found
