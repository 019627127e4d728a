"""Benefit profiles, what was realised of them month by month, and their reviews."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from roi.ledger.choices import CONCLUDED, STANDING, UNAPPROVED, BenefitState, Driver, Grade, ReadingState, Worth
from roi.ledger.models.costs import AMOUNT, LARGEST, SHARE
from roi.ledger.querysets import ActualQuerySet, BenefitQuerySet, ReviewQuerySet
from roi.ledger.rules.money import Worth as Value
from roi.ledger.rules.profile import Profile

S = BenefitState


def _percent(label: Any, default: int, validators: Any = SHARE) -> Any:
    return models.DecimalField(label, max_digits=6, decimal_places=2, default=default, validators=validators)


def _person(label: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class Benefit(Record, StateModel):
    """One benefit, or a disbenefit: its driver, its measure, what it should be worth, and who answers for it.

    A line that names another ``initiative`` only claims its share of a KPI's change; its value is not this programme's.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="benefits")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("benefit"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    disbenefit = models.BooleanField(_("disbenefit"), default=False)
    worth = models.CharField(_("kind of value"), max_length=12, choices=Worth.choices, default=Worth.CASHABLE)
    driver = models.CharField(_("driver"), max_length=12, choices=Driver.choices, default=Driver.OTHER)
    priority = models.PositiveSmallIntegerField(
        _("priority, 1–5"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    beneficiary = models.CharField(_("who gains"), max_length=160, blank=True)
    kpi = models.ForeignKey(
        "programme.Kpi", models.PROTECT, null=True, blank=True, related_name="benefits", verbose_name=_("KPI")
    )
    initiative = models.CharField(_("other initiative"), max_length=160, blank=True)
    measure = models.CharField(_("measure and rhythm"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("baseline measured on"), null=True, blank=True)
    target = models.DecimalField(_("target value"), max_digits=18, decimal_places=4, null=True, blank=True)
    target_on = models.DateField(_("target date"), null=True, blank=True)
    volume = models.DecimalField(
        _("volume per year"), max_digits=18, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(10**12)],
    )  # fmt: skip
    unit_value_minor = models.BigIntegerField(
        _("value of one unit"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(LARGEST)]
    )
    margin_percent = _percent(_("margin, %"), 100)
    attribution_percent = _percent(_("attribution, %"), 100)
    correction_percent = _percent(_("correction factor, %"), 100)
    risk_percent = _percent(_("risk, %"), 0)
    grade = models.CharField(_("grade of attribution"), max_length=1, choices=Grade.choices, blank=True)
    first_value_on = models.DateField(_("first value"), null=True, blank=True)
    ends_on = models.DateField(_("last value"), null=True, blank=True)
    ramp_months = models.PositiveSmallIntegerField(
        _("months until full value"), default=1, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    wave = models.ForeignKey(
        "phases.Wave", models.PROTECT, null=True, blank=True, related_name="benefits", verbose_name=_("enabled by wave")
    )
    enablers = models.CharField(_("enablers and dependencies"), max_length=300, blank=True)
    assumptions = models.TextField(_("assumptions"), blank=True)
    owner = _person(_("owner"))
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    state = StateField(_("state"), max_length=12, choices=S.choices, default=S.IDENTIFIED)
    endorsed_by = _person(_("endorsed by finance"))
    endorsed_at = models.DateTimeField(_("endorsed"), null=True, blank=True)
    approved_by = _person(_("approved by the sponsor"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    enabled_on = models.DateField(_("enabled on"), null=True, blank=True)
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        verbose_name = _("benefit")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="benefit_code", violation_error_message=_("This code is taken.")
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None)
                | models.Q(first_value_on=None)
                | models.Q(ends_on__gte=models.F("first_value_on")),
                name="benefit_span",
                violation_error_message=_("The last value is not before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the record's page."""
        return reverse("ledger:benefit", args=[self.programme.slug, self.public_id])

    @property
    def value(self) -> Value:
        """The parts of its yearly value."""
        return Value(
            self.volume, self.unit_value_minor, self.margin_percent, self.attribution_percent, self.correction_percent
        )

    def profile(self) -> Profile:
        """Give what the guards read; one query for the KPI's signed baseline unless it was fetched."""
        signed = self.kpi.signed_baseline if self.kpi is not None else None
        return Profile(
            owner=self.owner_id is not None,
            measure=self.measure,
            driver_known=self.volume is not None and self.unit_value_minor is not None,
            strategic=self.worth == Worth.STRATEGIC,
            first_value_on=self.first_value_on,
            next_review_on=self.next_review_on,
            grade=self.grade,
            with_kpi=self.kpi_id is not None,
            baseline_on=self.baseline_on if self.baseline is not None else None,
            baseline_signed_on=signed.signed_at.date() if signed else None,
        )

    @transition(state, S.IDENTIFIED, S.PROFILED, label=_("Profile is complete"))
    def profile_done(self) -> None:
        """Owner, measure, signed baseline and driver are known."""

    @transition(state, S.PROFILED, S.APPROVED, label=_("Approve"))
    def approve(self) -> None:
        """Finance and sponsor agree."""

    @transition(state, S.APPROVED, S.ENABLED, label=_("Enabled"))
    def enable(self) -> None:
        """What brings the benefit is live."""

    @transition(state, S.ENABLED, S.REALISING, label=_("First reading"))
    def begin(self) -> None:
        """The first actual was recorded."""

    @transition(state, S.REALISING, S.REALISED, label=_("Realised"))
    def realise(self) -> None:
        """The validated value reaches the plan."""

    @transition(state, S.REALISING, S.PARTLY, label=_("Partly realised"))
    def realise_partly(self) -> None:
        """Some of it came."""

    @transition(state, (S.ENABLED, S.REALISING), S.NOT_REALISED, label=_("Not realised"))
    def fail(self) -> None:
        """Nothing came."""

    @transition(state, (S.REALISED, S.PARTLY), S.SUSTAINED, label=_("Sustained"))
    def sustain(self) -> None:
        """It goes on without the programme."""

    @transition(state, (*UNAPPROVED, S.APPROVED, *CONCLUDED, S.SUSTAINED), S.CLOSED, label=_("Close"))
    def close(self) -> None:
        """Nobody follows it any more."""


class BenefitActual(Record, StateModel):
    """What one month brought: measured, with evidence; validated by finance; restated, never overwritten."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="actuals")
    month = models.DateField(_("month"))
    volume = models.DecimalField(
        _("units measured"), max_digits=18, decimal_places=4,
        validators=[MinValueValidator(-(10**12)), MaxValueValidator(10**12)],
    )  # fmt: skip
    amount_minor = models.BigIntegerField(_("value"), validators=AMOUNT)
    n = models.PositiveIntegerField(_("sample n"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    evidence_url = models.URLField(_("link to the evidence"), max_length=500, blank=True)
    state = StateField(_("state"), max_length=10, choices=ReadingState.choices, default=ReadingState.CLAIMED)
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"))
    validated_by = _person(_("validated by"))
    validated_at = models.DateTimeField(_("validated"), null=True, blank=True)
    note = models.CharField(_("finance's note"), max_length=300, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.CharField(_("reason of the restatement"), max_length=300, blank=True)

    objects = ActualQuerySet.as_manager()

    class Meta:
        verbose_name = _("benefit actual")
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "month"], condition=models.Q(state__in=["claimed", "validated"]),
                name="actual_once_a_month",
                violation_error_message=_("This month has an actual; restate it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.benefit.code} {self.month:%Y-%m}"

    @property
    def programme(self) -> Any:
        """The programme of the benefit."""
        return self.benefit.programme

    @property
    def stands(self) -> bool:
        """Tell whether it counts."""
        return self.state in STANDING

    @transition(state, ReadingState.CLAIMED, ReadingState.VALIDATED, label=_("Validate"))
    def validate(self) -> None:
        """Finance has seen the evidence."""

    @transition(state, ReadingState.CLAIMED, ReadingState.REJECTED, label=_("Reject"))
    def reject(self) -> None:
        """Finance does not accept it."""

    @transition(state, STANDING, ReadingState.RESTATED, label=_("Restate"))
    def give_way(self) -> None:
        """Another figure takes its place; this one stays readable."""


class BenefitReview(Record):
    """A review of one benefit with its owner."""

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="reviews")
    held_on = models.DateField(_("held on"))
    held_by = _person(_("held by"))
    finding = models.TextField(_("finding"))
    next_review_on = models.DateField(_("next review"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("benefit review")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.benefit.code} {self.held_on}"

    @property
    def programme(self) -> Any:
        """The programme of the benefit."""
        return self.benefit.programme
