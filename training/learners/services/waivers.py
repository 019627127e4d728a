"""Courses that a person need not take."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from phases.rollout.models import RosterEntry
from programme.charter.services.rows import require_alive
from programme.records.services import change, writes
from training.catalogue.models import Course
from training.learners.models import Waiver
from training.learners.permissions import ACTIONS

if TYPE_CHECKING:
    from programme.people.models import User


@writes
def waive_course(
    entry: RosterEntry, *, course: Course, reason: str, actor: "User | None", until: date | None = None
) -> Waiver:
    """Say that a person meets a course by other means; it counts as met until the day given, or for ever."""
    require(ACTIONS["waive"], actor, entry)
    require_alive(entry.programme)
    bad = {}
    if not reason.strip():
        bad["reason"] = [_("This is needed.")]
    if course.programme_id != entry.programme_id:
        bad["course"] = [_("This belongs to another programme.")]
    if until is not None and until < timezone.localdate():
        bad["until"] = [_("A waiver counts until a day ahead.")]
    if bad:
        raise BadInputError(bad)
    for old in Waiver.objects.filter(entry=entry, course=course, ended_on=None, until__lt=timezone.localdate()):
        _end(old, actor, "")
    row = Waiver(
        programme=entry.programme, entry=entry, course=course, reason=reason.strip(), until=until,
        approved_by=actor, approved_on=timezone.localdate(),
    )  # fmt: skip
    with change(row, "training.waived", actor=actor, reason=reason.strip()):
        save_validated(row)
    return row


@writes
def end_waiver(waiver: Waiver, *, reason: str, actor: "User | None") -> Waiver:
    """Let a waiver count no longer, with the reason."""
    require(ACTIONS["waive"], actor, waiver)
    require_alive(waiver.programme)
    if not reason.strip():
        raise BadInputError({"reason": [_("This is needed.")]})
    if waiver.ended_on is not None:
        raise IllegalNowError(_("The waiver has ended already."))
    return _end(waiver, actor, reason)


def _end(waiver: Waiver, actor: "User | None", reason: str) -> Waiver:
    with change(waiver, "training.waiver_ended", actor=actor, reason=reason):
        waiver.ended_on = timezone.localdate()
        save_validated(waiver)
    return waiver
