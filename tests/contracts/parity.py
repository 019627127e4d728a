"""Every act that both fronts offer: the page, the call, who does it, to what, with which input."""

import datetime as dt

from programme.budget.models import BudgetLine
from programme.charter.models import Goal, Kpi, ReadinessCheck
from programme.stakeholders.models import CommunicationItem, Stakeholder
from tests.contracts.fronts import Pair
from tests.contracts.world import _of
from tests.factories.charter import BudgetLineFactory, StrategyFactory, ready_to_sign
from tests.factories.programme import ProgrammeFactory
from tests.factories.raid import IssueFactory, RiskFactory

DAY = (dt.date.today() + dt.timedelta(30)).isoformat()


def at(model, **values):
    """Put the world's row of this kind into a state."""

    def arrange(world):
        row = _of(model)(world.programme)
        if values:
            model._base_manager.filter(pk=row.pk).update(**values)
            row.refresh_from_db()
        return row

    return arrange


def risk(**values):
    """Make a risk in a state."""
    return lambda world: RiskFactory(
        programme=world.programme, code="R900", title="Key staff leave", owner=world.people["PM"], **values
    )


def issue(**values):
    """Make an issue in a state, raised by the sponsor."""

    def arrange(world):
        started = {"owner": world.people["PM"], "raised_by": world.people["SP"], "severity": "high", "impact": "late"}
        return IssueFactory(
            programme=world.programme, code="I900", title="Interface down", due_on=DAY, **(started | values)
        )

    return arrange


def owner(world, _row):
    return {"owner": world.people["CM"].public_id}


def raid(register, name, row, **more):
    """An act of a register: the page and the call are named alike."""
    return Pair(f"raid:{register}_{name} POST", f"api-{register}s {name}", row=row, **more)


TEXTS = {"cause": "few people", "event": "they leave", "effect": "delay", "category": "people"}
RISKS = [
    Pair(
        "raid:risk_new POST", "api-risks create",
        same=lambda w, r: TEXTS | owner(w, r) | {
            "title": "New risk", "probability": 3, "impact": 3, "review_days": 14, "next_review_on": DAY,
            "strategy": "mitigate", "response": "Hire", "response_due": DAY, "proximity_on": DAY,
        },
        form={"cost": "1200.50"}, body={"cost_minor": 120050},
    ),
    Pair("raid:risk_edit POST", "api-risks partial_update", row=risk(), same={"title": "Renamed", "effect": "Cost"},
         form={"cost": "20"}, body={"cost_minor": 2000}),
    Pair("raid:risk_probability POST", "api-risks partial_update", row=risk(), same={"probability": 2}),
    Pair("raid:risk_impact POST", "api-risks partial_update", row=risk(), same={"impact": 2}),
    Pair("raid:risk_bulk_owner POST", "api-risks partial_update", row=risk(), same=owner,
         form=lambda _w, r: {"rows": r.public_id}),
    raid("risk", "open", risk(state="proposed")),
    raid("risk", "respond", risk(strategy="mitigate", response="Hire", response_due=DAY)),
    raid("risk", "monitor", risk(strategy="accept", response="Watch", response_due=DAY)),
    raid("risk", "finish_response", risk(state="responding", strategy="mitigate", response="Hire", response_due=DAY),
         same={"probability": 1, "impact": 2}),
    raid("risk", "review", risk(), same={"probability": 2, "impact": 2, "next_review_on": DAY, "note": "Calmer"}),
    raid("risk", "escalate", risk(), same={"reason": "Too big"}),
    raid("risk", "calm", risk(escalated=True), same={"reason": "Settled"}),
    raid("risk", "occur", risk(), same={"note": "Happened"}),
    raid("risk", "close", risk(), same={"reason": "Gone", "residual_probability": 1, "residual_impact": 1}),
    Pair("raid:risk_bulk_review POST", "api-risks partial_update", row=risk(), form=lambda _w, r: {"rows": r.public_id, "on": DAY},
         body={"next_review_on": DAY}),
    Pair("raid:risk_bulk_escalate POST", "api-risks escalate", row=risk(), same={"reason": "Too big"},
         form=lambda _w, r: {"rows": r.public_id}),
    Pair("records:comment POST", "api-risks comment", row=risk(), same={"text": "Seen"},
         page=lambda _w, r: {"kind": "programme.Risk", "object_id": r.public_id}),
]  # fmt: skip
TERMS = {"critical": (4, 3), "high": (18, 3), "medium": (45, 2), "low": (90, 1)}
ISSUES = [
    Pair("raid:issue_new POST", "api-issues create",
         same=lambda w, r: owner(w, r) | {"title": "New", "description": "What", "severity": "low", "impact": "late",
                                          "due_on": DAY}),
    Pair("raid:issue_edit POST", "api-issues partial_update", row=issue(), same={"title": "Renamed", "due_on": DAY}),
    raid("issue", "triage", issue(), same={"severity": "critical", "impact": "Stops work"}),
    raid("issue", "assign", issue(state="triaged"), same=lambda w, r: owner(w, r) | {"due_on": DAY}),
    raid("issue", "start", issue(state="assigned")),
    raid("issue", "resolve", issue(state="in_progress"), same={"resolution": "Restarted"}),
    raid("issue", "verify", issue(state="resolved", resolution="x"), role="SP", same={"note": "Works"}),
    raid("issue", "close", issue(state="verified", resolution="x")),
    raid("issue", "reopen", issue(state="resolved", resolution="x"), same={"reason": "Again"}),
    raid("issue", "escalate", issue(state="assigned"), same={"reason": "Too slow"}),
    raid("issue", "convert", issue(state="assigned"), same={"wanted": "Another interface", "reason": "Too slow"}),
    Pair("raid:issue_terms POST", "api-issue-terms replace",
         form={f"{name}_{part}": value for name, (hours, level) in TERMS.items()
               for part, value in (("hours", hours), ("level", level))},
         body={name: {"hours": hours, "level": level} for name, (hours, level) in TERMS.items()}),
    Pair("records:comment POST", "api-issues comment", row=issue(), same={"text": "Seen"},
         page=lambda _w, r: {"kind": "programme.Issue", "object_id": r.public_id}),
]  # fmt: skip

