"""Reference-class forecast (F06): what similar finished programmes needed beyond their plan, put on top of ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

HUNDRED = Decimal(100)
ENOUGH = 10  # cases from which the uplift is more than indicative
PERCENTS = (50, 80, 90)


def percentile(values: Sequence[Decimal], percent: int) -> Decimal:
    """Return a percentile by straight lines between the sorted values, the smallest being 0 % and the largest 100 %."""
    ordered = sorted(values)
    place = Decimal(percent) * (len(ordered) - 1) / HUNDRED
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


@dataclass(frozen=True, slots=True)
class Uplift:
    """An overrun that so many per cent of the cases stayed within, and the duration it makes of ours."""

    percent: int
    overrun: Decimal  # per cent of the plan
    days: Decimal


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """The cases and what they say; ``tail`` is the worst, which a mean would hide."""

    cases: int
    graded: int  # of them, with a grade of reliability
    planned: Decimal  # days of our plan
    uplifts: tuple[Uplift, ...]
    best: Decimal
    tail: Decimal

    @property
    def indicative(self) -> bool:
        """Tell whether there are too few graded cases to commit by."""
        return self.graded < ENOUGH

    def at(self, percent: int) -> Uplift:
        """Return one of the uplifts."""
        return next(one for one in self.uplifts if one.percent == percent)


def reference_class(planned: Decimal, overruns: Sequence[Decimal], graded: int) -> ReferenceClass | None:
    """Put the percentiles of the overruns (per cent of the plan) on a planned duration; None without a case."""
    if not overruns:
        return None
    uplifts = []
    for percent in PERCENTS:
        overrun = percentile(overruns, percent)
        uplifts.append(Uplift(percent, overrun, planned * (HUNDRED + overrun) / HUNDRED))
    return ReferenceClass(len(overruns), graded, planned, tuple(uplifts), min(overruns), max(overruns))


Basis = Literal["simulation", "reference", "both"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """The day that can be promised, and which of the two forecasts set it."""

    day: date
    basis: Basis


def commit_date(simulated_p80: date | None, reference_p50: date | None) -> Commitment | None:
    """Return the later of the simulation's P80 and the reference class's P50; the one there is where one is missing."""
    if simulated_p80 is None and reference_p50 is None:
        return None
    if reference_p50 is None or (simulated_p80 is not None and simulated_p80 > reference_p50):
        return Commitment(simulated_p80 or date.min, "simulation")
    if simulated_p80 is None or reference_p50 > simulated_p80:
        return Commitment(reference_p50, "reference")
    return Commitment(reference_p50, "both")
