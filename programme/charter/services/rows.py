"""Plain rows of the charter: scope, statements, tolerances, cases, consultants, undeployed functions."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError
from core.models import Record, expect_version, save_validated
from programme.charter import permissions
from programme.charter.choices import FINAL_STATES
from programme.charter.models import (
    Consultant,
    FeatureGap,
    ReferenceCase,
    ScopeItem,
    Statement,
    StrategyObjective,
    Tolerance,
)
from programme.charter.selectors.papers import current_version
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

R = TypeVar("R", bound=Record)

CASE_FIELDS = (
    "company", "industry", "size", "scope", "finished_on", "planned_days", "actual_days", "overrun_percent",
    "similar", "why_similar", "cost", "result", "lesson", "grade", "contact",
    "cited",
)  # fmt: skip

# Which fields a person writes, by the word in the address.
KINDS: dict[str, tuple[type[Record], tuple[str, ...]]] = {
    "scope": (ScopeItem, ("side", "text", "increment")),
    "statements": (Statement, ("kind", "text")),
    "tolerances": (Tolerance, ("dimension", "limit", "unit", "note")),
    "strategy": (StrategyObjective, ("code", "title")),
    "reference-cases": (ReferenceCase, CASE_FIELDS),
    "consultants": (
        Consultant,
        ("name", "firm", "similar_cases", "process_skill", "business_skill", "note"),
    ),
    "feature-gaps": (FeatureGap, ("name", "module", "needed", "planned_on", "deployed_on", "reason")),
}

PROMISED = frozenset({"scope", "tolerances"})  # what a signed charter promises; it changes by request only


def require_alive(programme: "Programme") -> None:
    """Raise ``IllegalNowError`` where the programme has ended: its records stay as they are."""
    if programme.state in FINAL_STATES:
        raise IllegalNowError(_("The programme has ended; its records are read-only."))


def require_unsigned(programme: "Programme", detail: str = "") -> None:
    """Raise ``IllegalNowError`` once a charter is in force: its goals, scope and tolerances change by request only."""
    version = current_version(programme)
    if version is not None:
        text = _(
            "Version %(number)s of the charter is signed: its goals, scope and tolerances change only by a "
            "change request, which makes the next version."
        )
        raise IllegalNowError(text % {"number": version.number}, *([detail] if detail else []))


def assign(row: Record, values: Mapping[str, Any], allowed: Sequence[str]) -> None:
    """Set the values on the row; a field that no person writes is a programming error."""
    for name, value in values.items():
        if name not in allowed:
            msg = f"{type(row).__name__}.{name} is not written by people"
            raise ValueError(msg)
        setattr(row, name, value)


def next_code(rows: Any, prefix: str, width: int = 2) -> str:
    """Return the next free code such as K19."""
    numbers = [
        int(code[len(prefix) :])
        for code in rows.values_list("code", flat=True)
        if code.startswith(prefix) and code[len(prefix) :].isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1:0{width}}"


@writes
def create_row(programme: "Programme", kind: str, *, values: Mapping[str, Any], actor: "User | None") -> Record:
    """Write a new row of one of the plain kinds; raises ``BadInputError`` with every bad field."""
    _may_write(programme, kind, actor)
    row = KINDS[kind][0](programme=programme)  # type: ignore[misc]
    return write_row(row, kind, values, "created", actor)


@writes
def update_row(
    row: Record, kind: str, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Record:
    """Change a plain row; raises ``StaleError`` where the editor saw an older version."""
    _may_write(row.programme, kind, actor)  # type: ignore[attr-defined]
    expect_version(row, version, dict(values))
    return write_row(row, kind, values, "changed", actor)


@writes
def remove_row(row: Record, kind: str, *, actor: "User | None") -> None:
    """Take a plain row out; the audit keeps what it said."""
    _may_write(row.programme, kind, actor)  # type: ignore[attr-defined]
    erase_row(row, kind, actor)


def _may_write(programme: "Programme", kind: str, actor: "User | None") -> None:
    require(permissions.can_edit_charter, actor, programme)
    require_alive(programme)
    if kind in PROMISED:
        require_unsigned(programme)


def write_row(row: R, kind: str, values: Mapping[str, Any], verb: str, actor: "User | None") -> R:
    """Set the values, save and record it; whoever calls it has asked the right."""
    with change(row, f"charter.{kind}.{verb}", actor=actor):
        assign(row, values, KINDS[kind][1])
        save_validated(row)
    return row


def erase_row(row: Record, kind: str, actor: "User | None") -> None:
    """Record what the row said and delete it; whoever calls it has asked the right."""
    before = {name: [value, None] for name, value in facts(row).items()}
    append_event(f"charter.{kind}.removed", row, actor=actor, changes=before)
    row.delete()
