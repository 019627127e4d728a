"""Executions: each attempt at a case in a cycle; the latest counts, earlier ones stay."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from phases.uat.choices import OPEN_RUN, RunState
from phases.uat.models.cases import TestCase
from phases.uat.models.cycles import UatCycle
from phases.uat.querysets import ExecutionQuerySet

R = RunState


class Execution(Record, StateModel):
    """One attempt of a tester at a case, with the case's text as it was when the attempt began."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="executions")
    cycle = models.ForeignKey(UatCycle, models.CASCADE, related_name="executions", verbose_name=_("cycle"))
    case = models.ForeignKey(TestCase, models.PROTECT, related_name="executions", verbose_name=_("case"))
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    current = models.BooleanField(_("counts"), default=True)
    tester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="executions",
        verbose_name=_("tester"),
    )  # fmt: skip
    state = StateField(_("result"), max_length=20, choices=RunState, default=RunState.NOT_RUN)
    comment = models.TextField(_("comment"), blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    failed_step = models.PositiveSmallIntegerField(_("failed step"), null=True, blank=True)
    build = models.CharField(_("build"), max_length=60, blank=True)
    text: Any = models.JSONField(_("case as it was run"), default=dict, blank=True)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ExecutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("execution")
        ordering = ["case__code", "attempt", "pk"]
        indexes = [models.Index(fields=["cycle", "current", "state"], name="uat_execution_count")]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "case", "attempt"], name="uat_execution_attempt"),
            models.UniqueConstraint(
                fields=["cycle", "case"], condition=models.Q(current=True), name="uat_execution_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.code} #{self.attempt}"

    def get_absolute_url(self) -> str:
        """Return the address where it is run."""
        return reverse("uat:run", args=[self.programme.slug, self.public_id])

    @transition(state, R.NOT_RUN, R.IN_PROGRESS, label=_("Begin"))
    def start(self) -> None:
        """The tester begins."""

    @transition(state, OPEN_RUN, R.PASSED, label=_("Passed"))
    def pass_(self) -> None:
        """Everything came out as expected."""

    @transition(state, OPEN_RUN, R.FAILED, label=_("Failed"))
    def fail(self) -> None:
        """Something did not."""

    @transition(state, OPEN_RUN, R.BLOCKED, label=_("Blocked"))
    def block(self) -> None:
        """It cannot be tried now."""

    @transition(state, OPEN_RUN, R.ERROR, label=_("Error"))
    def err(self) -> None:
        """The automated run itself broke."""

    @transition(state, OPEN_RUN, R.NOT_APPLICABLE, label=_("Not applicable"))
    def exclude(self) -> None:
        """It leaves the count, with a reason."""

    @transition(state, (*OPEN_RUN, R.FAILED, R.BLOCKED, R.ERROR), R.WAIVED, label=_("Waive"))
    def waive(self) -> None:
        """The business owner lets it go; it stays in the count and is shown apart."""

    @transition(state, R.PASSED, R.INVALIDATED, label=_("Invalidate"))
    def invalidate(self) -> None:
        """Configuration or build changed after it passed."""
