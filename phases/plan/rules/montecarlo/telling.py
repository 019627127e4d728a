"""What many runs say: dates of points, what drove the finish, what moved it, where paths meet."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from phases.plan.rules.activity import Part
from phases.plan.rules.montecarlo.axis import Moments
from phases.plan.rules.montecarlo.forward import Dates, Minutes
from phases.plan.rules.montecarlo.program import Program

WATCHED = 40  # activities whose durations are kept for the tornado
HALF = 50
TENTH = 10


@dataclass(frozen=True, slots=True)
class Swing:
    """How one task or risk moves the finish: rank correlation, and its middle date when it goes well and badly."""

    key: Hashable
    risk: bool
    correlation: float
    low: int  # median finish, as a moment, in the tenth of the runs in which it took least; a risk: did not strike
    high: int


@dataclass(frozen=True, slots=True)
class Merge:
    """A point where paths meet: the median of the latest single path, and of what really had to be waited for."""

    key: Hashable
    paths: int
    single: int
    together: int


@dataclass(slots=True)
class Telling:
    """Gathers part after part of the runs."""

    program: Program
    places: Mapping[Hashable, Sequence[int]]
    names: Mapping[int, Hashable]
    _points: dict[Hashable, list[Moments]] = field(default_factory=dict)
    _finish: list[Moments] = field(default_factory=list)
    _counts: dict[int, int] = field(default_factory=dict)
    _watched: dict[int, list[Minutes]] = field(default_factory=dict)
    _struck: dict[Hashable, list[Minutes]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)

    def ends(self, dates: Dates) -> Moments:
        """Take only when the plan and the points end in a part of the runs; returns the plan's finishes."""
        ends = self._last(dates, self.program.ends)
        self._finish.append(ends)
        for key, places in self.places.items():
            if places:
                self._points.setdefault(key, []).append(self._last(dates, places))
        return ends

    def note(self, dates: Dates, counts: Mapping[int, int], struck: Mapping[Hashable, Minutes]) -> None:
        """Take a part of the runs with all that moved it."""
        ends = self.ends(dates)
        for place, count in counts.items():
            self._counts[place] = self._counts.get(place, 0) + count
        if len(self._finish) == 1:
            self.merges = self._meet(dates.soonest or dates)
            self._watched = {place: [] for place in _movers(dates, ends, list(self.names))}
        for place, kept in self._watched.items():
            kept.append(dates.durations[place])
        for key, cost in struck.items():
            self._struck.setdefault(key, []).append(cost)

    @staticmethod
    def _last(dates: Dates, places: Sequence[int]) -> Moments:
        """Return the last finish of some activities; one look-up where all lie on the plan's axis."""
        if not places:
            return np.broadcast_to(np.int64(dates.program.network.start), (dates.runs,))
        steps = [dates.program.by_place[place] for place in places]
        plain = [step.place for step in steps if step.plain and not dates.opens(step)]
        found = [dates.end_moments(step.place) for step in steps if not step.plain or dates.opens(step)]
        if len(plain) == 1:
            found.append(dates.end_moments(plain[0]))
        elif plain:
            last = np.maximum.reduce([dates.end(place) for place in plain]).astype(np.int64)
            found.append(dates.program.axis.closing(last + dates.program.base))
        last_of: Moments = np.maximum.reduce(found)
        return last_of

    def _meet(self, dates: Dates) -> list[Merge]:
        """Return where paths meet later than the latest of them alone, widest first; of the first part of the runs."""
        found = []
        for step in self.program.steps:
            if len(step.links) > 1 and step.plain and not step.fixed and step.node.part == Part.TASK:
                ends = [dates.bound(link) for link in step.links]
                found.append(self._merge(self.program.network.keys[step.place], ends))
        for key, places in self.places.items():
            if len(places) > 1:
                found.append(self._merge(key, [dates.end(place) for place in places]))
        found.sort(key=lambda pair: (-pair[0], str(pair[1].key)))
        return [merge for gap, merge in found if gap > 0]

    def _merge(self, key: Hashable, ends: Sequence[Minutes]) -> tuple[int, Merge]:
        single = max(_middle(one) for one in ends)
        together = _middle(np.maximum.reduce(ends))
        return together - single, Merge(key, len(ends), self._closing(single), self._closing(together))

    def finish(self) -> Moments:
        """Return the plan's finishes, sorted."""
        return np.sort(np.concatenate(self._finish))

    def point(self, key: Hashable) -> Moments:
        """Return a point's dates, sorted; none where nothing of it is in the plan."""
        parts = self._points.get(key)
        return np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.int64)

    def shares(self, runs: int) -> dict[Hashable, float]:
        """Return the share of the runs in which each activity drove the finish."""
        keys, nodes = self.program.network.keys, self.program.network.nodes
        return {keys[place]: count / runs for place, count in self._counts.items() if not nodes[place].part}

    def swings(self) -> list[Swing]:
        """Return what moved the finish most, tasks and risks, strongest first."""
        finish = np.concatenate(self._finish)
        ranks = _ranks(finish)
        found = []
        for place, parts in self._watched.items():
            taken = np.concatenate(parts)
            if not np.ptp(taken):
                continue
            found.append(_swing(self.names[place], taken, finish, ranks))
        for key, parts in self._struck.items():
            cost = np.concatenate(parts)
            if cost.any() and not cost.all():
                low, high = np.median(finish[cost == 0]), np.median(finish[cost > 0])
                found.append(Swing(key, True, _correlation(_ranks(cost), ranks), int(low), int(high)))
        return sorted(found, key=lambda one: (-abs(one.correlation), str(one.key)))

    def _closing(self, on_axis: int) -> int:
        return self.program.axis.time.closing(on_axis + self.program.base)


def _middle(values: Minutes) -> int:
    return int(np.percentile(values, HALF, method="inverted_cdf"))


def _movers(dates: Dates, ends: Moments, places: Sequence[int]) -> list[int]:
    """Return the activities whose durations go most with the finish, by plain correlation."""
    if not ends.size or not np.ptp(ends):
        return []
    against = (ends - ends.mean()).astype(np.float32)
    against /= np.sqrt((against * against).sum())
    strength = []
    for place in places:
        taken = dates.durations[place].astype(np.float32)
        taken -= taken.mean()
        size = float(np.sqrt((taken * taken).sum()))
        strength.append((abs(float(taken @ against)) / size if size else 0.0, place))
    strength.sort(key=lambda pair: (-pair[0], pair[1]))
    return [place for _r, place in strength[:WATCHED]]


def _swing(key: Hashable, taken: Minutes, finish: Moments, ranks: NDArray[np.float64]) -> Swing:
    tenth = max(1, len(taken) // TENTH)
    order = np.argsort(taken, kind="stable")
    low, high = np.median(finish[order[:tenth]]), np.median(finish[order[-tenth:]])
    return Swing(key, False, _correlation(_ranks(taken), ranks), int(low), int(high))


def _ranks(values: "Minutes | Moments") -> NDArray[np.float64]:
    """Rank values, equal ones by the middle of their places."""
    _known, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    found: NDArray[np.float64] = middle[inverse]
    return found


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size else 0.0