NEW_GOAL = {
    "statement": "Raise conversion from 25 % to 35 %", "metric": "Conversion", "unit": "%", "unit_kind": "pp",
    "direction": "up", "baseline": "25", "baseline_on": "2026-01-05", "baseline_n": 40, "baseline_source": "CRM",
    "target": "35", "starts_on": "2026-03-02", "due_on": DAY, "achievability": "Pilot", "owner_role": "BO",
}  # fmt: skip
MEASURED = {"value": "26", "measured_on": "2026-02-01", "n": 50, "source": "CRM", "reason": "Counted again"}
SIGNED = {"baseline": 25, "baseline_on": "2026-01-05", "baseline_n": 40, "baseline_source": "CRM", "owner_role": "BO"}


def signed(model):
    """Sign the baseline of the world's figure."""

    def arrange(world):
        from programme.charter.services import sign_baseline

        row = at(model, **SIGNED)(world)
        sign_baseline(row, actor=world.people["BO"])
        return row

    return arrange


GOALS = [
    Pair("charter:goal_new POST", "api-goals create", same=NEW_GOAL),
    Pair("charter:goal_edit POST", "api-goals partial_update", row=at(Goal), same={"metric": "Another", "target": "40"}),
    Pair("charter:goal_sign POST", "api-goals sign_baseline", role="BO", row=at(Goal, **SIGNED)),
    Pair("charter:goal_supersede POST", "api-goals supersede_baseline", row=signed(Goal), same=MEASURED),
    Pair("charter:goal_withdraw POST", "api-goals withdraw", row=at(Goal), same={"reason": "Not ours"}),
    Pair("charter:kpi_new POST", "api-kpis create",
         same={"code": "KX", "name_zh": "转化", "name_en": "Conversion", "unit": "%", "direction": "up", "baseline": "2",
               "target": "4", "family": "value", "owner_role": "BO", "formula": "a / b"}),
    Pair("charter:kpi_edit POST", "api-kpis partial_update", row=at(Kpi), same={"target": "77", "source": "CRM"}),
    Pair("charter:kpi_record POST", "api-kpis record", row=at(Kpi),
         same={"read_on": "2026-03-09", "value": "12.5", "n": 9, "source": "CRM"}),
    Pair("charter:kpi_sign POST", "api-kpis sign_baseline", role="BO", row=at(Kpi, **SIGNED)),
    Pair("charter:kpi_supersede POST", "api-kpis supersede_baseline", row=signed(Kpi), same=MEASURED),
]  # fmt: skip


def moment(_world, _row):
    return {"moment": "start"}


def blocked(world):
    """A check that cannot pass."""
    check = at(ReadinessCheck, state="blocked")(world)
    check.answers.update(score=1)
    return check


READINESS = [
    Pair("charter:answer POST", "api-readiness-answer answer_cause", page={"moment": "start", "cause": "process"},
         call=moment, same={"cause": "process", "score": 2, "evidence": "Minutes", "note": "Weak"}),
    Pair("charter:conclude POST", "api-readiness conclude", row=at(ReadinessCheck), page=moment, call=moment),
    Pair("charter:waiver POST", "api-readiness waiver", row=blocked, page=moment, call=moment,
         same={"plan": "Hire two", "due_on": DAY}),
]  # fmt: skip


def moved(name, role, state, **same):
    """A move of the programme's life, from a state."""

    def arrange(world):
        type(world.programme).objects.filter(pk=world.programme.pk).update(state=state)
        return world.programme

    return Pair("charter:move POST", f"api-programmes {name}", role=role, row=arrange, page={"name": name}, same=same)


