"""Earned value (F02) and earned schedule (F03): what was promised, what is done, what it cost, where that leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

HALF, WHOLE = Decimal("0.5"), Decimal(1)
HUNDRED = 100


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
        value = max(value, value + rate)  # what thirds leave behind in a rate must not let the curve fall
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


def done_share(
    rule: str, *, started: bool, finished: bool, percent: int = 0, steps: Sequence[tuple[Decimal, bool]] = ()
) -> Decimal:
    """Return how much of one task is earned, 0 to 1.

    ``rule`` is "0/100" (all at its end), "50/50" (half at its start), "steps" (weighted milestones that are reached)
    or "percent" (what was recorded).
    """
    if finished:
        return WHOLE
    if rule == "0/100":
        return Decimal(0)
    if rule == "50/50":
        return HALF if started else Decimal(0)
    if rule == "steps" and (total := sum((weight for weight, _reached in steps), Decimal(0))):
        return sum((weight for weight, reached in steps if reached), Decimal(0)) / total
    return Decimal(percent) / HUNDRED if started else Decimal(0)


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """F02 in one unit, money or working days; what would divide by zero, or needs a cost nobody knows, is None."""

    planned: Decimal  # PV
    earned: Decimal  # EV
    budget: Decimal  # BAC
    actual: Decimal | None = None  # AC

    @property
    def cost_variance(self) -> Decimal | None:
        """CV = EV − AC."""
        return None if self.actual is None else self.earned - self.actual

    @property
    def schedule_variance(self) -> Decimal:
        """SV = EV − PV."""
        return self.earned - self.planned

    @property
    def cpi(self) -> Decimal | None:
        """CPI = EV ÷ AC."""
        return ratio(self.earned, self.actual)

    @property
    def spi(self) -> Decimal | None:
        """SPI = EV ÷ PV."""
        return ratio(self.earned, self.planned)

    @property
    def estimates(self) -> dict[str, Decimal | None]:
        """EAC by how it is reckoned: at today's efficiency, the rest as planned, at cost and schedule efficiency."""
        actual, cpi, spi, left = self.actual, self.cpi, self.spi, self.budget - self.earned
        if actual is None:
            return {"BAC/CPI": None, "AC+BAC-EV": None, "AC+(BAC-EV)/(CPI*SPI)": None}
        both = None if cpi is None or spi is None else ratio(left, cpi * spi)
        return {
            "BAC/CPI": ratio(self.budget, cpi),
            "AC+BAC-EV": actual + left,
            "AC+(BAC-EV)/(CPI*SPI)": None if both is None else actual + both,
        }

    def to_complete(self, method: str = "BAC/CPI") -> Decimal | None:
        """ETC = EAC − AC, by the method named."""
        estimate = self.estimates[method]
        return None if estimate is None or self.actual is None else estimate - self.actual

    def variance_at_completion(self, method: str = "BAC/CPI") -> Decimal | None:
        """VAC = BAC − EAC, by the method named."""
        estimate = self.estimates[method]
        return None if estimate is None else self.budget - estimate

    @property
    def tcpi(self) -> Decimal | None:
        """TCPI = (BAC − EV) ÷ (BAC − AC): the efficiency the rest needs to end on budget."""
        return None if self.actual is None else ratio(self.budget - self.earned, self.budget - self.actual)


def ratio(one: Decimal, other: Decimal | None) -> Decimal | None:
    """Divide; None where there is nothing to divide by."""
    return one / other if other else None


def budget_shares(work: Sequence[tuple[str, Decimal]], budget: Mapping[str, Decimal]) -> list[Decimal]:
    """Give each task, told by its phase and weight, its part of the budget by phase.

    A phase's money falls on its tasks by their weights; that of no phase, or of one without tasks, on all of them.
    """
    sums: dict[str, Decimal] = {}
    for phase, weight in work:
        sums[phase] = sums.get(phase, Decimal(0)) + weight
    whole = sum(sums.values(), Decimal(0))
    everywhere = sum((money for phase, money in budget.items() if not (phase and sums.get(phase))), Decimal(0))
    return [
        (budget[phase] * weight / sums[phase] if phase and phase in budget and sums[phase] else Decimal(0))
        + (everywhere * weight / whole if whole else Decimal(0))
        for phase, weight in work
    ]


@dataclass(frozen=True, slots=True)
class Curve:
    """The S-curve at the end of each period: cumulative plan, and what was earned up to now (None after it)."""

    ends: tuple[int, ...]  # working day number of each point
    planned: tuple[Decimal, ...]
    earned: tuple[Decimal | None, ...]
    budget: Decimal


def s_curve(promised: Sequence[Share], worked: Sequence[Share], *, now: int, every: int) -> Curve | None:
    """Sample the cumulative plan and the earned value every so many working days, and now; None without a promise.

    ``worked`` are the days on which the tasks were really done, so far; a task's share is spread evenly over them.
    """
    if not promised:
        return None
    last = max(share.last for share in promised) + 1
    ends = sorted({*range(0, last, every), last, *([now] if now >= 0 else [])})
    planned = cumulative(promised, max(ends))
    parts = [Share(one.first, one.last, one.weight * one.done, WHOLE) for one in worked if one.first < now]
    earned = cumulative([Share(p.first, min(p.last, now - 1), p.weight, WHOLE) for p in parts], max(now, 0))
    return Curve(
        tuple(ends),
        tuple(planned[end - 1] if end else Decimal(0) for end in ends),
        tuple(None if end > now else earned[end - 1] if end else Decimal(0) for end in ends),
        sum((share.weight for share in promised), Decimal(0)),
    )
