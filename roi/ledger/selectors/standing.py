"""How a benefit stands: planned to date, claimed, validated, at risk; and the forecast over all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from core.memo import read_once
from roi.ledger.choices import RUNNING, ReadingState, Worth
from roi.ledger.models import Benefit, BenefitActual
from roi.ledger.rules import money, profile

if TYPE_CHECKING:
    from programme.charter.models import Programme

GRACE = timedelta(days=15)  # after a month's end its figure may still be on its way
FAR = 12 * 9999


@dataclass(frozen=True, slots=True)
class Standing:
    """A benefit's figures to date in minor units, and the plan of its whole life."""

    benefit: Benefit
    planned_months: dict[int, Fraction]
    actuals: tuple[BenefitActual, ...]  # those that stand
    until: int  # the last month that is due

    @property
    def yearly(self) -> Fraction:
        """Value of a full year before risk."""
        return self.benefit.value.yearly

    @property
    def planned(self) -> Fraction:
        """Planned to date."""
        return sum((value for month, value in self.planned_months.items() if month <= self.until), Fraction(0))

    @property
    def claimed(self) -> int:
        """Everything recorded that stands, validated or not."""
        return sum(actual.amount_minor for actual in self.actuals)

    @property
    def validated(self) -> int:
        """What finance has validated."""
        return sum(a.amount_minor for a in self.actuals if a.state == ReadingState.VALIDATED)

    @property
    def share(self) -> Fraction | None:
        """Recorded ÷ planned to date; None before anything is due."""
        return Fraction(self.claimed) / self.planned if self.planned > 0 else None

    @property
    def at_risk(self) -> bool:
        """Tell whether a running benefit is below 80 % of its plan to date; a disbenefit is not."""
        running = self.benefit.state in RUNNING and not self.benefit.disbenefit
        return running and profile.is_at_risk(self.claimed, self.planned)


def due_month(today: date) -> int:
    """Number the last month whose figures are due."""
    return money.month_of(today - GRACE) - 1


def plan_of(benefit: Benefit) -> money.Plan:
    """Give what the benefit should bring."""
    value = benefit.value.yearly
    return money.Plan(value, benefit.risk_percent, benefit.first_value_on, benefit.ends_on, benefit.ramp_months)


def standing_of(benefit: Benefit, today: date, horizon: int = FAR) -> Standing:
    """Read one benefit's figures; its actuals are read unless they were fetched."""
    last = horizon if benefit.ends_on is not None or horizon != FAR else due_month(today)
    planned = plan_of(benefit).months(last)
    standing = sorted((row for row in benefit.actuals.all() if row.stands), key=lambda row: row.month)
    return Standing(benefit, planned, tuple(standing), due_month(today))


@read_once()
def standings(programme: "Programme", today: date) -> list[Standing]:
    """Read every benefit of the programme, in the order of their codes; six queries whatever their number."""
    rows = Benefit.objects.filter(programme=programme).own().for_list().order_by("code", "pk")
    return [standing_of(row, today) for row in rows]


def forecast(found: Iterable[Standing]) -> tuple[Fraction, Fraction] | None:
    """Give forecast and plan to date of money benefits less disbenefits; None while nothing is due.

    The share reached so far is the forecast for the rest, so the two are compared over the months that are due.
    """
    reached = planned = Fraction(0)
    for one in found:
        if one.benefit.worth == Worth.STRATEGIC or one.planned <= 0:
            continue
        sign = -1 if one.benefit.disbenefit else 1
        reached += sign * one.claimed
        planned += sign * one.planned
    return (reached, planned) if planned > 0 else None
