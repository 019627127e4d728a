"""Parts of the homes about figures: goals on their way with the budget, and readings that are due."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.access import allows
from core.documents.blocks import KeyFigure
from core.documents.values import Figure, Status
from core.memo import once
from core.money import Money
from programme.budget.selectors import authorisation, budget_totals
from programme.charter import permissions
from programme.charter.selectors import goal_figures, kpi_figures
from programme.charter.selectors.figures import GoalFigures, KpiFigures
from programme.charter.selectors.showing import measure, tidy, way_status

STALE = timedelta(days=45)
GOALS = 3
READINGS = 5
TEN_THOUSAND, THOUSAND = 10_000, 1_000


def goals_now(programme: Any) -> list[GoalFigures]:
    """The goals with their figures, read once for all parts of a page."""
    return once(programme, "charter.goals", lambda: goal_figures(programme))


def kpis_now(programme: Any) -> list[KpiFigures]:
    """The KPIs with their figures, read once for all parts of a page."""
    return once(programme, "charter.kpis", lambda: kpi_figures(programme))


def figures_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Up to three goals with their readings, those furthest behind first, and the budget."""
    if not allows(permissions.can_read, user, programme):
        return None
    order = {"bad": 0, "warn": 1, "good": 2, "none": 3}
    rows = sorted(goals_now(programme), key=lambda row: order[row.way.status])[:GOALS]
    figures = [_goal_figure(programme, row) for row in rows]
    money = _budget_figure(programme)
    return {"figures": [*figures, money] if money else figures}


def _goal_figure(programme: Any, row: GoalFigures) -> KeyFigure:
    goal, way = row.goal, row.way
    readings = sorted(goal.kpi.readings.all(), key=lambda one: one.read_on) if goal.kpi is not None else []
    return KeyFigure(
        label=goal.kpi.name if goal.kpi is not None else goal.metric or str(goal),
        value=measure(way.actual, goal.unit, n=way.n) or Figure(None),
        target=measure(goal.target, goal.unit),
        target_word=_("target"),
        status=way_status(way),
        trend=tuple(tidy(one.value) for one in readings),
        url=reverse("charter:goal", args=[programme.slug, goal.public_id]),
    )


def _budget_figure(programme: Any) -> KeyFigure | None:
    """The lines as they add up now, with whether the sponsor's signature still fits them."""
    totals = budget_totals(programme)
    if not totals.lines:
        return None
    stands = once(programme, "budget.authorisation", lambda: authorisation(programme))
    status = Status("wait", _("not authorised"))
    if stands.stale:
        status = Status("stale", _("changed after signing"))
    elif stands.signed:
        status = Status("good", _("authorised"))
    amount = Money(totals.bac, programme.currency).to_decimal()
    size, unit = (TEN_THOUSAND, "万") if (get_language() or "").startswith("zh") else (THOUSAND, "k")
    return KeyFigure(
        label=_("Budget at completion"),
        value=Figure(amount / size, f"{unit} {programme.currency}", places=1, n=len(totals.lines)),
        status=status,
        url=reverse("budget:line_list", args=[programme.slug]),
    )


def readings_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Readings that this person records and that are due; None where the person records none."""
    today = timezone.localdate()
    mine = [
        row
        for row in kpis_now(programme)
        if not row.kpi.is_example and row.kpi.goals.all() and permissions.can_record_reading(user, row.kpi)
    ]
    if not mine:
        return None
    due = [row for row in mine if row.way.read_on is None or today - row.way.read_on > STALE]
    return {"rows": due[:READINGS], "count": len(due)}
