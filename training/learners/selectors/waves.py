"""Which wave is ready: persons with everything their role needs, of all persons of the wave (B2, F17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from core.memo import once
from phases.rollout.models import RosterEntry, Wave
from phases.rollout.selectors import waves_of
from programme.people.choices import Role
from programme.people.models import Membership, Unit
from training.learners.rules import Share
from training.learners.selectors.standing import Standing, counted_people, standings

if TYPE_CHECKING:
    from programme.charter.models import Programme

NEEDED = Share(9, 10)  # of a wave's persons, before it goes live


@dataclass(frozen=True, slots=True)
class WaveReadiness:
    """A wave with how its people stand; ``people`` are those who count, in the order of names."""

    wave: Wave
    people: Sequence[Standing]

    @property
    def ready(self) -> Share:
        """Persons with everything, of all persons."""
        return Share(sum(1 for one in self.people if one.ready), len(self.people))

    @property
    def completion(self) -> Share:
        """Courses passed or waived, of those required before the go-live."""
        return Share(sum(one.done for one in self.people), sum(len(one.gate_items) for one in self.people))

    @property
    def missing(self) -> list[Standing]:
        """Who is not ready: who lacks least stands first, because they turn the gate green soonest."""
        rows = [one for one in self.people if not one.ready]
        return sorted(rows, key=lambda one: (not one.planned, len(one.missing), one.entry.name, one.entry.pk))

    @property
    def without_seat(self) -> list[Standing]:
        """Who lacks a course and has no seat that ends before the go-live."""
        return [one for one in self.people if one.lacks_seat()]

    @property
    def unplanned(self) -> list[Standing]:
        """Persons of whose role nothing is required."""
        return [one for one in self.people if not one.planned]

    @property
    def enough(self) -> bool | None:
        """Tell whether nine of ten are ready; None where nobody counts."""
        value, needed = self.ready.value, NEEDED.value
        return None if value is None or needed is None else value >= needed

    @property
    def short(self) -> int:
        """How many more persons have to be ready."""
        wanted = -(-len(self.people) * NEEDED.numerator // NEEDED.denominator)
        return max(0, wanted - self.ready.numerator)


def wave_readiness(programme: "Programme", today: date | None = None) -> list[WaveReadiness]:
    """Return how every wave stands, in order; five queries, once for a page."""
    day = today or timezone.localdate()
    return once(programme, f"training.waves:{day}", lambda: _read(programme, day))


def _read(programme: "Programme", day: date) -> list[WaveReadiness]:
    waves = waves_of(programme)
    if not waves:
        return []
    people = _people(programme, day)
    found = standings(programme, people, day)
    return [WaveReadiness(wave, [found[one.pk] for one in people if one.wave_id == wave.pk]) for wave in waves]


def _people(programme: "Programme", day: date) -> list[RosterEntry]:
    return once(programme, f"training.people:{day}", lambda: counted_people(programme, day))


def readiness_of(programme: "Programme", code: str, today: date | None = None) -> WaveReadiness | None:
    """Return how one wave stands, None where there is none of that code."""
    return next((one for one in wave_readiness(programme, today) if one.wave.code.casefold() == code.casefold()), None)


def completion(waves: Iterable[WaveReadiness]) -> Share:
    """Add up what was passed of what is required, over waves."""
    parts = [one.completion for one in waves]
    return Share(sum(one.numerator for one in parts), sum(one.denominator for one in parts))


def without_seat(programme: "Programme", today: date | None = None) -> list[Standing]:
    """Return everybody of a wave ahead who lacks a course and has no seat in time, the next go-live first."""
    day = today or timezone.localdate()
    rows = [one for wave in wave_readiness(programme, day) if not wave.wave.live_on for one in wave.without_seat]
    return sorted(rows, key=lambda one: (one.go_live or date.max, one.entry.name, one.entry.pk))


def teams_without_ambassador(programme: "Programme", code: str = "") -> tuple[list[Unit], int]:
    """Return the teams of a wave, or of all, in which nobody is ambassador, and how many teams there are.

    A team is a business unit of a person who counts; an ambassador holds that role for the unit, or works in it. Two
    queries, once for all waves.
    """
    day = timezone.localdate()
    people = _people(programme, day)
    mine = [one for one in people if not code or (one.wave and one.wave.code.casefold() == code.casefold())]
    teams = {one.unit_id: one.unit for one in mine if one.unit is not None}
    holders = Membership.objects.current().filter(programme=programme, role=Role.AMB).select_related("user")
    held = once(programme, "training.ambassadors", lambda: list(holders))
    covered = {one.unit_id or one.user.unit_id for one in held} | _units_on_roster(
        [one.user_id for one in held], people
    )
    bare = sorted((unit for pk, unit in teams.items() if pk not in covered), key=lambda unit: (unit.name, unit.pk))
    return bare, len(teams)


def _units_on_roster(users: Sequence[int], people: Sequence[RosterEntry]) -> set[int | None]:
    return {one.unit_id for one in people if one.user_id in users}
