"""The pitfall radar from live data: our own questions, and what the plan rules of all slices found."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.documents import words
from programme.charter.choices import Moment, Pitfall
from programme.charter.rules import radar as rules
from programme.charter.rules.radar import Axis, Facts, Result
from programme.charter.selectors.figures import goal_figures, kpi_figures
from programme.charter.selectors.live import deliverable_approved, evidence_of
from programme.charter.selectors.papers import it_share
from programme.charter.selectors.readiness import approved_outputs, readiness
from programme.checks.models import RuleWaiver
from programme.checks.selectors import excuse, waivers_of
from programme.people.choices import IT_ROLES, Role
from programme.people.selectors import seats_of
from programme.stakeholders.selectors import message_days, stakeholders_of

if TYPE_CHECKING:
    from programme.charter.models import Programme

FRESH = timedelta(days=45)
POWERFUL = 4
STANDARD = "DEL-16"


def _goal_part(programme: "Programme") -> dict[str, Any]:
    """Facts about goals and KPIs."""
    goals = goal_figures(programme)
    kpis = [row for row in kpi_figures(programme) if not row.kpi.is_example]
    today = timezone.localdate()
    read = {row.goal.kpi_id for row in goals if row.goal.kpi_id}
    watched = [row for row in kpis if row.kpi.pk in read]
    return {
        "goals": len(goals),
        "goals_short": tuple(row.goal.code for row in goals if not row.smart.enough),
        "goals_unsigned": tuple(row.goal.code for row in goals if row.signed is None),
        "goals_unlinked": tuple(row.goal.code for row in goals if row.goal.strategy_id is None),
        "technical_owners": tuple(row.goal.code for row in goals if row.goal.owner_role in IT_ROLES),
        "kpis": len(kpis),
        "kpis_unread": tuple(
            row.kpi.code for row in watched if row.way.read_on is None or today - row.way.read_on > FRESH
        ),
    }


def _people_part(programme: "Programme") -> dict[str, Any]:
    """Facts about seats and stakeholders."""
    filled = {seat.role for seat in seats_of(programme) if not seat.vacant}
    share, cells = it_share(programme)
    people = stakeholders_of(programme)
    today = timezone.localdate()
    overdue = sum(sent is None and due is not None and due < today for sent, due in message_days(programme))
    return {
        "business_lead": Role.BO in filled,
        "analyst": Role.DS in filled,
        "it_share": share,
        "a_cells": cells,
        "stakeholders": len(people),
        "gaps_without_step": tuple(
            row.code
            for row in people
            if row.power >= POWERFUL and row.engagement_wanted > row.engagement_now and not row.action
        ),
        "messages_overdue": overdue,
    }


def _rest(programme: "Programme") -> dict[str, Any]:
    """Facts that upper floors give."""
    start = readiness(programme, Moment.START)
    quality = evidence_of(programme, "quality.score")
    stages = evidence_of(programme, "gates.final_stages")
    calendar = evidence_of(programme, "releases.calendar_state")
    return {
        "start_verdict": str(start.check.get_state_display() if start.check else start.conclusion.verdict.label),
        "start_ready": start.signed,
        "outputs": approved_outputs(programme),
        "standard_signed": deliverable_approved(programme, STANDARD),
        "quality": quality.value if quality else None,
        "final_stages": stages.value if stages else None,
        "calendar_signed": bool(calendar.value) if calendar and calendar.value is not None else None,
    }


def radar_facts(programme: "Programme") -> Facts:
    """Gather what the questions look at; a fixed number of queries."""
    return Facts(**_goal_part(programme), **_people_part(programme), **_rest(programme))


PAGES = {
    "kpi_list": "charter:kpi_list",
    "goal_list": "charter:goal_list",
    "readiness": "charter:readiness",
    "stakeholder_list": "stakeholders:stakeholder_list",
    "communication_list": "stakeholders:communication_list",
}


def page_url(programme: "Programme", page: str) -> str:
    """Return the address of the page that helps with a question; the team page where none is named."""
    try:
        return reverse(PAGES.get(page, "people:team"), args=[programme.slug])
    except NoReverseMatch:
        return ""


def own_axes(programme: "Programme") -> tuple[Axis, ...]:
    """The five axes with our own questions only."""
    return tuple(
        replace(
            axis,
            results=tuple(replace(result, url=page_url(programme, result.page)) for result in axis.results),
        )
        for axis in rules.examine(radar_facts(programme))
    )


def _excused(result: Result, excused: Mapping[tuple[str, str], RuleWaiver]) -> Result:
    """Let a failing test rest for which somebody answers until a day."""
    waiver = excuse(result.rule, result.url, excused) if result.passed is False else None
    if waiver is None:
        return result
    said = {"day": words.day(waiver.until), "reason": waiver.reason}
    return replace(result, passed=None, waived=_("Waived until %(day)s: %(reason)s") % said)


def radar(programme: "Programme") -> tuple[Axis, ...]:
    """The five axes, with the findings of other slices' plan rules beside our own questions; waived ones are told."""
    others: dict[str, list[Result]] = {pitfall.value: [] for pitfall in Pitfall}
    excused = waivers_of(programme)
    for name, rule in seams.plan_rules.items():
        if name not in seams.plan_rules.on_radar:
            continue
        for found in rule(programme):
            if found.cause in others:
                severity = "bad" if found.severity == "bad" else "warn"
                others[found.cause].append(
                    Result(found.rule, found.text, False, severity, "", found.remedy, url=found.url)
                )
    return tuple(
        replace(axis, results=tuple(_excused(one, excused) for one in (*axis.results, *others[axis.pitfall.value])))
        for axis in own_axes(programme)
    )
