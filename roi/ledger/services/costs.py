"""Writes of cost lines."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.budget.choices import Nature
from programme.budget.models import BudgetLine
from programme.charter.services.rows import next_code, require_alive
from programme.records.services import append_event, change, facts, writes
from roi.ledger import permissions
from roi.ledger.choices import Basis, Rhythm
from roi.ledger.models import CostLine
from roi.ledger.services.common import apply

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = frozenset(
    {
        "code", "title", "basis", "nature", "category", "posted_on", "until", "amount_minor", "vendor", "ledger_ref",
        "cost_centre", "account", "project", "risk_percent", "budget_line",
    }
)  # fmt: skip


def _settle(line: CostLine) -> None:
    """A posting is one payment; a one-off is paid once."""
    bad: dict[str, list[str]] = {}
    if line.until is not None and (line.basis == Basis.ACTUAL or line.nature == Rhythm.ONE_OFF):
        bad["until"] = [_("Only a planned payment that comes again has a last day.")]
    if line.basis == Basis.PLANNED and line.amount_minor is not None and line.amount_minor < 0:
        bad["amount_minor"] = [_("Only a posting may be negative: a credit note.")]
    if line.budget_line is not None and line.budget_line.programme_id != line.programme_id:
        bad["budget_line"] = [_("The budget line is of another programme.")]
    if bad:
        raise BadInputError(bad)


@writes
def create_cost(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> CostLine:
    """Write a cost line, by default a posting; the amount is in minor units of the programme's currency."""
    require(permissions.can_edit_costs, actor, programme)
    require_alive(programme)
    line = CostLine(programme=programme)
    apply(line, values, FIELDS)
    _settle(line)
    if not line.code:
        line.code = next_code(CostLine.objects.filter(programme=programme), "C", 4)
    with change(line, "ledger.cost_created", actor=actor):
        save_validated(line)
    return line


@writes
def update_cost(
    line: CostLine, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> CostLine:
    """Change a cost line; in a locked quarter the difference appears as an adjustment of the next."""
    require(permissions.can_edit_costs, actor, line)
    require_alive(line.programme)
    expect_version(line, version, dict(values))
    with change(line, "ledger.cost_changed", actor=actor):
        apply(line, values, FIELDS)
        _settle(line)
        save_validated(line)
    return line


@writes
def remove_costs(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take cost lines out; the audit keeps what they said, locked statements keep what they counted."""
    require(permissions.can_edit_costs, actor, programme)
    require_alive(programme)
    for line in CostLine.objects.filter(programme=programme, public_id__in=refs).order_by("pk"):
        append_event("ledger.cost_removed", line, actor=actor, changes={k: [v, None] for k, v in facts(line).items()})
        line.delete()


@writes
def adopt_budget(programme: "Programme", *, first: date, actor: "User | None") -> list[CostLine]:
    """Plan a cost for every budget line that has none yet, from a first payment on; raises where all have one."""
    require(permissions.can_edit_costs, actor, programme)
    require_alive(programme)
    taken = CostLine.objects.filter(programme=programme, basis=Basis.PLANNED, budget_line__isnull=False)
    open_lines = BudgetLine.objects.filter(programme=programme).exclude(pk__in=taken.values("budget_line"))
    open_lines = open_lines.exclude(amount_minor=0)
    made = [
        create_cost(programme, values=_from_budget(line, first), actor=actor)
        for line in open_lines.order_by("code", "pk")
    ]
    if not made:
        raise IllegalNowError(_("Every budget line is planned here already."))
    return made


def _from_budget(line: BudgetLine, first: date) -> dict[str, Any]:
    return {
        "title": line.title,
        "basis": Basis.PLANNED,
        "nature": Rhythm.ANNUAL if line.nature == Nature.ANNUAL else Rhythm.ONE_OFF,
        "category": line.category,
        "posted_on": first,
        "amount_minor": line.amount_minor,
        "budget_line": line,
    }
