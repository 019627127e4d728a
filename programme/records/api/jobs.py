"""Background work over the API: progress, result, cancellation."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import FieldsMixin
from programme.records.choices import FINISHED
from programme.records.filters import JobFilter
from programme.records.models import Job
from programme.records.querysets import JobQuerySet
from programme.records.selectors.jobs import job_actions, job_view
from programme.records.services.jobs import cancel_job
from programme.records.services.quarantine import requeue_job
from programme.scope import open_actions, person


class JobSerializer(FieldsMixin, serializers.ModelSerializer[Job]):
    """A job: how far it is, and its result once it is done."""

    programme: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    label = serializers.CharField(source="__str__", read_only=True)  # type: ignore[assignment]
    percent = serializers.SerializerMethodField()
    finished = serializers.SerializerMethodField()
    result_url = serializers.SerializerMethodField()
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = [
            "public_id", "programme", "task", "label", "state", "finished", "attempts", "worker", "done_units",
            "total_units",
            "percent", "progress_text", "reason", "result", "result_url", "created_at", "started_at", "finished_at",
            "available_actions", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_percent(self, job: Job) -> int:
        """How far, of a hundred."""
        return job_view(job).percent

    def get_finished(self, job: Job) -> bool:
        """Whether it has ended, in whatever way."""
        return job.state in FINISHED

    def get_result_url(self, job: Job) -> str:
        """Where the result is to be looked at."""
        return job_view(job).result_url

    def get_available_actions(self, job: Job) -> list[dict[str, Any]]:
        """Cancel, while it has not ended; run again, where it is quarantined."""
        return open_actions(job_actions(job, self.context["request"].user))


class JobViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Job]):
    """What one asked for; administrators see everything."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    filterset_class = JobFilter
    lookup_field = "public_id"
    lookup_value_regex = "[-_A-Za-z0-9]+"

    def get_queryset(self) -> JobQuerySet:
        """The person's jobs."""
        rows = cast("JobQuerySet", super().get_queryset())
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        rows = rows.visible_to(person(self.request)).for_list()
        return rows.whole() if self.action == "list" else rows

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, public_id: str) -> Response:  # noqa: ARG002
        """Ask the job to stop."""
        job = cancel_job(self.get_object(), actor=person(request))
        return Response(self.get_serializer(job).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def requeue(self, request: Request, public_id: str) -> Response:  # noqa: ARG002
        """Give a quarantined job new attempts."""
        job = requeue_job(self.get_object(), actor=person(request))
        return Response(self.get_serializer(job).data)
