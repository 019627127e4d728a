"""Assumptions: what is taken as true until somebody has tested it."""

from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.raid.choices import UNTESTED, AssumptionState
from programme.raid.models.common import person
from programme.raid.models.issues import Issue
from programme.raid.models.risks import Risk
from programme.raid.querysets import AssumptionQuerySet


class Assumption(Record, StateModel):
    """A statement that the plan stands on, how it is tested, by whom and by when; a broken one becomes a risk or issue.

    ``owner_name`` keeps an imported owner as it was written, also where it is nobody's account.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="assumptions")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("assumption"), max_length=300)
    test = models.TextField(_("how it is tested"), blank=True)
    effect = models.TextField(_("what follows if it is wrong"), blank=True)
    owner = person(_("owner"))
    owner_name = models.CharField(_("owner as written"), max_length=120, blank=True)
    expires_on = models.DateField(_("to be tested by"))
    state = StateField(_("state"), max_length=12, choices=AssumptionState.choices, default=AssumptionState.OPEN)
    finding = models.TextField(_("what the test showed"), blank=True)
    settled_by = person(_("tested by"))
    settled_on = models.DateField(_("tested on"), null=True, blank=True)
    risk = models.ForeignKey(
        Risk, models.PROTECT, null=True, blank=True, related_name="assumptions", verbose_name=_("became the risk")
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="assumptions", verbose_name=_("became the issue")
    )
    raised_by = person(_("raised by"))
    raised_on = models.DateField(_("raised"), default=timezone.localdate)
    extra: Any = models.JSONField(_("further columns"), default=dict, blank=True)

    objects = AssumptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("assumption")
        indexes = [models.Index(fields=["programme", "state", "expires_on"], name="assumption_register")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="assumption_code_once",
                violation_error_message=_("Another assumption has this code."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("raid:assumption_detail", args=[self.programme.slug, self.public_id])

    @property
    def is_untested(self) -> bool:
        """Tell whether nobody knows yet whether it holds."""
        return self.state in UNTESTED

    @property
    def owner_text(self) -> str:
        """Name of the owner, as an account or as written."""
        return str(self.owner) if self.owner else self.owner_name

    def past(self, today: date) -> bool:
        """Tell whether it is untested after its day."""
        return self.is_untested and self.expires_on < today

    @transition(state, UNTESTED, AssumptionState.CONFIRMED, label=_("It holds"))
    def confirm(self, by: Any, on: date, finding: str) -> None:
        """The test showed that it is true."""
        self.settled_by, self.settled_on, self.finding = by, on, finding

    @transition(state, (*UNTESTED, AssumptionState.CONFIRMED), AssumptionState.BROKEN, label=_("It does not hold"))
    def refute(self, by: Any, on: date, finding: str) -> None:
        """It is not true, or no longer."""
        self.settled_by, self.settled_on, self.finding = by, on, finding

    @transition(state, AssumptionState.OPEN, AssumptionState.EXPIRED, label=_("Expire"))
    def expire(self) -> None:
        """Its day has passed and nobody tested it."""

    @transition(state, (*UNTESTED, AssumptionState.CONFIRMED), AssumptionState.OPEN, label=_("Test it by another day"))
    def renew(self, until: date) -> None:
        """It is to be tested, again or later."""
        self.expires_on = until
        self.settled_by = self.settled_on = None
