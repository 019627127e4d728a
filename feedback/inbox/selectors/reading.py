"""An item as its submitter reads it: the conversation, and the way to it by code."""

from typing import TYPE_CHECKING

from feedback.inbox.choices import Act
from feedback.inbox.models import FeedbackItem, FeedbackStep
from feedback.inbox.rules.texts import hash_of
from feedback.inbox.selectors.acts import steps_of

if TYPE_CHECKING:
    from programme.charter.models import Programme


TOLD_TO_ALL = frozenset(Act.values) - {Act.ASK, Act.REPLY, Act.CONFIRM, Act.REOPEN}


def steps_for(item: FeedbackItem, *, whole: bool, alone: bool = False) -> list[FeedbackStep]:
    """Give the steps, oldest first, and from a merge on those of the item that goes on.

    ``whole`` is for the submitter and readers of the inbox: others do not read what passed between those two, nor do
    the submitters of merged items of each other. ``alone`` leaves the other item out, which costs a query.
    """
    steps = [step for step in steps_of(item) if whole or step.act in TOLD_TO_ALL]
    if alone or item.original is None:
        return steps
    merged_at = steps[-1].at if steps else item.received_at
    later = FeedbackStep.objects.filter(item=item.original, act__in=TOLD_TO_ALL, at__gt=merged_at)
    return steps + list(later.for_list())


def item_by_code(programme: "Programme", code: str) -> FeedbackItem | None:
    """Find the anonymous item of a reply code; None where there is none."""
    rows = FeedbackItem.objects.filter(programme=programme, anonymous=True, reply_hash=hash_of(code))
    return rows.for_list().first() if code.strip() else None
