"""What live risks would cost: each one's expected loss, their sum (F09), and what the budget holds for it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from core.documents.words import money_text
from core.memo import read_once
from core.money import Money
from programme.budget.selectors import contingency_minor
from programme.raid import rules
from programme.raid.models import Risk

if TYPE_CHECKING:
    from programme.charter.models import Programme


def cost_text(risk: Risk) -> str | None:
    """Write what the risk would cost, in the programme's currency."""
    return None if risk.cost_minor is None else money_text(Money(risk.cost_minor, risk.programme.currency))


@read_once()
def contingency(programme: "Programme") -> tuple[Decimal | None, int]:
    """F09 over live risks whose cost is known, in major units, with how many they are; None without any; one query."""
    rows = Risk.objects.filter(programme=programme, cost_minor__isnull=False, probability__isnull=False).live()
    costed = [
        (rules.NUMERIC_PROBABILITY[probability], Money(cost, programme.currency).to_decimal())
        for probability, cost in rows.values_list("probability", "cost_minor")
        if probability and cost is not None
    ]
    return (rules.contingency(costed) if costed else None), len(costed)


def expected_text(risk: Risk) -> str | None:
    """Write the risk's part of the contingency: probability (F08) × cost, in the programme's currency."""
    if risk.cost_minor is None or not risk.probability or not risk.is_live:
        return None
    expected = rules.contingency([(rules.NUMERIC_PROBABILITY[risk.probability], risk.cost_minor)])
    return money_text(Money(round(expected), risk.programme.currency))


@dataclass(frozen=True, slots=True)
class Reserve:
    """The contingency that the register asks for against what the budget holds for it; in the programme's currency."""

    needed: str
    held: str
    costed: int
    enough: bool


def reserve(programme: "Programme") -> Reserve | None:
    """Hold the expected loss of the live risks (F09) against the budget's contingency; None without costs."""
    needed, costed = contingency(programme)
    if needed is None:
        return None
    held = contingency_minor(programme)
    wanted = Money.from_decimal(needed, programme.currency)
    return Reserve(money_text(wanted), money_text(Money(held, programme.currency)), costed, held >= wanted.minor)
