"""Risks, and their scores by date."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.raid import rules
from programme.raid.choices import LIVE_RISK, UNSETTLED_RISK, Band, RiskCategory, RiskState, Strategy
from programme.raid.models.common import MAX_DELAY, SCALE, scale
from programme.raid.querysets import RiskQuerySet, RiskScoreQuerySet


class Risk(Record, StateModel):
    """Because of a cause an event may happen, leading to an effect; scored 1–5 by 1–5.

    ``owner_name`` keeps an imported owner as it was written, also where it is nobody's account.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="risks")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("risk"), max_length=200)
    cause = models.TextField(_("cause"), blank=True)
    event = models.TextField(_("event"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    category = models.CharField(_("category"), max_length=12, choices=RiskCategory.choices, blank=True)
    probability = scale(_("probability"))
    impact = scale(_("impact"))
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True, editable=False)
    residual_probability = scale(_("residual probability"))
    residual_impact = scale(_("residual impact"))
    residual_high_since = models.DateField(null=True, blank=True, editable=False)
    proximity_on = models.DateField(_("may happen around"), null=True, blank=True)
    cost_minor = models.PositiveBigIntegerField(_("cost if it happens"), null=True, blank=True)
    delay_days = models.PositiveSmallIntegerField(
        _("delay if it happens (working days)"), null=True, blank=True, validators=[MaxValueValidator(MAX_DELAY)]
    )
    delays = models.CharField(
        _("what it delays"), max_length=60, blank=True,
        help_text=_("Code of a task or gate. Empty: the first gate after the day on which it may happen."),
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    owner_name = models.CharField(_("owner as written"), max_length=120, blank=True)
    strategy = models.CharField(_("strategy"), max_length=8, choices=Strategy.choices, blank=True)
    response = models.TextField(_("response"), blank=True)
    response_due = models.DateField(_("response due"), null=True, blank=True)
    response_done_on = models.DateField(_("response done"), null=True, blank=True)
    state = StateField(_("state"), max_length=12, choices=RiskState.choices, default=RiskState.PROPOSED)
    escalated = models.BooleanField(_("escalated to the steering committee"), default=False)
    review_days = models.PositiveSmallIntegerField(
        _("review every (days)"), default=30, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    last_reviewed_on = models.DateField(_("last review"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("raised by")
    )
    raised_on = models.DateField(_("raised"), default=timezone.localdate)
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    close_reason = models.TextField(_("reason for closing"), blank=True)
    extra: Any = models.JSONField(_("further columns"), default=dict, blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk")
        indexes = [models.Index(fields=["programme", "state", "-score"], name="risk_register")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="risk_code_once",
                violation_error_message=_("Another risk has this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(probability=None) | models.Q(probability__range=(1, 5)),
                name="risk_probability_scale",
                violation_error_message=_("Probability is 1 to 5."),
            ),
            models.CheckConstraint(
                condition=models.Q(impact=None) | models.Q(impact__range=(1, 5)), name="risk_impact_scale",
                violation_error_message=_("Impact is 1 to 5."),
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score=models.F("probability") * models.F("impact")),
                name="risk_score_is_product", violation_error_message=_("The score is probability × impact."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("raid:risk_detail", args=[self.programme.slug, self.public_id])

    @property
    def residual(self) -> int | None:
        """Score that is expected once the response is done."""
        return rules.score(self.residual_probability, self.residual_impact)

    @property
    def band(self) -> Band | None:
        """Band of the score."""
        return rules.band(self.score) if self.score else None

    @property
    def is_live(self) -> bool:
        """Tell whether it is open, being answered, or watched."""
        return self.state in LIVE_RISK

    @property
    def is_settled(self) -> bool:
        """Tell whether it is closed or has occurred."""
        return self.state not in UNSETTLED_RISK

    @property
    def owner_text(self) -> str:
        """Name of the owner, as an account or as written."""
        return str(self.owner) if self.owner else self.owner_name

    def facts(self, residual_reports: int = 0) -> rules.RiskFacts:
        """Give what the rules read."""
        return rules.RiskFacts(
            code=self.code,
            state=self.state,
            cause=self.cause,
            event=self.event,
            effect=self.effect,
            probability=self.probability,
            impact=self.impact,
            residual=self.residual,
            residual_reports=residual_reports,
            has_owner=self.owner_id is not None or bool(self.owner_name),
            strategy=self.strategy,
            response=self.response,
            response_due=self.response_due,
            response_done=self.response_done_on is not None,
            next_review=self.next_review_on,
        )

    @transition(state, RiskState.PROPOSED, RiskState.OPEN, label=_("Open the risk"))
    def open(self) -> None:
        """It is a risk of this programme."""

    @transition(state, (RiskState.OPEN, RiskState.MONITORED), RiskState.RESPONDING, label=_("Start the response"))
    def respond(self) -> None:
        """Somebody acts on it."""

    @transition(state, (RiskState.OPEN, RiskState.RESPONDING), RiskState.MONITORED, label=_("Only watch it"))
    def monitor(self) -> None:
        """Nothing more is done, it is looked at again."""

    @transition(state, LIVE_RISK, RiskState.OCCURRED, label=_("It has happened"))
    def occur(self) -> None:
        """The event happened: an issue takes over."""

    @transition(state, UNSETTLED_RISK, RiskState.CLOSED, label=_("Close the risk"))
    def close(self) -> None:
        """It can no longer happen, or was never one."""


class RiskScore(Record):
    """The score that stood from a day on; one row a day and risk."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="scores")
    on = models.DateField(_("date"))
    probability = models.PositiveSmallIntegerField(_("probability"), validators=SCALE)
    impact = models.PositiveSmallIntegerField(_("impact"), validators=SCALE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RiskScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score of a risk")
        constraints = [models.UniqueConstraint(fields=["risk", "on"], name="risk_score_daily")]
        indexes = [models.Index(fields=["risk", "-on"], name="risk_score_recent")]

    def __str__(self) -> str:
        return f"{self.on} {self.probability}×{self.impact}"

    @property
    def score(self) -> int:
        """Probability times impact."""
        return self.probability * self.impact
