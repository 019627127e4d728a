"""When a criterion is met, what its gate's verdict is, and which decisions that allows.

A must-criterion that is undefined, of an empty whole (0 of 0), stale or without evidence is not met.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from core.seams import Evidence, Value
from phases.gates.choices import Op, Verdict

Threshold = Decimal | bool | str
Number = Decimal | Fraction
N = TypeVar("N")


class Gap(Enum):
    """Why a criterion is not met."""

    NONE = "none"
    NO_PROVIDER = "no provider"  # nothing in the product reads it yet
    NO_EVIDENCE = "no evidence"  # the provider has nothing to say
    UNDEFINED = "undefined"  # null, or 0 of 0
    STALE = "stale"
    SHORT = "short"  # read, and on the wrong side of the threshold
    UNLIKE = "unlike"  # a number against a word: cannot be compared


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is asked: the comparison, its threshold, and the weight of a should."""

    key: str
    must: bool
    op: Op
    threshold: tuple[Threshold, ...] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """One criterion against its reading: met is None where that cannot be told."""

    criterion: Criterion
    reading: Evidence | None
    met: bool | None
    gap: Gap


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All criteria of a gate together; ``should_score`` is None without should-criteria."""

    verdict: Verdict
    results: tuple[Result, ...]
    musts: int
    musts_met: int
    shoulds: int
    shoulds_met: int
    should_score: Fraction | None

    @property
    def unmet_musts(self) -> tuple[Result, ...]:
        """Return the musts that stand between the gate and a Go."""
        return tuple(result for result in self.results if result.criterion.must and result.met is not True)


COMPARE: dict[Op, Callable[[Number, Number], bool]] = {
    Op.EQ: operator.eq,
    Op.GE: operator.ge,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.LT: operator.lt,
}


def evaluate_criterion(criterion: Criterion, reading: Evidence | None, *, provided: bool = True) -> Result:
    """Compare one reading with its threshold; ``provided`` is False where nothing can read it yet."""
    gap = _missing(criterion, reading, provided=provided)
    if gap is not None or reading is None:
        met = False if gap is Gap.STALE else None
        return Result(criterion, reading, met, gap or Gap.NO_EVIDENCE)
    met = is_met(criterion.op, reading_value(reading), criterion.threshold)
    reason = {True: Gap.NONE, False: Gap.SHORT, None: Gap.UNLIKE}[met]
    return Result(criterion, reading, met, reason)


def as_well(criterion: Criterion, reading: Evidence | None) -> Criterion:
    """Ask of what must be so besides: that it holds where it is yes or no, else that it counts zero."""
    if reading is not None and isinstance(reading.value, bool):
        return replace(criterion, op=Op.SIGNED, threshold=())
    return replace(criterion, op=Op.EQ, threshold=(Decimal(0),))


def hold_down(result: Result, also: Sequence[Result]) -> Result:
    """Keep a criterion from being met by what else must be so: the first that is not says why."""
    open_ends = [one for one in also if one.met is not True]
    if result.met is not True or not open_ends:
        return result
    return replace(result, met=open_ends[0].met, gap=open_ends[0].gap)


def _missing(criterion: Criterion, reading: Evidence | None, *, provided: bool) -> Gap | None:
    if not provided:
        return Gap.NO_PROVIDER
    if reading is None:
        return Gap.NO_EVIDENCE
    if reading.stale:
        return Gap.STALE
    if reading.denominator == 0 or (reading.value is None and criterion.op != Op.EXISTS):
        return Gap.UNDEFINED
    return None


def reading_value(reading: Evidence) -> Value | Fraction:
    """Return the value to compare: a share is taken from its counts, so that no rounding moves the boundary."""
    counted = reading.numerator is not None and reading.denominator
    if reading.unit == "share" and counted:
        return Fraction(reading.numerator or 0) / Fraction(reading.denominator or 1)
    return reading.value


def is_met(op: Op, value: Value | Fraction, threshold: Sequence[Threshold]) -> bool | None:
    """Tell whether the value satisfies the comparison; None where the two are of different kinds."""
    if op == Op.EXISTS:
        return bool(value)
    if op == Op.SIGNED:
        return value if isinstance(value, bool) else None
    if isinstance(value, bool | str) or any(isinstance(each, bool | str) for each in threshold):
        alike = len(threshold) == 1 and type(value) is type(threshold[0])
        return value == threshold[0] if alike and op == Op.EQ else None
    if value is None:
        return None
    number = _number(value)
    bounds = [_number(each) for each in threshold if not isinstance(each, bool | str)]
    if op == Op.BETWEEN:
        return bounds[0] <= number <= bounds[1]
    return COMPARE[op](number, bounds[0])


def _number(value: float | Decimal | Fraction) -> Fraction:
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def evaluate(results: Sequence[Result]) -> Evaluation:
    """Put the results of a gate together.

    Green: at least one must, all met. Undecidable: all that is missing cannot be read by anything yet.
    Red: everything else, a gate without must-criteria too.
    """
    musts = [result for result in results if result.criterion.must]
    shoulds = [result for result in results if not result.criterion.must]
    unmet = [result for result in musts if result.met is not True]
    if musts and not unmet:
        verdict = Verdict.GREEN
    elif unmet and all(result.gap is Gap.NO_PROVIDER for result in unmet):
        verdict = Verdict.UNDECIDABLE
    else:
        verdict = Verdict.RED
    return Evaluation(
        verdict=verdict,
        results=tuple(results),
        musts=len(musts),
        musts_met=len(musts) - len(unmet),
        shoulds=len(shoulds),
        shoulds_met=sum(result.met is True for result in shoulds),
        should_score=_should_score(shoulds),
    )


def _should_score(shoulds: Sequence[Result]) -> Fraction | None:
    whole = sum(result.criterion.weight for result in shoulds)
    if not whole:
        return None
    return Fraction(sum(result.criterion.weight for result in shoulds if result.met is True), whole)
