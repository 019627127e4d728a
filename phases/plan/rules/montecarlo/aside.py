"""Activities off the plan's own axis: in other calendars, in elapsed time, or behind such; placed by moments."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from phases.plan.rules.activity import FROM_START, TO_FINISH, Link, Part
from phases.plan.rules.montecarlo.axis import Axis, Moments
from phases.plan.rules.montecarlo.program import Step, lag_minutes
from phases.plan.rules.worktime import WorkTime

if TYPE_CHECKING:
    from phases.plan.rules.montecarlo.forward import Dates

Minutes = NDArray[np.int32]


@dataclass(slots=True)
class Aside:
    """An activity in a calendar of its own, in elapsed time, or behind one: placed by moments."""

    dates: "Dates"
    step: Step

    def place(self) -> None:
        """Place it as the scheduler does, for all runs."""
        dates, node, place = self.dates, self.step.node, self.step.place
        if node.start is not None:
            begins = self.full(node.start)
            dates.keep(place, begins, self._continued(begins))
            return
        begins = self._begins()
        dates.keep(place, begins, begins if node.part else self.ends_of(begins))

    def _begins(self) -> Moments:
        node, network, _dates = self.step.node, self.dates.program.network, self.dates
        bounds = [self.bound(link) for link in self.step.links]
        if node.part:
            if node.part == Part.BEGIN:
                return _first_of(bounds) if bounds else self.full(node.first(network.start))
            floor = node.first(network.start) if node.not_before is None else node.not_before
            return _last_of([self.full(floor), *bounds])
        begin = self._first(bounds)
        if network.now is not None and not node.aside and not node.inserted:
            begin = np.where(begin < network.now, self.next_start(self.full(network.now)), begin)
        if node.not_before is not None:
            begin = np.maximum(begin, node.next_start(node.not_before))
        if node.not_before_finish is not None:
            begin = np.maximum(begin, self.next_start(self.start_of(self.full(node.not_before_finish))))
        if node.honours and node.not_after is not None:
            begin = np.minimum(begin, node.next_start(node.not_after))
        if node.honours and node.not_after_finish is not None:
            begin = np.minimum(begin, self.start_of(self.full(node.not_after_finish)))
        return self._delayed(begin)

    def _delayed(self, begin: Moments) -> Moments:
        node = self.step.node
        if not node.delay:
            return begin
        delay = self.full(node.delay)
        return self.next_start(begin + delay if node.delay_elapsed else self._axis().add(begin, delay))

    def _first(self, bounds: list[Moments]) -> Moments:
        node = self.step.node
        start = self.full(node.first(self.dates.program.network.start))
        if not bounds:
            if node.not_before_finish is not None:
                start = self.start_of(self.full(node.not_before_finish))
            elif node.not_before is not None:
                start = self.full(node.not_before)
        return self.next_start(np.maximum.reduce([start, *bounds]))

    def bound(self, link: Link) -> Moments:
        """Return where a link allows the activity to begin, before the night is passed."""
        dates, nodes = self.dates, self.dates.program.network.nodes
        start = link.kind in FROM_START
        at = dates.begin_moments(link.earlier) if start else dates.end_moments(link.earlier)
        if link.lag:
            lag, elapsed = lag_minutes(link, nodes[link.earlier], dates.duration(link.earlier))
            full = self.full(lag)
            at = at + full if elapsed else self._axis().add(at, full)
        if link.kind in TO_FINISH and not self.step.node.part:
            at = self.start_of(at)
        return at

    def next_start(self, at: Moments) -> Moments:
        """Return the first moments from which the activity can go on; a point may end a shift."""
        node = self.step.node
        if node.elapsed or node.part:
            return at
        axes = self._axes()
        found = _first_of([axis.next_start(at) for axis in axes])
        if node.duration or self.step.place in self.dates.extra:
            return found
        stays = np.logical_or.reduce([axis.previous_finish(at) == at for axis in axes])
        return np.where(stays, at, found)

    def ends_of(self, begins: Moments) -> Moments:
        """Return where work that begins at the moments ends."""
        return self._whole(begins, self.full(self.dates.length(self.step.place)))

    def start_of(self, ends: Moments, minutes: "Minutes | int | None" = None) -> Moments:
        """Return where work must begin to end at the moments; with ``minutes`` only so much of it counts."""
        node = self.step.node
        length = self.full(self.dates.length(self.step.place) if minutes is None else minutes)
        if node.elapsed:
            return ends - length
        if self._shared():
            share = length / node.duration
            return _first_of([self._of(time).add(ends, -self._rounded(minutes * share)) for time, minutes in node.work])
        return self._axis().add(ends, -length)

    def _continued(self, begins: Moments) -> Moments:
        """Return where what has begun ends: what is left of it was drawn."""
        node = self.step.node
        left, whole = self.dates.rest(self.step)
        ends = self._whole(begins, self.full(whole))
        if node.resume is not None and node.left is not None:
            resume = np.maximum(begins, node.resume)
            rest = self.full(left)
            ends = np.maximum(ends, resume + rest if node.elapsed else self._axis().add(resume, rest))
        return ends if node.not_before_finish is None else np.maximum(ends, node.not_before_finish)

    def _whole(self, begins: Moments, whole: Moments) -> Moments:
        node = self.step.node
        if node.elapsed:
            return begins + whole
        if self._shared():
            share = whole / node.duration
            return _last_of([self._of(time).add(begins, self._rounded(minutes * share)) for time, minutes in node.work])
        return self._axis().add(begins, whole)

    def _shared(self) -> bool:
        """Tell whether each resource works its own share; on the plan's axis the longest of them is the length."""
        return bool(self.step.node.work and self.step.node.duration and not self.step.plain)

    def previous_finish(self, at: Moments) -> Moments:
        """Return the earliest moments with the same work before them."""
        if self.step.node.elapsed or self.step.node.part:
            return at
        return _last_of([axis.previous_finish(at) for axis in self._axes()])

    def _axes(self) -> list[Axis]:
        node = self.step.node
        return [self._of(time) for time, _minutes in node.work] if node.work else [self._axis()]

    def _axis(self) -> Axis:
        return self.dates.program.axis_of(self.step.node.time)

    def _of(self, time: WorkTime) -> Axis:
        return self.dates.program.axis_of(time)

    def full(self, minutes: "Moments | Minutes | int") -> Moments:
        """Return minutes for all runs, the same where they do not differ."""
        return np.broadcast_to(np.asarray(minutes, np.int64), (self.dates.runs,))

    @staticmethod
    def _rounded(minutes: NDArray[np.float64]) -> Moments:
        return np.rint(minutes).astype(np.int64)

    def reaches(self, link: Link, begins: Moments) -> NDArray[np.bool_]:
        """Tell in which runs a link alone allows no earlier beginning."""
        begin = self._delayed(self.next_start(self.bound(link)))
        reached: NDArray[np.bool_] = begin == begins
        return reached


def _first_of(moments: list[Moments]) -> Moments:
    found: Moments = np.minimum.reduce(moments)
    return found


def _last_of(moments: list[Moments]) -> Moments:
    found: Moments = np.maximum.reduce(moments)
    return found
