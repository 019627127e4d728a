"""The adoption scorecard: usage and completeness of a month, weighted as was said before the month began."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adoption.usage.choices import Metric
from adoption.usage.rules.figures import Ratio

USUAL: Mapping[Metric, int] = {Metric.USAGE: 60, Metric.DAILY: 0, Metric.COMPLETENESS: 40}


@dataclass(frozen=True, slots=True)
class Part:
    """A metric of a scorecard with what it was counted from and its weight in that month."""

    metric: Metric
    share: Ratio
    weight: int


@dataclass(frozen=True, slots=True)
class Score:
    """A scorecard: the weighted mean of what was measured, and how much of the weight that is."""

    parts: tuple[Part, ...]

    @property
    def measured(self) -> int:
        """The weight of the parts that have a share."""
        return sum(part.weight for part in self.parts if part.share.value is not None)

    @property
    def value(self) -> Decimal | None:
        """Points of 100 over the measured parts; None where nothing that weighs was measured."""
        if not self.measured:
            return None
        known = [(part.weight, part.share.value) for part in self.parts if part.share.value is not None]
        total = sum((weight * share for weight, share in known), Decimal(0))
        return total * 100 / self.measured


def weights_of(said: Iterable[tuple[str, int, date]], month: date) -> dict[Metric, int]:
    """Give the weights of a month: of each metric the latest that had begun by its first day, else the usual one."""
    found = dict(USUAL)
    for metric, weight, valid_from in sorted(said, key=lambda row: row[2]):
        if valid_from <= month:
            found[Metric(metric)] = weight
    return found


def score(shares: Mapping[Metric, Ratio], weights: Mapping[Metric, int]) -> Score:
    """Put shares and weights together; a metric without weight leaves the card."""
    nothing = Ratio(None, None)
    weighing = [metric for metric in Metric if weights[metric]]
    return Score(tuple(Part(metric, shares.get(metric, nothing), weights[metric]) for metric in weighing))


def summed(ratios: Sequence[tuple[int, int]]) -> Ratio:
    """Add numerators and denominators up; nothing where there are none."""
    return Ratio(sum(one for one, _of in ratios), sum(of for _one, of in ratios)) if ratios else Ratio(None, None)
