"""Change requests decided and carried out: the second person, the tolerance, what must still be true."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, DomainError, ForbiddenError, IllegalNowError
from core.models import save_validated
from programme.charter.selectors import working_calendar
from programme.charter.services import amend_charter
from programme.governance.choices import ChangeState
from programme.governance.models import ChangeRequest
from programme.governance.permissions import CHANGE_ACTIONS
from programme.governance.rules.changes import RETRO_DAYS
from programme.governance.selectors.changes import approval_lacks, refusals, still_true, touched_now
from programme.governance.services.changes import locked
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.people.models import User


def _may_decide(row: ChangeRequest, act: str, actor: "User | None") -> None:
    require(CHANGE_ACTIONS[act], actor, row)
    against = refusals(row, actor)
    if against:
        raise ForbiddenError(*against)


@writes
def approve_change(row: ChangeRequest, *, actor: "User | None", note: str = "") -> ChangeRequest:
    """Grant the change as a second person; refused where the plan moved since it was assessed.

    The project manager grants within the charter's tolerance, else the committee does. Its plan edits are put into
    the plan by a job after this is committed. An emergency is granted afterwards.
    """
    row = locked(row)
    _may_decide(row, "approve", actor)
    lacks = approval_lacks(row)
    if lacks:
        raise IllegalNowError(*lacks)
    afterwards = row.state == ChangeState.EMERGENCY
    if not afterwards and row.state == ChangeState.ASSESSED and not still_true(row, touched_now(row)):
        raise IllegalNowError(_("The plan changed since the impact was assessed. Assess it again before deciding."))
    action = "governance.change_approved_afterwards" if afterwards else "governance.change_approved"
    with change(row, action, actor=actor, reason=note):
        grant = row.approve_afterwards if afterwards else row.approve
        grant(actor, timezone.now(), note.strip())
        save_validated(row)
    _tell_requester(row, lambda: _("Approved: %(row)s") % {"row": row})
    return row


@writes
def reject_change(row: ChangeRequest, *, actor: "User | None", note: str) -> ChangeRequest:
    """Refuse the change with a reason."""
    row = locked(row)
    _may_decide(row, "reject", actor)
    if not note.strip():
        raise BadInputError({"note": [_("Say why it is rejected.")]})
    with change(row, "governance.change_rejected", actor=actor, reason=note):
        row.reject(actor, timezone.now(), note.strip())
        save_validated(row)
    _tell_requester(row, lambda: _("Rejected: %(row)s") % {"row": row})
    return row


@writes
def defer_change(row: ChangeRequest, *, actor: "User | None", note: str, until: date) -> ChangeRequest:
    """Put the change off to a day, with a reason; it is assessed anew before it is decided."""
    row = locked(row)
    _may_decide(row, "defer", actor)
    if not note.strip():
        raise BadInputError({"note": [_("Say why it is put off.")]})
    if until <= timezone.localdate():
        raise BadInputError({"until": [_("Choose a day ahead.")]})
    with change(row, "governance.change_deferred", actor=actor, reason=note):
        row.defer(actor, timezone.now(), note.strip(), until)
        save_validated(row)
    _tell_requester(row, lambda: _("Deferred: %(row)s") % {"row": row})
    return row


@writes
def act_at_once(row: ChangeRequest, *, actor: "User | None", note: str) -> ChangeRequest:
    """Carry the change out as an emergency; someone else decides it within two working days."""
    row = locked(row)
    require(CHANGE_ACTIONS["emergency"], actor, row)
    if not note.strip():
        raise BadInputError({"note": [_("Say why it cannot wait.")]})
    if row.charter_edits:
        raise IllegalNowError(_("What the charter promises is not changed as an emergency."))
    calendar = working_calendar(row.programme)
    with change(row, "governance.change_emergency", actor=actor, reason=note):
        row.act_at_once(actor, calendar.add_days(timezone.localdate(), RETRO_DAYS))
        row.note = note.strip()
        save_validated(row)
    for person in holders(row.programme, Role.SP, Role.SC):
        notify(
            person,
            topic=Topic.DECISION,
            text=lambda: _("Emergency change, decide by %(day)s: %(row)s") % {"day": row.decide_by, "row": row},
            url=row.get_absolute_url(),
            programme=row.programme,
        )
    return row


@writes
def implement_change(row: ChangeRequest, *, actor: "User | None") -> ChangeRequest:
    """Begin to carry out what was granted; a change with edits begins when they are in the plan and the charter."""
    row = locked(row)
    require(CHANGE_ACTIONS["implement"], actor, row)
    if row.is_pending:
        raise IllegalNowError(_("Its edits are being put into the plan and the charter; then it is being implemented."))
    with change(row, "governance.change_implementing", actor=actor):
        row.implement(actor)
        save_validated(row)
    return row


@writes
def record_applied(row: ChangeRequest, *, actor: "User | None") -> ChangeRequest:
    """Note that its edits are in the plan; called in the transaction that put them there.

    Its edits of the charter are carried out in the same act: either both or none.
    """
    row = locked(row)
    if row.charter_edits:
        amend_charter(row.programme, edits=row.charter_edits, by_change=row, actor=actor)
    with change(row, "governance.change_applied", actor=actor):
        row.applied_at = timezone.now()
        if row.state == ChangeState.APPROVED:
            row.implement(None)
        save_validated(row)
    return row


@writes
def apply_to_charter(row: ChangeRequest, *, actor: "User | None") -> bool:
    """Carry out a granted change that edits the charter and not the plan; returns whether it was done.

    Refused as a whole where the charter is no longer what the deciders were told. Doing it twice does nothing.
    """
    row = locked(row)
    if row.edits or not row.is_pending or row.state != ChangeState.APPROVED:
        return False
    if not still_true(row, touched_now(row)):
        raise IllegalNowError(_("The charter changed since the impact was assessed."))
    record_applied(row, actor=actor)
    return True


def carry_into_charter(row: ChangeRequest, *, actor: "User | None") -> bool:
    """Apply it; where that is refused, send it back with the reason instead. Returns whether it was applied."""
    with translation.override(row.programme.language):  # the reason is kept, for whoever reads it
        try:
            return apply_to_charter(row, actor=actor)
        except DomainError as error:
            send_back_change(row, actor=actor, why=" ".join(map(str, error.reasons)))
            return False


@writes
def send_back_change(row: ChangeRequest, *, actor: "User | None", why: str) -> ChangeRequest:
    """Ask for a new assessment: what was granted cannot be put into the plan as it was told."""
    row = locked(row)
    with change(row, "governance.change_sent_back", actor=actor, reason=why):
        if row.state == ChangeState.APPROVED:
            row.send_back(why)
        else:
            row.sent_back = why
        save_validated(row)
    for person in holders(row.programme, Role.PM):
        notify(
            person,
            topic=Topic.CHANGE,
            text=lambda: _("Assess again, the plan has changed: %(row)s") % {"row": row},
            url=row.get_absolute_url(),
            programme=row.programme,
        )
    return row


@writes
def verify_change(row: ChangeRequest, *, actor: "User | None", note: str = "") -> ChangeRequest:
    """Confirm as somebody else that it was done."""
    row = locked(row)
    require(CHANGE_ACTIONS["verify"], actor, row)
    if actor is not None and row.implemented_by_id == actor.pk:
        raise ForbiddenError(_("Whoever carried a change out does not verify it."))
    with change(row, "governance.change_verified", actor=actor, reason=note):
        row.verify(actor, timezone.localdate())
        save_validated(row)
    return row


@writes
def close_change(row: ChangeRequest, *, actor: "User | None") -> ChangeRequest:
    """Close what was verified."""
    row = locked(row)
    require(CHANGE_ACTIONS["close"], actor, row)
    with change(row, "governance.change_closed", actor=actor):
        row.close(timezone.localdate())
        save_validated(row)
    return row


def _tell_requester(row: ChangeRequest, text: object) -> None:
    if row.requester is not None:
        notify(row.requester, topic=Topic.CHANGE, text=text, url=row.get_absolute_url(), programme=row.programme)  # type: ignore[arg-type]
