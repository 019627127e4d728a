"""Reads of meetings and actions: the agenda's time, who is told, what is carried over, what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.access import Action, allows
from core.documents.values import Status
from core.fsm import can_move
from core.ical import Appointment, invitation_file
from programme.governance.choices import MEETING_STATUS, ActionState, MeetingState, Presence
from programme.governance.models import ActionItem, Meeting
from programme.governance.permissions import ACTION_ACTS, MEETING_ACTS
from programme.governance.rules.meetings import Timing, timing
from programme.people.models import User

if TYPE_CHECKING:
    from core.documents.values import StatusKind
    from programme.charter.models import Programme
    from programme.governance.querysets import ActionItemQuerySet, MeetingQuerySet

MEETING_LABELS: dict[str, Any] = {
    "agenda": gettext_lazy("Agenda"),
    "call": gettext_lazy("Call the meeting"),
    "hold": gettext_lazy("Record who was there"),
    "minutes": gettext_lazy("Write the minutes"),
    "send_out": gettext_lazy("Send out the minutes"),
    "take_back": gettext_lazy("Take the minutes back"),
    "cancel": gettext_lazy("Cancel the meeting"),
}
PRIMARY = {
    MeetingState.DRAFT: "call",
    MeetingState.CALLED: "hold",
    MeetingState.HELD: "send_out",
}
ACTION_LABELS: dict[str, Any] = {
    "finish": gettext_lazy("It is done"),
    "drop": gettext_lazy("Drop it"),
    "reopen": gettext_lazy("Reopen"),
}


def meetings(programme: "Programme", user: Any) -> "MeetingQuerySet":
    """The meetings that this person sees, the newest first."""
    return Meeting.objects.filter(programme=programme).visible_to(user).for_list()


def meeting_status(row: Meeting) -> Status:
    """Say how a meeting stands, as shape and word."""
    kind: StatusKind = MEETING_STATUS[row.state]  # type: ignore[assignment]
    return Status(kind, str(row.get_state_display()))


def timing_of(row: Meeting) -> Timing:
    """Hold the agenda against the meeting's length; one query unless it was fetched."""
    return timing((one.length for one in row.agenda.all()), row.length)


def call_lacks(row: Meeting) -> list[Any]:
    """Name what must be there before anybody is told."""
    found = []
    if row.begins is None:
        found.append(_("Say at what time it begins."))
    if not row.attendances.all():
        found.append(_("Say who is invited."))
    if not row.agenda.all():
        found.append(_("Write the agenda."))
    time = timing_of(row)
    if not time.fits:
        said = {"planned": time.planned, "length": time.length}
        found.append(_("The agenda needs %(planned)d minutes, the meeting has %(length)d.") % said)
    return found


def meeting_possible(row: Meeting, act: str) -> bool:
    """Tell whether the meeting's state allows the act."""
    match act:
        case "agenda":
            return row.is_ahead
        case "minutes":
            return bool(row.state == MeetingState.HELD)
        case _:
            return can_move(row, act)


def meeting_lacks(row: Meeting, act: str) -> list[Any]:
    """Name what blocks the act."""
    if act == "call":
        return call_lacks(row)
    if act == "send_out" and not row.minutes.strip():
        return [_("Write the minutes first.")]
    return []


def meeting_actions(row: Meeting, user: Any) -> list[Action]:
    """List what this person may do with the meeting now; what blocks an act is said with it."""
    main = PRIMARY.get(row.state)  # type: ignore[call-overload]
    if main == "send_out" and not row.minutes.strip():
        main = "minutes"
    return [
        Action(act, label, tuple(meeting_lacks(row, act)), primary=act == main, danger=act == "cancel")
        for act, label in MEETING_LABELS.items()
        if meeting_possible(row, act) and allows(MEETING_ACTS[act], user, row)
    ]


