"""How people stand to what their role needs, computed from role and wave at the moment of reading.

Nothing is copied from the roster, so nothing can be out of step with it: a person who changes role, wave or licence
is told at once what that means (ADR 0009).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from phases.rollout.models import RosterEntry
from training.catalogue.models import Course, CurriculumItem
from training.catalogue.selectors import items_of
from training.learners.choices import DONE, LIVE, SEATED, EnrolmentState, ItemStatus
from training.learners.models import Enrolment, Waiver
from training.learners.rules import Attempt, is_ready, item_status, same_role

if TYPE_CHECKING:
    from programme.charter.models import Programme

FEW = 200  # up to so many people are asked for by name, more by programme


@dataclass(frozen=True, slots=True)
class Item:
    """One course that a person needs: how it stands, the enrolment that says so, and a waiver where one counts."""

    course: Course
    status: ItemStatus
    before_go_live: bool
    enrolment: Enrolment | None = None
    waiver: Waiver | None = None

    @property
    def done(self) -> bool:
        """Tell whether it is passed or waived."""
        return self.status in DONE

    @property
    def seat(self) -> Enrolment | None:
        """The enrolment with a seat in a session that is still to come."""
        one = self.enrolment
        return one if one is not None and one.state == EnrolmentState.CONFIRMED else None


@dataclass(frozen=True, slots=True)
class Standing:
    """A person with everything that the role needs, in the order of the courses' codes."""

    entry: RosterEntry
    items: Sequence[Item]

    @property
    def gate_items(self) -> list[Item]:
        """What is needed before the go-live."""
        return [item for item in self.items if item.before_go_live]

    @property
    def missing(self) -> list[Item]:
        """What is needed before the go-live and not there yet."""
        return [item for item in self.gate_items if not item.done]

    @property
    def ready(self) -> bool:
        """Tell whether the person may go live; whose role needs nothing is not planned, and so not ready."""
        return is_ready([item.status for item in self.gate_items])

    @property
    def done(self) -> int:
        """How many of them are passed or waived."""
        return len(self.gate_items) - len(self.missing)

    @property
    def planned(self) -> bool:
        """Tell whether the role needs anything before the go-live."""
        return bool(self.gate_items)

    @property
    def go_live(self) -> date | None:
        """The day on which the person's wave goes live."""
        return self.entry.wave.goes_live_on if self.entry.wave else None

    def lacks_seat(self) -> list[Item]:
        """What is missing and has no seat that ends before the go-live."""
        return [item for item in self.missing if not _seated_in_time(item, self.go_live)]


def _seated_in_time(item: Item, go_live: date | None) -> bool:
    seat = item.seat
    if seat is None or seat.session is None:
        return item.enrolment is not None and item.enrolment.state in {EnrolmentState.ATTENDED, EnrolmentState.ASSESSED}
    return go_live is None or seat.session.finishes.date() < go_live


def counted_people(programme: "Programme", today: date) -> list[RosterEntry]:
    """Return the persons of every wave who hold a licence on the later of today and their go-live; one query."""
    rows = RosterEntry.objects.filter(programme=programme, wave__isnull=False).persons().for_list()
    return [one for one in rows.order_by("name", "pk") if one.is_licensed(counting_day(one, today))]


def counting_day(entry: RosterEntry, today: date) -> date:
    """Return the day for which a person is counted: who leaves before the go-live is not, who joins for it is."""
    go_live = entry.wave.goes_live_on if entry.wave else None
    return max(today, go_live) if go_live else today


def standings(
    programme: "Programme", entries: Iterable[RosterEntry], today: date | None = None, course: Course | None = None
) -> dict[int, Standing]:
    """Return how these people stand, of all they need or of one course; three queries, however many they are."""
    people = list(entries)
    if not people:
        return {}
    day = today or timezone.localdate()
    items = [item for item in items_of(programme) if course is None or item.course_id == course.pk]
    attempts = _enrolments(programme, people, course)
    waivers = _waivers(programme, people, day)
    return {one.pk: _standing(one, items, attempts, waivers, day) for one in people}


def standing_of(entry: RosterEntry, today: date | None = None) -> Standing:
    """Return how one person stands; three queries."""
    return standings(entry.programme, [entry], today)[entry.pk]


def _enrolments(
    programme: "Programme", people: Sequence[RosterEntry], course: Course | None
) -> dict[tuple[int, int], list[Enrolment]]:
    rows = Enrolment.objects.filter(programme=programme).select_related(
        "certificate", "session__room", "session__edition__course", "session__programme"
    )
    if len(people) <= FEW:
        rows = rows.filter(entry__in=people)
    if course is not None:
        rows = rows.filter(session__edition__course=course)
    found: dict[tuple[int, int], list[Enrolment]] = {}
    for row in rows.order_by("pk"):
        found.setdefault((row.entry_id, row.course_id), []).append(row)
    return found


def _waivers(programme: "Programme", people: Sequence[RosterEntry], day: date) -> dict[tuple[int, int], Waiver]:
    rows = Waiver.objects.filter(programme=programme).standing(day).select_related("approved_by")
    if len(people) <= FEW:
        rows = rows.filter(entry__in=people)
    return {(row.entry_id, row.course_id): row for row in rows.order_by("pk")}


def _standing(
    entry: RosterEntry,
    items: Sequence[CurriculumItem],
    attempts: dict[tuple[int, int], list[Enrolment]],
    waivers: dict[tuple[int, int], Waiver],
    day: date,
) -> Standing:
    wanted: dict[int, tuple[Course, bool]] = {}
    for item in items:
        if requires(item, entry):
            before = wanted.get(item.course_id, (item.course, False))[1] or item.before_go_live
            wanted[item.course_id] = (item.course, before)
    found = []
    for pk, (course, before) in wanted.items():
        rows, waiver = attempts.get((entry.pk, pk), []), waivers.get((entry.pk, pk))
        status = item_status(map(attempt_of, rows), day, waived=waiver is not None)
        found.append(Item(course, status, before, _telling(rows), waiver))
    return Standing(entry, sorted(found, key=lambda item: item.course.code))


def requires(item: CurriculumItem, entry: RosterEntry) -> bool:
    """Tell whether a requirement is this person's: by role, or everybody's, in all waves or in this one."""
    mine = not item.crm_role or same_role(item.crm_role, entry.crm_role)
    return mine and item.wave_id in {None, entry.wave_id}


def attempt_of(enrolment: Enrolment) -> Attempt:
    """Give an enrolment as the rules see it."""
    certificate = getattr(enrolment, "certificate", None)
    if certificate is None:
        return Attempt(enrolment.state)
    return Attempt(enrolment.state, certificate.valid_until, certificate.revoked_on is not None)


def _telling(rows: Sequence[Enrolment]) -> Enrolment | None:
    """Choose the enrolment to show: the one under way, else the latest with a seat, else the latest."""
    for group in (LIVE, SEATED, tuple(EnrolmentState)):
        found = [row for row in rows if row.state in group]
        if found:
            return found[-1]
    return None
