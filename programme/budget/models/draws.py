"""Draw-downs of contingency: asked by one person, granted by another."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.budget.choices import DrawState

S = DrawState


def _person(label: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def _line(related: str, label: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("programme.BudgetLine", models.RESTRICT, related_name=related, verbose_name=label)


class ContingencyDraw(Record, StateModel):
    """A wish to move money from a contingency line to another; once granted it counts in both."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="contingency_draws")
    code = models.CharField(_("code"), max_length=20)
    source = _line("draws_out", _("contingency line"))
    line = _line("draws_in", _("for the line"))
    amount_minor = models.BigIntegerField(_("amount"))
    reason = models.TextField(_("reason"))
    state = StateField(_("state"), max_length=8, choices=S.choices, default=S.ASKED)
    asked_by = _person(_("asked by"))
    decided_by = _person(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    note = models.TextField(_("note of the decision"), blank=True)

    class Meta:
        verbose_name = _("contingency draw-down")
        ordering = ["-code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="contingency_draw_code",
                violation_error_message=_("This code is taken."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="contingency_draw_positive",
                violation_error_message=_("A draw-down is more than 0."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="contingency_draw_second_person",
                violation_error_message=_("Whoever asks for contingency does not grant it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The list of draw-downs."""
        return reverse("budget:draws", args=[self.programme.slug])

    @transition(state, S.ASKED, S.GRANTED, label=_("Grant"))
    def grant(self, by: Any, at: datetime, note: str) -> None:
        """Let the money move."""
        self.decided_by, self.decided_at, self.note = by, at, note

    @transition(state, S.ASKED, S.REFUSED, label=_("Refuse"))
    def refuse(self, by: Any, at: datetime, note: str) -> None:
        """Say no, with a reason."""
        self.decided_by, self.decided_at, self.note = by, at, note
