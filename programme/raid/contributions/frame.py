"""The entry in the map, what needs attention, and the plan rules about risks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from core import seams
from core.seams import AttentionItem, Finding, PageEntry, Panel
from programme.charter.choices import Pitfall
from programme.raid import permissions, selectors
from programme.raid.choices import RiskCategory
from programme.raid.models import Assumption, Dependency, Issue, Risk
from programme.raid.rules import CRITICAL_FROM
from programme.raid.selectors.dependencies import standing
from programme.raid.views.cells import risk_status

QUIET = timedelta(days=30)
TOP = 4
SHOWN = 5
FEW = 3
PITFALL_OF: dict[str, str] = {  # the axis of the radar on which a risk's category lies
    RiskCategory.STRATEGY: Pitfall.GOALS,
    RiskCategory.PEOPLE: Pitfall.USERS,
    RiskCategory.PROCESS: Pitfall.PROCESS,
    RiskCategory.DATA: Pitfall.DATA,
}


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
    if n := Issue.objects.filter(programme=programme).beyond_term(timezone.now()).count():
        text = ngettext("%(n)d issue is beyond its term", "%(n)d issues are beyond their term", n) % {"n": n}
        url = reverse("raid:issue_list", args=[programme.slug]) + "?term=true"
        yield AttentionItem("bad", text, url, verb=pgettext("verb", "Open"))
    if n := Issue.objects.filter(programme=programme).overdue(today).count():
        text = ngettext("%(n)d issue is overdue", "%(n)d issues are overdue", n) % {"n": n}
        url = reverse("raid:issue_list", args=[programme.slug]) + "?late=true"
        yield AttentionItem("warn", text, url, verb=pgettext("verb", "Open"))


@seams.attention.provide("raid.assumptions")
def assumptions_past(programme: Any, user: Any) -> list[AttentionItem]:
    """Assumptions that nobody tested in time: the first by name, the rest as a number; one query."""
    if user is not None and not permissions.reads(user, programme):
        return []
    rows = Assumption.objects.filter(programme=programme).past(timezone.localdate()).for_list()
    found = list(rows.annotate(of=Window(Count("pk")))[:FEW])
    items = [
        AttentionItem(
            "warn", _("Not tested in time: %(row)s") % {"row": row}, row.get_absolute_url(), row.expires_on,
            facts=row.owner_text, verb=_("Test it"),
        )
        for row in found
    ]  # fmt: skip
    if found and (n := getattr(found[0], "of", 0) - len(found)):
        text = ngettext("%(n)d more untested assumption", "%(n)d more untested assumptions", n) % {"n": n}
        url = reverse("raid:assumption_list", args=[programme.slug]) + "?past=true"
        items.append(AttentionItem("warn", text, url, verb=_("Look")))
    return items


@seams.attention.provide("raid.dependencies")
def dependencies_late(programme: Any, user: Any) -> list[AttentionItem]:
    """Dependencies that come too late, or whose promise has passed: the first by name, the rest as a number."""
    if user is not None and not permissions.reads(user, programme):
        return []
    today = timezone.localdate()
    rows = Dependency.objects.filter(programme=programme)
    late = rows.too_late(today) | rows.broken_promise(today)
    found = list(late.for_list().annotate(of=Window(Count("pk")))[:FEW])
    items = []
    for row in found:
        bad = standing(row, today).verdict == "bad"
        text = _("Comes too late: %(row)s") if bad else _("Promise has passed: %(row)s")
        facts = f"{row.giver} → {row.taker}"
        url, day = row.get_absolute_url(), row.needed_on or row.promised_on
        items.append(AttentionItem("bad" if bad else "warn", text % {"row": row}, url, day, facts, _("Chase it")))
    if found and (n := getattr(found[0], "of", 0) - len(found)):
        text = ngettext("%(n)d more late dependency", "%(n)d more late dependencies", n) % {"n": n}
        url = reverse("raid:dependency_list", args=[programme.slug]) + "?late=true"
        items.append(AttentionItem("warn", text, url, verb=_("Look")))
    return items


@seams.plan_rules.provide("raid.dependency_too_late")
def dependency_too_late(programme: Any) -> list[Finding]:
    """Something that the plan needs before it can come."""
    today = timezone.localdate()
    rows = Dependency.objects.filter(programme=programme).too_late(today).for_list()
    return [
        Finding(
            "raid.dependency_too_late",
            "bad",
            _("%(row)s is needed on %(day)s and comes later.") % {"row": row, "day": row.needed_on},
            row.get_absolute_url(),
            _("Agree on an earlier day with %(giver)s, or move what waits for it.") % {"giver": row.giver},
        )
        for row in rows
    ]


@seams.plan_rules.provide("raid.assumption_untested")
def assumption_untested(programme: Any) -> list[Finding]:
    """An assumption that nobody tested by its day."""
    rows = Assumption.objects.filter(programme=programme).past(timezone.localdate()).for_list()
    return [
        Finding(
            "raid.assumption_untested",
            "warn",
            _("%(row)s was to be tested by %(day)s.") % {"row": row, "day": row.expires_on},
            row.get_absolute_url(),
            _("Test it, or say why it can wait."),
        )
        for row in rows
    ]


@seams.plan_rules.provide("raid.high_without_response")
def high_without_response(programme: Any) -> list[Finding]:
    """A live score of 12 or more without a dated response."""
    return [
        Finding(
            "raid.high_without_response",
            "bad" if (risk.score or 0) >= CRITICAL_FROM else "warn",
            _("%(risk)s scores %(score)d without a dated response.") % {"risk": risk, "score": risk.score},
            risk.get_absolute_url(),
            _("Write down the response and its date."),
            PITFALL_OF.get(risk.category, ""),
        )
        for risk in Risk.objects.filter(programme=programme).live().high().without_response().for_list()
    ]


@seams.plan_rules.provide("raid.nothing_reviewed")
def nothing_reviewed(programme: Any) -> list[Finding]:
    """Live risks, and none looked at for 30 days."""
    rows = Risk.objects.filter(programme=programme).live()
    start = timezone.localdate() - QUIET
    fresh = rows.filter(Q(last_reviewed_on__gt=start) | Q(opened_on__gt=start))
    if not rows.exists() or fresh.exists():
        return []
    text = _("No live risk has been reviewed for 30 days (n=%(n)d).") % {"n": rows.count()}
    return [Finding("raid.nothing_reviewed", "warn", text, _register(programme), _("Review the highest risks."))]


@seams.plan_rules.provide("raid.register_empty")
def register_empty(programme: Any) -> list[Finding]:
    """A programme whose risks were all left as proposals, or that has none."""
    rows = Risk.objects.filter(programme=programme)
    if rows.exclude(state="proposed").exists():
        return []
    n = rows.count()
    text = _("No risk has been opened yet (%(n)d proposed).") % {"n": n}
    remedy = _("Open those that apply, close the rest.")
    return [Finding("raid.register_empty", "warn", text, _register(programme), remedy)]
