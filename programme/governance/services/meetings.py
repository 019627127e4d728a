"""Meetings: planned as a draft that tells nobody, called, held, minuted; direct records of those already held."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.governance.choices import MeetingState, Presence
from programme.governance.models import AgendaItem, Attendance, Decision, Meeting
from programme.governance.permissions import ACTIONS, MEETING_ACTS
from programme.governance.selectors.meetings import (
    MEETING_LABELS,
    accounts_of,
    meeting_lacks,
    meeting_possible,
    open_before,
)
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.records.services import append_event, change, writes
from programme.signoff.selectors import requests_of
from programme.signoff.services import request_signature, withdraw

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User
    from programme.stakeholders.models import Stakeholder

FIELDS = frozenset({"kind", "title", "held_on", "begins", "length", "place"})
TOLD = frozenset({"title", "held_on", "begins", "length", "place"})  # what a calendar shows
MEANING = gettext_lazy("These minutes are what was said and decided.")


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
    """Record a meeting that was held without having been called here; one that lies ahead is refused."""
    require(ACTIONS["hold_meeting"], actor, programme)
    there = list(present)
    if held_on > timezone.localdate():
        raise BadInputError({"held_on": [_("Record a meeting once it was held.")]})
    if not there:
        raise BadInputError({"present": [_("Name who was there.")]})
    _ours(programme, there, "present")
    meeting = Meeting(programme=programme, kind=kind, held_on=held_on, minutes=minutes.strip())
    save_validated(meeting)
    _put_people(meeting, there, Presence.PRESENT)
    names = [one.name for one in there]
    append_event("governance.meeting_held", meeting, actor=actor, changes={"present": [None, names]})
    _carry_over(meeting)
    return meeting


def _ours(programme: "Programme", people: Iterable["Stakeholder"], field: str) -> None:
    if any(one.programme_id != programme.pk for one in people):
        raise BadInputError({field: [_("Choose stakeholders of this programme.")]})


def _put_people(meeting: Meeting, people: Iterable["Stakeholder"], presence: str) -> None:
    for one in people:
        Attendance.objects.create(meeting=meeting, stakeholder=one, presence=presence)


@writes
def plan_meeting(
    programme: "Programme",
    *,
    kind: str,
    held_on: date,
    invited: Iterable["Stakeholder"],
    actor: "User | None",
    title: str = "",
    begins: time | None = None,
    length: int = 60,
    place: str = "",
) -> Meeting:
    """Prepare a meeting as a draft, of which nobody is told."""
    require(ACTIONS["hold_meeting"], actor, programme)
    asked = list(invited)
    _ours(programme, asked, "invited")
    row = Meeting(
        programme=programme, kind=kind, held_on=held_on, title=title.strip(), begins=begins, length=length,
        place=place.strip(), state=MeetingState.DRAFT,
    )  # fmt: skip
    with change(row, "governance.meeting_planned", actor=actor):
        save_validated(row)
    _put_people(row, asked, Presence.INVITED)
    return row


def _locked(row: Meeting) -> Meeting:
    return Meeting.objects.for_list().get(pk=row.pk)


def _ready(row: Meeting, act: str, actor: "User | None") -> Meeting:
    """Check role and state of an act, and give the row as it stands under the lock."""
    require(MEETING_ACTS[act], actor, row)
    row = _locked(row)
    if not meeting_possible(row, act):
        said = {"state": row.get_state_display(), "act": MEETING_LABELS[act]}
        raise IllegalNowError(_("“%(act)s” is not possible: the meeting is %(state)s.") % said)
    if lacks := meeting_lacks(row, act):
        raise IllegalNowError(*lacks)
    return row


@writes
def edit_meeting(
    row: Meeting,
    *,
    actor: "User | None",
    invited: Iterable["Stakeholder"] | None = None,
    version: int | None = None,
    **values: Any,
) -> Meeting:
    """Change a meeting that lies ahead; once it was called, everybody is told and calendars move it."""
    require(MEETING_ACTS["edit"], actor, row)
    row = _locked(row)
    expect_version(row, version, values)
    if unknown := sorted(set(values) - FIELDS):
        raise BadInputError({name: [_("This cannot be changed here.")] for name in unknown})
    if not row.is_ahead:
        raise IllegalNowError(_("A meeting that was held or cancelled is not planned otherwise."))
    before = {name: getattr(row, name) for name in TOLD}
    with change(row, "governance.meeting_edited", actor=actor):
        for name, value in values.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        if invited is not None:
            asked = list(invited)
            _ours(row.programme, asked, "invited")
            row.attendances.all().delete()
            _put_people(row, asked, Presence.INVITED)
        moved = any(getattr(row, name) != was for name, was in before.items()) or invited is not None
        if moved and row.state == MeetingState.CALLED:
            row.sequence += 1
        save_validated(row)
    row = _locked(row)
    if moved and row.state == MeetingState.CALLED:
        _tell(row, lambda: _("The meeting was changed: %(row)s") % {"row": row})
    return row


@writes
def set_agenda(row: Meeting, *, items: Sequence[Mapping[str, Any]], actor: "User | None") -> Meeting:
    """Write the whole agenda: text, minutes, speaker, and the number of the decision a point is about.

    More minutes than the meeting has are kept in a draft and refused when it is called.
    """
    row = _ready(row, "agenda", actor)
    known = {one.code: one for one in Decision.objects.filter(programme=row.programme)}
    points, wrong = [], []
    for place, item in enumerate(items, start=1):
        code = str(item.get("decision") or "").strip().upper()
        if code and code not in known:
            wrong.append(_("Line %(n)d: there is no decision %(code)s.") % {"n": place, "code": code})
            continue
        points.append(
            AgendaItem(
                meeting=row, position=place, text=str(item["text"]).strip(), length=item["minutes"],
                speaker=str(item.get("speaker") or "").strip(), decision=known.get(code),
            )
        )  # fmt: skip
    if wrong:
        raise BadInputError({"items": wrong})
    before = [f"{one.position} {one.text} {one.length}" for one in row.agenda.all()]
    row.agenda.all().delete()
    for point in points:
        save_validated(point)
    after = [f"{one.position} {one.text} {one.length}" for one in points]
    append_event("governance.agenda_written", row, actor=actor, changes={"agenda": [before, after]})
    row = _locked(row)
    if row.state == MeetingState.CALLED:
        row.sequence += 1
        save_validated(row)
        _tell(row, lambda: _("The agenda was changed: %(row)s") % {"row": row})
    return row


@writes
def call_meeting(row: Meeting, *, actor: "User | None") -> Meeting:
    """Tell those invited; needs a time, somebody invited, and an agenda that fits."""
    row = _ready(row, "call", actor)
    with change(row, "governance.meeting_called", actor=actor):
        row.call(timezone.now())
        save_validated(row)
    _tell(row, lambda: _("You are invited: %(row)s") % {"row": row})
    return row


def _tell(row: Meeting, text: Any) -> None:
    for person in accounts_of(row):
        notify(person, topic=Topic.MEETING, text=text, url=row.get_absolute_url(), programme=row.programme)


@writes
def cancel_meeting(row: Meeting, *, actor: "User | None", reason: str) -> Meeting:
    """Call the meeting off; those who were invited are told."""
    row = _ready(row, "cancel", actor)
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    told = row.state == MeetingState.CALLED
    with change(row, "governance.meeting_cancelled", actor=actor, reason=reason):
        row.cancel()
        row.sequence += 1
        save_validated(row)
    if told:
        _tell(row, lambda: _("The meeting is cancelled: %(row)s") % {"row": row})
    return row


@writes
def record_attendance(
    row: Meeting,
    *,
    present: Iterable["Stakeholder"],
    actor: "User | None",
    excused: Iterable["Stakeholder"] = (),
) -> Meeting:
    """Record that a planned meeting was held, who came and who had excused themselves; the others were absent."""
    row = _ready(row, "hold", actor)
    there, away = list(present), list(excused)
    if row.held_on > timezone.localdate():
        raise BadInputError({"": [_("Record a meeting once it was held.")]})
    if not there:
        raise BadInputError({"present": [_("Name who was there.")]})
    _ours(row.programme, [*there, *away], "present")
    if both := {one.pk for one in there} & {one.pk for one in away}:
        named = ", ".join(one.name for one in there if one.pk in both)
        raise BadInputError({"excused": [_("Present and excused at once: %(names)s") % {"names": named}]})
    asked = [one.stakeholder for one in row.attendances.all()]
    with change(row, "governance.meeting_held", actor=actor):
        row.hold()
        save_validated(row)
    row.attendances.all().delete()
    _put_people(row, there, Presence.PRESENT)
    _put_people(row, away, Presence.EXCUSED)
    counted = {one.pk for one in (*there, *away)}
    _put_people(row, [one for one in asked if one.pk not in counted], Presence.ABSENT)
    _carry_over(row)
    return _locked(row)


def _carry_over(row: Meeting) -> None:
    """Let every open action of earlier meetings know that one more meeting found it open."""
    for action in open_before(row):
        action.carried_to.add(row)
        action.carried += 1
        save_validated(action)
        append_event("governance.action_carried", action, actor=None, changes={"carried": [None, action.carried]})


@writes
def write_minutes(
    row: Meeting, *, minutes: str, actor: "User | None", outcomes: Mapping[int, str] | None = None
) -> Meeting:
    """Write what was said, altogether and under each point (by its position)."""
    row = _ready(row, "minutes", actor)
    if not minutes.strip():
        raise BadInputError({"minutes": [_("Write what was said and agreed.")]})
    points = {one.position: one for one in row.agenda.all()}
    if unknown := sorted(set(outcomes or {}) - set(points)):
        raise BadInputError({"outcomes": [_("The agenda has no point %(n)d.") % {"n": unknown[0]}]})
    with change(row, "governance.minutes_written", actor=actor):
        row.minutes = minutes.strip()
        save_validated(row)
        for position, text in (outcomes or {}).items():
            points[position].outcome = str(text).strip()
            save_validated(points[position])
    return row


@writes
def send_out_minutes(row: Meeting, *, actor: "User | None") -> Meeting:
    """Put the minutes before the sponsor to be signed, and tell those invited; nothing changes from here on."""
    row = _ready(row, "send_out", actor)
    with change(row, "governance.minutes_sent", actor=actor):
        row.send_out(actor)
        save_validated(row)
    request_signature(row.programme, subject=row, meaning=MEANING, role=Role.SP, actor=None)
    _tell(row, lambda: _("The minutes are there: %(row)s") % {"row": row})
    return row


@writes
def take_back_minutes(row: Meeting, *, actor: "User | None", reason: str) -> Meeting:
    """Write the minutes otherwise: what was to be signed is withdrawn."""
    row = _ready(row, "take_back", actor)
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    with change(row, "governance.minutes_taken_back", actor=actor, reason=reason):
        row.take_back()
        save_validated(row)
    _withdraw_requests(row, reason)
    return row


def _withdraw_requests(row: Meeting, reason: str) -> None:
    for request in requests_of(row):
        if request.is_open:
            withdraw(request, actor=None, reason=reason)


@writes
def minutes_signed(row: Meeting, *, actor: "User | None") -> Meeting:
    """Close the minutes as the signer saw them."""
    row = _locked(row)
    with change(row, "governance.minutes_signed", actor=actor):
        row.approve(timezone.now())
        save_validated(row)
    return row


@writes
def minutes_declined(row: Meeting, *, actor: "User | None", reason: str) -> Meeting:
    """Give the minutes back to whoever wrote them."""
    row = _locked(row)
    with change(row, "governance.minutes_declined", actor=actor, reason=reason):
        row.take_back()
        save_validated(row)
    if row.minuted_by is not None:
        url = row.get_absolute_url()
        notify(
            row.minuted_by, topic=Topic.MEETING, text=lambda: _("The minutes were not signed: %(row)s") % {"row": row},
            url=url, programme=row.programme,
        )  # fmt: skip
    return row
