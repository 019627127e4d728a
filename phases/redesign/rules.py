"""Completion of a chain from its processes."""

from collections.abc import Sequence
from fractions import Fraction


def chain_completion(completions: Sequence[int]) -> Fraction | None:
    """Return the plain mean of the processes' completion in per cent; None for a chain without processes."""
    return Fraction(sum(completions), len(completions)) if completions else None
