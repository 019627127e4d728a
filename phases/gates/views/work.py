"""Pages of phases and deliverables."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from core.access import Action, Predicate
from core.acts import acts_of
from core.documents.values import Cell, CellValue, Status, StatusKind
from core.errors import NotVisibleError
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from phases.gates.choices import DeliverableState, PhaseState
from phases.gates.filters import DeliverableFilter
from phases.gates.forms import EmptyForm, ReasonForm, SubmitWorkForm
from phases.gates.models import Deliverable, DeliverablePart, Phase, StageCheck
from phases.gates.permissions import ACTIONS, can_check, can_see
from phases.gates.selectors import deliverable_actions, deliverable_url, phase_actions, phases_of, visible_checks
from phases.gates.selectors.updates import newer_version
from phases.gates.services import approve_work, reject_work, revise_work, start_phase, submit_work, tick_check
from programme.people.choices import Role
from programme.records.models import AuditEvent
from programme.scope import ProgrammeMixin

WORK_LEVELS: dict[DeliverableState, StatusKind] = {
    DeliverableState.DRAFT: "wait",
    DeliverableState.SUBMITTED: "run",
    DeliverableState.APPROVED: "good",
    DeliverableState.REJECTED: "bad",
}
PHASE_LEVELS: dict[PhaseState, StatusKind] = {
    PhaseState.PLANNED: "wait",
    PhaseState.IN_PROGRESS: "run",
    PhaseState.GATE_PENDING: "run",
    PhaseState.PASSED: "good",
    PhaseState.CONDITIONAL: "warn",
    PhaseState.RECYCLED: "warn",
    PhaseState.HELD: "block",
    PhaseState.STOPPED: "bad",
}


def work_status(work: Deliverable | DeliverablePart) -> Status:
    """Return shape and word of a deliverable's state."""
    return Status(WORK_LEVELS[DeliverableState(work.state)], str(work.get_state_display()))


def roles_text(codes: Sequence[str]) -> str:
    """Name roles."""
    return " · ".join(str(Role(code).label) for code in codes if code)


def _parts(row: Deliverable) -> CellValue:
    parts = list(row.parts.all())
    return f"{sum(part.is_approved for part in parts)}/{len(parts)}" if parts else "–"


class DeliverableList(ProgrammeMixin, RegisterView):
    """The register of deliverables."""

    title = gettext_lazy("Deliverables")
    reads = can_see
    filterset_class = DeliverableFilter
    columns = (
        Column("code", gettext_lazy("Code"), sort="position"),
        Column("name", gettext_lazy("Deliverable"), title=True),
        Column("stage", gettext_lazy("Stage"), lambda row: str(row.stage), sort="stage__position"),
        Column("doers", gettext_lazy("Done by"), lambda row: roles_text(row.doer_roles)),
        Column("approver", gettext_lazy("Approved by"), lambda row: roles_text([row.approver_role])),
        Column("parts", gettext_lazy("Outputs approved"), _parts, number=True),
        Column("edition", gettext_lazy("Version"), number=True, sort="edition"),
        Column("state", gettext_lazy("State"), lambda row: Cell(status=work_status(row)), sort="state"),
    )
    order = "code"
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("Waiting for approval"), "state=submitted"),
        SavedView(gettext_lazy("Approved"), "state=approved"),
    )

    def rows(self) -> QuerySet[Deliverable]:
        """Rows of the programme."""
        return Deliverable.objects.filter(programme=self.programme).for_list()

    def row_url(self, row: Deliverable) -> str:
        """The record."""
        return reverse("gates:deliverable", args=[self.programme.slug, row.code])

    def empty(self) -> Empty:
        """Teach where deliverables come from."""
        return Empty(
            _("No deliverables"), _("A programme started from a blueprint brings its deliverables; this one was empty.")
        )


class DeliverableMixin(ProgrammeMixin):
    """A page or act of one deliverable."""

    reads = can_see

    @cached_property
    def deliverable(self) -> Deliverable:
        """The deliverable of the address."""
        rows = Deliverable.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, code=self.kwargs["code"])


class DeliverableRecord(DeliverableMixin, RecordView):
    """One deliverable with its outputs."""

    template_name = "gates/deliverable.html"

    def get_object(self, queryset: Any = None) -> Deliverable:  # noqa: ARG002
        """The deliverable of the address."""
        return self.deliverable

    def status(self) -> Status:
        """How it stands."""
        return work_status(self.deliverable)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """What is known of it."""
        row = self.deliverable
        return [
            (_("Stage"), str(row.stage)),
            (_("Done by"), roles_text(row.doer_roles)),
            (_("Approved by"), roles_text([row.approver_role])),
            (_("Version"), str(row.edition)),
            (_("Mandatory"), _("yes") if row.mandatory else _("no")),
            (_("Author"), row.author.name if row.author else "–"),
            (_("Approver"), row.approved_by.name if row.approved_by else "–"),
            (_("Document"), Cell(row.link, url=row.link) if row.link else "–"),
            (_("Note"), row.note or "–"),
        ]

    def actions(self) -> Sequence[Action]:
        """Its acts; those of the parts stand beside them."""
        return [] if self.deliverable.parts.all() else deliverable_actions(self.deliverable, self.person)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The register."""
        return [(_("Deliverables"), reverse("gates:deliverables", args=[self.programme.slug]))]

    def history(self) -> Sequence[AuditEvent]:
        """Newest first."""
        ids = [self.deliverable.public_id, *(part.public_id for part in self.deliverable.parts.all())]
        return list(AuditEvent.objects.filter(programme=self.programme, object_id__in=ids).order_by("-seq")[:12])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the outputs with their acts."""
        base = deliverable_url(self.deliverable)
        parts = [
            (part, work_status(part), acts_of(deliverable_actions(part, self.person), f"{base}parts/{part.code}/"))
            for part in self.deliverable.parts.all()
        ]
        return super().get_context_data(**kwargs) | {"parts": parts}


