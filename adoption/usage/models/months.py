"""Roll-ups: what an account did on each day of a month."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class UsageMonth(models.Model):
    """One account's month: bit n−1 of each mask is day n; ``days`` holds the counts of each day that has any.

    A row per person and month instead of person and day keeps a page over 5,000 people and 90 days at some 15,000
    rows. ``days`` maps the day to ``[create, update, advance, log, view, login, other, first, last]``, the last two
    as minutes of the day in the programme's zone. Rows are written by the roll-up only and can be rebuilt from parts.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    month = models.DateField(_("month"))
    account = models.CharField(_("account"), max_length=254)
    worked = models.PositiveIntegerField(default=0)  # days with a meaningful action
    updated = models.PositiveIntegerField(default=0)  # days on which the state of a customer was updated
    logged_in = models.PositiveIntegerField(default=0)  # days with a login, or anything a login is needed for
    actions = models.PositiveIntegerField(_("actions"), default=0)
    days: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("month of usage")
        ordering = ["month", "account"]
        constraints = [models.UniqueConstraint(fields=["programme", "month", "account"], name="usage_month_once")]

    def __str__(self) -> str:
        return f"{self.account} {self.month:%Y-%m}"
