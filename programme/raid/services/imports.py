"""Writes of import rows: the same services as everywhere, with the words of a file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, DomainError
from core.money import Money
from programme.people.models import User
from programme.raid import permissions
from programme.raid.choices import AssumptionState, DependencyState, IssueState, RiskState
from programme.raid.models import Assumption, Dependency, Issue, Risk, RiskScore
from programme.raid.services.assumptions import create_assumption, update_assumption
from programme.raid.services.common import owner_named
from programme.raid.services.dependencies import create_dependency, update_dependency
from programme.raid.services.issues import create_issue, update_issue
from programme.raid.services.risks import close_risk, create_risk, monitor_risk, open_risk, respond_to_risk, update_risk
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

RENAMED = {"owner": "owner_name", "cost": "cost_minor"}
BACK = {new: old for old, new in RENAMED.items()}
TEXTS = frozenset({"category", "strategy", "severity", "delays", "needed_by"})
EMPTY_DEFAULTS = {"review_days": 30}


def _values(programme: "Programme", row: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a file's row into the fields of the record; an empty cell clears, where a default stands it comes back."""
    values = {RENAMED.get(key, key): value for key, value in row.items() if key not in {"code", "state"}}
    if isinstance(values.get("cost_minor"), Decimal):
        values["cost_minor"] = Money.from_decimal(values["cost_minor"], programme.currency).minor
    for key, default in EMPTY_DEFAULTS.items():
        if key in values and values[key] is None:
            values[key] = default
    if values.get("raised_on", "") is None:
        del values["raised_on"]
    return {key: "" if value is None and key in TEXTS else value for key, value in values.items()}


def _check_owner(programme: "Programme", row: Mapping[str, Any]) -> None:
    """Refuse an address that is no member's; a plain name may be anybody's."""
    text = row.get("owner") or ""
    if "@" in text and owner_named(programme, text) is None:
        raise BadInputError({"owner": [_("%(address)s has no role in this programme.") % {"address": text}]})


def _in_columns(error: BadInputError) -> BadInputError:
    """Name the columns of the file instead of the record's fields."""
    return BadInputError({BACK.get(name, name): texts for name, texts in error.fields.items()})


@writes
def create_risk_from_row(programme: "Programme", row: Mapping[str, Any], actor: User | None) -> str:
    """Create a risk from a row of a file; returns its public id."""
    _check_owner(programme, row)
    try:
        return create_risk(
            programme,
            values=_values(programme, row),
            code=row.get("code") or "",
            state=row.get("state") or RiskState.PROPOSED,
            actor=actor,
        ).public_id
    except BadInputError as error:
        raise _in_columns(error) from error


@writes
def update_risk_from_row(programme: "Programme", ref: str, row: Mapping[str, Any], actor: User | None) -> None:
    """Bring a risk to what the row says; another state is reached through its transition or refused."""
    _check_owner(programme, row)
    risk = Risk.objects.get(programme=programme, public_id=ref)
    state = row.get("state") or risk.state
    try:
        risk = update_risk(risk, values=_values(programme, row), actor=actor)
        if state != risk.state:
            _move(risk, state, row, actor)
    except BadInputError as error:
        raise _in_columns(error) from error


def _move(risk: Risk, state: str, row: Mapping[str, Any], actor: User | None) -> None:
    moves = {
        RiskState.OPEN: lambda: open_risk(risk, actor=actor),
        RiskState.RESPONDING: lambda: respond_to_risk(risk, actor=actor),
        RiskState.MONITORED: lambda: monitor_risk(risk, actor=actor),
        RiskState.CLOSED: lambda: close_risk(risk, actor=actor, reason=row.get("close_reason") or ""),
    }
    if state not in moves:
        raise BadInputError({"state": [_("This state is reached on the record's page, not by an import.")]})
    try:
        moves[RiskState(state)]()
    except BadInputError as error:
        raise BadInputError({"close_reason" if k == "reason" else k: v for k, v in error.fields.items()}) from error
    except DomainError as error:
        raise BadInputError({"state": error.reasons}) from error


@writes
def create_issue_from_row(programme: "Programme", row: Mapping[str, Any], actor: User | None) -> str:
    """Create an issue from a row of a file; returns its public id."""
    _check_owner(programme, row)
    try:
        return create_issue(
            programme,
            values=_values(programme, row),
            code=row.get("code") or "",
            state=row.get("state") or IssueState.RAISED,
            actor=actor,
        ).public_id
    except BadInputError as error:
        raise _in_columns(error) from error


