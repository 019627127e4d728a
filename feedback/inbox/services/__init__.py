"""Every write of feedback: receiving, the acts, merging and votes, what happens at night, imports."""

from collections.abc import Callable

from feedback.inbox.models import FeedbackItem
from feedback.inbox.services.bulk import acknowledge_items, classify_items
from feedback.inbox.services.give import Given, give_feedback, update_item
from feedback.inbox.services.imports import remove_items, write_items
from feedback.inbox.services.keeping import close_silent_items, set_target
from feedback.inbox.services.merging import merge_item, split_item, take_vote_back, vote_for
from feedback.inbox.services.moves import (
    acknowledge_item,
    answer_item,
    ask_submitter,
    classify_item,
    confirm_item,
    decline_item,
    link_defect,
    plan_item,
    release_item,
    reopen_item,
    reply_to_item,
    review_complaint,
    take_into_backlog,
)
from feedback.inbox.services.telling import tell_step

ITEM_ACTS: dict[str, Callable[..., FeedbackItem]] = {
    "acknowledge": acknowledge_item,
    "classify": classify_item,
    "ask": ask_submitter,
    "reply": reply_to_item,
    "answer": answer_item,
    "link_defect": link_defect,
    "backlog": take_into_backlog,
    "plan": plan_item,
    "release": release_item,
    "decline": decline_item,
    "review": review_complaint,
    "confirm": confirm_item,
    "reopen": reopen_item,
    "merge": merge_item,
    "split": split_item,
}
BY_CODE = {"reply": reply_to_item, "confirm": confirm_item, "reopen": reopen_item}  # what an anonymous sender may do

__all__ = [
    "BY_CODE", "ITEM_ACTS", "Given", "acknowledge_item", "acknowledge_items", "answer_item", "ask_submitter",
    "classify_item", "classify_items", "close_silent_items", "confirm_item", "decline_item", "give_feedback",
    "link_defect", "merge_item", "plan_item", "release_item", "remove_items", "reopen_item", "reply_to_item",
    "review_complaint", "set_target", "split_item", "take_into_backlog", "take_vote_back", "tell_step", "update_item",
    "vote_for", "write_items",
]  # fmt: skip
