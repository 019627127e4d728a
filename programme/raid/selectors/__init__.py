"""Reads of risks and issues: what may be done with them, and how the registers stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.access import Action, allows
from core.fsm import can_move
from core.memo import read_once
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.raid import permissions, rules
from programme.raid.choices import LIVE_RISK, OPEN_ISSUE, UNSOLVED_ISSUE, IssueState, RiskState
from programme.raid.models import MAX_LEVEL, Issue, Risk, RiskScore
from programme.raid.querysets import PERIOD
from programme.raid.selectors.money import contingency, cost_text, expected_text, reserve
from programme.records.choices import DocumentState
from programme.records.models import AuditEvent, GeneratedDocument
from programme.records.selectors import history_of
from programme.records.selectors.acts import act_words

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

__all__ = ["contingency", "cost_text", "expected_text", "reserve"]
_SCORED_OTHERWISE = Q(was_score__isnull=False) & ~Q(was_score=F("score"))

RISK_LABELS: dict[str, Any] = {
    "open": _("Open the risk"),
    "respond": _("Start the response"),
    "finish_response": _("Response is done"),
    "monitor": _("Only watch it"),
    "review": _("Record a review"),
    "escalate": _("Escalate to the steering committee"),
    "calm": _("End the escalation"),
    "occur": _("It has happened"),
    "close": _("Close the risk"),
}
ISSUE_LABELS: dict[str, Any] = {
    "triage": _("Triage"),
    "assign": _("Assign"),
    "start": _("Start work"),
    "resolve": _("Resolve"),
    "verify": _("Verify"),
    "close": _("Close the issue"),
    "reopen": _("Reopen"),
    "escalate": _("Escalate one level"),
    "convert": _("Raise a change request"),
}
EVENT_LABELS: dict[str, Any] = {
    "raid.risk_created": _("Proposed"),
    "raid.risk_updated": _("Edited"),
    "raid.risk_opened": _("Opened"),
    "raid.risk_responding": _("Response started"),
    "raid.response_done": _("Response done"),
    "raid.risk_monitored": _("Watched from now on"),
    "raid.risk_reviewed": _("Reviewed"),
    "raid.risk_escalated": _("Escalated"),
    "raid.risk_calmed": _("Escalation ended"),
    "raid.risk_occurred": _("It happened"),
    "raid.risk_closed": _("Closed"),
    "raid.issue_raised": _("Raised"),
    "raid.issue_updated": _("Edited"),
    "raid.issue_triaged": _("Triaged"),
    "raid.issue_assigned": _("Assigned"),
    "raid.issue_started": _("Work started"),
    "raid.issue_resolved": _("Resolved"),
    "raid.issue_verified": _("Verified"),
    "raid.issue_closed": _("Closed"),
    "raid.issue_reopened": _("Reopened"),
    "raid.issue_escalated": _("Escalated"),
    "raid.issue_converted": _("Turned into a change request"),
    "raid.assumption_created": pgettext_lazy("assumption", "Put on the register"),
    "raid.assumption_updated": _("Edited"),
    "raid.assumption_confirmed": pgettext_lazy("assumption state", "Confirmed"),
    "raid.assumption_refuted": pgettext_lazy("assumption state", "Broken"),
    "raid.assumption_renewed": pgettext_lazy("assumption", "To be tested by another day"),
    "raid.assumption_expired": pgettext_lazy("assumption state", "Expired"),
    "raid.dependency_created": pgettext_lazy("assumption", "Put on the register"),
    "raid.dependency_updated": _("Edited"),
    "raid.dependency_promised": pgettext_lazy("dependency state", "Promised"),
    "raid.dependency_delivered": pgettext_lazy("dependency state", "Delivered"),
    "raid.dependency_dropped": pgettext_lazy("dependency state", "No longer needed"),
    "raid.dependency_reopened": _("Reopened"),
    "raid.dependency_needed": pgettext_lazy("dependency", "Needed on another day, as the plan says"),
}
MAIN_RISK_ACT = {"proposed": "open", "open": "respond", "responding": "finish_response", "monitored": "review"}
MAIN_ISSUE_ACTS = frozenset({"triage", "assign", "start", "resolve", "verify"})


@dataclass(frozen=True, slots=True)
class Counts:
    """How the risk register stands; ``exposure`` sums the live scores, ``exposure_was`` those of 30 days before."""

    every: int
    live: int
    proposed: int
    high: int
    mine: int
    moved: int
    review_overdue: int
    response_overdue: int
    exposure: int
    exposure_was: int

    @property
    def change(self) -> int:
        """How much the exposure moved."""
        return self.exposure - self.exposure_was


@dataclass(frozen=True, slots=True)
class Move:
    """A risk whose score changed, or that was settled, in the period."""

    risk: Risk
    on: date
    was: int | None

    @property
    def worse(self) -> bool:
        """Tell whether the score rose."""
        return self.was is not None and (self.risk.score or 0) > self.was


def risk_possible(risk: Risk, act: str) -> bool:
    """Tell whether the risk's state allows the act."""
    match act:
        case "review":
            return risk.is_live
        case "finish_response":
            return risk.is_live and bool(risk.response) and risk.response_done_on is None
        case "escalate":
            return risk.is_live and not risk.escalated
        case "calm":
            return risk.escalated and not (risk.is_live and rules.must_escalate(risk.score))
        case _:
            return can_move(risk, act)


