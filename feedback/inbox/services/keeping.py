"""What the house does by itself at night, and the answering times that a programme sets."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from feedback.inbox import permissions
from feedback.inbox.choices import Act, ItemKind
from feedback.inbox.models import FeedbackItem, FeedbackTarget
from feedback.inbox.rules.clock import DEFAULT_TARGETS, silent
from feedback.inbox.selectors.clocks import office
from feedback.inbox.services.common import locked
from feedback.inbox.services.moves import close_in_silence
from phases.plan.selectors import calendar_of
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@writes
def close_silent_items(programme: "Programme", *, day: date) -> int:
    """Close every item whose answer its submitter let stand for five working days; returns how many.

    Where the submitter said something since, or a complaint was not reviewed, nothing closes by itself.
    """
    calendar, closed = calendar_of(programme), 0
    for item in FeedbackItem.objects.filter(programme=programme).replied().with_steps().order_by("pk"):
        last = item.history[-1]  # type: ignore[attr-defined]
        unreviewed = item.kind == ItemKind.COMPLAINT and item.reviewed_at is None
        if last.act == Act.REPLY or unreviewed or not silent(calendar, office(last.at).date(), day):
            continue
        close_in_silence(locked(item))
        closed += 1
    return closed


@writes
def set_target(
    programme: "Programme",
    *,
    kind: str,
    reply_hours: Decimal | None,
    decision_hours: Decimal | None,
    actor: "User | None",
) -> FeedbackTarget:
    """Set the answering times of a kind; every clock counts by them from now on, also those that run."""
    require(permissions.can_set_targets, actor, programme)
    if kind not in DEFAULT_TARGETS:
        raise BadInputError({"kind": [_("There is no such kind.")]})
    row = FeedbackTarget.objects.filter(programme=programme, kind=kind).first()
    row = row or FeedbackTarget(programme=programme, kind=kind)
    with change(row, "inbox.target_set", actor=actor):
        row.reply_hours = reply_hours if reply_hours is not None else DEFAULT_TARGETS[kind][0]
        row.decision_hours = decision_hours if decision_hours is not None else DEFAULT_TARGETS[kind][1]
        save_validated(row)
    return row
