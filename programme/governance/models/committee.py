"""Lights as declared and as they stood, and decisions asked of the committee."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.governance.choices import OPEN_DECISIONS, Colour, DecisionState, Dimension
from programme.governance.querysets import DecisionQuerySet

DECLARABLE = [choice for choice in Colour.choices if choice[0] != Colour.GREY]


class LightDeclaration(Record):
    """What a person says a light is; a better one than computed counts once a second person confirmed it."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    dimension = models.CharField(_("light"), max_length=10, choices=Dimension.choices)
    colour = models.CharField(_("colour"), max_length=4, choices=DECLARABLE)
    computed = models.CharField(max_length=4, choices=Colour.choices)  # what stood when it was declared
    reason = models.TextField(_("reason"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("declared light")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "dimension"],
                condition=models.Q(ended_at=None),
                name="light_declared_once",
                violation_error_message=_("This light has a declaration; end it first."),
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("declared_by")),
                name="light_second_person",
                violation_error_message=_("Someone else confirms."),
            ),
        ]

    def __str__(self) -> str:
        return f"{Dimension(self.dimension).label}: {Colour(self.colour).label}"


class LightDay(models.Model):
    """How a light stood on a day: kept every night, so that trend and weeks in colour can be told."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    dimension = models.CharField(max_length=10)
    day = models.DateField()
    colour = models.CharField(max_length=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "dimension", "day"], name="light_day_once")]

    def __str__(self) -> str:
        return f"{self.dimension} {self.day} {self.colour}"


class Decision(Record, StateModel):
    """Something the committee is asked to decide: context, options, recommendation, cost of delay, by when."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="decisions")
    code = models.CharField(_("number"), max_length=12, editable=False)
    question = models.CharField(_("question"), max_length=300)
    context = models.TextField(_("context"), blank=True)
    goals: Any = models.ManyToManyField(
        "programme.Goal", blank=True, related_name="decisions", verbose_name=_("goals that it serves")
    )
    options: Any = models.JSONField(_("options"), default=list, blank=True)  # [{"key": "A", "text": …}]
    recommendation = models.CharField(_("recommended option"), max_length=1, blank=True)
    reason = models.TextField(_("why it is recommended"), blank=True)
    cost_of_delay = models.CharField(_("cost of delay"), max_length=200, blank=True)
    delay_week_minor = models.PositiveBigIntegerField(_("cost of delay per week"), null=True, blank=True)
    due_on = models.DateField(_("needed by"), null=True, blank=True)
    state = StateField(_("state"), max_length=10, choices=DecisionState.choices, default=DecisionState.DRAFT)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    talk = models.TextField(_("question and answer"), blank=True)
    chosen = models.CharField(_("chosen option"), max_length=1, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="decision_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.question}"

    def get_absolute_url(self) -> str:
        """The decision's page."""
        return reverse("governance:decision", args=[self.programme.slug, self.public_id])

    @property
    def is_open(self) -> bool:
        """Tell whether the committee is asked."""
        return self.state in OPEN_DECISIONS

    def overdue(self, today: date) -> bool:
        """Tell whether it is open past the day it was needed."""
        return self.is_open and self.due_on is not None and self.due_on < today

    @transition(state, DecisionState.DRAFT, DecisionState.REQUESTED, label=_("Ask the committee"))
    def request(self, on: date) -> None:
        """The committee is asked."""
        self.asked_on = on

    @transition(state, DecisionState.REQUESTED, DecisionState.QUESTIONED, label=_("Ask back"))
    def ask_back(self) -> None:
        """A member wants to know more."""

    @transition(state, DecisionState.QUESTIONED, DecisionState.REQUESTED, label=_("Answer"))
    def answer(self) -> None:
        """The question was answered."""

    @transition(state, OPEN_DECISIONS, DecisionState.APPROVED, label=_("Approve"))
    def approve(self, by: Any, on: date, chosen: str, outcome: str) -> None:
        """A member approves one of the options."""
        self.decided_by, self.decided_on, self.chosen, self.outcome = by, on, chosen, outcome

    @transition(state, OPEN_DECISIONS, DecisionState.REJECTED, label=pgettext_lazy("request", "Reject"))
    def reject(self, by: Any, on: date, outcome: str) -> None:
        """A member rejects, with a reason."""
        self.decided_by, self.decided_on, self.outcome = by, on, outcome
