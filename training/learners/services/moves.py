"""Acts on one enrolment: its seat, another try, withdrawal, and the certificate taken back."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.charter.services.rows import require_alive
from programme.records.services import change, writes
from training.learners.choices import EnrolmentState
from training.learners.models import Enrolment
from training.learners.permissions import ENROLMENT_ACTS
from training.learners.selectors import enrolment_reasons
from training.learners.services.common import Steps
from training.learners.services.seats import enrol_people
from training.timetable.models import Session
from training.timetable.services import settle

if TYPE_CHECKING:
    from programme.people.models import User


def _ready(enrolment: Enrolment, act: str, actor: "User | None") -> Enrolment:
    require(ENROLMENT_ACTS[act], actor, enrolment)
    require_alive(enrolment.programme)
    row = Enrolment.objects.for_list().get(pk=enrolment.pk)
    if reasons := enrolment_reasons(row, act):
        raise IllegalNowError(*reasons)
    return row


def _reason(text: str) -> str:
    if not text.strip():
        raise BadInputError({"reason": [_("This is needed.")]})
    return text.strip()


@writes
def give_seat(enrolment: Enrolment, *, actor: "User | None", session: Session | None = None) -> Enrolment:
    """Give an assigned person, or one who asked, a seat: in the session asked for unless another is named."""
    row = _ready(enrolment, "seat", actor)
    wanted = session or row.session
    if wanted is None:
        raise BadInputError({"session": [_("Choose the session.")]})
    if wanted.edition.course_id != row.course_id:
        raise BadInputError({"session": [_("This session gives another course.")]})
    enrol_people(wanted, entries=[row.entry], actor=actor, strict=True)
    return Enrolment.objects.for_list().get(pk=row.pk)


@writes
def give_back(enrolment: Enrolment, *, actor: "User | None", note: str = "") -> Enrolment:
    """Give a seat or a place on the waiting list back; the earliest who waits moves up."""
    row = _ready(enrolment, "release", actor)
    return _leave(row, "session.seat_given_back", actor, note, EnrolmentState.ASSIGNED)


@writes
def withdraw(enrolment: Enrolment, *, reason: str, actor: "User | None") -> Enrolment:
    """Take a person out of a course, with the reason; a seat becomes free for who waits."""
    reason = _reason(reason)
    row = _ready(enrolment, "withdraw", actor)
    return _leave(row, "session.withdrawn", actor, reason, EnrolmentState.WITHDRAWN)


def _leave(row: Enrolment, action: str, actor: "User | None", note: str, state: str) -> Enrolment:
    was, session = row.state, row.session
    row.withdraw() if state == EnrolmentState.WITHDRAWN else row.release()
    steps = Steps(actor, note)
    steps.save(row, was, session=session)
    steps.finish(action, session or row)
    if session is not None and was in {EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED}:
        settle(session, actor=actor)
    return row


@writes
def give_again(enrolment: Enrolment, *, actor: "User | None") -> Enrolment:
    """Let a person who failed or did not come take the course again; after a failure at most twice."""
    row = _ready(enrolment, "again", actor)
    was, session = row.state, row.session
    row.retakes += was == EnrolmentState.FAILED
    row.again()
    steps = Steps(actor)
    steps.save(row, was, session=session)
    steps.finish("enrolment.again", row)
    return row


@writes
def revoke_certificate(enrolment: Enrolment, *, reason: str, actor: "User | None") -> Enrolment:
    """Revoke what a pass proves, with the reason; the person needs the course again."""
    reason = _reason(reason)
    row = _ready(enrolment, "revoke", actor)
    certificate = getattr(row, "certificate", None)
    if certificate is None or certificate.revoked_on is not None:
        raise IllegalNowError(_("There is no certificate to revoke."))
    with change(certificate, "certificate.revoked", actor=actor, reason=reason):
        certificate.revoked_on, certificate.revoke_reason = timezone.localdate(), reason[:200]
        save_validated(certificate)
    return Enrolment.objects.for_list().get(pk=row.pk)
