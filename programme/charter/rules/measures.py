"""Baseline, target and reading: progress (F01), the linear plan, differences in both kinds, unit conversion."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core.errors import BadInputError
from programme.charter.choices import Direction, Unit, UnitKind

ONE, HUNDRED = Decimal(1), Decimal(100)
SECONDS = {
    Unit.SECONDS.value: Decimal(1),
    Unit.MINUTES.value: Decimal(60),
    Unit.HOURS.value: Decimal(3600),
    Unit.DAYS.value: Decimal(86400),
}


def progress(baseline: Decimal | None, target: Decimal | None, actual: Decimal | None) -> Decimal | None:
    """Share of the way from baseline to target, not clipped; None where undefined.

    F01; the sign follows the direction because the target lies on its side of the baseline.
    """
    if baseline is None or target is None or actual is None or target == baseline:
        return None
    return (actual - baseline) / (target - baseline)


def months_between(start: date, end: date) -> Decimal:
    """Calendar months from start to end: whole months, then days over the length of the month begun."""
    whole = (end.year - start.year) * 12 + end.month - start.month
    if whole and _plus_months(start, whole) > end:
        whole -= 1
    anchor = _plus_months(start, whole)
    length = (_plus_months(start, whole + 1) - anchor).days
    return Decimal(whole) + Decimal((end - anchor).days) / Decimal(length)


def _plus_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def elapsed_share(start: date, due: date, on: date) -> Decimal:
    """Share of the window that has passed, counted in calendar months, between 0 and 1."""
    if on <= start:
        return Decimal(0)
    if on >= due:
        return ONE
    return months_between(start, on) / months_between(start, due)


def planned_value(baseline: Decimal, target: Decimal, start: date, due: date, on: date) -> Decimal:
    """Value on the straight line from baseline to target."""
    return baseline + (target - baseline) * elapsed_share(start, due, on)


@dataclass(frozen=True, slots=True)
class Difference:
    """From one value to another: in the metric's own unit (pp for per cent), and relative to the first."""

    absolute: Decimal
    unit: str
    relative: Decimal | None  # a share; None where the first value is 0
    improved: bool | None  # None where nothing changed


def difference(before: Decimal, after: Decimal, unit: str, direction: str) -> Difference:
    """Compare two values; per cent differ by pp, and relative change is kept apart from it."""
    absolute = after - before
    better = absolute > 0 if direction == Direction.UP else absolute < 0
    return Difference(
        absolute=absolute,
        unit="pp" if unit == Unit.PERCENT else unit,
        relative=absolute / abs(before) if before else None,
        improved=better if absolute else None,
    )


def target_of(baseline: Decimal, change: Decimal, kind: str, direction: str) -> Decimal:
    """Apply a stated change to a baseline: 15 relative on 20 up gives 23, 15 pp gives 35.

    The amount counts without its sign, the direction gives it.
    """
    step = abs(change) if direction == Direction.UP else -abs(change)
    return baseline * (ONE + step / HUNDRED) if kind == UnitKind.RELATIVE else baseline + step


def stated_target(
    *, change: Decimal, kind: str, baseline: Decimal | None, n: int | None, unit: str, direction: str
) -> Decimal:
    """Turn a stated change into a target; raises ``BadInputError`` where a per-cent statement is not whole.

    A change in per cent must say whether it means pp or relative, from which baseline, measured on how many.
    """
    bad: dict[str, list[str]] = {}
    percent = unit == Unit.PERCENT or kind in {UnitKind.PP, UnitKind.RELATIVE}
    if percent and not kind:
        bad["unit_kind"] = [_("Say whether the per cent are percentage points (pp) or relative to the baseline.")]
    if kind == UnitKind.PP and unit != Unit.PERCENT:
        bad["unit_kind"] = [_("Percentage points only fit a metric in per cent.")]
    if baseline is None:
        bad["baseline"] = [_("A change needs the baseline it starts from.")]
    if percent and n is None:
        bad["baseline_n"] = [_("A change in per cent needs the sample n behind its baseline.")]
    if bad or baseline is None:
        raise BadInputError(bad)
    return target_of(baseline, change, kind or UnitKind.ABSOLUTE, direction)


def converted(value: Decimal, unit: str, to: str) -> Decimal:
    """Convert between units of time; raises ``BadInputError`` for units that do not convert."""
    if unit == to:
        return value
    if unit not in SECONDS or to not in SECONDS:
        raise BadInputError({"unit": [_("%(unit)s cannot be converted to %(to)s.") % {"unit": unit, "to": to}]})
    return value * SECONDS[unit] / SECONDS[to]


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A process figure before and after, in one unit."""

    before: Decimal
    after: Decimal
    unit: str
    difference: Difference
    factor: Decimal | None  # 24 means 24 times better; None where undefined


def before_after(before: tuple[Decimal, str], after: tuple[Decimal, str], unit: str, direction: str) -> BeforeAfter:
    """Compare two measurements with their units: 2 hours and 5 minutes are −115 min, −95.8 %, 24 times faster."""
    first, second = converted(*before, unit), converted(*after, unit)
    worse, better = (first, second) if direction == Direction.UP else (second, first)
    return BeforeAfter(
        before=first,
        after=second,
        unit=unit,
        difference=difference(first, second, unit, direction),
        factor=better / worse if worse else None,
    )
