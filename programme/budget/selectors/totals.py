"""The sums of the budget, and whether the sponsor's signature still fits them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from core.memo import read_once
from programme.budget import rules
from programme.budget.choices import Category
from programme.budget.models import BudgetAuthorisation, BudgetLine
from programme.signoff import selectors as signoff
from programme.signoff.services import staleness

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Totals:
    """The lines with their sums in minor units."""

    lines: tuple[BudgetLine, ...]
    bac: int
    one_off: int
    annual: int
    tco: int
    years: int = rules.YEARS


@dataclass(frozen=True, slots=True)
class Authorisation:
    """Where the sponsor's signature stands."""

    row: BudgetAuthorisation | None
    signed: bool
    stale: bool
    asked: bool = False  # a request is open and nothing is signed


@read_once()
def budget_totals(programme: "Programme", years: int = rules.YEARS) -> Totals:
    """Add up the lines; one query."""
    lines = tuple(BudgetLine.objects.filter(programme=programme))
    pairs = [(line.nature, line.amount_minor) for line in lines]
    one_off = rules.total_minor(pairs, 0)
    return Totals(
        lines=lines,
        bac=rules.bac(pairs),
        one_off=one_off,
        annual=rules.bac(pairs) - one_off,
        tco=rules.tco(pairs, years),
        years=years,
    )


def contingency_minor(programme: "Programme") -> int:
    """Add up the lines that are held for contingency, in minor units; one query."""
    rows = BudgetLine.objects.filter(programme=programme, category=Category.CONTINGENCY)
    return int(rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def authorisation(programme: "Programme") -> Authorisation:
    """Tell whether the sponsor authorised the lines as they stand now."""
    row = BudgetAuthorisation.objects.filter(programme=programme).first()
    if row is None:
        return Authorisation(None, signed=False, stale=False)
    requests = signoff.requests_of(row)
    signed = [request for request in requests if request.is_signed]
    if not signed:
        return Authorisation(row, signed=False, stale=False, asked=any(request.is_open for request in requests))
    stale = any(staleness(request).stale for request in signed)
    return Authorisation(row, signed=not stale, stale=stale)