def risk_lacks(risk: Risk, act: str) -> dict[str, Any]:
    """Name what the risk must have before the act: field → sentence."""
    checks = {
        "open": rules.missing_to_open,
        "respond": rules.missing_to_respond,
        "monitor": rules.missing_to_monitor,
    }
    return checks[act](risk.facts()) if act in checks else {}


def issue_possible(issue: Issue, act: str) -> bool:
    """Tell whether the issue's state allows the act."""
    if act == "escalate":
        return issue.is_open and issue.level < MAX_LEVEL
    return can_move(issue, act)


def risk_actions(risk: Risk, user: "User") -> list[Action]:
    """List what this person may do with the risk now; what blocks an act is said with it."""
    main = MAIN_RISK_ACT.get(risk.state)
    if main == "finish_response" and risk.response_done_on is not None:
        main = "monitor"
    return [
        Action(act, label, tuple(risk_lacks(risk, act).values()), primary=act == main, danger=act == "occur")
        for act, label in RISK_LABELS.items()
        if risk_possible(risk, act) and allows(permissions.RISK_ACTS[act], user, risk)
    ]


def issue_actions(issue: Issue, user: "User") -> list[Action]:
    """List what this person may do with the issue now; verifying tells who may."""
    found = []
    for act, label in ISSUE_LABELS.items():
        if not issue_possible(issue, act):
            continue
        if allows(permissions.ISSUE_ACTS[act], user, issue):
            found.append(Action(act, label, primary=act in MAIN_ISSUE_ACTS))
        elif act == "verify" and permissions.can_edit(user, issue):
            who = issue.raised_by or _("the project manager")
            found.append(Action(act, label, (_("%(who)s raised it and verifies it.") % {"who": who},)))
    return found


@read_once()
def counts(programme: "Programme", user: "User | None", today: date) -> Counts:
    """Count the register as this person (None: a document) sees it; one query."""
    live, start = Q(state__in=LIVE_RISK), today - PERIOD
    late = Q(response_due__lt=today, response_done_on=None)
    moved = _SCORED_OTHERWISE | Q(closed_on__gt=start)
    was_live = live | Q(closed_on__gt=start, opened_on__isnull=False)
    rows = Risk.objects.filter(programme=programme).with_movement(today)
    found = (rows if user is None else rows.visible_to(user)).aggregate(
        every=Count("pk"),
        live=Count("pk", filter=live),
        proposed=Count("pk", filter=Q(state=RiskState.PROPOSED)),
        high=Count("pk", filter=live & Q(score__gte=rules.HIGH_FROM)),
        mine=Count("pk", filter=live & Q(owner=user)),
        moved=Count("pk", filter=moved),
        review_overdue=Count("pk", filter=live & Q(next_review_on__lt=today)),
        response_overdue=Count("pk", filter=live & late),
        exposure=Coalesce(Sum("score", filter=live), 0),
        exposure_was=Coalesce(Sum("was_score", filter=was_live), 0),
    )
    return Counts(**found)


@dataclass(frozen=True, slots=True)
class IssueCounts:
    """How the issue register stands."""

    every: int
    open: int
    mine: int
    overdue: int
    beyond: int
    resolved: int


def issue_counts(programme: "Programme", user: "User", today: date) -> IssueCounts:
    """Count the issue register as this person sees it; one query."""
    unsolved = Q(state__in=OPEN_ISSUE)
    found = (
        Issue.objects.filter(programme=programme)
        .visible_to(user)
        .aggregate(
            every=Count("pk"),
            open=Count("pk", filter=unsolved),
            mine=Count("pk", filter=unsolved & Q(owner=user)),
            overdue=Count("pk", filter=unsolved & Q(due_on__lt=today)),
            beyond=Count("pk", filter=Q(state__in=UNSOLVED_ISSUE, due_at__lt=timezone.now())),
            resolved=Count("pk", filter=Q(state=IssueState.RESOLVED)),
        )
    )
    return IssueCounts(**found)


def recent_moves(programme: "Programme", user: "User", today: date, limit: int = 8) -> list[Move]:
    """Give what moved in the last 30 days, the newest first; two queries."""
    start = today - PERIOD
    rows = Risk.objects.filter(programme=programme).visible_to(user).with_movement(today).select_related("programme")
    newest = RiskScore.objects.filter(risk=OuterRef("pk")).order_by("-on").values("on")[:1]
    scored = rows.annotate(moved_on=Subquery(newest)).filter(moved_on__gt=start, state__in=LIVE_RISK)
    scored = scored.filter(_SCORED_OTHERWISE)
    settled = rows.filter(closed_on__gt=start)
    found: Iterable[Any] = scored.order_by("-moved_on")[:limit]
    moves = [Move(row, row.moved_on, row.was_score) for row in found]
    moves += [Move(row, row.closed_on, None) for row in settled.order_by("-closed_on")[:limit] if row.closed_on]
    return sorted(moves, key=lambda move: move.on, reverse=True)[:limit]


