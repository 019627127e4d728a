"""Minutes as they are signed, and what meetings and actions need."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import seams
from core.documents.model import Cell, Column, Section, Table
from core.seams import AttentionItem, provide_section
from programme.governance.choices import MeetingState
from programme.governance.models import Meeting
from programme.governance.permissions import ACTIONS, can_see_governance
from programme.governance.selectors.meetings import action_status, actions, came, names
from programme.governance.services.meetings import minutes_declined, minutes_signed
from programme.signoff.choices import SignDecision
from programme.signoff.services import Content, Fact, Part, bind

SHOWN = 3
SOON = timedelta(days=7)


def _content(row: Meeting) -> Content:
    """What the signer of minutes reads: the meeting, each point, what was decided, what was agreed."""
    fresh = Meeting.objects.for_list().get(pk=row.pk)
    points = list(fresh.agenda.select_related("decision"))
    head = (
        Fact("kind", _("Meeting"), str(fresh)),
        Fact("day", _("Day"), fresh.held_on),
        Fact("present", _("Who was there"), names(came(fresh))),
        Fact("minutes", _("Minutes"), fresh.minutes),
    )
    said = tuple(
        Fact(f"point-{one.position}", f"{one.position}. {one.text}", one.outcome or _decided(one.decision))
        for one in points
    )
    agreed = tuple(
        Fact(f"action-{one.code}", one.code, f"{one.text} · {one.owner_text} · {one.due_on}")
        for one in actions(fresh.programme).filter(meeting=fresh).order_by("code")
    )
    parts = [Part("meeting", _("Meeting"), head)]
    if said:
        parts.append(Part("points", _("Agenda"), said))
    if agreed:
        parts.append(Part("actions", _("Actions"), agreed))
    return Content(_("Minutes: %(meeting)s") % {"meeting": fresh}, tuple(parts))


def _decided(decision: Any) -> str:
    if decision is None:
        return ""
    chosen = f" {decision.chosen}" if decision.chosen else ""
    return f"{decision.code} {decision.get_state_display()}{chosen}"


def _signed(row: Meeting, signature: Any) -> None:
    if row.state != MeetingState.MINUTED:
        return
    if signature.decision == SignDecision.DECLINE:
        minutes_declined(row, actor=signature.signer, reason=signature.comment)
    else:
        minutes_signed(row, actor=signature.signer)


bind("programme.Meeting", content=_content, url=lambda row: row.get_absolute_url(), decided=_signed)


@seams.attention.provide("governance.actions")
def actions_due(programme: Any, user: Any) -> list[AttentionItem]:
    """One's own overdue actions by name; for whoever keeps the minutes, how many are overdue in all. Two queries."""
    if user is not None and not can_see_governance(user, programme):
        return []
    today = timezone.localdate()
    late = actions(programme).overdue(today)
    own = list(late.filter(owner=user)[:SHOWN]) if user is not None else []
    items = [
        AttentionItem("warn", _("Overdue: %(row)s") % {"row": row}, row.get_absolute_url(), row.due_on, verb=_("Do it"))
        for row in own
    ]
    if user is None or ACTIONS["hold_meeting"](user, programme):
        n = late.exclude(pk__in=[row.pk for row in own]).count()
        if n:
            url = reverse("governance:actions", args=[programme.slug]) + "?late=true"
            text = ngettext("%(n)d action is overdue", "%(n)d actions are overdue", n) % {"n": n}
            items.append(AttentionItem("warn", text, url, verb=_("Look")))
    return items


@seams.attention.provide("governance.meetings")
def meetings_to_follow(programme: Any, user: Any) -> list[AttentionItem]:
    """Drafts that are near, meetings whose day has passed, minutes that nobody sent out; one query."""
    if user is not None and not ACTIONS["hold_meeting"](user, programme):
        return []
    today = timezone.localdate()
    rows = Meeting.objects.filter(programme=programme, held_on__lte=today + SOON).exclude(agenda=None)
    items = []
    waiting = [MeetingState.DRAFT, MeetingState.CALLED, MeetingState.HELD]
    for row in rows.filter(state__in=waiting).for_list().distinct():
        url = row.get_absolute_url()
        if row.state == MeetingState.HELD:
            items.append(AttentionItem("wait", _("Minutes to be sent: %(row)s") % {"row": row}, url, verb=_("Write")))
        elif row.held_on < today:
            text = _("Was it held? %(row)s") % {"row": row}
            items.append(AttentionItem("warn", text, url, row.held_on, verb=_("Record")))
        elif row.state == MeetingState.DRAFT:
            text = _("Not called yet: %(row)s") % {"row": row}
            items.append(AttentionItem("wait", text, url, row.held_on, verb=_("Call it")))
    return items


@provide_section("steering", "governance.actions", 1250)
def action_section(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Open actions with their age in meetings; nothing where none was ever agreed."""
    every = actions(programme)
    if not every.exists():
        return None
    today = timezone.localtime(as_of).date()
    rows = tuple(
        (
            Cell(row.code, second=row.text, url=row.get_absolute_url()),
            row.owner_text or None,
            Cell(row.due_on, tone="bad" if row.overdue(today) else ""),
            row.carried,
            action_status(row),
        )
        for row in every.open()
    )
    columns = (
        Column(_("Action"), width=5),
        Column(_("Owner"), width=2),
        Column(_("Due")),
        Column(_("Carried over"), "right", _("times")),
        Column(_("State")),
    )
    table = Table(columns, rows, empty=_("Every action is settled."))
    return Section(_("Open actions"), (table,), key="actions")
