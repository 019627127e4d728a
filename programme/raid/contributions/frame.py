"""The entry in the map, and what needs attention."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from core import seams
from core.seams import AttentionItem, PageEntry, Panel
from programme.raid import permissions, selectors
from programme.raid.models import Issue, Risk
from programme.raid.views.cells import risk_status

TOP = 4
SHOWN = 5


def _needing(user: Any, programme: Any) -> tuple[str, int] | None:
    """Count the live risks that lack something, for the map; one query."""
    level, n = selectors.needing(programme, user, timezone.localdate())
    return (level, n) if n else None


def top_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """The highest live risks with where their score stood 30 days ago; two queries."""
    if not permissions.reads(user, programme):
        return None
    rows = Risk.objects.filter(programme=programme).live()
    top = rows.with_movement(timezone.localdate()).for_list()[:TOP]
    return {"rows": [(risk, risk_status(risk)) for risk in top], "live": rows.count()}


seams.pages.add(
    "raid.risks",
    PageEntry(
        label=gettext_lazy("Risks & issues"),
        url_name="raid:risk_list",
        icon="alert-triangle",
        order=50,
        key="r",
        new_key="r",
        new_url_name="raid:risk_new",
        visible=permissions.reads,
        count=_needing,
        panels=(Panel(frozenset({"pmo"}), "raid/_panel_top.html", top_panel, order=50, side=True),),
    ),
)


def _register(programme: Any, query: str = "") -> str:
    return reverse("raid:risk_list", args=[programme.slug]) + (f"?{query}" if query else "")


@seams.attention.provide("raid.risks")
def risks_needing(programme: Any, user: Any) -> list[AttentionItem]:
    """Late responses, critical risks without an active one, late reviews, proposals left lying: one line each."""
    if user is not None and not permissions.reads(user, programme):
        return []
    return list(_items(programme))


def _items(programme: Any) -> Iterator[AttentionItem]:
    today = timezone.localdate()
    rows = Risk.objects.filter(programme=programme).select_related("programme", "owner")
    bare = rows.live().critical().without_response().annotate(of=Window(Count("pk")))
    found = list(bare.order_by("-score", "code")[:SHOWN])
    for risk in found:
        text = _("%(risk)s scores %(score)d and has no dated response") % {"risk": risk, "score": risk.score}
        yield AttentionItem("bad", text, risk.get_absolute_url(), facts=risk.owner_text, verb=_("Plan the response"))
    if found and (n := getattr(found[0], "of", 0) - len(found)):
        text = ngettext("%(n)d more such risk", "%(n)d more such risks", n) % {"n": n}
        yield AttentionItem("bad", text, _register(programme, "sort=-score"), verb=_("Look"))
    for risk in rows.response_overdue(today).order_by("response_due", "code")[:SHOWN]:
        text = _("Response overdue: %(risk)s") % {"risk": risk}
        late = (today - risk.response_due).days if risk.response_due else 0
        facts = ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late}
        severity = "bad" if risk.escalated else "warn"
        yield AttentionItem(severity, text, risk.get_absolute_url(), risk.response_due, facts, pgettext("verb", "Open"))
    if n := rows.review_overdue(today).count():
        text = ngettext("%(n)d risk review is overdue", "%(n)d risk reviews are overdue", n) % {"n": n}
        yield AttentionItem("warn", text, _register(programme, "review=true"), verb=_("Review them"))
    if n := rows.proposed_too_long(today).count():
        text = ngettext("%(n)d risk waits to be opened", "%(n)d risks wait to be opened", n) % {"n": n}
        facts = _("proposed 14 days ago or longer")
        yield AttentionItem("wait", text, _register(programme, "state=proposed"), facts=facts, verb=_("Decide"))
    if n := Issue.objects.filter(programme=programme).overdue(today).count():
        text = ngettext("%(n)d issue is overdue", "%(n)d issues are overdue", n) % {"n": n}
        url = reverse("raid:issue_list", args=[programme.slug]) + "?late=true"
        yield AttentionItem("warn", text, url, verb=pgettext("verb", "Open"))
