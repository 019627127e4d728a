"""F07: the colours of the lights, the overall light, and what a person may declare. Plain values in and out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from programme.governance.choices import DECISIVE, HUMAN, TECHNICAL, Colour, Why

Value = Decimal | int | None
RANK = {Colour.GREEN: 0, Colour.AMBER: 1, Colour.RED: 2}

SPI_GREEN, SPI_RED = Decimal("0.95"), Decimal("0.85")
SLIP_GREEN, SLIP_AMBER = 5, 10
OVER_GREEN, OVER_AMBER = Decimal("0.05"), Decimal("0.10")
ADOPTION_GREEN, ADOPTION_AMBER = Decimal(1), Decimal("0.85")
BENEFIT_GREEN, BENEFIT_AMBER = Decimal("0.95"), Decimal("0.80")


@dataclass(frozen=True, slots=True)
class Light:
    """A computed light; grey says why."""

    colour: Colour
    why: Why = Why.DUE


def at_least(value: Value, green: Decimal, amber: Decimal) -> Colour:
    """Green from ``green``, amber from ``amber``, red below; grey without a value."""
    if value is None:
        return Colour.GREY
    if value >= green:
        return Colour.GREEN
    return Colour.AMBER if value >= amber else Colour.RED


def at_most(value: Value, green: Decimal | int, amber: Decimal | int) -> Colour:
    """Green up to ``green``, amber up to ``amber``, red above; grey without a value."""
    if value is None:
        return Colour.GREY
    if value <= green:
        return Colour.GREEN
    return Colour.AMBER if value <= amber else Colour.RED


def worst(colours: Iterable[Colour]) -> Colour:
    """The worst of those that are not grey; grey where all are."""
    return max((c for c in colours if c != Colour.GREY), key=RANK.__getitem__, default=Colour.GREY)


def schedule(spi_t: Value, slip_wd: Value) -> Colour:
    """SPI(t) ≥ 0.95 and next-gate slip ≤ 5 wd green, < 0.85 or > 10 wd red; what is not known does not count."""
    return worst((at_least(spi_t, SPI_GREEN, SPI_RED), at_most(slip_wd, SLIP_GREEN, SLIP_AMBER)))


def cost(overrun: Value) -> Colour:
    """Overrun at completion: ≤ 5 % green, ≤ 10 % amber, above red."""
    return at_most(overrun, OVER_GREEN, OVER_AMBER)


def scope(creep: Value) -> Colour:
    """Scope creep: ≤ 5 % green, ≤ 10 % amber, above red."""
    return at_most(creep, OVER_GREEN, OVER_AMBER)


def quality(open_severity_1: Value) -> Colour:
    """Red while a severity 1 defect is open."""
    return at_most(open_severity_1, 0, 0)


def adoption(share_of_target: Value) -> Colour:
    """Share of the adoption target: ≥ 100 % green, ≥ 85 % amber, below red."""
    return at_least(share_of_target, ADOPTION_GREEN, ADOPTION_AMBER)


def benefit(forecast_share: Value) -> Colour:
    """Forecast benefit as a share of the plan: ≥ 95 % green, ≥ 80 % amber, below red."""
    return at_least(forecast_share, BENEFIT_GREEN, BENEFIT_AMBER)


def overall(lights: Mapping[str, Light]) -> Colour:
    """Red where schedule, cost, adoption or benefit is red; amber where any is amber, red or stale; else green.

    What is not due, or has no data, leaves the overall; nothing due at all is grey.
    """
    if any(light.colour == Colour.RED and name in DECISIVE for name, light in lights.items()):
        return Colour.RED
    if any(light.colour in {Colour.AMBER, Colour.RED} or light.why == Why.STALE for light in lights.values()):
        return Colour.AMBER
    return worst(light.colour for light in lights.values())


def two_lights(lights: Mapping[str, Light]) -> tuple[Colour, Colour]:
    """The technical light and the adoption light; the overall light is the worse of them."""
    technical = {name: light for name, light in lights.items() if name in TECHNICAL}
    human = {name: light for name, light in lights.items() if name in HUMAN}
    return overall(technical), overall(human)


def improves(computed: Colour, declared: Colour) -> bool:
    """Tell whether a person declares better than what was computed; grey counts as amber."""
    return RANK[declared] < RANK.get(computed, RANK[Colour.AMBER])


def effective(computed: Light, declared: Colour | None, *, confirmed_against: Colour | None) -> Light:
    """The light that counts: what was declared if worse, or if a second person confirmed it against this colour."""
    if declared is None:
        return computed
    if improves(computed.colour, declared) and confirmed_against != computed.colour:
        return computed
    return Light(declared)


def trend(before: str | None, now: str) -> str:
    """Say better, same or worse; nothing where either is grey or unknown."""
    ranks = {str(colour): rank for colour, rank in RANK.items()}
    if before not in ranks or now not in ranks:
        return ""
    step = ranks[now] - ranks[before]
    return "same" if step == 0 else "worse" if step > 0 else "better"


def weeks_in_colour(history: Iterable[tuple[int, str]], now: str) -> int | None:
    """Full weeks since the colour became what it is: history is (days ago, colour), the newest first."""
    days = None
    for ago, colour in history:
        if colour != now:
            break
        days = ago
    return None if days is None else days // 7


def closed_on_time(decisions: Iterable[tuple[bool, bool]]) -> tuple[int, int]:
    """Count of (decided, on time) pairs: how many were decided on time, of how many that were decided or are late."""
    due = [(decided, in_time) for decided, in_time in decisions if decided or not in_time]
    return sum(decided and in_time for decided, in_time in due), len(due)
