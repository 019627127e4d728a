"""The budget in the map, finance's part of the home, and what needs finance's attention."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import seams
from core.access import allows
from core.memo import once
from core.money import Money, format_money
from core.seams import AttentionItem, PageEntry, Panel
from programme.budget import permissions
from programme.budget.choices import DrawState
from programme.budget.models import ContingencyDraw
from programme.budget.selectors import MoneyStand, cost_tolerance, money_stand
from programme.budget.selectors.changes import cost_of, waiting_changes
from programme.budget.selectors.findings import BEYOND_COMMITMENT, BEYOND_LINE, money_findings
from programme.budget.selectors.tables import funnel_figures

LOUD = frozenset({BEYOND_COMMITMENT, BEYOND_LINE})
SHOWN = 3


def _stand(programme: Any) -> MoneyStand:
    return once(programme, "budget.money", lambda: money_stand(programme))


def _said(minor: int, programme: Any) -> str:
    return format_money(Money(minor, programme.currency), get_language() or "en")


@seams.attention.provide("budget.money")
def money_attention(programme: Any, user: Any) -> list[AttentionItem]:
    """For finance and the project manager: costs beyond, unmatched invoices, a forecast above the tolerance.

    Granted changes that are not in the budget yet stand here too. Seven queries.
    """
    if not permissions.can_edit(user, programme):
        return []
    stand, slug = _stand(programme), [programme.slug]
    money = reverse("budget:money", args=slug)
    found = [
        AttentionItem("bad", one.text, one.url, verb=_("Look"))
        for one in money_findings(stand, programme)
        if one.rule in LOUD
    ][:SHOWN]
    total = stand.total
    if total.baseline is not None:
        over = total.at_completion - total.baseline
        limit = cost_tolerance(programme, total.baseline) if over > 0 else None
        if limit is not None and over > limit:
            text = _("The forecast exceeds the budget by %(sum)s, more than the charter's tolerance.")
            found.append(AttentionItem("bad", text % {"sum": _said(over, programme)}, money, verb=_("Look")))
    if stand.unmatched:
        text = _("Invoices without a commitment: %(count)s")
        url = reverse("budget:actuals", args=slug) + "?unmatched=true"
        found.append(AttentionItem("warn", text % {"count": stand.unmatched}, url, verb=_("Match")))
    if stand.baseline is not None:
        found += [
            AttentionItem(
                "wait",
                _("Granted, not in the budget yet: %(row)s (%(sum)s)")
                % {"row": row, "sum": _said(cost_of(row), programme)},
                reverse("budget:baselines", args=slug),
                verb=_("Put in"),
            )
            for row in waiting_changes(programme)[:SHOWN]
        ]
    return found


@seams.attention.provide("budget.draws")
def draws_waiting(programme: Any, user: Any) -> list[AttentionItem]:
    """Draw-downs that this person may decide; one query."""
    if not permissions.can_grant_draw(user, programme):
        return []
    rows = ContingencyDraw.objects.filter(programme=programme, state=DrawState.ASKED).select_related("line")
    return [
        AttentionItem(
            "warn",
            _("Contingency asked for: %(sum)s for %(line)s")
            % {"sum": _said(row.amount_minor, programme), "line": row.line},
            reverse("budget:draws", args=[programme.slug]),
            verb=_("Decide"),
        )
        for row in rows.exclude(asked_by=user).order_by("code")
    ]


def finance_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """The funnel in figures, for finance, whose home is the committee's."""
    if not allows(permissions.is_finance, user, programme):
        return None
    stand = _stand(programme)
    return {"stand": stand, "figures": funnel_figures(stand).figures}


seams.pages.add(
    "budget.money",
    PageEntry(
        label=gettext_lazy("Budget"),
        url_name="budget:money",
        icon="wallet",
        order=125,
        group=2,
        visible=lambda user, programme: allows(permissions.can_read, user, programme),
        panels=(Panel(frozenset({"steering"}), "budget/_panel_money.html", finance_panel, order=35),),
    ),
)