def delay_text(risk: Risk) -> str | None:
    """Write what the risk would cost in time, and where."""
    if risk.delay_days is None:
        return None
    said = ngettext("%(n)s working day", "%(n)s working days", risk.delay_days) % {"n": risk.delay_days}
    return f"{said} · {risk.delays}" if risk.delays else said


@dataclass(frozen=True, slots=True)
class TimeRisk:
    """A live risk that would cost time: how likely (F08), how many working days, at what."""

    code: str
    title: str
    public_id: str
    probability: Decimal
    days: int
    delays: str
    proximity: date | None


def time_risks(programme: "Programme") -> list[TimeRisk]:
    """Give the live risks whose probability and delay are known, by code; one query."""
    rows = Risk.objects.filter(programme=programme, delay_days__gt=0, probability__isnull=False).live()
    return [
        TimeRisk(
            row.code, row.title, row.public_id, rules.NUMERIC_PROBABILITY[row.probability or 1], row.delay_days or 0,
            row.delays, row.proximity_on,
        )
        for row in rows.order_by("code")
    ]  # fmt: skip


def reports_since(programme: "Programme", days: Iterable[date | None]) -> dict[date, int]:
    """Count the steering packs issued since each day; one query."""
    wanted = {day for day in days if day is not None}
    if not wanted:
        return {}
    issued = GeneratedDocument.objects.filter(
        programme=programme, kind="steering", state__in=[DocumentState.ISSUED, DocumentState.SUPERSEDED]
    )
    moments = {number: at for number, at in issued.values_list("number", "issued_at") if at is not None}
    return {day: sum(at.date() >= day for at in moments.values()) for day in wanted}


@read_once()
def risk_light(programme: "Programme", today: date) -> rules.Light:
    """F07 over the programme's live risks; two queries."""
    rows = list(Risk.objects.filter(programme=programme).live())
    reports = reports_since(programme, [row.residual_high_since for row in rows])
    facts = [row.facts(reports.get(row.residual_high_since, 0) if row.residual_high_since else 0) for row in rows]
    return rules.risk_light(facts, today)


@read_once()
def live_risks(programme: "Programme", today: date) -> list[Risk]:
    """Give the live risks with their movement, the highest score first; one query."""
    return list(Risk.objects.filter(programme=programme).live().with_movement(today).for_list())


@read_once()
def proposed_risks(programme: "Programme", today: date) -> list[Risk]:
    """Give the proposed risks, the highest score first; one query."""
    rows = Risk.objects.filter(programme=programme, state=RiskState.PROPOSED)
    return list(rows.with_movement(today).for_list())


def needing(programme: "Programme", user: "User", today: date) -> tuple[str, int]:
    """Count live risks whose response or review is late or whose high score has none, with how bad it is; one query."""
    unanswered = Q(score__gte=rules.HIGH_FROM) & (Q(response="") | Q(response_due=None))
    late = Q(response_due__lt=today, response_done_on=None) | Q(next_review_on__lt=today)
    rows = Risk.objects.filter(programme=programme).visible_to(user).live().filter(unanswered | late)
    found = rows.aggregate(n=Count("pk"), critical=Count("pk", filter=Q(score__gte=rules.CRITICAL_FROM)))
    return ("bad" if found["critical"] else "warn"), found["n"]


def short_code(risk: Risk) -> str:
    """Give the number of the code alone, as the matrix prints it."""
    return re.sub(r"^\D+", "", risk.code) or risk.code


def history(row: Any) -> list[AuditEvent]:
    """Return the newest events of a row with the words people use for them; one query."""
    events = history_of(row, 30)
    for event in events:
        event.action_label = EVENT_LABELS.get(event.action) or act_words(event.action)  # type: ignore[attr-defined]
    return events


def statement(risk: Risk) -> str:
    """Say the risk as one sentence, as far as it is known."""
    if not (risk.cause or risk.effect):
        return risk.event
    said = {"cause": risk.cause or "…", "event": risk.event or "…", "effect": risk.effect or "…"}
    return gettext("Because %(cause)s, %(event)s may happen, leading to %(effect)s") % said


@read_once()
def top_issues(programme: "Programme", limit: int | None = 5) -> list[Issue]:
    """Give the open issues, the most severe first; all of them without a limit."""
    return list(Issue.objects.filter(programme=programme, state__in=OPEN_ISSUE).for_list()[:limit])


def owners(programme: "Programme") -> list["User"]:
    """Give who may own a risk or an issue: everybody with a role here, by name; one query."""
    return list(holders(programme, *Role.values))
