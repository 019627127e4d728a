"""Cost of ownership over some years, per user and month, from the budget's own sums."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from programme.budget.choices import Category, Nature
from programme.budget.selectors import budget_totals
from roi.statements.rules import measures
from roi.statements.selectors.inputs import terms_of, users_of

if TYPE_CHECKING:
    from programme.charter.models import Programme

MOST_YEARS = 10
YEAR = 12


@dataclass(frozen=True, slots=True)
class Ownership:
    """Lines with what each costs over the years, in minor units; the sums agree with the budget's own."""

    years: int
    rows: tuple[tuple[Any, int], ...]
    total: int
    one_off: int
    annual: int
    internal: int
    discounted: Fraction
    rate: Fraction
    users: int | None

    @property
    def per_user_month(self) -> Fraction | None:
        """Cost per user and month; None where the users are not known."""
        return Fraction(self.total, self.users * self.years * YEAR) if self.users else None


def ownership(programme: "Programme", years: int) -> Ownership:
    """Read the cost of ownership over so many years: one-off lines once, annual ones each year; four queries.

    Discounted: one-off lines at once, annual ones at the end of each year.
    """
    totals, terms = budget_totals(programme, years), terms_of(programme)
    rate = Fraction(terms.rate) / 100
    rows = tuple(
        (line, line.amount_minor * (years if line.nature == Nature.ANNUAL else 1))
        for line in sorted(totals.lines, key=lambda line: line.code)
    )
    return Ownership(
        years=years,
        rows=rows,
        total=totals.tco,
        one_off=totals.one_off,
        annual=totals.annual,
        internal=sum(cost for line, cost in rows if line.category == Category.INTERNAL),
        discounted=measures.npv(rate, [totals.one_off, *[totals.annual] * years]),
        rate=rate,
        users=users_of(programme, terms),
    )
