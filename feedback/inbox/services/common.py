"""What the writes of feedback share: the row under the lock, checked values, steps and who is told of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from feedback.inbox import permissions
from feedback.inbox.choices import ItemState
from feedback.inbox.models import FeedbackItem, FeedbackStep
from feedback.inbox.selectors.acts import LABELS, blocks, is_possible
from programme.raid.services.common import is_here
from programme.records.services import change
from programme.records.services.jobs import enqueue

if TYPE_CHECKING:
    from datetime import datetime

    from programme.people.models import User

EDITED = frozenset({"title", "text", "kind", "category", "module", "process", "reach", "owner", "extra"})


def locked(item: FeedbackItem) -> FeedbackItem:
    """Read the item again under the programme's lock."""
    rows = FeedbackItem.objects.select_for_update(of=("self",))
    return rows.select_related("owner", "programme", "submitter", "process").get(pk=item.pk)


def ready(item: FeedbackItem, act: str, actor: "User | None", *, by_code: bool = False) -> FeedbackItem:
    """Check right, state and what stands in the way of an act; gives the row as it stands under the lock.

    ``by_code`` says that an anonymous sender acts, known by the reply code alone.
    """
    if not by_code:
        require(permissions.ITEM_ACTS[act], actor, item)
    item = locked(item)
    if not is_possible(item, act):
        said = {"state": item.get_state_display(), "act": LABELS[act]}
        raise IllegalNowError(_("“%(act)s” is not possible: the item is %(state)s.") % said)
    if reasons := blocks(item, act, actor):
        raise IllegalNowError(*reasons)
    return item


def apply(item: FeedbackItem, values: Mapping[str, Any], allowed: frozenset[str] = EDITED) -> None:
    """Put the values on the item; refuses other names, and people and processes from elsewhere."""
    faults = {name: [_("This cannot be changed here.")] for name in sorted(set(values) - allowed)}
    process, owner = values.get("process"), values.get("owner")
    if process is not None and process.programme_id != item.programme_id:
        faults["process"] = [_("This process is not in the programme.")]
    if owner is not None and owner != item.owner and not is_here(owner, item.programme):
        faults["owner"] = [_("%(name)s has no role in this programme.") % {"name": owner}]
    if faults:
        raise BadInputError(faults)
    for name, value in values.items():
        setattr(item, name, value)


def add_step(
    item: FeedbackItem,
    act: str,
    *,
    actor: "User | None",
    text: str = "",
    at: "datetime | None" = None,
    state: str = "",
) -> FeedbackStep:
    """Write the step of a history: the words that the submitter reads, and what the clock counts by."""
    step = FeedbackStep(
        item=item,
        act=act,
        state=state or item.state,
        kind=item.kind,
        text=text.strip(),
        by=actor,
        at=at or timezone.now(),
    )
    save_validated(step)
    return step


def tell(step: FeedbackStep) -> None:
    """Have everybody who wants the item told of the step, after commit: any number of voters keeps nobody waiting."""
    enqueue("inbox.tell", args={"step": step.pk}, programme=step.item.programme, key=f"inbox.tell:{step.public_id}")


def moved(
    item: FeedbackItem,
    act: str,
    verb: str,
    *,
    actor: "User | None",
    text: str = "",
    values: Mapping[str, Any] | None = None,
) -> FeedbackItem:
    """Take the transition of an act, set values, record step and event, and tell who wants to know."""
    with change(item, f"inbox.{verb}", actor=actor, reason=text):
        getattr(item, {"release": "publish"}.get(act, act))()
        item.waiting = False
        for name, value in (values or {}).items():
            setattr(item, name, value)
        if item.owner_id is None and actor is not None and permissions.can_handle(actor, item):
            item.owner = actor
        save_validated(item)
    tell(add_step(item, act, actor=actor, text=text))
    return item


def received(item: FeedbackItem) -> bool:
    """Tell whether nobody has answered for it yet."""
    return item.state == ItemState.NEW
