"""Every write of stakeholders and messages."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.services.rows import assign, next_code, require_alive
from programme.records.services import append_event, change, facts, writes
from programme.stakeholders import permissions
from programme.stakeholders.models import CommunicationItem, Stakeholder

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = (
    "code", "name", "organisation", "role", "unit", "level", "contact", "power", "interest", "engagement_now",
    "engagement_wanted", "top_executive", "action",
)  # fmt: skip
MESSAGE_FIELDS = ("code", "message_zh", "message_en", "sender", "audience", "channel", "when", "due_on")


@writes
def create_stakeholder(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Stakeholder:
    """Enter a stakeholder; power and interest are 1 to 5."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    row = Stakeholder(programme=programme)
    assign(row, values, FIELDS)
    row.code = row.code or next_code(Stakeholder.objects.filter(programme=programme), "S")
    with change(row, "stakeholder.created", actor=actor):
        save_validated(row)
    return row


@writes
def update_stakeholder(
    row: Stakeholder, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Stakeholder:
    """Change a stakeholder."""
    require(permissions.can_edit, actor, row)
    require_alive(row.programme)
    expect_version(row, version, dict(values))
    with change(row, "stakeholder.changed", actor=actor):
        assign(row, values, FIELDS)
        save_validated(row)
    return row


@writes
def remove_stakeholders(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take stakeholders out; the audit keeps what was said of them."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    for row in Stakeholder.objects.filter(programme=programme, public_id__in=refs):
        append_event("stakeholder.removed", row, actor=actor, changes={k: [v, None] for k, v in facts(row).items()})
        row.delete()


@writes
def create_message(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> CommunicationItem:
    """Plan a message; a missing wording takes that of the other language."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    row = CommunicationItem(programme=programme)
    assign(row, values, MESSAGE_FIELDS)
    row.code = row.code or next_code(CommunicationItem.objects.filter(programme=programme), "M")
    with change(row, "message.created", actor=actor):
        _say_both(row)
        save_validated(row)
    return row


@writes
def update_message(
    row: CommunicationItem, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> CommunicationItem:
    """Change a message that was not sent yet."""
    require(permissions.can_edit, actor, row)
    require_alive(row.programme)
    expect_version(row, version, dict(values))
    if row.sent_on is not None:
        raise IllegalNowError(_("The message was sent on %(day)s.") % {"day": row.sent_on.isoformat()})
    with change(row, "message.changed", actor=actor):
        assign(row, values, MESSAGE_FIELDS)
        _say_both(row)
        save_validated(row)
    return row


def _say_both(row: CommunicationItem) -> None:
    """Let one wording stand for both languages where only one is given."""
    row.message_zh = row.message_zh or row.message_en
    row.message_en = row.message_en or row.message_zh


@writes
def mark_sent(row: CommunicationItem, *, actor: "User | None", on: date | None = None) -> CommunicationItem:
    """Record that the message was sent."""
    require(permissions.can_edit, actor, row)
    require_alive(row.programme)
    day = on or timezone.localdate()
    if row.sent_on is not None:
        raise IllegalNowError(_("The message was sent on %(day)s.") % {"day": row.sent_on.isoformat()})
    if day > timezone.localdate():
        raise BadInputError({"sent_on": [_("A message that was sent lies not in the future.")]})
    with change(row, "message.sent", actor=actor):
        row.sent_on = day
        save_validated(row)
    return row


@writes
def remove_messages(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take planned messages out; the audit keeps them."""
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    for row in CommunicationItem.objects.filter(programme=programme, public_id__in=refs):
        append_event("message.removed", row, actor=actor, changes={k: [v, None] for k, v in facts(row).items()})
        row.delete()
