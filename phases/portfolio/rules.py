"""Numbers of the portfolio."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

# The probability of each grade 1 to 5 (F08, numeric variant).
PROBABILITY = {grade: Decimal(share) / 10 for grade, share in zip(range(1, 6), (1, 3, 5, 7, 9), strict=True)}


def expected_cost(risks: Iterable[tuple[int | None, int | None]]) -> int:
    """Add up probability times cost of risks (F09), in minor units; a risk without one of them counts nothing."""
    shares = ((PROBABILITY.get(grade or 0, Decimal(0)), cost or 0) for grade, cost in risks)
    return int(sum((share * cost for share, cost in shares), Decimal(0)).to_integral_value(ROUND_HALF_UP))
