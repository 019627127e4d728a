"""Scorecards: what counts how much from when, and how complete people's records are."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from adoption.usage.choices import Metric
from core.models import Record


class ScoreWeight(Record):
    """The weight of a metric from a month on; the latest that has begun by a period's first day counts for it."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="score_weights")
    metric = models.CharField(_("metric"), max_length=12, choices=Metric.choices)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=[MaxValueValidator(100)])
    valid_from = models.DateField(_("from month"))

    class Meta:
        verbose_name = _("weight")
        ordering = ["metric", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "metric", "valid_from"], name="score_weight_once",
                violation_error_message=_("This metric has a weight from that month on."),
            ),
            models.CheckConstraint(
                condition=models.Q(weight__lte=100), name="score_weight_share",
                violation_error_message=_("A weight is between 0 and 100."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_metric_display()} {self.weight}"


class CompletenessReading(Record):
    """How many of the required fields of a person's records were filled in a month."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="completeness")
    entry = models.ForeignKey(
        "phases.RosterEntry", models.CASCADE, related_name="completeness", verbose_name=_("person")
    )
    month = models.DateField(_("month"))
    filled = models.PositiveIntegerField(_("fields filled"))
    required = models.PositiveIntegerField(_("fields required"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("completeness")
        ordering = ["month", "entry", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "month"], name="completeness_once",
                violation_error_message=_("This person has a reading of that month."),
            ),
            models.CheckConstraint(
                condition=models.Q(filled__lte=models.F("required")), name="completeness_share",
                violation_error_message=_("Not more fields can be filled than are required."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.entry} {self.month:%Y-%m} {self.filled}/{self.required}"
