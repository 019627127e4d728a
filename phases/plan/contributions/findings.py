"""What the plan's own rules find: tests of the schedule that fail, forecasts that run away, milestones of nobody."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.documents.words import figure_text
from core.memo import once
from core.seams import Finding, Rule, plan_rules
from phases.plan.selectors import MilestoneTrend, milestone_trends, ownerless_milestones, plan_health
from phases.plan.selectors.checks import ASKED, limit, shown
from phases.plan.selectors.pictures import told
from programme.charter.choices import Pitfall

NAMED = 3
TESTS = tuple(
    Rule(f"plan.{key}", "bad" if asked.bad else "warn", Pitfall.GOALS, asked.label, asked.remedy)
    for key, asked in ASKED.items()
)
STEADY = gettext_lazy("Find what moves it, decide, and forecast anew; a date that always recedes is no date.")
RECEDING = Rule(
    "plan.receding", "bad", Pitfall.GOALS, gettext_lazy("No milestone recedes as fast as time passes"), STEADY
)
UNSTABLE = Rule("plan.unstable", "warn", Pitfall.GOALS, gettext_lazy("No forecast turns again and again"), STEADY)
OWNED = Rule(
    "plan.milestone_owner", "warn", Pitfall.GOALS,
    gettext_lazy("Every milestone has a person or a role that is responsible"),
    gettext_lazy("Name a person or a role for each milestone."),
)  # fmt: skip


@plan_rules.provide("plan.health", *TESTS)
def health(programme: Any) -> list[Finding]:
    """Each of the fourteen tests of a schedule that is not passed."""
    found = plan_health(programme)
    if found is None:
        return []
    page = reverse("plan:health", args=[programme.slug])
    return [
        Finding(
            f"plan.{check.key}",
            "bad" if ASKED[check.key].bad else "warn",
            _("%(test)s: %(value)s, limit %(limit)s")
            % {"test": ASKED[check.key].label, "value": figure_text(shown(check)), "limit": limit(check)},
            f"{page}#{check.key}",
            str(ASKED[check.key].remedy),
        )
        for check in found.failed
    ]


@plan_rules.provide("plan.trend", RECEDING, UNSTABLE)
def trend(programme: Any) -> list[Finding]:
    """Milestones that recede as fast as time passes, and forecasts that turn again and again (F04)."""
    found: list[MilestoneTrend] = once(
        programme, "plan.trends", lambda: milestone_trends(programme, timezone.localdate())
    )
    url = f"{reverse('plan:figures', args=[programme.slug])}#trend"
    return [
        Finding(
            "plan.receding" if one.trend.receding else "plan.unstable",
            "bad" if one.trend.receding else "warn",
            told(one),
            url,
            str(STEADY),
        )
        for one in found
        if one.line.actual is None and one.reports and (one.trend.receding or one.trend.unstable)
    ]


@plan_rules.provide("plan.milestone_owner", OWNED)
def milestone_owner(programme: Any) -> list[Finding]:
    """Milestones for which no person and no role is responsible."""
    tasks = ownerless_milestones(programme)
    if not tasks:
        return []
    names = _(", ").join([task.name for task in tasks[:NAMED]] + (["…"] if len(tasks) > NAMED else []))
    text = ngettext(
        "%(n)s milestone has no owner: %(names)s.", "%(n)s milestones have no owner: %(names)s.", len(tasks)
    ) % {"n": len(tasks), "names": names}
    url = reverse("plan:task_detail", args=[programme.slug, tasks[0].public_id])
    return [Finding("plan.milestone_owner", "warn", text, url, str(OWNED.remedy))]
