"""Deliverables and their parts: handed in by one person, approved by another; statements; checklists."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.models import save_validated
from phases.gates.choices import Binding
from phases.gates.models import Criterion, Deliverable, DeliverablePart, ManualStatement, StageCheck
from phases.gates.permissions import ACTIONS
from phases.gates.selectors.readings import active_binding
from programme.records.services import change, writes
from programme.records.services.notes import attach_file

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from programme.people.models import User
    from programme.records.models import Attachment

Work = Deliverable | DeliverablePart


def _refuse_whole(work: Work) -> None:
    if isinstance(work, Deliverable) and work.parts.exists():
        raise IllegalNowError(_("Its outputs are approved one by one."))


def _refuse_own(work: Work, actor: "User | None") -> None:
    if actor is not None and work.author_id == actor.pk:
        raise ForbiddenError(_("Whoever made a deliverable does not approve it."))


@writes
def submit_work(
    work: Work, *, actor: "User | None", link: str = "", note: str = "", author: "User | None" = None
) -> Work:
    """Hand in a deliverable or part for approval; the author is the actor unless another person is named."""
    require(ACTIONS["submit_work"], actor, work)
    _refuse_whole(work)
    with change(work, "deliverable.submitted", actor=actor):
        work.submit()
        work.author = author or actor
        work.submitted_at = timezone.now()
        work.link, work.note = link, note
        save_validated(work)
    return work


@writes
def approve_work(work: Work, *, actor: "User | None", note: str = "") -> Work:
    """Approve what another person made; with its last part a deliverable is approved as a whole."""
    require(ACTIONS["approve_work"], actor, work)
    _refuse_whole(work)
    _refuse_own(work, actor)
    with change(work, "deliverable.approved", actor=actor, reason=note):
        work.approve()
        work.approved_by = actor
        work.approved_at = timezone.now()
        save_validated(work)
    if isinstance(work, DeliverablePart):
        _approve_whole(work.deliverable, actor=actor)
    return work


def _approve_whole(deliverable: Deliverable, *, actor: "User | None") -> None:
    parts = list(DeliverablePart.objects.filter(deliverable=deliverable))
    if not all(part.is_approved for part in parts) or deliverable.is_approved:
        return
    with change(deliverable, "deliverable.approved", actor=actor):
        deliverable.submit()
        deliverable.approve()
        deliverable.approved_by = actor
        deliverable.submitted_at = deliverable.approved_at = timezone.now()
        save_validated(deliverable)


@writes
def reject_work(work: Work, *, actor: "User | None", reason: str) -> Work:
    """Send a deliverable or part back; the reason is what its author reads."""
    require(ACTIONS["reject_work"], actor, work)
    _refuse_whole(work)
    _refuse_own(work, actor)
    if not reason.strip():
        raise BadInputError({"reason": [_("Say what has to change.")]})
    with change(work, "deliverable.rejected", actor=actor, reason=reason):
        work.reject()
        work.note = reason
        save_validated(work)
    return work


@writes
def revise_work(work: Work, *, actor: "User | None", reason: str = "") -> Work:
    """Begin the next version of an approved deliverable or part; gates that read it see it as not approved."""
    require(ACTIONS["revise_work"], actor, work)
    _refuse_whole(work)
    with change(work, "deliverable.revised", actor=actor, reason=reason):
        work.revise()
        save_validated(work)
    if isinstance(work, DeliverablePart) and work.deliverable.is_approved:
        with change(work.deliverable, "deliverable.revised", actor=actor, reason=reason):
            work.deliverable.revise()
            save_validated(work.deliverable)
    return work


@writes
def state_criterion(
    criterion: Criterion,
    *,
    actor: "User | None",
    text: str,
    fulfilled: bool = True,
    link: str = "",
    attachment: "Attachment | None" = None,
    file: "UploadedFile[Any] | None" = None,
) -> ManualStatement:
    """State whether a criterion holds, with what it rests on; the latest statement counts.

    The evidence is a link, an attachment that hangs on the criterion, or a ``file`` that is hung on it here.
    """
    require(ACTIONS["state"], actor, criterion)
    if active_binding(criterion)[0] != Binding.MANUAL:
        raise IllegalNowError(_("This criterion reads its own records; a statement does not count."))
    problems: dict[str, list[Any]] = {}
    if not text.strip():
        problems["text"] = [_("Say what was found.")]
    if attachment is not None and attachment.object_id != criterion.public_id:
        problems["attachment"] = [_("Attach the evidence to this criterion.")]
    if not link and attachment is None and file is None:
        problems["link"] = [_("Attach the evidence or give a link to it.")]
    if problems:
        raise BadInputError(problems)
    if file is not None:
        attachment = attach_file(criterion, file=file, actor=actor)
    row = ManualStatement(
        programme=criterion.programme,
        criterion=criterion,
        text=text,
        fulfilled=fulfilled,
        link=link,
        attachment=attachment,
        by=actor,
        at=timezone.now(),
    )
    with change(row, "criterion.stated", actor=actor):
        save_validated(row)
    return row


@writes
def tick_check(check: StageCheck, *, actor: "User | None", done: bool) -> StageCheck:
    """Tick a line of a stage's checklist, or take the tick back."""
    require(ACTIONS["check"], actor, check)
    with change(check, "stage.checked" if done else "stage.unchecked", actor=actor):
        check.done_by = actor if done else None
        check.done_at = timezone.now() if done else None
        save_validated(check)
    return check
