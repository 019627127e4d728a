"""The life of a session: open, started, completed, evaluated, cancelled."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.charter.services.rows import require_alive
from programme.records.services import append_event, change, writes
from training.catalogue.services import revise_after_reaction
from training.timetable.models import Session
from training.timetable.permissions import SESSION_ACTS
from training.timetable.rules import LOWEST_SCORE
from training.timetable.selectors import find_clashes, reasons
from training.timetable.services.seats import record_step, save_moved, settle

if TYPE_CHECKING:
    from programme.people.models import User


def _ready(session: Session, act: str, actor: "User | None") -> Session:
    require(SESSION_ACTS[act], actor, session)
    require_alive(session.programme)
    fresh = Session.objects.select_related("programme", "edition__course", "room", "trainer").get(pk=session.pk)
    if blocked := reasons(fresh, act):
        raise IllegalNowError(*blocked)
    return fresh


@writes
def open_session(session: Session, *, actor: "User | None") -> Session:
    """Let people enrol; needs a place, and a trainer who may give the course. The clash list is checked again."""
    session = _ready(session, "open", actor)
    if found := find_clashes(session):
        raise IllegalNowError(*[text for texts in found.values() for text in texts])
    with change(session, "session.opened", actor=actor):
        session.open()
        save_validated(session)
    settle(session, actor=actor)
    return session


@writes
def start_session(session: Session, *, actor: "User | None") -> Session:
    """Begin."""
    session = _ready(session, "start", actor)
    with change(session, "session.started", actor=actor):
        session.start()
        save_validated(session)
    return session


@writes
def complete_session(session: Session, *, actor: "User | None") -> Session:
    """End it, once of everybody it is known whether they came; who still waits needs another session."""
    session = _ready(session, "complete", actor)
    with change(session, "session.completed", actor=actor):
        session.complete()
        save_validated(session)
    _release(session, ["waitlisted", "requested"], actor, "")
    return session


@writes
def evaluate_session(
    session: Session, *, reaction_score: Decimal | None, reaction_n: int | None, actor: "User | None"
) -> Session:
    """Record what the learners thought of it (level 1, of 5); below 3.5 the course is to be written anew."""
    if reaction_score is None or reaction_n is None:
        missing = {"reaction_score": reaction_score, "reaction_n": reaction_n}
        raise BadInputError({name: [_("This is needed.")] for name, value in missing.items() if value is None})
    session = _ready(session, "evaluate", actor)
    with change(session, "session.evaluated", actor=actor):
        session.evaluate()
        session.reaction_score, session.reaction_n = reaction_score, reaction_n
        save_validated(session)
    if reaction_score < LOWEST_SCORE:
        told = {"session": session.code, "score": reaction_score, "n": reaction_n}
        reason = _("%(session)s was rated %(score)s of 5 by %(n)d people.") % told
        revise_after_reaction(session.course, reason=reason, actor=actor)
    return session


@writes
def cancel_session(session: Session, *, reason: str, actor: "User | None") -> Session:
    """Cancel a session that has not begun; everybody in it needs another seat and stands as assigned again."""
    if not reason.strip():
        raise BadInputError({"reason": [_("This is needed.")]})
    session = _ready(session, "cancel", actor)
    with change(session, "session.cancelled", actor=actor, reason=reason):
        session.cancel(reason.strip())
        save_validated(session)
    _release(session, ["confirmed", "waitlisted", "requested"], actor, reason)
    return session


def _release(session: Session, states: list[str], actor: "User | None", note: str) -> None:
    """Take people out of a session; one event names them all."""
    rows = list(session.enrolments.filter(state__in=states).select_related("entry", "course").order_by("pk"))
    for enrolment in rows:
        was = enrolment.state
        enrolment.release()
        save_moved(enrolment)
        record_step(enrolment, was, actor=actor, note=note, session=session)
    if rows:
        names = {f"{one.entry} ({one.entry.key})": [session.code, None] for one in rows}
        append_event("session.seats_released", session, actor=actor, changes=names, reason=note)
