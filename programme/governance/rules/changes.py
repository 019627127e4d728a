"""Change requests: who decides, whether what was told still holds, how far the scope has crept. Plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from programme.governance.choices import Route

RETRO_DAYS = 2  # working days in which an emergency is decided afterwards


@dataclass(frozen=True, slots=True)
class Bound:
    """What a project manager may grant: working days and minor units; None where nothing was agreed."""

    days: Decimal | None
    cost: int | None


@dataclass(frozen=True, slots=True)
class Routing:
    """Who decides, and what takes it out of the project manager's hands: of time, cost, unset."""

    route: Route
    beyond: tuple[str, ...] = ()


def cost_limit(limit: Decimal | None, unit: str, bac_minor: int, minor_per_major: int) -> int | None:
    """Return the tolerance in minor units: a share of the budget where the unit is per cent, else an amount."""
    if limit is None:
        return None
    if unit.strip().startswith(("%", "％")):
        return int(bac_minor * limit / 100)
    return int(limit * minor_per_major)


def routing(days: Decimal, cost: int, bound: Bound) -> Routing:
    """Let the project manager decide within time and cost; without an agreed tolerance, or beyond, the committee does.

    ``days`` and ``cost`` are those of the change with what the project manager has granted so far; what makes the
    programme earlier or cheaper is within.
    """
    if bound.days is None or bound.cost is None:
        return Routing(Route.COMMITTEE, ("unset",))
    beyond = tuple(name for name, over in (("time", days > bound.days), ("cost", cost > bound.cost)) if over)
    return Routing(Route.COMMITTEE if beyond else Route.PM, beyond)


def marks(frozen: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give the fingerprint of every impact that has one, by kind."""
    return {str(one["kind"]): str(one["mark"]) for one in frozen if one.get("mark")}


def worst_days(stated: Decimal | None, computed: Iterable[Decimal | None]) -> Decimal:
    """Return the largest of what people state and what was computed, at least 0."""
    return max([Decimal(0), *(days for days in (stated, *computed) if days is not None)])


def creep(added: Decimal, baseline: Decimal | None) -> Decimal | None:
    """Approved added effort ÷ baseline effort; None without a baseline."""
    return None if not baseline else added / baseline
