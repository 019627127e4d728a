"""Giving seats: to one or to many, now or on the waiting list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from phases.rollout.models import RosterEntry
from programme.charter.services.rows import require_alive
from programme.records.services import writes
from training.learners.choices import EnrolmentState
from training.learners.models import Enrolment
from training.learners.permissions import ACTIONS
from training.learners.selectors import obstacles, reopenable
from training.learners.services.common import Steps
from training.timetable.choices import SITTING
from training.timetable.models import Session
from training.timetable.services import settle

if TYPE_CHECKING:
    from programme.people.models import User


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What became of a wish for seats: who sits, who waits, and who was refused with the reasons."""

    seated: Sequence[Enrolment]
    waiting: Sequence[Enrolment]
    refused: Sequence[tuple[RosterEntry, Sequence[str]]]


def fresh(session: Session) -> Session:
    """Read the session again under the lock with what the checks need."""
    return Session.objects.select_related("programme", "edition__course__programme", "room", "trainer").get(
        pk=session.pk
    )


@writes
def enrol_people(
    session: Session, *, entries: Sequence[RosterEntry], actor: "User | None", strict: bool = False
) -> Enrolled:
    """Give people seats in a session in the order given; when it is full the rest wait in that order.

    Whoever may not sit there is left out with the reasons, the others are enrolled; where nobody may, or one may not
    and ``strict`` is asked, ``IllegalNowError`` tells all reasons and nobody is enrolled.
    About ten queries and two for each person.
    """
    require(ACTIONS["enrol"], actor, session)
    require_alive(session.programme)
    session = fresh(session)
    if not entries:
        raise BadInputError({"people": [_("Choose at least one person.")]})
    refuse_closed(session)
    return _enrol(session, list(dict.fromkeys(entries)), actor, strict=strict)


def refuse_closed(session: Session) -> None:
    """Raise ``IllegalNowError`` where nobody can be enrolled any more, or yet."""
    if not session.is_bookable or session.starts_at <= timezone.now():
        text = _("Nobody can be enrolled: the session is %(state)s or has begun.")
        raise IllegalNowError(text % {"state": session.get_state_display()})


def _enrol(session: Session, people: list[RosterEntry], actor: "User | None", *, strict: bool) -> Enrolled:
    found = obstacles(session, people)
    refused = [(one, found[one.pk]) for one in people if found[one.pk]]
    if refused and (strict or len(refused) == len(people)):
        raise IllegalNowError(*[reason for _person, reasons in refused for reason in reasons])
    free = session.capacity - Enrolment.objects.filter(session=session, state__in=SITTING).count()
    steps, seated, waiting = Steps(actor), [], []
    known = _kept(session, people)
    for person in people:
        if found[person.pk]:
            continue
        enrolment, was = _ready_for_seat(known.get(person.pk), session, person)
        if free > 0:
            enrolment.confirm(session)
            seated.append(enrolment)
            free -= 1
        else:
            enrolment.wait(session, timezone.now())
            waiting.append(enrolment)
        steps.save(enrolment, was)
    steps.finish("session.enrolled", session)
    settle(session, actor=actor)
    return Enrolled(seated, waiting, refused)


def _kept(session: Session, people: Sequence[RosterEntry]) -> dict[int, Enrolment]:
    """Return the enrolments that a new seat continues."""
    rows = Enrolment.objects.filter(course=session.course, entry__in=people).select_related("entry", "course")
    return {row.entry_id: row for row in rows.order_by("pk") if reopenable(row)}


def _ready_for_seat(known: Enrolment | None, session: Session, person: RosterEntry) -> tuple[Enrolment, str]:
    """Give the enrolment to seat and the state it came from; a failed or missed one is taken again."""
    if known is None:
        return Enrolment(programme=session.programme, entry=person, course=session.course), ""
    was = known.state
    if was in {EnrolmentState.FAILED, EnrolmentState.NO_SHOW}:
        known.retakes += was == EnrolmentState.FAILED
        known.again()
    return known, was


@writes
def ask_for_seat(session: Session, *, entry: RosterEntry, actor: "User") -> Enrolment:
    """Let a person ask for a seat of the own accord; a trainer gives it. Refused like every seat, with the reasons."""
    require(ACTIONS["ask"], actor, entry)
    require_alive(session.programme)
    session = fresh(session)
    refuse_closed(session)
    if reasons := obstacles(session, [entry])[entry.pk]:
        raise IllegalNowError(*reasons)
    enrolment, was = _ready_for_seat(_kept(session, [entry]).get(entry.pk), session, entry)
    if enrolment.state == EnrolmentState.REQUESTED:
        enrolment.release()
    enrolment.ask(session)
    steps = Steps(actor)
    steps.save(enrolment, was)
    steps.finish("session.seat_asked", session)
    return enrolment
