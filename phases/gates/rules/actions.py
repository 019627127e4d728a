"""The smallest list of actions that turns a gate green, each with its arithmetic, in order of effect."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from core.seams import Evidence, EvidenceItem
from phases.gates.choices import Op
from phases.gates.rules.criteria import Gap, Result

EXHAUSTIVE = 12  # with more items shared between criteria the search is greedy
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: which criteria it serves, what it moves, by whom and until when."""

    text: str
    url: str
    keys: tuple[str, ...]
    must: bool
    arithmetic: str = ""
    person: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What one unmet criterion lacks: ``short`` of its items must be done, ``fallback`` where it names none."""

    key: str
    must: bool
    short: int
    items: tuple[EvidenceItem, ...]
    fallback: EvidenceItem
    arithmetic: str


def plan_actions(results: Iterable[Result], fallbacks: Mapping[str, EvidenceItem]) -> tuple[Action, ...]:
    """Return the fewest actions that meet every unmet criterion given; musts first, then by criteria served.

    ``fallbacks`` has, by criterion key, what to do where the reading names no single item.
    """
    needs = [_need(result, fallbacks[result.criterion.key]) for result in results if result.met is not True]
    chosen = _choose(needs)
    actions = [_action(item, [need for need in needs if item in _takes(need)]) for item in chosen]
    return tuple(sorted(actions, key=_order))


def _order(action: Action) -> tuple[bool, int, bool, date]:
    return (not action.must, -len(action.keys), action.due is None, action.due or date.max)


def _action(item: EvidenceItem, served: Sequence[Need]) -> Action:
    return Action(
        text=item.text,
        url=item.url or next((need.fallback.url for need in served), ""),
        keys=tuple(need.key for need in served),
        must=any(need.must for need in served),
        arithmetic="; ".join(need.arithmetic for need in served if need.arithmetic),
        person=item.person,
        due=item.due,
    )


def _takes(need: Need) -> tuple[EvidenceItem, ...]:
    return need.items if len(need.items) >= need.short else (*need.items, need.fallback)


def _need(result: Result, fallback: EvidenceItem) -> Need:
    items = tuple(dict.fromkeys(result.reading.detail)) if result.reading else ()
    count = shortfall(result)
    short = min(count, len(items)) or 1 if count else len(items) or 1
    return Need(
        key=result.criterion.key,
        must=result.criterion.must,
        short=short,
        items=items,
        fallback=fallback,
        arithmetic=arithmetic(result),
    )


def shortfall(result: Result) -> int | None:
    """Return how many units more (or fewer) meet the criterion; None where it cannot be counted."""
    reading, criterion = result.reading, result.criterion
    if result.gap is not Gap.SHORT or reading is None or not criterion.threshold:
        return None
    target = _target(criterion.op, criterion.threshold, reading)
    now = _now(reading)
    if target is None or now is None:
        return None
    return abs(target - now)


def _now(reading: Evidence) -> int | None:
    counted = reading.numerator if reading.unit == "share" else reading.value
    if isinstance(counted, bool) or not isinstance(counted, int | Decimal) or counted != int(counted):
        return None
    return int(counted)


def _target(op: Op, threshold: Sequence[Decimal | bool | str], reading: Evidence) -> int | None:
    numbers = [Fraction(each) for each in threshold if isinstance(each, Decimal)]
    if len(numbers) != len(threshold):
        return None
    if reading.unit == "share":
        if not reading.denominator:
            return None
        numbers = [each * Fraction(reading.denominator) for each in numbers]
    now = _now(reading)
    aim = numbers[-1] if op == Op.BETWEEN and now is not None and now > numbers[-1] else numbers[0]
    rounded = {Op.GT: floor(aim) + 1, Op.LT: ceil(aim) - 1, Op.LE: floor(aim)}
    down = op == Op.BETWEEN and aim == numbers[-1] and len(numbers) > 1
    return floor(aim) if down else rounded.get(op, ceil(aim))


def arithmetic(result: Result) -> str:
    """Return the step in figures: ``41 → 42/44 = 95.5 %`` for a share, ``1 → 0`` for a count; else nothing."""
    reading = result.reading
    if shortfall(result) is None or reading is None:
        return ""
    target = _target(result.criterion.op, result.criterion.threshold, reading)
    if target is None:
        return ""
    if reading.unit != "share":
        return f"{_now(reading)} → {target}"
    whole = Fraction(reading.denominator or 1)
    return f"{_now(reading)} → {target}/{int(whole)} = {per_cent(Fraction(target) / whole)}"


def per_cent(share: Fraction) -> str:
    """Print a share as per cent with at most one decimal."""
    tenths = round(share * PER_CENT * 10)
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def _choose(needs: Sequence[Need]) -> list[EvidenceItem]:
    """Pick the fewest items so that each need has as many of its own as it is short."""
    uses: dict[EvidenceItem, int] = {}
    for need in needs:
        for item in _takes(need):
            uses[item] = uses.get(item, 0) + 1
    shared = [item for item, count in uses.items() if count > 1]
    best: list[EvidenceItem] | None = None
    for picked in _subsets(shared, uses):
        filled = _fill(needs, picked)
        if filled is not None and (best is None or len(filled) < len(best)):
            best = filled
    return best or []


def _subsets(shared: Sequence[EvidenceItem], uses: Mapping[EvidenceItem, int]) -> Iterable[tuple[EvidenceItem, ...]]:
    if len(shared) > EXHAUSTIVE:
        ranked = sorted(shared, key=lambda item: -uses[item])
        return (tuple(ranked[:size]) for size in range(len(ranked) + 1))
    return (picked for size in range(len(shared) + 1) for picked in combinations(shared, size))


def _fill(needs: Sequence[Need], picked: Sequence[EvidenceItem]) -> list[EvidenceItem] | None:
    """Add to the shared picks what each need still lacks of its own; None where it has too few."""
    chosen = list(picked)
    for need in needs:
        takes = _takes(need)
        lacking = need.short - sum(item in takes for item in picked)
        own = [item for item in takes if item not in picked and not _elsewhere(item, need, needs)]
        if lacking > len(own):
            return None
        chosen += own[: max(lacking, 0)]
    return chosen


def _elsewhere(item: EvidenceItem, need: Need, needs: Sequence[Need]) -> bool:
    return any(item in _takes(other) for other in needs if other is not need)
