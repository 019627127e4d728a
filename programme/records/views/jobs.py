"""Background work: one's jobs, the progress of one, and its cancellation."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View

from core.acts import Act
from core.documents.values import Status
from core.register import Column, Empty, RegisterView
from programme.records.choices import JOB_STATUS, JobState
from programme.records.filters import JobFilter
from programme.records.models import Job
from programme.records.selectors.jobs import JobView, job_actions, job_facts, job_view, parts_of
from programme.records.services.jobs import cancel_job
from programme.records.services.quarantine import requeue_job
from programme.scope import OwnViewsMixin, person


def _state(row: Job) -> Status:
    kind: Any = JOB_STATUS[JobState(row.state)]
    return Status(kind, str(JobState(row.state).label))


class JobList(LoginRequiredMixin, OwnViewsMixin, RegisterView):
    """What one asked for; administrators see everything."""

    title = gettext_lazy("Background work")
    filterset_class = JobFilter
    order = "-created"
    columns: Sequence[Column] = (
        Column("label", gettext_lazy("What"), str, title=True),
        Column("state", gettext_lazy("State"), _state, sort="state"),
        Column("done", gettext_lazy("Done"), "done_units", number=True),
        Column("total", gettext_lazy("Of"), "total_units", number=True),
        Column("attempts", gettext_lazy("Attempts"), number=True),
        Column("programme", gettext_lazy("Programme"), "programme"),
        Column("created", gettext_lazy("Asked"), "created_at", sort="created_at"),
        Column("reason", gettext_lazy("Reason")),
    )

    def rows(self) -> Any:
        """The person's jobs."""
        return Job.objects.visible_to(person(self.request)).whole().for_list()

    def row_url(self, row: Any) -> str:
        """The job's progress."""
        return reverse("records:job", args=[row.public_id])

    def empty(self) -> Empty:
        """Teach what comes here."""
        return Empty(_("No background work"), _("Documents and large imports that you ask for appear here."))


class JobMixin(LoginRequiredMixin):
    """Pages of one job."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def get_object(self, queryset: Any = None) -> Job:  # noqa: ARG002
        """Fetch the job, if it is this person's."""
        rows = Job.objects.visible_to(person(self.request)).for_list()
        found: Job = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return found


class JobDetail(JobMixin, DetailView[Job]):
    """The progress of one job; htmx asks for the bar alone."""

    template_name = "records/job.html"

    def get_template_names(self) -> list[str]:
        """Choose the page or the bar."""
        htmx = getattr(self.request, "htmx", False)
        return ["components/_progress.html" if htmx else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the job as its bar shows it, and where its result is."""
        shown: JobView = job_view(self.object)
        return super().get_context_data(**kwargs) | {
            "title": _("Background work"),
            "job": shown,
            "job_url": reverse("records:job", args=[self.object.public_id]),
            "cancel_url": reverse("records:job_cancel", args=[self.object.public_id]),
            "acts": self.acts(),
            "facts": job_facts(self.object),
            "parts": parts_of(self.object),
            "result_url": shown.result_url,
        }

    def acts(self) -> list[Act]:
        """Offer what can be done beside the cancelling that stands at the bar."""
        found = job_actions(self.object, person(self.request))
        return [
            Act(
                one.name, one.label, reverse(f"records:job_{one.name}", args=[self.object.public_id]),
                method="post", primary=one.primary, reasons=tuple(one.reasons),
            )
            for one in found if one.name != "cancel"
        ]  # fmt: skip

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Tell htmx to load the whole page once the job has ended."""
        response = super().render_to_response(context, **kwargs)
        if getattr(self.request, "htmx", False) and not context["job"].running:
            response.headers["HX-Refresh"] = "true"
        return response


class JobCancel(JobMixin, View):
    """Stop a job."""

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Call the service and go back."""
        cancel_job(self.get_object(), actor=person(request))
        return redirect("records:job", public_id=public_id)


class JobRequeue(JobMixin, View):
    """Give a quarantined job new attempts."""

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Call the service and go back."""
        requeue_job(self.get_object(), actor=person(request))
        return redirect("records:job", public_id=public_id)
