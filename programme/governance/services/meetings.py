"""Meetings that were held, with who was there."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from programme.governance.models import Attendance, Meeting
from programme.governance.permissions import ACTIONS
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User
    from programme.stakeholders.models import Stakeholder


@writes
def hold_meeting(
    programme: "Programme",
    *,
    kind: str,
    held_on: date,
    present: Iterable["Stakeholder"],
    actor: "User | None",
    minutes: str = "",
) -> Meeting:
    """Record a meeting that was held and who was there; one that lies ahead is refused."""
    require(ACTIONS["hold_meeting"], actor, programme)
    there = list(present)
    if held_on > timezone.localdate():
        raise BadInputError({"held_on": [_("Record a meeting once it was held.")]})
    if not there:
        raise BadInputError({"present": [_("Name who was there.")]})
    if any(one.programme_id != programme.pk for one in there):
        raise BadInputError({"present": [_("Choose stakeholders of this programme.")]})
    meeting = Meeting(programme=programme, kind=kind, held_on=held_on, minutes=minutes.strip())
    save_validated(meeting)
    for one in there:
        Attendance.objects.create(meeting=meeting, stakeholder=one)
    names = [one.name for one in there]
    append_event("governance.meeting_held", meeting, actor=actor, changes={"present": [None, names]})
    return meeting
