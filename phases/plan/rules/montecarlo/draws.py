"""Durations drawn: triangular, PERT and from history, correlated inside a team by a Gaussian copula.

A distribution is a table of durations over the standard normal, so that drawing is two look-ups whatever its shape.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float32]
Minutes = NDArray[np.int32]
Z_LIMIT = 5.0
PARTS = 2048
SCALE = PARTS / (2 * Z_LIMIT)
FINE = 4096  # places at which a beta distribution is summed up
PERT_WEIGHT = 4
STATED = (0.9, 1.0, 1.3)  # of the planned duration, where nobody estimated and too little is finished
ENOUGH = 10  # finished tasks from which their own ratios are used


@dataclass(frozen=True, slots=True)
class Estimate:
    """Best and worst case of one task in minutes, None where nobody said; the team whose luck it shares."""

    low: int | None = None
    high: int | None = None
    team: Hashable = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far durations lie from what is planned where nobody said: ratios of finished tasks, else stated factors."""

    ratios: tuple[float, ...] = ()  # actual ÷ planned of finished tasks, sorted
    factors: tuple[float, float, float] = STATED

    @property
    def historic(self) -> bool:
        """Tell whether enough is finished to go by."""
        return len(self.ratios) >= ENOUGH


def spread_of(ratios: Sequence[float]) -> Spread:
    """Return the spread that the finished tasks' ratios of actual to planned duration give."""
    return Spread(tuple(sorted(ratio for ratio in ratios if ratio > 0)))


@lru_cache(maxsize=1)
def _normal() -> NDArray[np.float64]:
    """The normal distribution's share below each place of a table."""
    places = np.linspace(-Z_LIMIT, Z_LIMIT, PARTS + 1)
    share = np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in places])
    share[0], share[-1] = 0.0, 1.0
    return share


def triangular(share: NDArray[np.float64], low: float, likely: float, high: float) -> NDArray[np.float64]:
    """Return the triangular distribution's quantiles."""
    if high <= low:
        return np.full_like(share, likely)
    turn = (likely - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (likely - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - likely))
    return np.where(share < turn, rising, falling)


def pert(share: NDArray[np.float64], low: float, likely: float, high: float) -> NDArray[np.float64]:
    """Return the quantiles of the beta distribution with a weight of four on the likely value."""
    if high <= low:
        return np.full_like(share, likely)
    alpha = 1 + PERT_WEIGHT * (likely - low) / (high - low)
    beta = 1 + PERT_WEIGHT * (high - likely) / (high - low)
    edges = np.linspace(0, 1, FINE + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    density = middles ** (alpha - 1) * (1 - middles) ** (beta - 1)
    below = np.concatenate(([0], np.cumsum(density))) / density.sum()
    return low + (high - low) * np.interp(share, below, edges)


@lru_cache(maxsize=4096)
def _table(distribution: str, low: float, likely: float, high: float) -> Reals:
    quantiles = pert if distribution == "pert" else triangular
    return quantiles(_normal(), low, likely, high).astype(np.float32)


@lru_cache(maxsize=16)
def _historic(ratios: tuple[float, ...]) -> Reals:
    found: Reals = np.quantile(np.array(ratios), _normal()).astype(np.float32)
    return found


def table_of(minutes: int, estimate: Estimate, spread: Spread, distribution: str) -> tuple[Reals, float]:
    """Return the table of a task's distribution and what its values are multiplied with."""
    if estimate.low is None and estimate.high is None:
        if spread.historic:
            return _historic(spread.ratios), float(minutes)
        return _table(distribution, *spread.factors), float(minutes)
    low = minutes * spread.factors[0] if estimate.low is None else min(estimate.low, minutes)
    high = minutes * spread.factors[2] if estimate.high is None else max(estimate.high, minutes)
    return _table(distribution, float(low), float(minutes), float(high)), 1.0


@dataclass(slots=True)
class Drawing:
    """One part of the runs: its normal numbers, the same for the same seed and part."""

    seed: int
    part: int
    runs: int
    teams: int
    correlation: float
    _tasks: np.random.Generator = field(init=False)
    _risks: np.random.Generator = field(init=False)
    _luck: Reals = field(init=False)

    def __post_init__(self) -> None:
        """Open a stream each for tasks, teams and risks, so that none moves another."""
        streams = [np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=(kind, self.part))))
                   for kind in range(3)]  # fmt: skip
        self._tasks, self._risks = streams[0], streams[2]
        shape = (self.teams, self.runs)
        self._luck = streams[1].standard_normal(shape, dtype=np.float32) * np.float32(math.sqrt(self.correlation))

    def minutes(self, table: Reals, factor: float, team: int | None) -> Minutes:
        """Draw one task's duration for every run."""
        place = self._tasks.standard_normal(self.runs, dtype=np.float32)
        if team is not None:
            place *= np.float32(math.sqrt(1 - self.correlation))
            place += self._luck[team]
        np.multiply(place, np.float32(SCALE), out=place)
        place += np.float32(PARTS / 2)
        np.clip(place, 0, np.float32(PARTS) - np.float32(0.001), out=place)
        below = place.astype(np.int32)
        np.minimum(below, PARTS - 1, out=below)
        place -= below
        drawn = table.take(below)
        place *= table[1:].take(below) - drawn
        drawn += place
        if factor != 1:
            drawn *= np.float32(factor)
        return np.rint(drawn, out=drawn).astype(np.int32)

    def skip(self) -> None:
        """Draw for a task that is not there."""
        self._tasks.standard_normal(self.runs, dtype=np.float32)

    def strikes(self, probability: float) -> NDArray[np.bool_]:
        """Tell for every run whether a risk strikes."""
        return self._risks.random(self.runs, dtype=np.float32) < probability
