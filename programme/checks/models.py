"""Waivers: a finding that somebody answers for until a day."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.checks.querysets import RuleWaiverQuerySet


class RuleWaiver(Record):
    """One rule excused in one programme until a day, for a reason; ``place`` narrows it to the finding of that page."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="rule_waivers")
    rule = models.CharField(_("rule"), max_length=80)
    place = models.CharField(_("page of the finding"), max_length=300, blank=True)
    reason = models.TextField(_("reason"), max_length=2000)
    until = models.DateField(_("until"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("taken back"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RuleWaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver of a rule")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "rule", "place"], condition=models.Q(ended_on=None), name="rule_waiver_once",
                violation_error_message=_("This finding is waived already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.rule

    def holds(self, today: date) -> bool:
        """Tell whether it excuses anything on that day."""
        return self.ended_on is None and self.until >= today
