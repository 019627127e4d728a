"""Pages on how far the plan can be believed: earned value and trends, and the fourteen tests."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.documents import svg
from core.documents.blocks import Chart
from core.documents.grids import chart_table, table_view
from core.kept import kept
from phases.plan.choices import EarningRule
from phases.plan.permissions import can_see_plan
from phases.plan.selectors import milestone_trends, plan_health, plan_value
from phases.plan.selectors.checks import ASKED, failing, limit, named_links, named_tasks, shown, verdict
from phases.plan.selectors.pictures import (
    curve_chart,
    money_chart,
    money_figures,
    trend_chart,
    trend_table,
    value_figures,
    value_table,
)
from programme.scope import ProgrammeMixin

WIDTH, HEIGHT, SIZE = 960.0, 300.0, 11
NAMED = 12  # tasks that a failed test names at first


def picture(chart: Chart) -> dict[str, Any]:
    """Give what ``documents/blocks/figure.html`` draws: the chart, and its numbers as a table."""
    return {
        "title": chart.title,
        "note": chart.note,
        "svg": svg.drawn(chart, WIDTH, HEIGHT, SIZE),
        "twin": table_view(chart_table(chart), settings.TIME_ZONE),
    }


class PlanFiguresPage(ProgrammeMixin, TemplateView):
    """Earned value with its S-curve, and how the forecasts of milestones moved."""

    template_name = "plan/figures.html"
    reads = can_see_plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw both; what has no data yet says so."""
        today = timezone.localdate()
        rule = self.request.GET.get("rule", EarningRule.PERCENT)
        rule = rule if rule in EarningRule.values else EarningRule.PERCENT
        name = f"plan.value.{rule}.{today:%Y-%m-%d}"
        value = kept(self.programme, name, lambda: plan_value(self.programme, today, rule=rule))
        money = money_chart(value) if value else None
        trends = milestone_trends(self.programme, today)
        reported = any(one.reports for one in trends)
        return super().get_context_data(**kwargs) | {
            "title": _("Figures of the plan"),
            "value": value,
            "figures": (*value_figures(value), *money_figures(value)) if value else (),
            "value_table": table_view(value_table(value), settings.TIME_ZONE) if value else None,
            "curve": picture(curve_chart(value)) if value else None,
            "money": picture(money) if money else None,
            "rules": [(one.value, one.label, one.value == rule) for one in EarningRule],
            "trend": picture(trend_chart(trends, today)) if reported else None,
            "trend_table": table_view(trend_table(trends), settings.TIME_ZONE) if reported else None,
        }


class PlanHealthPage(ProgrammeMixin, TemplateView):
    """The fourteen tests, what fails each of them, and what to do."""

    template_name = "plan/health.html"
    reads = can_see_plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give each test with its words; failed ones name their tasks and links."""
        found = kept(self.programme, "plan.health", lambda: plan_health(self.programme))
        context = super().get_context_data(**kwargs) | {"title": _("Schedule health"), "found": found}
        if found is None:
            return context
        rows = []
        for check in found.checks:
            fails = [] if check.met else failing(found, check, self.programme)
            rows.append(
                {
                    "key": check.key, "asked": ASKED[check.key], "value": shown(check), "limit": limit(check),
                    "state": verdict(check), "met": check.met, "fails": fails[:NAMED], "rest": fails[NAMED:],
                }
            )  # fmt: skip
        return context | {
            "rows": rows,
            "passed": found.tested - len(found.failed),
            "dangling": named_tasks(found, found.dangling, self.programme),
            "redundant": named_links(found, found.redundant, self.programme),
        }
