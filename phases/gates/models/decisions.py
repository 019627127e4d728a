"""Votes, decisions with their frozen evidence, conditions and concessions."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from phases.gates.choices import Decision
from phases.gates.models.gates import Criterion, Gate
from phases.gates.querysets import ConditionQuerySet
from programme.people.models import DEPUTY, said_name


class GateVote(Record):
    """What a keeper decided; one per keeper role and round, whatever the number of browsers."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="votes")
    round = models.PositiveSmallIntegerField()
    role = models.CharField(_("keeper"), max_length=3)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    deputy_of = models.CharField(_("in place of"), max_length=120, blank=True)
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices)
    note = models.TextField(_("reason"), blank=True)
    terms = models.JSONField(default=list, blank=True)
    terms_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("voted"))

    class Meta:
        verbose_name = _("vote")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["gate", "round", "role"], name="gate_vote_once")]

    def __str__(self) -> str:
        return f"{self.gate.key} {self.role} {self.get_decision_display()}"

    @property
    def who(self) -> str:
        """Say who voted; a deputy with the keeper deputised for."""
        return said_name(DEPUTY.join(filter(None, (self.person.name, self.deputy_of))))


class GateDecision(Record):
    """The one decision of a round, with the evidence as it was and its fingerprint; never changed."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices)
    note = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided"))
    review_on = models.DateField(_("looked at again on"), null=True, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("decision")
        ordering = ["-round", "-pk"]
        constraints = [models.UniqueConstraint(fields=["gate", "round"], name="gate_decision_once")]

    def __str__(self) -> str:
        return f"{self.gate.key} {self.get_decision_display()}"


class Condition(Record):
    """What a conditional decision asks for; overdue it closes the next gate."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    decision = models.ForeignKey(GateDecision, models.PROTECT, related_name="conditions")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(_("condition"), max_length=400)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="gate_conditions", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(_("closed"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done_note = models.TextField(_("how it was met"), blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text

    def is_breached(self, today: date) -> bool:
        """Tell whether it is open past its date."""
        return self.done_at is None and self.due_on < today


class Concession(Record):
    """A departure that the gate accepts within a limit, until a date."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="concessions")
    item = models.CharField(_("what departs"), max_length=300)
    limit = models.CharField(_("limit"), max_length=200)
    expires_on = models.DateField(_("until"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("concession")
        ordering = ["expires_on", "pk"]

    def __str__(self) -> str:
        return self.item
