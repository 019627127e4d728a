"""Weights, weighted totals, ranking, and how far a weight must move until another candidate leads.

Everything is exact: scores and weights are fractions, rounded only where they are printed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from programme.sourcing.choices import APART, Measure

WHOLE = Fraction(100)
CENT = Decimal("0.01")
Weights = Mapping[str, Fraction]
Means = Mapping[str, Mapping[str, Fraction]]  # candidate → criterion → mean


@dataclass(frozen=True, slots=True)
class Cell:
    """What the scorers say of one candidate under one criterion."""

    scores: tuple[int, ...] = ()

    @property
    def mean(self) -> Fraction | None:
        """The mean of all scorers; None where nobody scored."""
        return Fraction(sum(self.scores), len(self.scores)) if self.scores else None

    @property
    def spread(self) -> int:
        """The highest score less the lowest."""
        return max(self.scores) - min(self.scores) if self.scores else 0

    @property
    def apart(self) -> bool:
        """Tell whether the scorers disagree."""
        return self.spread >= APART


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate's weighted total (1 to 5) and place; neither where ``missing`` criteria have no score."""

    name: str
    total: Fraction | None
    rank: int | None
    missing: int

    @property
    def shown(self) -> Decimal | None:
        """The total as it is printed."""
        return None if self.total is None else printed(self.total)


@dataclass(frozen=True, slots=True)
class Tip:
    """Below and above which weight (per cent) of a criterion another leads, and who; None where nobody ever does."""

    above: Fraction | None = None
    above_by: str = ""
    below: Fraction | None = None
    below_by: str = ""

    @property
    def firm(self) -> bool:
        """Tell whether no weight of this criterion changes who leads."""
        return self.above is None and self.below is None


def printed(value: Fraction, places: int = 2) -> Decimal:
    """Round a fraction for print."""
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal(1).scaleb(-places))


def weighted(weights: Weights, means: Mapping[str, Fraction]) -> Fraction:
    """The weighted mean of a candidate's scores; zero without weights."""
    every = sum(weights.values(), Fraction(0))
    return sum((weight * means[name] for name, weight in weights.items()), Fraction(0)) / every if every else every


def ranking(weights: Weights, means: Means) -> list[Placed]:
    """Rank the candidates, the highest total first; equal totals share a place, incomplete ones come last without."""
    missing = {name: sum(criterion not in own for criterion in weights) for name, own in means.items()}
    totals = {name: weighted(weights, own) if weights and not missing[name] else None for name, own in means.items()}
    found = [
        Placed(
            name,
            total,
            None if total is None else 1 + sum(other is not None and other > total for other in totals.values()),
            missing[name],
        )
        for name, total in totals.items()
    ]
    return sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.name))


def rebalanced(weights: Weights, tried: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
    """Take the tried weights and scale the others so that all sum to 100; None where that cannot be."""
    rest = sum((weight for name, weight in weights.items() if name not in tried), Fraction(0))
    left = WHOLE - sum(tried.values(), Fraction(0))
    if left < 0 or any(weight < 0 for weight in tried.values()) or (rest == 0 and left != 0):
        return None
    return {name: tried.get(name, weight * left / rest if rest else weight) for name, weight in weights.items()}


def tipping(weights: Weights, means: Means, leader: str) -> dict[str, Tip]:
    """For each criterion, the nearest weight at which another candidate overtakes the leader, the others scaled.

    With the weight t of a criterion as a share, the leader's distance to a rival is ``t·b + (1−t)·a``, where b is
    their distance under the criterion and a that under all others together; it is zero at ``t = a ÷ (a − b)``.
    """
    return {name: _tip(name, weights, means, leader) for name in weights}


def _tip(criterion: str, weights: Weights, means: Means, leader: str) -> Tip:
    others = {name: weight for name, weight in weights.items() if name != criterion}
    if not sum(others.values(), Fraction(0)):
        return Tip()
    here = weights[criterion] / sum(weights.values(), Fraction(0))
    above: list[tuple[Fraction, str]] = []
    below: list[tuple[Fraction, str]] = []
    for rival, own in means.items():
        if rival == leader:
            continue
        first = weighted(others, means[leader]) - weighted(others, own)
        second = means[leader][criterion] - own[criterion]
        if first >= 0 > second and here <= (at := first / (first - second)):
            above.append((at * WHOLE, rival))
        elif first < 0 <= second and here >= (at := first / (first - second)):
            below.append((at * WHOLE, rival))
    up, down = min(above, default=(None, "")), max(below, default=(None, ""))
    return Tip(up[0], up[1], down[0], down[1])


def outweighed(weights: Mapping[str, Decimal], price: str) -> list[str]:
    """The criteria that weigh less than the price."""
    return [name for name, weight in weights.items() if name != price and weight < weights[price]]


def cheapest(prices: Mapping[str, int]) -> set[str]:
    """The candidates with the lowest offer, where at least two made one."""
    return {name for name, price in prices.items() if price == min(prices.values())} if len(prices) > 1 else set()


def false_economy(pick: str, prices: Mapping[str, int], ability: Mapping[str, Fraction]) -> bool:
    """Tell whether the pick is the lowest offer and its consultants are scored lowest, others higher."""
    if pick not in cheapest(prices) or pick not in ability:
        return False
    return ability[pick] == min(ability.values()) < max(ability.values())


def benchmark_days(measure: str, value: Decimal | None, users: int | None) -> Decimal | None:
    """The consultant days that a benchmark expects; None while it is not said."""
    if value is None or (measure == Measure.USER and not users):
        return None
    return value * (users or 0) if measure == Measure.USER else value


def best_by(groups: Iterable[tuple[str, Placed]]) -> dict[str, Placed]:
    """The best placed candidate of each group; a group is as good as its best."""
    found: dict[str, Placed] = {}
    for group, placed in groups:
        if placed.rank is not None and (group not in found or placed.rank < (found[group].rank or 0)):
            found[group] = placed
    return found


def means_of(cells: Mapping[tuple[str, str], Cell], names: Sequence[str], criteria: Sequence[str]) -> Means:
    """The means by candidate and criterion, without those that nobody scored."""
    found: dict[str, dict[str, Fraction]] = {}
    for name in names:
        own = {criterion: cells.get((name, criterion), Cell()).mean for criterion in criteria}
        found[name] = {criterion: mean for criterion, mean in own.items() if mean is not None}
    return found
