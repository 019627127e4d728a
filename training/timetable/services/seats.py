"""Who moves up when a seat is free, and what the session's state says about its seats.

Enrolments are reached through their session, so that the timetable does not import the learners who import it.
"""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.models import save_validated
from programme.records.services import append_event, writes
from training.timetable.choices import SITTING, SessionState
from training.timetable.models import Session

if TYPE_CHECKING:
    from programme.people.models import User


def record_step(enrolment: Any, was: str, *, actor: "User | None", note: str = "", session: Any = None) -> None:
    """Write one step of an enrolment's history; the session is named, because it may be cancelled later."""
    at = session or enrolment.session
    enrolment.changes.create(
        at=timezone.now(),
        actor_name=actor.name if actor else "system",
        was=was,
        became=enrolment.state,
        session_text=at.label[:300] if at is not None else "",
        note=note[:300],
    )


def save_moved(enrolment: Any) -> None:
    """Save an enrolment after a transition; its fields were set by code, the state guards against a lost race."""
    enrolment.version += 1
    enrolment.save()


@writes
def settle(session: Session, *, actor: "User | None") -> list[Any]:
    """Give free seats to those who wait, the earliest first, and set open or full; returns who moved up.

    Nobody is moved down: a session with more people than seats stays as it is until somebody gives a seat back.
    """
    if session.state not in {SessionState.OPEN, SessionState.FULL}:
        return []
    free = session.capacity - session.enrolments.filter(state__in=SITTING).count()
    waiting = session.enrolments.waiting().select_related("entry", "course")
    moved = list(waiting[: max(free, 0)])
    for enrolment in moved:
        was = enrolment.state
        enrolment.confirm(session)
        save_moved(enrolment)
        record_step(enrolment, was, actor=actor)
    if moved:
        names = {f"{one.entry} ({one.entry.key})": ["waitlisted", "confirmed"] for one in moved}
        append_event("session.moved_up", session, actor=actor, changes=names)
    full = free - len(moved) <= 0
    if full != (session.state == SessionState.FULL):
        session.fill() if full else session.free()
        save_validated(session)
    return moved
