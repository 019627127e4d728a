"""The forward pass over all runs at once: every date on the plan's axis, or as a moment where it is asked for."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from phases.plan.rules.activity import FROM_START, TO_FINISH, Link, Part
from phases.plan.rules.montecarlo.aside import Aside
from phases.plan.rules.montecarlo.axis import Moments
from phases.plan.rules.montecarlo.program import UNKNOWN, Program, Step, lag_minutes

Minutes = NDArray[np.int32]


@dataclass(slots=True)
class Dates:
    """Starts and finishes of every activity in every run: on the plan's axis, or as moments, each where it is asked."""

    program: Program
    runs: int
    durations: dict[int, Minutes]  # of drawn activities, by position; others keep their own
    extra: dict[int, Minutes]  # what risks add
    begins: dict[int, Minutes] = field(default_factory=dict)
    ends: dict[int, Minutes] = field(default_factory=dict)
    _opened: dict[int, Moments] = field(default_factory=dict)
    _closed: dict[int, Moments] = field(default_factory=dict)
    soonest: "Dates | None" = None  # the same runs with all work as soon as possible, where some is done late

    def place_all(self) -> None:
        """Place every activity. Cost: a few operations on arrays for each task and link."""
        for step in self.program.steps:
            self._put(step)

    def _put(self, step: Step) -> None:
        if step.fixed:
            self._stand(step)
        elif step.plain:
            self._place(step)
        else:
            Aside(self, step).place()

    def again(self, step: Step) -> None:
        """Place an activity once more, because what it waits for has moved."""
        self.forget(step.place)
        self._put(step)

    def forget(self, place: int) -> None:
        """Take an activity from its place."""
        self.begins.pop(place, None)
        self.ends.pop(place, None)
        self._opened.pop(place, None)
        self._closed.pop(place, None)

    def copy(self) -> "Dates":
        """Return the same dates, which stay when these move."""
        begins, ends, opened, closed = dict(self.begins), dict(self.ends), dict(self._opened), dict(self._closed)
        return Dates(self.program, self.runs, self.durations, self.extra, begins, ends, opened, closed)

    # Reading

    def begin(self, place: int) -> Minutes:
        """Starts on the plan's axis."""
        if place not in self.begins:
            self.begins[place] = self._on_axis(self._opened[place])
        return self.begins[place]

    def end(self, place: int) -> Minutes:
        """Finishes on the plan's axis."""
        if place not in self.ends:
            self.ends[place] = self._on_axis(self._closed[place])
        return self.ends[place]

    def begin_moments(self, place: int) -> Moments:
        """Starts as moments."""
        if place not in self._opened:
            step = self._step(place)
            point = not step.node.duration and place not in self.extra
            turn = self.program.axis.closing if point and step.closes else self.program.axis.opening
            self._opened[place] = turn(self.begins[place].astype(np.int64) + self.program.base)
        return self._opened[place]

    def end_moments(self, place: int) -> Moments:
        """Finishes as moments; a point without length stays on its side of the night."""
        if place not in self._closed:
            step = self._step(place)
            turn = self.program.axis.opening if self.opens(step) else self.program.axis.closing
            self._closed[place] = turn(self.ends[place].astype(np.int64) + self.program.base)
        return self._closed[place]

    def opens(self, step: Step) -> bool:
        """Tell whether an activity is a point that lies where work begins, not where it has ended."""
        return not step.node.duration and step.place not in self.extra and not step.closes

    def duration(self, place: int) -> Minutes | int:
        """What was drawn for an activity, or its own minutes."""
        found = self.durations.get(place)
        return self.program.network.nodes[place].duration if found is None else found

    def length(self, place: int) -> Minutes | int:
        """What the activity takes in its own time, with what risks add to it."""
        return self._taken(place, self.duration(place)) + self.extra.get(place, 0)

    def _taken(self, place: int, minutes: Minutes | int) -> Minutes | int:
        """Turn a duration into what the longest of the resources' work makes of it, on the plan's axis."""
        step = self._step(place)
        if step.need == step.node.duration or not step.plain:
            return minutes
        return np.rint(np.asarray(minutes) * (step.need / step.node.duration)).astype(np.int32)

    def keep(self, place: int, begins: Moments, ends: Moments) -> None:
        """Note an activity that was placed by moments."""
        self._opened[place], self._closed[place] = begins, ends

    def _step(self, place: int) -> Step:
        return self.program.by_place[place]

    def _on_axis(self, at: Moments) -> Minutes:
        return (self.program.axis.work(at) - self.program.base).astype(np.int32)

    # Placing on the axis

    def _stand(self, step: Step) -> None:
        network, place = self.program.network, step.place
        self.begins[place], self.ends[place] = self._same(step.start), self._same(step.finish)
        self._opened[place] = np.broadcast_to(np.int64(network.early[place]), (self.runs,))
        self._closed[place] = np.broadcast_to(np.int64(network.finish[place]), (self.runs,))

    def _same(self, minutes: int) -> Minutes:
        return np.broadcast_to(np.int32(minutes), (self.runs,))

    def _place(self, step: Step) -> None:
        place, node = step.place, step.node
        if node.start is not None:
            self._continue(step)
            return
        length = self.length(place)
        begin: Minutes | None = None
        for link in step.links:
            bound = self.bound(link)
            if begin is None:
                begin = bound
            else:
                begin = np.minimum(begin, bound) if node.part == Part.BEGIN else np.maximum(begin, bound)
        if begin is None:
            begin = self._same(UNKNOWN if step.floor_finish is not None else step.floor or 0)
        begin = self._held(step, begin)
        self.begins[place] = begin
        nothing = isinstance(length, int) and length == 0
        self.ends[place] = begin if nothing else begin + length

    def _held(self, step: Step, begin: Minutes) -> Minutes:
        """Hold a start to the activity's own dates."""
        length = self.length(step.place)
        if step.floor is not None:
            begin = np.maximum(begin, step.floor)
        if step.floor_finish is not None:
            begin = np.maximum(begin, step.floor_finish - length)
        if step.ceiling is not None:
            begin = np.minimum(begin, step.ceiling)
        if step.ceiling_finish is not None:
            begin = np.minimum(begin, step.ceiling_finish - length)
        return begin + step.node.delay if step.node.delay else begin

    def _continue(self, step: Step) -> None:
        """Place what has begun: what is left of it was drawn."""
        place, node = step.place, step.node
        self.begins[place] = self._same(step.start)
        left, whole = self.rest(step)
        end = step.start + whole
        if step.resume is not None and node.left is not None:
            end = np.maximum(end, step.resume + left)
        if node.not_before_finish is not None:
            end = np.maximum(end, self.program.at(node.not_before_finish))
        self.ends[place] = np.broadcast_to(np.asarray(end, np.int32), (self.runs,))

    def rest(self, step: Step) -> tuple[Minutes | int, Minutes | int]:
        """Return minutes left and in all of an activity that has begun, the part that is left drawn in proportion."""
        node = step.node
        drawn, extra = self.durations.get(step.place), self.extra.get(step.place, 0)
        left = node.duration if node.left is None else node.left
        if drawn is None or not node.duration:
            return left + extra, self._taken(step.place, node.duration) + extra
        scaled = np.rint(drawn * (left / node.duration)).astype(np.int32)
        whole = self._taken(
            step.place, node.duration - min(left, node.duration) + np.where(left < node.duration, scaled, drawn)
        )
        return scaled + extra, whole + extra

    def left(self, step: Step) -> Minutes | int:
        """What is left of an activity that has begun takes in its own time, with what risks add to it."""
        extra = self.extra.get(step.place, 0)
        return self._taken(step.place, self.rest(step)[0] - extra) + extra

    def bound(self, link: Link) -> Minutes:
        """Return where a link allows its later activity to begin, on the axis."""
        earlier, later = link.earlier, link.later
        at = self.begin(earlier) if link.kind in FROM_START else self.end(earlier)
        if link.lag:
            lag, elapsed = lag_minutes(link, self.program.network.nodes[earlier], self.duration(earlier))
            if elapsed:
                start = link.kind in FROM_START
                moments = self.begin_moments(earlier) if start else self.end_moments(earlier)
                at = self._on_axis(moments + lag)
            else:
                at = at + (lag if isinstance(lag, int) else lag.astype(np.int32))
        if link.kind in TO_FINISH and not self.program.network.nodes[later].part:
            at = at - self.length(later)
        return at
