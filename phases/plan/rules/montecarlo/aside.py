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
            begins = self._full(node.start)
            dates.keep(place, begins, self._continued(begins))
            return
        begins = self._begins()
        dates.keep(place, begins, begins if node.part else self._ends(begins))

    def _begins(self) -> Moments:
        node, network, _dates = self.step.node, self.dates.program.network, self.dates
        bounds = [self.bound(link) for link in self.step.links]
        if node.part:
            if node.part == Part.BEGIN:
                return _first_of(bounds) if bounds else self._full(node.first(network.start))
            floor = node.first(network.start) if node.not_before is None else node.not_before
            return _last_of([self._full(floor), *bounds])
        begin = self._first(bounds)
        if network.now is not None and not node.aside and not node.inserted:
            begin = np.where(begin < network.now, self._next_start(self._full(network.now)), begin)
        if node.not_before is not None:
            begin = np.maximum(begin, node.next_start(node.not_before))
        if node.not_before_finish is not None:
            begin = np.maximum(begin, self._next_start(self._start_of(self._full(node.not_before_finish))))
        if node.honours and node.not_after is not None:
            begin = np.minimum(begin, node.next_start(node.not_after))
        if node.honours and node.not_after_finish is not None:
            begin = np.minimum(begin, self._start_of(self._full(node.not_after_finish)))
        return self._delayed(begin)

    def _delayed(self, begin: Moments) -> Moments:
        node = self.step.node
        if not node.delay:
            return begin
        delay = self._full(node.delay)
        return self._next_start(begin + delay if node.delay_elapsed else self._axis().add(begin, delay))

    def _first(self, bounds: list[Moments]) -> Moments:
        node = self.step.node
        start = self._full(node.first(self.dates.program.network.start))
        if not bounds:
            if node.not_before_finish is not None:
                start = self._start_of(self._full(node.not_before_finish))
            elif node.not_before is not None:
                start = self._full(node.not_before)
        return self._next_start(np.maximum.reduce([start, *bounds]))

    def bound(self, link: Link) -> Moments:
        """Return where a link allows the activity to begin, before the night is passed."""
        dates, nodes = self.dates, self.dates.program.network.nodes
        start = link.kind in FROM_START
        at = dates.begin_moments(link.earlier) if start else dates.end_moments(link.earlier)
        if link.lag:
            lag, elapsed = lag_minutes(link, nodes[link.earlier], dates.duration(link.earlier))
            full = self._full(lag)
            at = at + full if elapsed else self._axis().add(at, full)
        if link.kind in TO_FINISH and not self.step.node.part:
            at = self._start_of(at)
        return at

    def _next_start(self, at: Moments) -> Moments:
        node = self.step.node
        if node.elapsed or node.part:
            return at
        axes = self._axes()
        found = _first_of([axis.next_start(at) for axis in axes])
        if node.duration or self.step.place in self.dates.extra:
            return found
        stays = np.logical_or.reduce([axis.previous_finish(at) == at for axis in axes])
        return np.where(stays, at, found)

    def _ends(self, begins: Moments) -> Moments:
        return self._whole(begins, self._full(self.dates.length(self.step.place)))

    def _start_of(self, ends: Moments) -> Moments:
        node, length = self.step.node, self._full(self.dates.length(self.step.place))
        if node.elapsed:
            return ends - length
        if node.work and node.duration:
            share = length / node.duration
            return _first_of([self._of(time).add(ends, -self._rounded(minutes * share)) for time, minutes in node.work])
        return self._axis().add(ends, -length)

    def _continued(self, begins: Moments) -> Moments:
        """Return where what has begun ends: what is left of it was drawn."""
        node = self.step.node
        left, whole = self.dates.rest(self.step)
        ends = self._whole(begins, self._full(whole))
        if node.resume is not None and node.left is not None:
            resume = np.maximum(begins, node.resume)
            rest = self._full(left)
            ends = np.maximum(ends, resume + rest if node.elapsed else self._axis().add(resume, rest))
        return ends if node.not_before_finish is None else np.maximum(ends, node.not_before_finish)

    def _whole(self, begins: Moments, whole: Moments) -> Moments:
        node = self.step.node
        if node.elapsed:
            return begins + whole
        if node.work and node.duration:
            share = whole / node.duration
            return _last_of([self._of(time).add(begins, self._rounded(minutes * share)) for time, minutes in node.work])
        return self._axis().add(begins, whole)

    def _axes(self) -> list[Axis]:
        node = self.step.node
        return [self._of(time) for time, _minutes in node.work] if node.work else [self._axis()]

    def _axis(self) -> Axis:
        return self.dates.program.axis_of(self.step.node.time)

    def _of(self, time: WorkTime) -> Axis:
        return self.dates.program.axis_of(time)

    def _full(self, minutes: "Moments | Minutes | int") -> Moments:
        return np.broadcast_to(np.asarray(minutes, np.int64), (self.dates.runs,))

    @staticmethod
    def _rounded(minutes: NDArray[np.float64]) -> Moments:
        return np.rint(minutes).astype(np.int64)

    def reaches(self, link: Link, begins: Moments) -> NDArray[np.bool_]:
        """Tell in which runs a link alone allows no earlier beginning."""
        begin = self._delayed(self._next_start(self.bound(link)))
        reached: NDArray[np.bool_] = begin == begins
        return reached


def _first_of(moments: list[Moments]) -> Moments:
    found: Moments = np.minimum.reduce(moments)
    return found


def _last_of(moments: list[Moments]) -> Moments:
    found: Moments = np.maximum.reduce(moments)
    return found
