"""Phases and stages: may be made lighter, never deleted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from core.naming import Named, in_reader_language
from phases.gates.choices import Depth, PhaseState
from phases.gates.querysets import PhaseQuerySet, StageQuerySet

P = PhaseState


class Phase(Named, Record, StateModel):
    """One of the phases of the rollout."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="phases")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    duration_zh = models.CharField(max_length=200, blank=True)
    duration_en = models.CharField(max_length=200, blank=True)
    state = StateField(_("state"), max_length=14, choices=PhaseState.choices, default=PhaseState.PLANNED)
    started_on = models.DateField(_("started"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="phase_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def duration(self) -> str:
        """The usual length in the language of the reader."""
        return in_reader_language(self.duration_zh, self.duration_en)

    @transition("state", [P.PLANNED, P.RECYCLED, P.HELD], P.IN_PROGRESS, label=_("Start"))
    def start(self) -> None:
        """Begin, or go on after a step back or a hold."""

    @transition("state", P.IN_PROGRESS, P.GATE_PENDING, label=_("Submit"))
    def submit(self) -> None:
        """Wait for the decision of the last gate."""

    @transition("state", P.GATE_PENDING, P.PASSED, label=_("Pass"))
    def pass_(self) -> None:
        """End with a Go."""

    @transition("state", P.GATE_PENDING, P.CONDITIONAL, label=_("Pass with conditions"))
    def pass_conditionally(self) -> None:
        """End with conditions."""

    @transition("state", P.GATE_PENDING, P.RECYCLED, label=_("Recycle"))
    def recycle(self) -> None:
        """Go back into the work."""

    @transition("state", P.GATE_PENDING, P.HELD, label=_("Hold"))
    def hold(self) -> None:
        """Wait for a named event."""

    @transition("state", P.GATE_PENDING, P.STOPPED, label=_("Stop"))
    def stop(self) -> None:
        """End early."""


class Stage(Named, Record):
    """A stage of a phase."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="stages")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="stages", verbose_name=_("phase"))
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="stage_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class StageCheck(Named, Record):
    """One line of a stage's checklist; a small firm works through the core ones only."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="checks")
    position = models.PositiveSmallIntegerField(default=0)
    depth = models.CharField(max_length=5, choices=Depth.choices, default=Depth.FULL)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("check")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
