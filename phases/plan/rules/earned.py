"""Earned schedule (F03): when the work done so far should have been done."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """Earned time, elapsed time and the planned duration, all in periods; ratios are None where nothing elapsed."""

    earned: Decimal
    elapsed: Decimal
    planned: Decimal

    @property
    def spi(self) -> Decimal | None:
        """SPI(t) = earned time ÷ elapsed time."""
        return self.earned / self.elapsed if self.elapsed else None

    @property
    def estimate(self) -> Decimal | None:
        """Estimated duration at completion = planned duration ÷ SPI(t)."""
        spi = self.spi
        return self.planned / spi if spi else None


def earned_time(planned: Sequence[Decimal], earned: Decimal) -> Decimal:
    """Return the time at which the planned value, cumulative at the end of each period, equals the earned value."""
    before = Decimal(0)
    for number, value in enumerate(planned):
        if value > earned:
            return number + (earned - before) / (value - before)
        before = value
    return Decimal(len(planned))


@dataclass(frozen=True, slots=True)
class Share:
    """One task's promise as numbers of periods, both included, its weight and how much is done."""

    first: int
    last: int
    weight: Decimal
    done: Decimal  # 0 to 1


def cumulative(shares: Sequence[Share], periods: int) -> list[Decimal]:
    """Spread each weight evenly over its periods and add up; cost O(tasks + periods)."""
    rates = [Decimal(0)] * (periods + 1)
    for share in shares:
        rate = share.weight / (share.last - share.first + 1)
        rates[share.first] += rate
        rates[share.last + 1] -= rate
    value = rate = Decimal(0)
    found = []
    for change in rates[:periods]:
        rate += change
        value += rate
        found.append(value)
    return found


def earned_schedule(shares: Sequence[Share], elapsed: int) -> EarnedSchedule | None:
    """Compute F03 over working days; None without a promise."""
    if not shares:
        return None
    periods = max(share.last for share in shares) + 1
    earned = sum((share.weight * share.done for share in shares), Decimal(0))
    total = sum((share.weight for share in shares), Decimal(0))
    time = Decimal(periods) if earned >= total else earned_time(cumulative(shares, periods), earned)
    return EarnedSchedule(time, Decimal(elapsed), Decimal(periods))
