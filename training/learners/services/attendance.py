"""Who came, and for how much of the time."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from programme.charter.services.rows import require_alive
from programme.records.services import writes
from training.catalogue.choices import PassedBy
from training.learners.choices import EnrolmentState
from training.learners.models import Enrolment
from training.learners.permissions import ACTIONS
from training.learners.services.common import Steps
from training.learners.services.proofs import certify
from training.learners.services.seats import fresh
from training.timetable.choices import BOOKABLE, HELD, SessionState
from training.timetable.models import Session
from training.timetable.services import complete_session, start_session

if TYPE_CHECKING:
    from programme.people.models import User

S = EnrolmentState
MARKABLE = (S.CONFIRMED, S.ATTENDED, S.NO_SHOW)


@writes
def record_attendance(
    session: Session, *, marks: Mapping[str, int | None], actor: "User | None", complete: bool = False
) -> Session:
    """Mark people by the public id of their enrolment: per cent of the time, 0 for absent, None for not said.

    Marking the first one starts the session; ``complete`` ends it where everybody is marked. A course that is passed
    by attendance is passed here. Raises with every bad mark at once.
    """
    require(ACTIONS["attendance"], actor, session)
    require_alive(session.programme)
    session = fresh(session)
    if session.starts_at > timezone.now():
        raise IllegalNowError(_("The session has not begun."))
    if session.state not in {*BOOKABLE, SessionState.IN_PROGRESS, *HELD}:
        raise IllegalNowError(_("The session is %(state)s.") % {"state": session.get_state_display()})
    rows = {row.public_id: row for row in Enrolment.objects.filter(session=session).for_list()}
    _refuse_bad(session, rows, marks)
    if session.state in BOOKABLE:
        session = start_session(session, actor=actor)
    steps, passed = Steps(actor), []
    for ref, percent in marks.items():
        row = rows[ref]
        if row.attended == percent:
            continue
        was = row.state
        _mark(row, percent)
        if _passes(session, row):
            row.assess(None)
            row.pass_(timezone.localdate())
            passed.append(row)
        steps.save(row, was)
    steps.finish("session.attendance", session)
    certify(passed, session, actor=actor)
    if complete and session.state == SessionState.IN_PROGRESS:
        session = complete_session(session, actor=actor)
    return session


def _refuse_bad(session: Session, rows: Mapping[str, Enrolment], marks: Mapping[str, Any]) -> None:
    bad: dict[str, list[Any]] = {}
    for ref, percent in marks.items():
        row = rows.get(ref)
        if row is None:
            bad[ref] = [_("This person has no seat in the session.")]
        elif row.attended != percent and row.state not in MARKABLE:
            told = {"name": row.entry, "state": row.get_state_display()}
            bad[ref] = [_("%(name)s is %(state)s; attendance stands.") % told]
        elif percent is not None and not 0 <= percent <= 100:  # noqa: PLR2004  (per cent)
            bad[ref] = [_("Attendance is 0 to 100 per cent.")]
        elif percent is None and row.attended is not None and session.state in HELD:
            bad[ref] = [_("The session is over: say whether %(name)s came.") % {"name": row.entry}]
    if bad:
        raise BadInputError(bad)


def _mark(row: Enrolment, percent: int | None) -> None:
    if percent is None:
        row.unmark()
    elif percent == 0:
        row.miss()
    elif row.state == S.ATTENDED:
        row.attended = percent
    else:
        row.attend(percent)


def _passes(session: Session, row: Enrolment) -> bool:
    by_attendance = session.edition.passed_by == PassedBy.ATTEND
    return by_attendance and row.state == S.ATTENDED and (row.attended or 0) >= session.edition.attendance_need