def complete(world):
    """Another programme of the same project manager whose charter can be put to its signers."""
    programme = ProgrammeFactory(slug="small", name="Small", state="readiness")
    ready_to_sign(programme)
    held = programme.memberships.get(role="PM")
    held.user = world.people["PM"]
    held.save()
    programme.seats.filter(role="PM").update(holder=held.user)
    return programme


def its_slug(_world, row):
    return {"slug": row.slug}


LIFE = [
    Pair("charter:submit POST", "api-programmes submit_charter", row=complete, page=its_slug, call=its_slug),
    Pair("charter:purpose POST", "api-programmes purpose",
         same={"purposes": ["unify", "sales"], "purpose_text": "Three lists"}),
    Pair("charter:kickoff POST", "api-programmes kickoff", same={"held_on": "2026-03-04", "waiver": "Ill"},
         body={"executive": False}),
    moved("assess", "PM", "draft"),
    moved("hold", "SP", "active", reason="No money", review_on="2027-01-04"),
    moved("resume", "SP", "on_hold"),
    moved("cancel", "SP", "active", reason="Sold"),
]  # fmt: skip
ROWS = {
    "scope": ("api-scope", {"side": "out", "text": "Payroll", "increment": "2"}),
    "statements": ("api-statements", {"kind": "constraint", "text": "No cloud"}),
    "tolerances": ("api-tolerances", {"dimension": "time", "limit": "10", "unit": "days", "note": "Float"}),
    "strategy": ("api-strategy", {"code": "STX", "title": "Keep customers"}),
    "reference-cases": (
        "api-reference-cases",
        {
            "company": "Beimen",
            "industry": "Valves",
            "finished_on": "2025-01-05",
            "similar": True,
            "why_similar": "Size",
        },
    ),
    "consultants": ("api-consultants", {"name": "Li", "firm": "Four", "similar_cases": 3, "note": "Good"}),
    "feature-gaps": ("api-feature-gaps", {"name": "Quotes", "module": "Sales", "needed": True, "reason": "Later"}),
}


def of_kind(kind):
    """The world's row of a plain kind."""
    from programme.charter.forms import ROW_FORMS

    return at(ROW_FORMS[kind]._meta.model)


def loose(kind):
    """A row of a plain kind that no other refers to."""
    if kind != "strategy":
        return of_kind(kind)
    return lambda world: StrategyFactory(programme=world.programme, code="ST0")


PLAIN_ROWS = [
    pair
    for kind, (api, values) in ROWS.items()
    for pair in (
        Pair("charter:row_new POST", f"{api} create", page={"kind": kind}, same=values),
        Pair("charter:row_edit POST", f"{api} partial_update", page={"kind": kind}, row=of_kind(kind), same=values),
        Pair("charter:row_remove POST", f"{api} destroy", page={"kind": kind}, row=loose(kind)),
    )
]
LINE = {"code": "BX", "title": "Licences", "category": "subscription", "nature": "annual", "phase": "P1", "note": "n"}
PERSON = {
    "code": "SX", "name": "Wang", "organisation": "HQ", "role": "CFO", "contact": "w@example.com", "power": 5,
    "interest": 2, "engagement_now": 2, "engagement_wanted": 3, "action": "Call",
}  # fmt: skip
MESSAGE = {
    "code": "MX", "message_zh": "为什么", "message_en": "Why", "sender": "CEO", "audience": "all", "channel": "mail",
    "when": "T09", "due_on": DAY,
}  # fmt: skip
BESIDE = [
    Pair("budget:line_new POST", "api-budget create", same=LINE, form={"amount": "10.50"}, body={"amount_minor": 1050}),
    Pair("budget:line_edit POST", "api-budget partial_update", row=at(BudgetLine), same={"title": "Other"},
         form={"amount": "99"}, body={"amount_minor": 9900}),
    Pair("budget:line_remove POST", "api-budget destroy",
         row=lambda world: BudgetLineFactory(programme=world.programme, code="B90")),
    Pair("budget:ask POST", "api-budget ask"),
    Pair("stakeholders:stakeholder_new POST", "api-stakeholders create", same=PERSON),
    Pair("stakeholders:stakeholder_edit POST", "api-stakeholders partial_update", row=at(Stakeholder),
         same={"power": 1, "action": "Write"}),
    Pair("stakeholders:communication_new POST", "api-communications create", same=MESSAGE),
    Pair("stakeholders:communication_edit POST", "api-communications partial_update", row=at(CommunicationItem),
         same={"audience": "Sales", "due_on": DAY}),
    Pair("stakeholders:communication_sent POST", "api-communications sent", row=at(CommunicationItem),
         same={"on": "2026-03-03"}),
]  # fmt: skip
REGISTERS = [*RISKS, *ISSUES, *GOALS, *READINESS, *LIFE, *PLAIN_ROWS, *BESIDE]
