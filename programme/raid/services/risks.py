"""Writes of risks: register, score, move, review, escalate."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.models import User
from programme.people.selectors import holders
from programme.raid import permissions, rules, selectors
from programme.raid.choices import Band, RiskState, Severity
from programme.raid.models import Issue, Risk, RiskScore
from programme.raid.services import issues
from programme.raid.services.common import apply, free_code, is_here, locked, needed
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

_RESPONSE_DUE = gettext_lazy("Response due today: %(risk)s")
_REVIEW_DUE = gettext_lazy("Review due today: %(risk)s")
RISK_FIELDS = frozenset(
    {
        "title", "cause", "event", "effect", "category", "probability", "impact", "residual_probability",
        "residual_impact", "proximity_on", "cost_minor", "delay_days", "delays", "owner", "owner_name", "strategy",
        "response", "response_due",
        "response_done_on", "review_days", "next_review_on", "raised_on",
        "close_reason", "extra",
    }
)  # fmt: skip
GUARDED: dict[
    str, Callable[[rules.RiskFacts], dict[str, Any]]
] = {  # a risk may only begin in a state whose guards it meets
    RiskState.OPEN: rules.missing_to_open,
    RiskState.RESPONDING: lambda risk: rules.missing_to_open(risk) | rules.missing_to_respond(risk),
    RiskState.MONITORED: lambda risk: rules.missing_to_open(risk) | rules.missing_to_monitor(risk),
}


def _settle(risk: Risk, today: date) -> None:
    """Bring what follows from the values into step: score, lasting residual, escalation, next review."""
    risk.score = rules.score(risk.probability, risk.impact)
    if (risk.residual or 0) < rules.HIGH_FROM:
        risk.residual_high_since = None
    elif risk.residual_high_since is None:
        risk.residual_high_since = today
    if risk.is_live:
        risk.opened_on = risk.opened_on or today
        risk.next_review_on = risk.next_review_on or today + timedelta(days=risk.review_days)
        risk.escalated = risk.escalated or rules.must_escalate(risk.score)
    if risk.is_settled:
        risk.closed_on = risk.closed_on or today


def _keep_score(risk: Risk, actor: User | None, today: date) -> None:
    """Remember the score of the day, once a day."""
    if risk.probability is None or risk.impact is None:
        return
    last = RiskScore.objects.filter(risk=risk).order_by("-on").first()
    if last is not None and (last.probability, last.impact) == (risk.probability, risk.impact):
        return
    row = last if last is not None and last.on == today else RiskScore(risk=risk, on=today)
    row.probability, row.impact, row.by = risk.probability, risk.impact, actor
    save_validated(row)


def _save(risk: Risk, actor: User | None) -> None:
    today = timezone.localdate()
    _settle(risk, today)
    save_validated(risk)
    _keep_score(risk, actor, today)


@writes
def create_risk(
    programme: "Programme",
    *,
    values: Mapping[str, Any],
    actor: User | None,
    code: str = "",
    state: str = RiskState.PROPOSED,
) -> Risk:
    """Put a risk on the register, normally as proposed; raises ``BadInputError`` with every bad field.

    Another first state must meet that state's guards. The code is the next free one unless it is given.
    """
    require(permissions.can_raise, actor, programme)
    return propose_risk(programme, values=values, actor=actor, code=code, state=state)


@writes
def propose_risk(
    programme: "Programme",
    *,
    values: Mapping[str, Any],
    actor: User | None,
    code: str = "",
    state: str = RiskState.PROPOSED,
) -> Risk:
    """Write a new risk for a caller that has checked the actor, perhaps out of an assumption that broke."""
    code = code.strip() or free_code(Risk.objects.filter(programme=programme), "R")
    risk = Risk(programme=programme, code=code, state=state, raised_by=actor)
    apply(risk, values, RISK_FIELDS)
    guard = GUARDED.get(state)
    if guard is not None and (missing := guard(risk.facts())):
        raise BadInputError({name: [text] for name, text in missing.items()})
    with change(risk, "raid.risk_created", actor=actor):
        _save(risk, actor)
    return risk


@writes
def update_risk(
    risk: Risk, *, values: Mapping[str, Any], actor: User | None, version: int | None = None, reason: str = ""
) -> Risk:
    """Change fields of a risk that is not settled; ``version`` is the one the editor saw (``StaleError``)."""
    require(permissions.can_edit, actor, risk)
    risk = locked(risk)
    expect_version(risk, version, dict(values))
    if risk.is_settled:
        raise IllegalNowError(
            _("This risk is %(state)s; it is no longer edited.") % {"state": risk.get_state_display()}
        )
    with change(risk, "raid.risk_updated", actor=actor, reason=reason):
        apply(risk, values, RISK_FIELDS)
        _save(risk, actor)
    return risk


def _ready(risk: Risk, act: str, actor: User | None) -> Risk:
    """Check role, state and guards of an act, and give the row as it stands under the lock."""
    require(permissions.RISK_ACTS[act], actor, risk)
    risk = locked(risk)
    if not selectors.risk_possible(risk, act):
        said = {"state": risk.get_state_display(), "act": selectors.RISK_LABELS[act]}
        raise IllegalNowError(_("“%(act)s” is not possible: the risk is %(state)s.") % said)
    if missing := selectors.risk_lacks(risk, act):
        raise IllegalNowError(*missing.values())
    return risk


@writes
def open_risk(risk: Risk, *, actor: User | None) -> Risk:
    """Accept a proposed risk; needs cause, event, effect, scores and owner. From a score of 20 it is escalated."""
    risk = _ready(risk, "open", actor)
    with change(risk, "raid.risk_opened", actor=actor):
        risk.open()
        _save(risk, actor)
    return risk


@writes
def respond_to_risk(risk: Risk, *, actor: User | None) -> Risk:
    """Start the response; from a score of 12 it needs a date."""
    risk = _ready(risk, "respond", actor)
    with change(risk, "raid.risk_responding", actor=actor):
        risk.respond()
        risk.response_done_on = None
        _save(risk, actor)
    return risk


@writes
def finish_response(
    risk: Risk, *, actor: User | None, probability: int | None = None, impact: int | None = None
) -> Risk:
    """Record that the response is done, with the new score where it is known."""
    risk = _ready(risk, "finish_response", actor)
    with change(risk, "raid.response_done", actor=actor):
        risk.response_done_on = timezone.localdate()
        risk.probability, risk.impact = probability or risk.probability, impact or risk.impact
        _save(risk, actor)
    return risk


@writes
def monitor_risk(risk: Risk, *, actor: User | None) -> Risk:
    """Only watch the risk from now on."""
    risk = _ready(risk, "monitor", actor)
    with change(risk, "raid.risk_monitored", actor=actor):
        risk.monitor()
        _save(risk, actor)
    return risk


@writes
def review_risk(
    risk: Risk,
    *,
    actor: User | None,
    probability: int | None = None,
    impact: int | None = None,
    next_review_on: date | None = None,
    note: str = "",
) -> Risk:
    """Record a review: the score as it is seen now, and when to look again (default: the risk's interval)."""
    risk = _ready(risk, "review", actor)
    today = timezone.localdate()
    if next_review_on is not None and next_review_on <= today:
        raise BadInputError({"next_review_on": [_("The next review lies after today.")]})
    with change(risk, "raid.risk_reviewed", actor=actor, reason=note):
        risk.probability, risk.impact = probability or risk.probability, impact or risk.impact
        risk.last_reviewed_on = today
        risk.next_review_on = next_review_on or today + timedelta(days=risk.review_days)
        _save(risk, actor)
    return risk


@writes
def schedule_review(risk: Risk, *, actor: User | None, on: date) -> Risk:
    """Set the date of the next review."""
    return update_risk(risk, values={"next_review_on": on}, actor=actor)


@writes
def escalate_risk(risk: Risk, *, actor: User | None, reason: str) -> Risk:
    """Put the risk before the steering committee; needs a reason."""
    needed(reason=reason)
    risk = _ready(risk, "escalate", actor)
    with change(risk, "raid.risk_escalated", actor=actor, reason=reason):
        risk.escalated = True
        _save(risk, actor)
    return risk


@writes
def calm_risk(risk: Risk, *, actor: User | None, reason: str) -> Risk:
    """End the escalation; not possible while the score is 20 or more."""
    needed(reason=reason)
    risk = _ready(risk, "calm", actor)
    with change(risk, "raid.risk_calmed", actor=actor, reason=reason):
        risk.escalated = False
        _save(risk, actor)
    return risk


SEVERITY_OF = {
    Band.CRITICAL: Severity.CRITICAL,
    Band.HIGH: Severity.HIGH,
    Band.MEDIUM: Severity.MEDIUM,
    Band.LOW: Severity.LOW,
}


@writes
def risk_occurred(risk: Risk, *, actor: User | None, note: str = "") -> Issue:
    """Record that the event happened; returns the issue that was raised for it and carries its owner."""
    risk = _ready(risk, "occur", actor)
    with change(risk, "raid.risk_occurred", actor=actor, reason=note):
        risk.occur()
        risk.closed_on = timezone.localdate()
        _save(risk, actor)
    band = risk.band
    return issues.raise_issue(
        risk.programme,
        values={
            "title": risk.title,
            "description": "\n\n".join(filter(None, (note, risk.event, risk.cause))),
            "impact": risk.effect,
            "severity": SEVERITY_OF[band] if band else "",
            "owner": risk.owner if is_here(risk.owner, risk.programme) else None,
            "owner_name": risk.owner_name,
        },
        risk=risk,
        actor=actor,
    )


@writes
def close_risk(
    risk: Risk,
    *,
    actor: User | None,
    reason: str,
    residual_probability: int | None = None,
    residual_impact: int | None = None,
) -> Risk:
    """Close the risk with a reason and, unless it was only proposed, the residual score that remains."""
    risk = _ready(risk, "close", actor)
    left = {
        "residual_probability": residual_probability or risk.residual_probability,
        "residual_impact": residual_impact or risk.residual_impact,
    }
    needed(reason=reason, **({} if risk.state == RiskState.PROPOSED else {k: str(v or "") for k, v in left.items()}))
    with change(risk, "raid.risk_closed", actor=actor, reason=reason):
        risk.close()
        risk.residual_probability, risk.residual_impact = left.values()
        risk.close_reason, risk.closed_on = reason, timezone.localdate()
        _save(risk, actor)
    return risk


@writes
def tell_due(programme: "Programme", *, today: date) -> int:
    """Tell owners of which risks a response or a review falls due today; returns how many risks those are.

    A risk whose owner has no account here is told to the project manager.
    """
    rows = list(Risk.objects.filter(programme=programme).falling_due(today).select_related("programme", "owner"))
    managers = list(holders(programme, Role.PM)) if rows else []
    for risk in rows:
        response = risk.response_due == today and risk.response_done_on is None
        text = _RESPONSE_DUE if response else _REVIEW_DUE
        for person in [risk.owner] if risk.owner is not None and is_here(risk.owner, programme) else managers:
            notify(
                person,
                topic=Topic.RISK,
                text=lambda text=text, risk=risk: text % {"risk": risk},  # type: ignore[misc]
                url=risk.get_absolute_url(),
                programme=programme,
            )
    return len(rows)
