"""The roster: who will work in the CRM, in which role, unit and wave, and on which days they are away."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record
from phases.rollout.choices import AccountKind
from phases.rollout.models.waves import Wave
from phases.rollout.querysets import AbsenceQuerySet, RosterEntryQuerySet

if TYPE_CHECKING:
    from programme.charter.models import Programme


class RosterEntry(Record):
    """One licence of the CRM and who holds it: a person, or an account of a machine or a test.

    ``key`` is what the company calls the holder by (an employee number, an address) and stays the same from file to
    file; ``crm_id`` is the account's id in the CRM. Training enrols by role and wave, adoption counts whom it may.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="roster")
    key = models.CharField(_("personnel number"), max_length=120)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    user = models.ForeignKey(
        "programme.User", models.SET_NULL, null=True, blank=True, related_name="roster", verbose_name=_("account here")
    )
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="team", verbose_name=_("manager")
    )
    unit = models.ForeignKey(
        "programme.Unit", models.PROTECT, null=True, blank=True, related_name="roster", verbose_name=_("business unit")
    )
    crm_role = models.CharField(_("role in the CRM"), max_length=80, blank=True)
    crm_id = models.CharField(_("account in the CRM"), max_length=120, blank=True)
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, blank=True, related_name="roster", verbose_name=_("wave"))
    account = models.CharField(_("kind of account"), max_length=12, choices=AccountKind, default=AccountKind.PERSON)
    licensed_on = models.DateField(_("licensed from"), null=True, blank=True)
    unlicensed_on = models.DateField(_("licensed until"), null=True, blank=True)

    objects = RosterEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster entry")
        ordering = ["key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"], name="roster_key_once",
                violation_error_message=_("There is an entry with this personnel number."),
            ),
            models.UniqueConstraint(
                fields=["programme", "crm_id"], condition=~models.Q(crm_id=""), name="roster_crm_id_once",
                violation_error_message=_("Another entry has this account in the CRM."),
            ),
            models.CheckConstraint(
                condition=models.Q(unlicensed_on__gte=models.F("licensed_on"))
                | models.Q(licensed_on=None) | models.Q(unlicensed_on=None),
                name="roster_licence_span",
                violation_error_message=_("A licence ends not before it begins."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("rollout:entry", args=[self.programme.slug, self.public_id])

    def is_licensed(self, day: date) -> bool:
        """Tell whether the licence holds on that day; without a first day it always did."""
        return (self.licensed_on is None or self.licensed_on <= day) and (
            self.unlicensed_on is None or day <= self.unlicensed_on
        )


class Absence(Record):
    """Days on which a person is away, both ends included; they leave every denominator of those days."""

    entry = models.ForeignKey(RosterEntry, models.CASCADE, related_name="absences")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=80, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        ordering = ["first", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "first"], name="absence_once",
                violation_error_message=_("An absence of this person begins on that day already."),
            ),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="absence_span",
                violation_error_message=_("An absence ends not before it begins."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"

    @property
    def programme(self) -> "Programme":
        """The programme of the entry."""
        return self.entry.programme
