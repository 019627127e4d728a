"""The registers as rows of their import kinds."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.money import Money
from programme.raid.models import Assumption, Dependency, Issue, Risk

if TYPE_CHECKING:
    from programme.charter.models import Programme


def _major(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else Money(minor, currency).to_decimal()


def risk_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Give every risk as a row of its import kind, by public id; one query."""
    rows = Risk.objects.filter(programme=programme).order_by("code")
    return {row.public_id: _risk_row(row, programme.currency) for row in rows}


def _risk_row(row: Risk, currency: str) -> dict[str, Any]:
    same = ("code", "title", "cause", "event", "effect", "probability", "impact", "residual_probability",
            "residual_impact", "proximity_on", "delay_days", "delays", "response", "response_due",
            "response_done_on", "review_days",
            "next_review_on", "raised_on", "close_reason", "state")  # fmt: skip
    return {name: getattr(row, name) for name in same} | {
        "category": row.category or None,
        "strategy": row.strategy or None,
        "owner": row.owner_name,
        "cost": _major(row.cost_minor, currency),
    }


def issue_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Give every issue as a row of its import kind, by public id; one query."""
    rows = Issue.objects.filter(programme=programme).order_by("code")
    same = ("code", "title", "description", "impact", "due_on", "raised_on", "resolution", "state")
    return {
        row.public_id: {name: getattr(row, name) for name in same}
        | {"severity": row.severity or None, "owner": row.owner_name}
        for row in rows
    }


def assumption_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Give every assumption as a row of its import kind, by public id; one query."""
    same = ("code", "title", "test", "effect", "expires_on", "raised_on", "state")
    return {
        row.public_id: {name: getattr(row, name) for name in same} | {"owner": row.owner_name}
        for row in Assumption.objects.filter(programme=programme).order_by("code")
    }


def dependency_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Give every dependency as a row of its import kind, by public id; one query."""
    same = ("code", "title", "description", "giver", "taker", "promised_on", "needed_by", "needed_on", "raised_on",
            "state")  # fmt: skip
    return {
        row.public_id: {name: getattr(row, name) for name in same} | {"owner": row.owner_name}
        for row in Dependency.objects.filter(programme=programme).order_by("code")
    }