def accounts_of(row: Meeting) -> list[User]:
    """The accounts of those invited: members with a stakeholder's address, or the same name; one query."""
    wanted = Q(name__in=[one.stakeholder.name for one in row.attendances.all()])
    for _name, address in invited(row):
        wanted |= Q(email__iexact=address)
    people = User.objects.active().filter(wanted, memberships__programme=row.programme, memberships__ended_on=None)
    return list(people.distinct())


def invited(row: Meeting) -> list[tuple[str, str]]:
    """Name and address of those invited whose contact is an address."""
    found = []
    for one in row.attendances.all():
        address = one.stakeholder.contact.strip()
        try:
            validate_email(address)
        except ValidationError:
            continue
        found.append((one.stakeholder.name, address))
    return found


def calendar_of_meeting(row: Meeting) -> bytes:
    """Write the meeting as a calendar file; without a time it cannot be (``ValueError``)."""
    start = row.starts_at
    if start is None:
        raise ValueError("a meeting without a time has no appointment")
    points = [f"{one.position}. {one.text} ({one.length}′)" for one in row.agenda.all()]
    appointment = Appointment(
        uid=f"{row.public_id}@landfall",
        starts_at=start,
        length=row.length,
        summary=f"{row.programme.name}: {row.title or row.get_kind_display()}",
        description="\n".join(points),
        place=row.place,
        sequence=row.sequence,
        cancelled=row.state == MeetingState.CANCELLED,
        attendees=invited(row),
    )
    return invitation_file(appointment, language=get_language() or "en", stamp=row.called_at or timezone.now())


def came(row: Meeting) -> list[Any]:
    """Who was there."""
    return [one.stakeholder for one in row.attendances.all() if one.presence == Presence.PRESENT]


def actions(programme: "Programme") -> "ActionItemQuerySet":
    """All actions of the programme, the soonest due first."""
    return ActionItem.objects.filter(programme=programme).for_list()


def open_before(row: Meeting) -> "ActionItemQuerySet":
    """Open actions that an earlier meeting of the same kind agreed, or that follow from a decision."""
    earlier = Q(meeting__kind=row.kind, meeting__held_on__lte=row.held_on) | Q(meeting=None, raised_on__lte=row.held_on)
    return actions(row.programme).open().filter(earlier).exclude(meeting=row)


def action_status(row: ActionItem) -> Status:
    """Say how an action stands, or that it is overdue."""
    if row.overdue(timezone.localdate()):
        return Status("warn", _("Overdue"))
    kinds: dict[str, StatusKind] = {ActionState.OPEN: "run", ActionState.DONE: "good", ActionState.DROPPED: "none"}
    return Status(kinds[row.state], str(row.get_state_display()))


def action_item_actions(row: ActionItem, user: Any) -> list[Action]:
    """List what this person may do with the action now."""
    return [
        Action(act, label, primary=act == "finish", danger=act == "drop")
        for act, label in ACTION_LABELS.items()
        if can_move(row, act) and allows(ACTION_ACTS[act], user, row)
    ]


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """How the register of actions stands."""

    every: int
    open: int
    mine: int
    overdue: int
    carried: int
    done: int


def action_counts(programme: "Programme", user: Any, today: date) -> ActionCounts:
    """Count the register; one query."""
    is_open = Q(state=ActionState.OPEN)
    found = ActionItem.objects.filter(programme=programme).aggregate(
        every=Count("pk"),
        open=Count("pk", filter=is_open),
        mine=Count("pk", filter=is_open & Q(owner=user)),
        overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
        carried=Count("pk", filter=is_open & Q(carried__gte=2)),
        done=Count("pk", filter=Q(state=ActionState.DONE)),
    )
    return ActionCounts(**found)


def names(people: Iterable[Any]) -> str:
    """Write several names as a list."""
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    return comma.join(str(one.name) for one in people)


def agenda_lines(row: Meeting) -> str:
    """Write the agenda as the form takes it: a point to a line."""
    lines = []
    for one in row.agenda.select_related("decision"):
        parts = [str(one.length), one.text, one.speaker, one.decision.code if one.decision else ""]
        while not parts[-1]:
            parts.pop()
        lines.append(" | ".join(parts))
    return "\n".join(lines)
