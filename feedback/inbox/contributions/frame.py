"""The button in the frame, the entry in the map, the parts of the homes, and what needs attention."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import seams
from core.access import allows
from core.seams import AttentionItem, PageEntry, Panel
from feedback.inbox import permissions
from feedback.inbox.choices import Category, ItemKind, ItemState
from feedback.inbox.models import FeedbackItem
from feedback.inbox.selectors.clocks import late_keys
from feedback.inbox.selectors.items import counts, own_items, themes
from feedback.inbox.views.cells import told, waits
from programme.people.choices import Role
from programme.people.selectors import holders

NEWEST = 6
SHOWN = 5


def _waiting(user: Any, programme: Any) -> tuple[str, int] | None:
    """Count for the map what is overdue for readers, what asks something of everybody else; one query."""
    if permissions.reads(user, programme):
        n = FeedbackItem.objects.filter(pk__in=late_keys(programme)).visible_to(user).count()
    else:
        n = FeedbackItem.objects.filter(programme=programme, submitter=user, waiting=True).count()
    return ("warn", n) if n else None


def inbox_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """What waits in the inbox, and the newest items; five queries."""
    if not permissions.reads(user, programme):
        return None
    rows = FeedbackItem.objects.filter(programme=programme).visible_to(user)
    newest = rows.counted().for_list()[:NEWEST]
    return {"counts": counts(programme, user), "rows": [(item, told(item)) for item in newest]}


def themes_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Where feedback gathers: counts by module and category; one query."""
    if not permissions.reads(user, programme):
        return None
    return {"categories": [str(one.label) for one in Category], "rows": themes(programme)}


def ambassadors_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """The ambassadors, who hear first what does not work; one query."""
    if not permissions.can_triage(user, programme):
        return None
    return {"people": list(holders(programme, Role.AMB).select_related("unit"))}


def mine_panel(programme: Any, user: Any) -> dict[str, Any]:
    """What I said and what became of it; two queries."""
    rows = [(item, told(item), waits(item)) for item in own_items(programme, user)[:SHOWN]]
    return {"rows": rows, "may": allows(permissions.can_send, user, programme)}


seams.pages.add(
    "inbox",
    PageEntry(
        label=gettext_lazy("Feedback"),
        url_name="inbox:item_list",
        icon="message",
        order=110,
        group=2,
        key="f",
        new_key="f",
        new_url_name="inbox:item_new",
        visible=permissions.takes_part,
        count=_waiting,
        panels=(
            Panel(frozenset({"change"}), "inbox/_panel_inbox.html", inbox_panel, order=30),
            Panel(frozenset({"change"}), "inbox/_panel_themes.html", themes_panel, order=20, side=True),
            Panel(frozenset({"change"}), "inbox/_panel_ambassadors.html", ambassadors_panel, order=40, side=True),
            Panel(frozenset({"learner"}), "inbox/_panel_mine.html", mine_panel, order=40),
        ),
    ),
)
seams.pages.add(
    "inbox.give",
    PageEntry(
        label=gettext_lazy("Give feedback"),
        url_name="inbox:item_give",
        icon="message-2",
        order=5,
        place="bar",
        visible=lambda user, programme: programme is not None and permissions.can_send(user, programme),
    ),
)


@seams.attention.provide("inbox")
def inbox_needing(programme: Any, user: Any) -> list[AttentionItem]:
    """What is late, new, said again or waits for a review: one line each, for those who may act."""
    if user is not None and not permissions.can_triage(user, programme) and not permissions.can_review(user, programme):
        return []
    return list(_items(programme, user))


def _items(programme: Any, user: Any) -> Iterator[AttentionItem]:
    here = reverse("inbox:item_list", args=[programme.slug])
    rows = FeedbackItem.objects.filter(programme=programme)
    rows = rows if user is None else rows.visible_to(user)
    if allows(permissions.can_triage, user, programme):
        if n := rows.filter(pk__in=late_keys(programme)).count():
            text = ngettext("%(n)d answer to feedback is overdue", "%(n)d answers to feedback are overdue", n)
            yield AttentionItem("bad", text % {"n": n}, f"{here}?late=true", verb=_("Answer"))
        if n := rows.filter(state=ItemState.NEW).count():
            text = ngettext("%(n)d item of feedback is new", "%(n)d items of feedback are new", n)
            yield AttentionItem("wait", text % {"n": n}, f"{here}?state=new", verb=_("Acknowledge"))
        if n := rows.filter(state=ItemState.REOPENED).count():
            text = ngettext("%(n)d answer did not settle it", "%(n)d answers did not settle it", n)
            yield AttentionItem("warn", text % {"n": n}, f"{here}?state=reopened", verb=_("Look again"))
    if allows(permissions.can_review, user, programme):
        due = rows.filter(kind=ItemKind.COMPLAINT, reviewed_at=None, state__in=REVIEWED).order_by("code")
        for item in due[:SHOWN]:
            text = _("Complaint %(code)s was answered and waits for a review") % {"code": item.code}
            yield AttentionItem("warn", text, item.get_absolute_url(), verb=_("Review"))


REVIEWED = (ItemState.ANSWERED, ItemState.RELEASED, ItemState.DECLINED, ItemState.CONFIRMED)
