"""Terms of the calculation, and the quarterly statements with what they were computed from."""

import json
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from roi.statements.choices import StatementState
from roi.statements.querysets import StatementQuerySet
from roi.statements.rules import flows

S = StatementState
RATE = [MinValueValidator(0), MaxValueValidator(100)]


def _rate(label: Any) -> Any:
    return models.DecimalField(label, max_digits=6, decimal_places=3, default=10, validators=RATE)


def _person(label: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class RoiTerms(Record):
    """How a programme counts: rates in per cent a year, the horizon, and the month from which value counts."""

    programme = models.OneToOneField("programme.Programme", models.CASCADE, related_name="roi_terms")
    rate = _rate(_("discount rate, % a year"))
    finance_rate = _rate(_("finance rate, % a year"))
    reinvest_rate = _rate(_("reinvestment rate, % a year"))
    horizon_years = models.PositiveSmallIntegerField(
        _("horizon, years"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    value_from = models.DateField(_("value counts from"))
    users = models.PositiveIntegerField(_("users"), null=True, blank=True, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("terms of ROI")

    def __str__(self) -> str:
        return f"{self.rate.normalize():f}%, {self.horizon_years}"


class RoiStatement(Record, StateModel):
    """One quarter, frozen: its inputs as canonical JSON with their hash; the figures follow from them alone."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="roi_statements")
    quarter = models.CharField(_("quarter"), max_length=6)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    inputs = models.TextField()
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    formulas = models.CharField(_("formula version"), max_length=20, default=flows.FORMULAS)
    state = StateField(_("state"), max_length=10, choices=S.choices, default=S.LOCKED)
    locked_by = _person(_("locked by"))
    locked_at = models.DateTimeField(_("locked"))
    validated_by = _person(_("validated by"))
    validated_at = models.DateTimeField(_("validated"), null=True, blank=True)
    approved_by = _person(_("approved by"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    returned_reason = models.TextField(_("why it was returned"), blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("ROI statement")
        ordering = ["-quarter", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "quarter", "edition"], name="roi_statement_edition",
                violation_error_message=_("This quarter has a statement."),
            ),
            models.UniqueConstraint(
                fields=["programme", "quarter"], condition=~models.Q(state="returned"), name="roi_statement_once",
                violation_error_message=_("This quarter has a statement."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        edition = f" ({self.edition})" if self.edition > 1 else ""
        return f"{self.quarter}{edition}"

    def get_absolute_url(self) -> str:
        """Return the page of the statement."""
        return reverse("statements:statement", args=[self.programme.slug, self.public_id])

    @cached_property
    def frozen(self) -> dict[str, Any]:
        """What it was computed from."""
        found: dict[str, Any] = json.loads(self.inputs)
        return found

    @cached_property
    def figures(self) -> flows.Figures:
        """Its figures, computed anew from the inputs."""
        return flows.figures(self.frozen)

    @transition(state, S.LOCKED, S.VALIDATED, label=_("Validate"))
    def validate(self) -> None:
        """Finance has signed."""

    @transition(state, S.VALIDATED, S.APPROVED, label=_("Approve"))
    def approve(self) -> None:
        """The sponsor has signed."""

    @transition(state, (S.LOCKED, S.VALIDATED), S.RETURNED, label=_("Return"))
    def give_back(self) -> None:
        """A signer declined; the quarter may be locked anew."""