class WorkAction(DeliverableMixin, ActionView):
    """Base of the acts on a deliverable or on one of its outputs."""

    action = ""
    form_class: type[Form] = EmptyForm

    def right(self) -> Predicate:
        """The right of this act."""
        return ACTIONS[self.action]

    def acted_on(self) -> Deliverable | DeliverablePart:
        """The output, or the deliverable."""
        return self.work

    @cached_property
    def work(self) -> Deliverable | DeliverablePart:
        """The output of the address, else the deliverable."""
        code = self.kwargs.get("part")
        if not code:
            return self.deliverable
        for part in self.deliverable.parts.all():
            if part.code == code:
                part.deliverable = self.deliverable
                return part
        raise NotVisibleError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what is acted on."""
        return super().get_context_data(**kwargs) | {"title": f"{self.title} {self.work}"}

    def back_url(self) -> str:
        """Back to the deliverable."""
        return deliverable_url(self.deliverable)


class SubmitWork(WorkAction):
    """Hand it in."""

    action = "submit_work"
    title = verb = gettext_lazy("Submit")
    form_class = SubmitWorkForm

    def act(self, form: Any) -> Any:
        """Submit."""
        return submit_work(self.work, actor=self.person, **form.cleaned_data)


class ApproveWork(WorkAction):
    """Approve it."""

    action = "approve_work"
    title = verb = gettext_lazy("Approve")
    form_class = ReasonForm

    def act(self, form: Any) -> Any:
        """Approve."""
        return approve_work(self.work, actor=self.person, note=form.cleaned_data["reason"])


class RejectWork(WorkAction):
    """Send it back."""

    action = "reject_work"
    title = verb = gettext_lazy("Reject")
    form_class = ReasonForm

    def act(self, form: Any) -> Any:
        """Reject."""
        return reject_work(self.work, actor=self.person, reason=form.cleaned_data["reason"])


class ReviseWork(WorkAction):
    """Begin the next version."""

    action = "revise_work"
    title = verb = gettext_lazy("New version")
    form_class = ReasonForm

    def consequence(self) -> Any:
        """Say what gates will see."""
        return _("Gates that read this deliverable see it as not approved until the new version is.")

    def act(self, form: Any) -> Any:
        """Revise."""
        return revise_work(self.work, actor=self.person, reason=form.cleaned_data["reason"])


class Phases(ProgrammeMixin, TemplateView):
    """The phases with their stages, checklists, deliverables and gates."""

    template_name = "gates/phases.html"
    reads = can_see

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give all of them in order."""
        rows: list[dict[str, Any]] = []
        before: Phase | None = None
        for phase in phases_of(self.programme):
            rows.append(self._row(phase, before))
            before = phase
        may_check = can_check(self.person, self.programme)
        return super().get_context_data(**kwargs) | {
            "title": _("Phases"),
            "rows": rows,
            "may_check": may_check,
            "newer": newer_version(self.programme),
        }

    def _row(self, phase: Phase, before: Phase | None) -> dict[str, Any]:
        base = reverse("gates:phases", args=[self.programme.slug])
        stages = [
            {"stage": stage, "checks": visible_checks(stage, self.programme),
             "done": sum(check.done_at is not None for check in visible_checks(stage, self.programme)),
             "deliverables": [(d, work_status(d)) for d in stage.deliverables.all()]}
            for stage in phase.stages.all()
        ]  # fmt: skip
        status = Status(PHASE_LEVELS[PhaseState(phase.state)], str(phase.get_state_display()))
        acts = acts_of(phase_actions(phase, self.person, before), f"{base}{phase.code}/")
        return {"phase": phase, "status": status, "stages": stages, "acts": acts, "gates": list(phase.gates.all())}


class StartPhase(ProgrammeMixin, ActionView):
    """Start a phase."""

    title = verb = gettext_lazy("Start")
    form_class = EmptyForm
    reads = can_see
    acts = ACTIONS["start"]

    def back_url(self) -> str:
        """Back to the phases."""
        return reverse("gates:phases", args=[self.programme.slug])

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Start it."""
        phase = get_object_or_404(Phase, programme=self.programme, code=self.kwargs["phase"])
        return start_phase(phase, actor=self.person)


class TickCheck(ProgrammeMixin, View):
    """Tick a line of a checklist."""

    reads = can_see
    acts = ACTIONS["check"]

    def post(self, request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
        """Tick it, or take the tick back."""
        check = get_object_or_404(StageCheck, programme=self.programme, public_id=public_id)
        tick_check(check, actor=self.person, done=request.POST.get("done") == "1")
        return HttpResponseRedirect(reverse("gates:phases", args=[slug]) + f"#{check.stage.code}")
