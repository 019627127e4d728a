"""Issues, and the terms in which they are solved."""

from datetime import date, datetime
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
from programme.raid.choices import CONVERTIBLE_ISSUE, OPEN_ISSUE, UNSOLVED_ISSUE, IssueState, Level, Severity
from programme.raid.models.common import MAX_LEVEL
from programme.raid.models.risks import Risk
from programme.raid.querysets import IssueQuerySet


class Issue(Record, StateModel):
    """Something that has happened and needs handling; ``level`` 1 to 3 says how high it was escalated."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="issues")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("issue"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices, blank=True)
    impact = models.TextField(_("impact on the programme"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    owner_name = models.CharField(_("owner as written"), max_length=120, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = StateField(_("state"), max_length=12, choices=IssueState.choices, default=IssueState.RAISED)
    level = models.PositiveSmallIntegerField(
        _("escalation level"), default=0, validators=[MaxValueValidator(MAX_LEVEL)]
    )
    due_at = models.DateTimeField(_("to be solved by its severity"), null=True, blank=True, editable=False)
    risk = models.ForeignKey(
        Risk, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("came from the risk")
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("raised by")
    )
    raised_on = models.DateField(_("raised"), default=timezone.localdate)
    resolution = models.TextField(_("resolution"), blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolved by")
    )
    resolved_on = models.DateField(_("resolved"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("verified by")
    )
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    extra: Any = models.JSONField(_("further columns"), default=dict, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        indexes = [models.Index(fields=["programme", "state", "due_on"], name="issue_register")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="issue_code_once",
                violation_error_message=_("Another issue has this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(level__lte=MAX_LEVEL), name="issue_level_range",
                violation_error_message=_("Escalation goes to level 3."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("raid:issue_detail", args=[self.programme.slug, self.public_id])

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has verified it yet."""
        return self.state in OPEN_ISSUE

    @property
    def owner_text(self) -> str:
        """Name of the owner, as an account or as written."""
        return str(self.owner) if self.owner else self.owner_name

    def beyond_term(self, now: datetime) -> bool:
        """Tell whether it is unsolved after the hours that its severity has."""
        return self.state in UNSOLVED_ISSUE and self.due_at is not None and self.due_at < now

    @transition(state, IssueState.RAISED, IssueState.TRIAGED, label=_("Triage"))
    def triage(self) -> None:
        """Severity and impact are known."""

    @transition(
        state, (IssueState.TRIAGED, IssueState.ASSIGNED, IssueState.REOPENED), IssueState.ASSIGNED, label=_("Assign")
    )
    def assign(self) -> None:
        """Someone owns it, with a date."""

    @transition(state, (IssueState.ASSIGNED, IssueState.REOPENED), IssueState.IN_PROGRESS, label=_("Start work"))
    def start(self) -> None:
        """The owner works on it."""

    @transition(state, IssueState.IN_PROGRESS, IssueState.RESOLVED, label=_("Resolve"))
    def resolve(self) -> None:
        """The owner says that it is solved."""

    @transition(state, IssueState.RESOLVED, IssueState.VERIFIED, label=_("Verify"))
    def verify(self) -> None:
        """Who raised it agrees."""

    @transition(state, IssueState.VERIFIED, IssueState.CLOSED, label=_("Close the issue"))
    def close(self) -> None:
        """Nothing is left to do."""

    @transition(
        state, (IssueState.RESOLVED, IssueState.VERIFIED, IssueState.CLOSED), IssueState.REOPENED, label=_("Reopen")
    )
    def reopen(self) -> None:
        """It was not solved after all."""
        self.resolved_by = self.verified_by = None
        self.resolved_on = self.closed_on = None

    @transition(state, CONVERTIBLE_ISSUE, IssueState.CONVERTED, label=_("Raise a change request"))
    def convert(self, on: date) -> None:
        """What was agreed has to change: the change request takes over."""
        self.closed_on = on


class IssueTerm(Record):
    """In how many service hours an issue of a severity is solved, and who hears of it afterwards."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices)
    hours = models.PositiveIntegerField(
        _("hours"), validators=[MinValueValidator(1), MaxValueValidator(rules.terms.MAX_HOURS)]
    )
    level = models.PositiveSmallIntegerField(_("goes to"), choices=Level.choices, default=Level.MANAGER)

    class Meta:
        verbose_name = _("term of a severity")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "severity"], name="issue_term_once",
                violation_error_message=_("This severity has a term already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_severity_display()}: {self.hours} h"
