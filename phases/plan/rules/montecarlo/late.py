"""Work done as late as possible: the way back from the finish of each run, and what then follows that work."""

from dataclasses import dataclass, field

import numpy as np

from phases.plan.rules.activity import FROM_START, SS, TO_FINISH, Link, Part
from phases.plan.rules.montecarlo.aside import Aside
from phases.plan.rules.montecarlo.axis import Moments
from phases.plan.rules.montecarlo.forward import Dates
from phases.plan.rules.montecarlo.program import Step, lag_minutes


def push(dates: Dates) -> None:
    """Move what is done as late as possible to where its successors let it end, and what follows it behind it.

    Its successors themselves stay as soon as they can, as in the plan. Cost: two more passes over what follows such
    work, by moments; nothing where a plan has none.
    """
    if not dates.program.late:
        return
    dates.soonest = dates.copy()
    back = Back(dates.soonest)
    for step in reversed(dates.program.late):
        back.place(step)
    for step in dates.program.late:
        if step.node.alap and not step.node.aside:
            dates.forget(step.place)
            dates.keep(step.place, back.must[step.place], back.latest[step.place])
        elif step.node.start is None:
            dates.again(step)


@dataclass(slots=True)
class Back:
    """Late dates of some activities in every run: the scheduler's backward pass over arrays."""

    dates: Dates
    latest: dict[int, Moments] = field(default_factory=dict)
    must: dict[int, Moments] = field(default_factory=dict)  # late starts, of what is left where work has begun
    _ends: dict[int, Moments] = field(default_factory=dict)

    def place(self, step: Step) -> None:
        """Find late dates of an activity whose successors have theirs."""
        place, node = step.place, step.node
        if node.done or node.aside:
            self.must[place], self.latest[place] = self.dates.begin_moments(place), self.dates.end_moments(place)
            return
        network, here = self.dates.program.network, Aside(self.dates, step)
        latest = self._end(node.inserted)
        for link in network.after[place]:
            if not network.nodes[link.later].done:
                latest = np.minimum(latest, self._limit(link, here))
        if not node.part:
            latest = self._on_its_side(here, self._limited(here, latest))
        self.latest[place] = latest
        self.must[place] = here.start_of(latest, self.dates.left(step) if node.begun else None)

    def _on_its_side(self, here: Aside, latest: Moments) -> Moments:
        step = here.step
        if step.node.duration or step.place in self.dates.extra:
            return here.previous_finish(latest)
        finish = self.dates.end_moments(step.place)
        if step.node.elapsed:
            return latest
        axis = self.dates.program.axis_of(step.node.time)
        return np.where(axis.work(finish) == axis.work(latest), finish, latest)

    def _end(self, inserted: int) -> Moments:
        """Return the finish of the plan, or of one inserted into it."""
        if inserted not in self._ends:
            program = self.dates.program
            inside = [step.place for step in program.steps if step.node.inserted == inserted and not step.node.aside]
            last = inside if inserted else program.ends
            self._ends[inserted] = np.maximum.reduce([self.dates.end_moments(place) for place in last])
        return self._ends[inserted]

    def _limit(self, link: Link, here: Aside) -> Moments:
        """Return the latest finish that a link allows its earlier activity."""
        node, program = here.step.node, self.dates.program
        step = program.by_place[link.later]
        later, end = step.node, self._end(node.inserted)
        if link.kind in FROM_START and (node.begun or later.begun):
            return end
        at = self.latest[link.later] if link.kind in TO_FINISH else self.must[link.later]
        if link.kind == SS:
            at = Aside(self.dates, step).next_start(at)
        from_start = link.kind in FROM_START
        own = self.dates.begin_moments(link.earlier) if from_start else self.dates.end_moments(link.earlier)
        limit, night = self._back(link, here, at), self._night(link, here, at)
        at = np.where((limit < own) & (own <= night), own, limit)
        at = here.ends_of(at) if link.kind in FROM_START and not node.part else at
        if later.part == Part.BEGIN:  # where another one begins the summary, this one may end when it likes
            begins = self.dates.begin_moments
            at = np.where(begins(link.earlier) == begins(link.later), at, end)
        return at

    def _back(self, link: Link, here: Aside, at: Moments) -> Moments:
        """Take a link's lag from the moments of its later activity."""
        if not link.lag:
            return at
        lag, elapsed = lag_minutes(link, here.step.node, self.dates.duration(link.earlier))
        later, less = self.dates.program.by_place[link.later].node, here.full(-lag)
        return at + less if elapsed else self.dates.program.axis_of(later.time).add(at, less)

    def _night(self, link: Link, here: Aside, at: Moments) -> Moments:
        """Return the limit where the later activity's night is taken as its morning, as the scheduler does."""
        later = self.dates.program.by_place[link.later].node
        if later.elapsed or later.part:
            return self._back(link, here, at)
        axis = self.dates.program.axis_of(later.time)
        found = self._back(link, here, axis.next_start(at))
        return found if link.runs_on(here.step.node) else axis.next_start(found)

    @staticmethod
    def _limited(here: Aside, latest: Moments) -> Moments:
        """Hold late finishes to the activity's own dates."""
        node = here.step.node
        held = [] if node.not_after is None else [here.ends_of(here.full(node.not_after))]
        held += [] if node.not_after_finish is None else [here.full(node.not_after_finish)]
        for at in held:
            latest = at if node.honours and node.exact else np.minimum(latest, at)
        return latest if node.deadline is None else np.minimum(latest, node.deadline)
