"""Power and interest, and the engagement gap (F20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from programme.stakeholders.choices import Quadrant

MIDDLE = 3  # above it is high


def quadrant(power: int, interest: int) -> Quadrant:
    """Say what a person's power and interest ask for; 4 and 5 are high."""
    if power > MIDDLE:
        return Quadrant.MANAGE if interest > MIDDLE else Quadrant.SATISFY
    return Quadrant.INFORM if interest > MIDDLE else Quadrant.MONITOR


@dataclass(frozen=True, slots=True)
class Gap:
    """The engagement gap of a register: steps missing, weighted by power."""

    weighted: int  # Σ power × steps below what is wanted
    power: int  # Σ power
    n: int

    @property
    def mean(self) -> Decimal | None:
        """Steps missing per unit of power; None for an empty register."""
        return Decimal(self.weighted) / self.power if self.power else None


def steps_missing(now: int, wanted: int) -> int:
    """Steps from where a person stands to where they should stand; standing higher is no gap."""
    return max(wanted - now, 0)


def engagement_gap(rows: Iterable[tuple[int, int, int]]) -> Gap:
    """Weigh (power, now, wanted) of each person (F20)."""
    weighted = power = n = 0
    for weight, now, wanted in rows:
        weighted += weight * steps_missing(now, wanted)
        power += weight
        n += 1
    return Gap(weighted, power, n)
