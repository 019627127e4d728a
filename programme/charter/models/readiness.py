"""Readiness, asked twice, and what its answers stand on."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.charter.choices import Cause, CompanySize, Grade, Moment, ReadinessState

S = ReadinessState
SCORE = [MinValueValidator(0), MaxValueValidator(4)]


class ReadinessCheck(Record, StateModel):
    """The five causes of failure, scored at one moment; blocked unless passed or waived by the sponsor."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="readiness")
    moment = models.CharField(_("asked"), max_length=5, choices=Moment.choices)
    state = StateField(_("state"), max_length=8, choices=ReadinessState.choices, default=ReadinessState.OPEN)
    concluded_at = models.DateTimeField(_("concluded"), null=True, blank=True)
    waiver_plan = models.TextField(_("plan"), blank=True)
    waiver_due_on = models.DateField(_("plan due"), null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("waived by")
    )
    waived_at = models.DateTimeField(_("waived"), null=True, blank=True)

    class Meta:
        verbose_name = _("readiness check")
        ordering = ["-moment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "moment"],
                name="readiness_once",
                violation_error_message=_("Readiness is asked once at each moment."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_moment_display())

    @transition(state, [S.OPEN, S.BLOCKED, S.PASSED], S.PASSED, label=_("Pass"))
    def pass_(self, at: Any) -> None:
        """Conclude that no cause is unmet."""
        self.concluded_at = at

    @transition(state, [S.OPEN, S.BLOCKED, S.PASSED], S.BLOCKED, label=_("Block"))
    def block(self, at: Any) -> None:
        """Conclude that a cause is unmet."""
        self.concluded_at = at

    @transition(state, [S.BLOCKED, S.PASSED, S.WAIVED], S.OPEN, label=_("Answer again"))
    def reopen(self) -> None:
        """Take the conclusion back because an answer changed; a waiver falls with it."""
        self.concluded_at = None
        self.waived_by = None
        self.waived_at = None

    @transition(state, S.BLOCKED, S.WAIVED, label=_("Waive"))
    def waive(self, *, plan: str, due_on: Any, by: Any, at: Any) -> None:
        """Let the programme start on the sponsor's signature, with a plan and its date."""
        self.waiver_plan = plan
        self.waiver_due_on = due_on
        self.waived_by = by
        self.waived_at = at


class ReadinessAnswer(Record):
    """The score of one cause, with what it rests on."""

    check_of = models.ForeignKey(ReadinessCheck, models.CASCADE, related_name="answers")
    cause = models.CharField(_("cause"), max_length=12, choices=Cause.choices)
    score = models.PositiveSmallIntegerField(_("score 0–4"), validators=SCORE)
    evidence = models.TextField(_("evidence"), blank=True)
    note = models.TextField(_("note"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        verbose_name = _("readiness answer")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["check_of", "cause"], name="readiness_answer_once"),
            models.CheckConstraint(condition=models.Q(score__lte=4), name="readiness_score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} {self.score}"

    @property
    def programme(self) -> Any:
        """The programme of the check."""
        return self.check_of.programme


class ReferenceCase(Record):
    """A finished CRM programme elsewhere that ours can be held against."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="reference_cases")
    company = models.CharField(_("company"), max_length=160)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    size = models.CharField(_("size"), max_length=8, choices=CompanySize.choices, blank=True)
    scope = models.CharField(_("what was introduced"), max_length=200, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    planned_days = models.PositiveIntegerField(_("planned duration (days)"), null=True, blank=True)
    actual_days = models.PositiveIntegerField(_("actual duration (days)"), null=True, blank=True)
    overrun_percent = models.DecimalField(
        _("overrun in per cent of the plan"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    similar = models.BooleanField(_("similar to ours"), default=False)
    why_similar = models.TextField(_("why it is similar"), blank=True)
    cost = models.CharField(_("cost, as told"), max_length=120, blank=True)
    result = models.TextField(_("what came of it"), blank=True)
    lesson = models.TextField(_("lesson"), blank=True)
    grade = models.CharField(_("how reliable"), max_length=1, choices=Grade.choices, blank=True)
    contact = models.CharField(_("who can be asked"), max_length=200, blank=True)
    cited = models.BooleanField(
        _("cited in the charter"), default=False, help_text=_("Printed in the charter with its grade and its result.")
    )

    class Meta:
        verbose_name = _("reference case")
        ordering = ["company", "pk"]

    def __str__(self) -> str:
        return self.company

    def clean(self) -> None:
        """Refuse to cite what is not similar."""
        super().clean()
        if self.cited and not self.similar:
            raise ValidationError({"cited": _("Only a case that is similar to ours can be cited in the charter.")})

    @property
    def overrun(self) -> Decimal | None:
        """Overrun in per cent: from both durations where they are known, else as it was told."""
        if self.planned_days and self.actual_days:
            return Decimal(self.actual_days - self.planned_days) * 100 / self.planned_days
        return self.overrun_percent


class Consultant(Record):
    """A consultant of the vendor or partner, scored on what the programme needs."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="consultants")
    name = models.CharField(_("name"), max_length=120)
    firm = models.CharField(_("firm"), max_length=120, blank=True)
    similar_cases = models.PositiveSmallIntegerField(_("similar cases"), default=0)
    process_skill = models.PositiveSmallIntegerField(_("process skill 0–4"), validators=SCORE, default=0)
    business_skill = models.PositiveSmallIntegerField(_("knows our business 0–4"), validators=SCORE, default=0)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("consultant")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class FeatureGap(Record):
    """A function that the platform supports and the programme has not deployed."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="feature_gaps")
    name = models.CharField(_("function"), max_length=160)
    module = models.CharField(_("module"), max_length=120, blank=True)
    needed = models.BooleanField(_("needed"), default=True)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    deployed_on = models.DateField(_("deployed on"), null=True, blank=True)
    reason = models.TextField(_("why not yet"), blank=True)

    class Meta:
        verbose_name = _("undeployed function")
        ordering = ["module", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="feature_gap_name",
                violation_error_message=_("This function is listed already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
