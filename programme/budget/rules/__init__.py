"""Sums of the budget: budget at completion and cost of ownership."""

from collections.abc import Iterable

from programme.budget.choices import Nature

YEARS = 3


def total_minor(lines: Iterable[tuple[str, int]], years: int) -> int:
    """Add amounts by nature: one-off lines once, annual lines once for each year."""
    return sum(amount * (years if nature == Nature.ANNUAL else 1) for nature, amount in lines)


def bac(lines: Iterable[tuple[str, int]]) -> int:
    """Budget at completion: one-off lines and the first year of annual ones."""
    return total_minor(lines, 1)


def tco(lines: Iterable[tuple[str, int]], years: int = YEARS) -> int:
    """Total cost of ownership over some years, undiscounted."""
    return total_minor(lines, years)
