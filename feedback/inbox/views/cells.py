"""What stands in the cells of the inbox."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.documents.values import Cell, Status, StatusKind
from core.personal import Personal
from core.register import Column
from feedback.inbox import permissions
from feedback.inbox.choices import ItemState
from feedback.inbox.models import FeedbackItem
from feedback.inbox.selectors.clocks import Desk, clocks_of
from feedback.inbox.selectors.digest import SHAPES


def status(item: FeedbackItem, ready: Desk | None = None) -> Status:
    """Say the state, or that an answer is late or waits for the submitter."""
    both = clocks_of(item, ready) if ready is not None else None
    running = both.running if both else None
    word = str(item.get_state_display())
    if running is not None and running.late:
        return Status("warn", _("%(state)s, overdue") % {"state": word})
    if item.waiting:
        return Status("wait", _("%(state)s, submitter was asked") % {"state": word})
    return Status(SHAPES[item.state], word)


def told(item: FeedbackItem) -> Status:
    """Say the state as its submitter needs it: without the clocks of those who answer."""
    if item.waiting:
        return Status("warn", _("You are asked something"))
    kind: StatusKind = SHAPES[item.state]
    return Status(kind, str(item.get_state_display()))


def due(item: FeedbackItem, ready: Desk) -> Cell:
    """Say until when the next answer is owed, and which."""
    both = clocks_of(item, ready)
    running = both.running if both else None
    if both is None or running is None:
        return Cell()
    if running.paused or running.due is None:
        return Cell(_("paused"), tone="muted")
    which = _("first reply") if running is both.reply else _("decision")
    return Cell(running.due, second=which, tone="bad" if running.late else "")


def submitter(item: FeedbackItem, person: Any) -> Cell:
    """Name who sent it, and where that person works, as far as the reader may know."""
    if not permissions.sees_submitter(person, item):
        return Cell(_("not shown"), tone="muted")
    where = " · ".join(filter(None, [item.wave.code if item.wave else "", item.unit.name if item.unit else ""]))
    who = _("anonymous") if item.anonymous else item.submitter_text
    return Cell(who, second=where, tone="muted" if item.anonymous else "")


def _word(name: str) -> Any:
    return lambda item: str(getattr(item, f"get_{name}_display")()) if getattr(item, name) else None


def columns(ready: Desk, person: Any) -> Sequence[Column]:
    """Give the columns of the inbox for a reader, read with one calendar."""
    return (
        Column("code", pgettext_lazy("record", "Code"), sort="code", nowrap=True),
        Column(
            "title", gettext_lazy("Feedback"), lambda item: Cell(item.title, second=item.module), "title", title=True
        ),
        Column("state", gettext_lazy("State"), lambda item: status(item, ready), sort="state"),
        Column("kind", gettext_lazy("Kind"), _word("kind"), sort="kind", nowrap=True),
        Column("category", gettext_lazy("Category"), _word("category"), sort="category", nowrap=True),
        Column("channel", gettext_lazy("Channel"), _word("channel"), sort="channel"),
        Column(
            "submitter",
            gettext_lazy("Submitter"),
            lambda item: submitter(item, person),
            nowrap=True,
            personal=Personal.NAME,
        ),
        Column("votes", gettext_lazy("Votes"), "vote_count", "vote_count", number=True),
        Column("due", gettext_lazy("Answer due"), lambda item: due(item, ready), number=True),
        Column("received", gettext_lazy("Received"), "received_at", "received_at", number=True),
        Column("owner", gettext_lazy("Handled by"), "owner", "owner__name", nowrap=True, shown=False),
        Column("process", gettext_lazy("Process"), "process.code", "process__code", shown=False),
        Column("reach", gettext_lazy("People concerned"), "reach", "reach", number=True, shown=False),
        Column("release", gettext_lazy("Release"), "release", "release", shown=False),
    )


def waits(item: FeedbackItem) -> bool:
    """Tell whether the submitter is expected to say something."""
    return item.waiting or item.state in (ItemState.ANSWERED, ItemState.RELEASED, ItemState.DECLINED)
