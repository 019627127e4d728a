"""Chainable reads of waves, the roster and cutover steps."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from phases.rollout.choices import AccountKind

if TYPE_CHECKING:
    from phases.rollout.models import Absence, CutoverStep, RosterEntry, Wave


class CutoverStepQuerySet(QuerySet["CutoverStep"]):
    """Reads of cutover steps."""

    def for_list(self) -> "CutoverStepQuerySet":
        """With the programme."""
        return self.select_related("programme")


class WaveQuerySet(QuerySet["Wave"]):
    """Reads of waves."""

    def for_list(self) -> "WaveQuerySet":
        """With the programme and the business units."""
        return self.select_related("programme").prefetch_related("units")

    def live(self, day: date) -> "WaveQuerySet":
        """Those that have gone live by that day."""
        return self.filter(live_on__lte=day)


class RosterEntryQuerySet(QuerySet["RosterEntry"]):
    """Reads of the roster."""

    def for_list(self) -> "RosterEntryQuerySet":
        """With unit, wave, manager and account here."""
        return self.select_related("programme", "unit", "wave", "manager", "user")

    def persons(self) -> "RosterEntryQuerySet":
        """Those behind whom a person stands."""
        return self.filter(account=AccountKind.PERSON)

    def licensed(self, day: date) -> "RosterEntryQuerySet":
        """Those who hold a licence on that day."""
        return self.filter(
            Q(licensed_on=None) | Q(licensed_on__lte=day), Q(unlicensed_on=None) | Q(unlicensed_on__gte=day)
        )


class AbsenceQuerySet(QuerySet["Absence"]):
    """Reads of absences."""

    def touching(self, first: date, last: date) -> "AbsenceQuerySet":
        """Those with a day between these two, both included."""
        return self.filter(first__lte=last, last__gte=first)
