"""Defects: how bad, in which order they are repaired, and what became of them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from phases.uat.choices import OPEN_DEFECT, DefectState, Priority, Rejection, Severity
from phases.uat.models.cases import TestCase
from phases.uat.models.cycles import UatCycle
from phases.uat.models.executions import Execution
from phases.uat.querysets import DefectQuerySet

D = DefectState


class Defect(Record, StateModel):
    """Something that does not work as expected, from its report to its retest."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="defects")
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    cycle = models.ForeignKey(
        UatCycle, models.PROTECT, null=True, blank=True, related_name="defects", verbose_name=_("found in cycle")
    )
    case = models.ForeignKey(
        TestCase, models.PROTECT, null=True, blank=True, related_name="defects", verbose_name=_("case")
    )
    execution = models.ForeignKey(
        Execution, models.PROTECT, null=True, blank=True, related_name="defects", verbose_name=_("found by execution")
    )
    unit = models.ForeignKey(
        "programme.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("business unit")
    )
    description = models.TextField(_("steps and what was seen"), blank=True)
    expected = models.TextField(_("what was expected"), blank=True)
    environment = models.CharField(_("environment"), max_length=120, blank=True)
    build = models.CharField(_("build"), max_length=60, blank=True)
    severity = models.PositiveSmallIntegerField(
        _("severity"), choices=Severity, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    workaround = models.TextField(_("workaround"), blank=True)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority, blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("reported by"),
    )  # fmt: skip
    reported_on = models.DateField(_("reported"))
    fixer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="defects",
        verbose_name=_("repaired by"),
    )  # fmt: skip
    due_on = models.DateField(_("due"), null=True, blank=True)
    fixed_build = models.CharField(_("repaired in build"), max_length=60, blank=True)
    fixed_at = models.DateTimeField(_("repaired"), null=True, blank=True)
    state = StateField(_("state"), max_length=24, choices=DefectState, default=DefectState.NEW)
    outcome = models.CharField(_("outcome"), max_length=500, blank=True)
    rejection = models.CharField(_("why it is none"), max_length=20, choices=Rejection, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=_("duplicate of")
    )
    deferral_asked_on = models.DateField(_("deferral asked"), null=True, blank=True)
    target_release = models.CharField(_("target release"), max_length=60, blank=True)
    reopened = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = DefectQuerySet.as_manager()

    class Meta:
        verbose_name = _("defect")
        ordering = ["severity", "code", "pk"]
        indexes = [models.Index(fields=["programme", "state", "severity"], name="uat_defect_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="uat_defect_code",
                violation_error_message=_("There is a defect with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(severity=None) | models.Q(severity__range=(1, 4)), name="uat_defect_severity",
                violation_error_message=_("Severity is 1 to 4."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("uat:defect", args=[self.programme.slug, self.public_id])

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a repair or a retest."""
        return self.state in OPEN_DEFECT

    @transition(state, (D.NEW, D.REOPENED), D.TRIAGED, label=_("Triage"))
    def triage(self) -> None:
        """Severity by rule, priority by the board."""

    @transition(state, (D.TRIAGED, D.REOPENED, D.ASSIGNED), D.ASSIGNED, label=_("Assign"))
    def assign(self) -> None:
        """Somebody repairs it."""

    @transition(state, (D.ASSIGNED, D.REOPENED), D.FIXED, label=_("Repaired"))
    def fix(self) -> None:
        """It is repaired in a build."""

    @transition(state, D.FIXED, D.READY, label=_("Ready for retest"))
    def deliver(self) -> None:
        """The build is in the test environment."""

    @transition(state, D.READY, D.CLOSED, label=_("Close"))
    def close(self) -> None:
        """The retest passed."""

    @transition(state, (D.FIXED, D.READY, D.CLOSED, D.DEFERRED, D.REJECTED), D.REOPENED, label=_("Reopen"))
    def reopen(self) -> None:
        """It is there again."""

    @transition(state, (D.NEW, D.TRIAGED, D.ASSIGNED, D.REOPENED), D.REJECTED, label=_("Reject"))
    def reject(self) -> None:
        """It is no defect."""

    @transition(state, (D.TRIAGED, D.ASSIGNED, D.REOPENED), D.DEFERRED, label=_("Defer"))
    def defer(self) -> None:
        """The business owner accepts it for now."""

    @transition(state, (D.NEW, D.TRIAGED, D.ASSIGNED), D.CONVERTED, label=_("Convert to an improvement"))
    def convert(self) -> None:
        """It is a gap, not a fault."""
