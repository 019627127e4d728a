"""Test cases: what is tried, step by step, and what should come out."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from phases.uat import rules
from phases.uat.choices import CaseState, Level
from phases.uat.querysets import TestCaseQuerySet

LEVEL = [MinValueValidator(1), MaxValueValidator(3)]


class TestCase(Record, StateModel):
    """One scenario: a business role does steps and sees what is expected. Only confirmed cases enter a cycle."""

    __test__ = False  # no test class, whatever its name says

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="test_cases")
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    scenario = models.CharField(_("end-to-end scenario"), max_length=120, blank=True)
    process = models.ForeignKey(
        "phases.ProcessNode", models.PROTECT, null=True, blank=True, related_name="test_cases",
        verbose_name=_("process"),
    )  # fmt: skip
    unit = models.ForeignKey(
        "programme.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("business unit")
    )
    crm_role = models.CharField(_("role in the CRM"), max_length=80, blank=True)
    requirement = models.CharField(_("requirement"), max_length=120, blank=True)
    preparation = models.TextField(_("preparation"), blank=True)
    steps: Any = models.JSONField(_("steps"), default=list, blank=True)  # [{"action": …, "expected": …}]
    expected = models.TextField(_("expected result"), blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Level, default=Level.MEDIUM, validators=LEVEL)
    importance = models.PositiveSmallIntegerField(
        _("importance"), choices=Level, default=Level.MEDIUM, validators=LEVEL
    )
    must = models.BooleanField(_("must pass"), default=False)
    state = StateField(_("state"), max_length=20, choices=CaseState, default=CaseState.PROPOSED)

    objects = TestCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("test case")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="uat_case_code",
                violation_error_message=_("There is a case with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(urgency__range=(1, 3), importance__range=(1, 3)), name="uat_case_levels",
                violation_error_message=_("Urgency and importance are low, medium or high."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("uat:case", args=[self.programme.slug, self.public_id])

    @property
    def priority(self) -> Level:
        """High, medium or low, from urgency and importance."""
        return Level(rules.priority(self.urgency, self.importance))

    @transition(state, (CaseState.PROPOSED, CaseState.NEEDS_UPDATE), CaseState.CONFIRMED, label=_("Confirm"))
    def confirm(self) -> None:
        """The business says that this is what it wants to see."""

    @transition(state, (CaseState.PROPOSED, CaseState.CONFIRMED), CaseState.NEEDS_UPDATE, label=_("Ask for an update"))
    def question(self) -> None:
        """The case no longer fits what is built."""

    @transition(
        state, (CaseState.PROPOSED, CaseState.CONFIRMED, CaseState.NEEDS_UPDATE), CaseState.DISABLED,
        label=_("Disable"),
    )  # fmt: skip
    def disable(self) -> None:
        """It is not run any more."""

    @transition(state, CaseState.DISABLED, CaseState.PROPOSED, label=_("Enable"))
    def enable(self) -> None:
        """It is wanted again, and confirmed anew."""
