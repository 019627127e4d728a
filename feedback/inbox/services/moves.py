"""The acts on an item: each with the words that its submitter reads, its step and its event."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import save_validated
from feedback.inbox.choices import REPLIED, Act, ItemKind, ItemState
from feedback.inbox.models import FeedbackItem
from feedback.inbox.services.common import add_step, moved, ready, received, tell
from programme.raid.services.common import needed
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.people.models import User


@writes
def acknowledge_item(item: FeedbackItem, *, actor: "User | None", text: str = "") -> FeedbackItem:
    """Say that it was read; stops the clock of the first reply."""
    item = ready(item, "acknowledge", actor)
    return moved(item, Act.ACKNOWLEDGE, "acknowledged", actor=actor, text=text)


@writes
def classify_item(
    item: FeedbackItem, *, actor: "User | None", kind: str = "", category: str = "", module: str = "", text: str = ""
) -> FeedbackItem:
    """Say what it is and where its cause lies; a new item is acknowledged by it.

    Classified otherwise than before, the clock of the decision starts again with the hours of the new kind.
    """
    item = ready(item, "classify", actor)
    kind, category = kind or item.kind, category or item.category
    needed(kind=kind, category=category)
    if received(item):
        item = moved(item, Act.ACKNOWLEDGE, "acknowledged", actor=actor)
    values = {"kind": kind, "category": category, "module": module or item.module, "defect": ""}
    return moved(item, Act.CLASSIFY, "classified", actor=actor, text=text, values=values)


@writes
def ask_submitter(item: FeedbackItem, *, actor: "User | None", text: str) -> FeedbackItem:
    """Ask the submitter back; the clock of the decision pauses until the answer."""
    needed(text=text)
    item = ready(item, "ask", actor)
    if received(item):
        item = moved(item, Act.ACKNOWLEDGE, "acknowledged", actor=actor)
    with change(item, "inbox.asked", actor=actor, reason=text):
        item.waiting = True
        save_validated(item)
    tell(add_step(item, Act.ASK, actor=actor, text=text))
    return item


@writes
def reply_to_item(item: FeedbackItem, *, actor: "User | None", text: str, by_code: bool = False) -> FeedbackItem:
    """Add what the submitter says; a clock that waited for it goes on."""
    needed(text=text)
    item = ready(item, "reply", actor, by_code=by_code)
    with change(item, "inbox.replied", actor=actor, reason=text):
        item.waiting = False
        save_validated(item)
    add_step(item, Act.REPLY, actor=actor, text=text)
    return item


@writes
def answer_item(item: FeedbackItem, *, actor: "User | None", text: str) -> FeedbackItem:
    """Answer; the submitter has five working days to say that it is not settled."""
    needed(text=text)
    item = ready(item, "answer", actor)
    return moved(item, Act.ANSWER, "answered", actor=actor, text=text)


@writes
def link_defect(item: FeedbackItem, *, actor: "User | None", defect: str, text: str) -> FeedbackItem:
    """Hand over as a defect, named by its code or address."""
    needed(defect=defect, text=text)
    item = ready(item, "link_defect", actor)
    return moved(item, Act.LINK_DEFECT, "defect_linked", actor=actor, text=text, values={"defect": defect})


@writes
def take_into_backlog(item: FeedbackItem, *, actor: "User | None", text: str) -> FeedbackItem:
    """Accept an improvement without a date yet."""
    needed(text=text)
    item = ready(item, "backlog", actor)
    return moved(item, Act.BACKLOG, "backlogged", actor=actor, text=text)


@writes
def plan_item(
    item: FeedbackItem, *, actor: "User | None", release: str, text: str, planned_on: date | None = None
) -> FeedbackItem:
    """Promise it for a release."""
    needed(release=release, text=text)
    item = ready(item, "plan", actor)
    values = {"release": release, "planned_on": planned_on}
    return moved(item, Act.PLAN, "planned", actor=actor, text=text, values=values)


@writes
def release_item(item: FeedbackItem, *, actor: "User | None", text: str, release: str = "") -> FeedbackItem:
    """Say that it can be used now: submitter and all voters are told."""
    needed(text=text)
    item = ready(item, "release", actor)
    return moved(item, Act.RELEASE, "released", actor=actor, text=text, values={"release": release or item.release})


@writes
def decline_item(item: FeedbackItem, *, actor: "User | None", text: str) -> FeedbackItem:
    """Say that it will not be done, and why."""
    needed(text=text)
    item = ready(item, "decline", actor)
    return moved(item, Act.DECLINE, "declined", actor=actor, text=text)


@writes
def review_complaint(item: FeedbackItem, *, actor: "User | None", text: str) -> FeedbackItem:
    """Look at how a complaint was answered; one that the submitter has confirmed is closed by it."""
    needed(text=text)
    item = ready(item, "review", actor)
    with change(item, "inbox.reviewed", actor=actor, reason=text):
        item.reviewed_by, item.reviewed_at = actor, timezone.now()
        save_validated(item)
    return _close(item, actor) if item.state == ItemState.CONFIRMED else item


@writes
def confirm_item(item: FeedbackItem, *, actor: "User | None", text: str = "", by_code: bool = False) -> FeedbackItem:
    """Agree that it is settled, which closes it; a complaint waits for its review."""
    item = ready(item, "confirm", actor, by_code=by_code)
    item = moved(item, Act.CONFIRM, "confirmed", actor=actor, text=text)
    unreviewed = item.kind == ItemKind.COMPLAINT and item.reviewed_at is None
    return item if unreviewed else _close(item, actor)


@writes
def reopen_item(item: FeedbackItem, *, actor: "User | None", text: str, by_code: bool = False) -> FeedbackItem:
    """Say why it is not settled; the clock of the decision starts again."""
    needed(text=text)
    item = ready(item, "reopen", actor, by_code=by_code)
    return moved(item, Act.REOPEN, "reopened", actor=actor, text=text)


@writes
def close_in_silence(item: FeedbackItem) -> FeedbackItem:
    """Close what the submitter let stand for five working days; the system does it at night."""
    said = _("No word for five working days: the answer stands.")
    append_event("inbox.silence", item, actor=None, reason=said)
    return _close(item, None, said)


def _close(item: FeedbackItem, actor: "User | None", text: str = "") -> FeedbackItem:
    if item.state not in (*REPLIED, ItemState.CONFIRMED):
        return item
    return moved(item, Act.CLOSE, "closed", actor=actor, text=text)
