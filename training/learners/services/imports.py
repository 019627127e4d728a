"""Attendance and results as rows of a file: who was where, for how long, with which score."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from phases.rollout.models import RosterEntry
from programme.records.services import writes
from training.catalogue.choices import PassedBy
from training.learners.choices import RESULTS
from training.learners.models import Enrolment
from training.learners.permissions import ACTIONS
from training.learners.selectors import obstacles
from training.learners.services.attendance import record_attendance
from training.learners.services.common import Steps
from training.learners.services.results import record_results
from training.timetable.models import Session
from training.timetable.services import settle

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


def _found(programme: "Programme", row: Mapping[str, Any]) -> tuple[Session, RosterEntry]:
    sessions = Session.objects.filter(programme=programme).select_related("programme", "edition__course__programme")
    session = sessions.filter(code__iexact=row["session"].strip()).first()
    text = row["person"].strip()
    people = RosterEntry.objects.filter(programme=programme).persons().select_related("programme", "wave")
    person = people.filter(key__iexact=text).first() or people.filter(email__iexact=text).order_by("pk").first()
    bad = {}
    if session is None:
        bad["session"] = [_("There is no session %(code)s.") % {"code": row["session"]}]
    if person is None:
        bad["person"] = [_("Nobody on the roster has this number or address.")]
    if session is None or person is None:
        raise BadInputError(bad)
    return session, person


@writes
def create_attendance_from_row(programme: "Programme", row: Mapping[str, Any], actor: "User | None") -> str:
    """Enrol somebody who came without a seat and mark them; returns the public id of the enrolment.

    The room held them, so the number of seats does not refuse them; everything else that stands in the way does.
    """
    require(ACTIONS["import"], actor, programme)
    session, person = _found(programme, row)
    if not row.get("attended"):
        raise BadInputError({"person": [_("%(name)s has no seat in this session.") % {"name": person}]})
    if session.starts_at > timezone.now():
        raise BadInputError({"session": [_("The session has not begun.")]})
    if reasons := obstacles(session, [person])[person.pk]:
        raise BadInputError({"person": reasons})
    enrolment = Enrolment(programme=programme, entry=person, course=session.course)
    enrolment.confirm(session)
    steps = Steps(actor, _("Came without a seat."))
    steps.save(enrolment, "")
    steps.finish("session.enrolled", session)
    _write(session, enrolment, row, actor)
    return enrolment.public_id


@writes
def update_attendance_from_row(programme: "Programme", ref: str, row: Mapping[str, Any], actor: "User | None") -> None:
    """Mark somebody who has a seat, and record the result."""
    require(ACTIONS["import"], actor, programme)
    enrolment = Enrolment.objects.for_list().get(programme=programme, public_id=ref)
    if enrolment.session is None:
        raise BadInputError({"session": [_("This person has no seat any more.")]})
    _write(enrolment.session, enrolment, row, actor)


def _write(session: Session, enrolment: Enrolment, row: Mapping[str, Any], actor: "User | None") -> None:
    ref = enrolment.public_id
    try:
        if "attended" in row and row["attended"] != enrolment.attended:
            record_attendance(session, marks={ref: row["attended"]}, actor=actor)
    except BadInputError as error:
        raise BadInputError({"attended": error.fields.get(ref, error.reasons)}) from error
    scored = session.edition.passed_by == PassedBy.SCORE
    column, value = ("score", row.get("score")) if scored else ("met", row.get("met"))
    if value is None:
        _refuse_lost_result(enrolment, row, column)
        return
    try:
        record_results(session, results={ref: value}, actor=actor)
    except BadInputError as error:
        raise BadInputError({column: error.fields.get(ref, error.reasons)}) from error


def _refuse_lost_result(enrolment: Enrolment, row: Mapping[str, Any], column: str) -> None:
    """A result that stands is not emptied by a file: a certificate hangs on it."""
    if column in row and enrolment.state in RESULTS and enrolment.score is not None:
        raise BadInputError({column: [_("A recorded result is not taken back by a file.")]})


@writes
def remove_attendance(programme: "Programme", refs: Sequence[str], actor: "User | None") -> None:
    """Take back those whom an import enrolled; refused for who has a result."""
    require(ACTIONS["import"], actor, programme)
    rows = list(Enrolment.objects.filter(programme=programme, public_id__in=refs).for_list())
    held = [str(row.entry) for row in rows if row.state in RESULTS]
    if held:
        raise IllegalNowError(_("Results stand for: %(names)s.") % {"names": ", ".join(held)})
    for row in rows:
        session, was = row.session, row.state
        if was == "attended":
            row.unmark()
        row.withdraw()
        steps = Steps(actor, _("The import was undone."))
        steps.save(row, was, session=session)
        steps.finish("session.withdrawn", session or row)
        if session is not None:
            settle(session, actor=actor)