@writes
def update_issue_from_row(programme: "Programme", ref: str, row: Mapping[str, Any], actor: User | None) -> None:
    """Bring an issue to what the row says; its state only moves on its page."""
    _check_owner(programme, row)
    issue = Issue.objects.get(programme=programme, public_id=ref)
    if row.get("state") and row["state"] != issue.state:
        raise BadInputError({"state": [_("This state is reached on the record's page, not by an import.")]})
    try:
        update_issue(issue, values=_values(programme, row), actor=actor)
    except BadInputError as error:
        raise _in_columns(error) from error


@writes
def remove_risks(programme: "Programme", refs: Sequence[str], actor: User | None) -> None:
    """Take back risks that an import created; refused where an issue came from one meanwhile."""
    require(permissions.can_import, actor, programme)
    rows = Risk.objects.filter(programme=programme, public_id__in=refs)
    if kept := Issue.objects.filter(risk__in=rows).select_related("risk"):
        codes = ", ".join(sorted(issue.risk.code for issue in kept if issue.risk))
        raise BadInputError({"": [_("Issues came from these risks meanwhile: %(codes)s.") % {"codes": codes}]})
    for row in rows:
        append_event("raid.risk_removed", row, actor=actor)
    RiskScore.objects.filter(risk__in=rows).delete()
    rows.delete()


@writes
def remove_issues(programme: "Programme", refs: Sequence[str], actor: User | None) -> None:
    """Take back issues that an import created."""
    require(permissions.can_import, actor, programme)
    rows = Issue.objects.filter(programme=programme, public_id__in=refs)
    for row in rows:
        append_event("raid.issue_removed", row, actor=actor)
    rows.delete()


def _stays(row: Mapping[str, Any], *allowed: str) -> None:
    """Refuse a state that is only reached on the record's page."""
    if row.get("state") and row["state"] not in allowed:
        raise BadInputError({"state": [_("This state is reached on the record's page, not by an import.")]})


@writes
def create_assumption_from_row(programme: "Programme", row: Mapping[str, Any], actor: User | None) -> str:
    """Create an assumption from a row of a file; returns its public id."""
    _check_owner(programme, row)
    _stays(row, AssumptionState.OPEN)
    try:
        values = _values(programme, row)
        return create_assumption(programme, values=values, code=row.get("code") or "", actor=actor).public_id
    except BadInputError as error:
        raise _in_columns(error) from error


@writes
def update_assumption_from_row(programme: "Programme", ref: str, row: Mapping[str, Any], actor: User | None) -> None:
    """Bring an assumption to what the row says; its state only moves on its page."""
    _check_owner(programme, row)
    found = Assumption.objects.get(programme=programme, public_id=ref)
    _stays(row, found.state)
    try:
        update_assumption(found, values=_values(programme, row), actor=actor)
    except BadInputError as error:
        raise _in_columns(error) from error


@writes
def create_dependency_from_row(programme: "Programme", row: Mapping[str, Any], actor: User | None) -> str:
    """Create a dependency from a row of a file; returns its public id."""
    _check_owner(programme, row)
    _stays(row, DependencyState.PROMISED if row.get("promised_on") else DependencyState.OPEN)
    try:
        values = _values(programme, row)
        return create_dependency(programme, values=values, code=row.get("code") or "", actor=actor).public_id
    except BadInputError as error:
        raise _in_columns(error) from error


@writes
def update_dependency_from_row(programme: "Programme", ref: str, row: Mapping[str, Any], actor: User | None) -> None:
    """Bring a dependency to what the row says: another promised day is a promise; its state moves on its page."""
    _check_owner(programme, row)
    found = Dependency.objects.get(programme=programme, public_id=ref)
    _stays(row, found.state, *([DependencyState.PROMISED] if row.get("promised_on") else []))
    try:
        update_dependency(found, values=_values(programme, row), actor=actor)
    except BadInputError as error:
        raise _in_columns(error) from error


@writes
def remove_assumptions(programme: "Programme", refs: Sequence[str], actor: User | None) -> None:
    """Take back assumptions that an import created."""
    require(permissions.can_import, actor, programme)
    rows = Assumption.objects.filter(programme=programme, public_id__in=refs)
    for row in rows:
        append_event("raid.assumption_removed", row, actor=actor)
    rows.delete()


@writes
def remove_dependencies(programme: "Programme", refs: Sequence[str], actor: User | None) -> None:
    """Take back dependencies that an import created."""
    require(permissions.can_import, actor, programme)
    rows = Dependency.objects.filter(programme=programme, public_id__in=refs)
    for row in rows:
        append_event("raid.dependency_removed", row, actor=actor)
    rows.delete()
