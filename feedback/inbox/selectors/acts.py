"""What may be done with an item now, and what stands in the way: one function for buttons and API."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.access import Action, allows
from core.fsm import can_move
from feedback.inbox import permissions
from feedback.inbox.choices import REPLIED, WORKED, Act, ItemKind, ItemState
from feedback.inbox.models import FeedbackItem, FeedbackStep

if TYPE_CHECKING:
    from programme.people.models import User

S = ItemState
LABELS: dict[str, Any] = {
    "acknowledge": _("Acknowledge"),
    "classify": _("Classify"),
    "ask": _("Ask the submitter"),
    "reply": _("Add something"),
    "answer": _("Answer"),
    "link_defect": _("Hand over as a defect"),
    "backlog": _("Take into the backlog"),
    "plan": _("Plan for a release"),
    "release": _("It is released"),
    "decline": _("Decline"),
    "review": _("Review the complaint"),
    "confirm": _("It is settled"),
    "reopen": _("It is not settled"),
    "merge": _("Merge into another item"),
    "split": _("Take apart again"),
}
MAIN: dict[str, str] = {
    S.NEW: "acknowledge", S.ACKNOWLEDGED: "classify", S.REOPENED: "classify", S.LINKED_DEFECT: "release",
    S.BACKLOG: "plan", S.PLANNED: "release", S.ANSWERED: "confirm", S.RELEASED: "confirm", S.DECLINED: "confirm",
    S.CONFIRMED: "review", S.CLASSIFIED: "answer",
}  # fmt: skip
MAIN_OF_KIND = {ItemKind.DEFECT: "link_defect", ItemKind.IMPROVEMENT: "backlog"}
ANSWERS = (Act.ANSWER, Act.RELEASE, Act.DECLINE)


def steps_of(item: FeedbackItem) -> Sequence[FeedbackStep]:
    """Give the history, oldest first: that fetched along, else one query."""
    kept: Sequence[FeedbackStep] | None = getattr(item, "history", None)
    return list(FeedbackStep.objects.filter(item=item).for_list()) if kept is None else kept


def is_possible(item: FeedbackItem, act: str) -> bool:
    """Tell whether the item's state allows the act."""
    match act:
        case "ask":
            return item.is_open and not item.waiting
        case "reply":
            return item.state not in (S.CLOSED, S.MERGED)
        case "review":
            needs = item.kind == ItemKind.COMPLAINT and item.reviewed_at is None
            return needs and item.state in (*REPLIED, S.CONFIRMED)
        case "release":
            return can_move(item, "publish")
        case "classify":
            return item.state == S.NEW or can_move(item, "classify")
        case _:
            return can_move(item, act)


def blocks(item: FeedbackItem, act: str, user: "User | None") -> tuple[Any, ...]:
    """Say what stands in the way of an act that the state allows."""
    if act == "link_defect" and item.kind != ItemKind.DEFECT:
        return (_("Classify it as a defect first."),)
    if act == "backlog" and item.kind != ItemKind.IMPROVEMENT:
        return (_("Classify it as an improvement first."),)
    if act == "review" and user is not None and answered_by(item) == user.pk:
        return (_("Who answered a complaint does not review it."),)
    return ()


def answered_by(item: FeedbackItem) -> int | None:
    """Give the key of who answered last."""
    return next((step.by_id for step in reversed(steps_of(item)) if step.act in ANSWERS), None)


def main_act(item: FeedbackItem) -> str:
    """Name the act that comes next."""
    if item.state == S.CLASSIFIED:
        return MAIN_OF_KIND.get(ItemKind(item.kind), "answer")
    return MAIN.get(item.state, "")


def available_actions(item: FeedbackItem, user: "User") -> list[Action]:
    """List what this person may do with the item now; declining tells who may."""
    main, found = main_act(item), []
    for act, label in LABELS.items():
        if not is_possible(item, act):
            continue
        if allows(permissions.ITEM_ACTS[act], user, item):
            found.append(Action(act, label, blocks(item, act, user), primary=act == main, danger=act == "decline"))
        elif act == "decline" and item.state in WORKED and allows(permissions.can_handle, user, item):
            said = _("The steering committee, a business owner or a process owner declines.")
            found.append(Action(act, label, (said,)))
    return found


def can_vote(item: FeedbackItem, user: "User") -> bool:
    """Tell whether this person may vote for the item, now or taking the vote back."""
    return item.can_be_voted and item.submitter_id != user.pk and allows(permissions.can_send, user, item)
