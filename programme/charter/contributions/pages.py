"""Entries of the map, what needs attention, and the plan rules of the radar."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.access import allows
from core.seams import AttentionItem, Finding, PageEntry, Panel, Rule
from programme.charter import permissions
from programme.charter.choices import FINAL_STATES, Moment, ProgrammeState
from programme.charter.contributions.panels import STALE, figures_panel, goals_now, kpis_now, readings_panel
from programme.charter.rules.radar import QUESTIONS
from programme.charter.selectors import charter_warnings, readiness
from programme.charter.selectors.radar import own_axes

SOON = timedelta(days=14)


@seams.plan_rules.provide(
    "charter.radar",
    *(Rule(one.rule, one.severity, one.pitfall.value, one.label, one.remedy) for one in QUESTIONS),
)
def radar_rules(programme: Any) -> list[Finding]:
    """Every question of the radar that the programme fails now."""
    return [
        Finding(
            rule=result.rule,
            severity=result.severity,
            text=_("Not met: %(test)s") % {"test": result.label} + (f" ({result.found})" if result.found else ""),
            url=result.url,
            remedy=str(result.remedy),
            cause=axis.pitfall.value,
        )
        for axis in own_axes(programme)
        for result in axis.results
        if result.passed is False
    ]


def _goal_items(programme: Any, user: Any) -> list[AttentionItem]:
    """Goals behind their line or close to their day, and baselines that wait for this person."""
    today = timezone.localdate()
    items = []
    for row in goals_now(programme):
        url = reverse("charter:goal", args=[programme.slug, row.goal.public_id])
        if row.signed is None and row.goal.baseline is not None and permissions.can_sign_baseline(user, row.goal):
            text = _("Sign the baseline of %(goal)s") % {"goal": row.goal}
            items.append(AttentionItem("wait", text, url, row.goal.due_on, verb=_("Sign")))
        if row.way.status == "bad":
            items.append(
                AttentionItem("bad", _("%(goal)s is below its baseline") % {"goal": row.goal}, url, verb=_("Look"))
            )
        elif row.goal.due_on is not None and today <= row.goal.due_on <= today + SOON and row.way.status != "good":
            text = _("%(goal)s is due soon") % {"goal": row.goal}
            items.append(AttentionItem("warn", text, url, row.goal.due_on, verb=_("Look")))
    return items


def _kpi_items(programme: Any, user: Any) -> list[AttentionItem]:
    """KPIs of goals whose last reading is old, for whoever records them."""
    today = timezone.localdate()
    items = []
    for row in kpis_now(programme):
        if row.kpi.is_example or not row.kpi.goals.all() or not permissions.can_record_reading(user, row.kpi):
            continue
        if row.way.read_on is None or today - row.way.read_on > STALE:
            facts = _("never read") if row.way.read_on is None else ""
            items.append(
                AttentionItem(
                    "stale",
                    _("Read %(kpi)s") % {"kpi": row.kpi},
                    reverse("charter:kpi", args=[programme.slug, row.kpi.public_id]),
                    row.way.read_on,
                    facts,
                    _("Record"),
                )
            )
    return items


@seams.attention.provide("charter.attention")
def attention(programme: Any, user: Any) -> list[AttentionItem]:
    """Goals, KPIs and readiness that ask for this person."""
    if programme.state in FINAL_STATES or not allows(permissions.can_read, user, programme):
        return []
    items = _goal_items(programme, user) + _kpi_items(programme, user)
    started = programme.state in {ProgrammeState.DRAFT, ProgrammeState.READINESS}
    if started and permissions.can_answer_readiness(user, programme) and not readiness(programme, Moment.START).signed:
        url = reverse("charter:readiness", args=[programme.slug])
        items.append(AttentionItem("bad", _("Readiness at start is not passed"), url, verb=_("Answer")))
    url = reverse("charter:overview", args=[programme.slug])
    items += [AttentionItem("warn", text, url, verb=_("Look")) for text in charter_warnings(programme, team=False)]
    return items


seams.pages.add(
    "charter.overview",
    PageEntry(
        label=gettext_lazy("Charter & goals"),
        url_name="charter:overview",
        icon="target-arrow",
        order=20,
        key="c",
        new_key="g",
        new_url_name="charter:goal_new",
        visible=permissions.can_read,
        panels=(
            Panel(frozenset({"pmo"}), "charter/_panel_figures.html", figures_panel, order=40),
            Panel(frozenset({"owner", "data"}), "charter/_panel_readings.html", readings_panel, order=30),
        ),
    ),
)
