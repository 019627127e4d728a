"""The Monte-Carlo forecast (F05): runs in parts of bounded memory, and what they say."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from phases.plan.rules.montecarlo.axis import Moments
from phases.plan.rules.montecarlo.draws import Drawing, Estimate, Minutes, Spread, table_of
from phases.plan.rules.montecarlo.driving import driving
from phases.plan.rules.montecarlo.forward import Dates
from phases.plan.rules.montecarlo.late import push
from phases.plan.rules.montecarlo.program import Program, compile_plan
from phases.plan.rules.montecarlo.telling import Merge, Swing, Telling
from phases.plan.rules.schedule import Schedule

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS = 10_000_000  # activities times runs that are held at once: 40 MB an array
LEAST_RUNS, MOST_RUNS = 500, 10_000  # of a part
PLAN_END = "finish"


@dataclass(frozen=True, slots=True)
class Event:
    """A risk: with this probability it costs so many working minutes at each of the tasks or gates it hits."""

    key: Hashable
    probability: float
    minutes: int
    hits: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All that a simulation takes beside the plan; the same ones give the same result, bit for bit.

    ``sequence`` are the keys whose luck is drawn first, in this order, whether the plan has them or not: in two plans
    with one sequence each of them has the same luck, so that what differs comes from the plans.
    """

    runs: int = 10_000
    seed: int = 1
    distribution: str = "tri"
    correlation: float = 0.3  # between tasks of one team
    estimates: Mapping[Hashable, Estimate] = field(default_factory=dict)
    spread: Spread = field(default_factory=Spread)
    events: Sequence[Event] = ()
    sequence: Sequence[Hashable] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the runs gave: moments by point, sorted; how often each task drove the finish; what moved it; merges."""

    finish: Moments
    points: Mapping[Hashable, Moments]
    criticality: Mapping[Hashable, float]
    swings: Sequence[Swing]
    merges: Sequence[Merge]
    drawn: int  # tasks whose duration was drawn
    estimated: int  # of them, with a best or a worst case of their own


def simulate(schedule: Schedule, given: Assumptions, points: Mapping[Hashable, Sequence[Hashable]]) -> Outcome:
    """Run a computed plan many times; ``points`` name what is told apart: each ends with the last of its tasks."""
    simulator = Simulator(compile_plan(schedule), given)
    told = simulator.telling(points)
    for dates, struck in simulator.parts():
        told.note(dates, driving(dates), struck)
    return Outcome(
        finish=told.finish(),
        points={key: told.point(key) for key in points},
        criticality=told.shares(given.runs),
        swings=told.swings(),
        merges=told.merges,
        drawn=sum(one is not None for one in simulator.tables),
        estimated=simulator.estimated,
    )


def ends_of(
    schedule: Schedule, given: Assumptions, points: Mapping[Hashable, Sequence[Hashable]]
) -> tuple[Moments, Mapping[Hashable, Moments]]:
    """Run a computed plan many times for nothing but when it and the points end, sorted: half the cost of all."""
    simulator = Simulator(compile_plan(schedule), given)
    told = simulator.telling(points)
    for dates, _struck in simulator.parts():
        told.ends(dates)
    return told.finish(), {key: told.point(key) for key in points}


class Simulator:
    """The draws of a plan: which activity takes which table, which team's luck, which risks."""

    def __init__(self, program: Program, given: Assumptions) -> None:
        self.program, self.given = program, given
        teams: dict[Hashable, int] = {}
        self.tables: list[tuple[int, NDArray[np.float32], float, int | None] | None] = []  # None: drawn for nothing
        self.estimated = 0
        drawn = {program.network.keys[step.place]: step for step in program.steps if step.drawn}
        for key in dict.fromkeys([*given.sequence, *drawn]):
            step, estimate = drawn.get(key), given.estimates.get(key, Estimate())
            team = None if estimate.team is None else teams.setdefault(estimate.team, len(teams))
            if step is None:
                self.tables.append(None)
                continue
            table, factor = table_of(step.node.duration, estimate, given.spread, given.distribution)
            self.tables.append((step.place, table, factor, team))
            self.estimated += estimate.low is not None or estimate.high is not None
        self.teams = len(teams)
        self.events = [(event, self.places(event.hits)) for event in given.events]

    def places(self, keys: Sequence[Hashable]) -> list[int]:
        """Return the positions of tasks and gates that are in the network."""
        return [self.program.positions[key] for key in keys if key in self.program.positions]

    def names(self) -> dict[int, Hashable]:
        """Return whose duration was drawn, by position."""
        return {one[0]: self.program.network.keys[one[0]] for one in self.tables if one is not None}

    def telling(self, points: Mapping[Hashable, Sequence[Hashable]]) -> Telling:
        """Return what gathers the runs."""
        return Telling(self.program, {key: self.places(keys) for key, keys in points.items()}, self.names())

    def parts(self) -> Iterator[tuple[Dates, dict[Hashable, Minutes]]]:
        """Make all runs, in parts of bounded memory."""
        size = min(max(CELLS // max(1, len(self.program.steps)), LEAST_RUNS), MOST_RUNS)
        for part, first in enumerate(range(0, self.given.runs, size)):
            yield self.run(part, min(size, self.given.runs - first))

    def run(self, part: int, runs: int) -> tuple[Dates, dict[Hashable, Minutes]]:
        """Draw and place one part of the runs; returns also what each risk cost in them."""
        given = self.given
        drawing = Drawing(given.seed, part, runs, self.teams, given.correlation)
        durations: dict[int, Minutes] = {}
        for one in self.tables:
            if one is None:
                drawing.skip()
            else:
                place, table, factor, team = one
                durations[place] = drawing.minutes(table, factor, team)
        extra: dict[int, Minutes] = {}
        struck: dict[Hashable, Minutes] = {}
        for event, places in self.events:
            cost = drawing.strikes(event.probability).astype(np.int32) * np.int32(event.minutes)
            struck[event.key] = cost
            for place in places:
                extra[place] = extra[place] + cost if place in extra else cost
        dates = Dates(self.program, runs, durations, extra)
        dates.place_all()
        push(dates)
        return dates, struck
