"""Which activities drove the finish of each run: the way back along the links that held (the criticality index)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from phases.plan.rules.activity import Link
from phases.plan.rules.montecarlo.aside import Aside
from phases.plan.rules.montecarlo.forward import Dates
from phases.plan.rules.montecarlo.program import Step

Runs = NDArray[np.bool_]


def driving(dates: Dates) -> dict[int, int]:
    """Count for each activity the runs whose finish it drove, by position."""
    program, drives = dates.program, dict[int, Runs]()
    if not program.ends:
        return {}
    last = np.maximum.reduce([dates.end(place) for place in program.ends])
    for place in program.ends:
        drives[place] = dates.end(place) == last
    counts: dict[int, int] = {}
    for step in reversed(program.steps):
        found = drives.pop(step.place, None)
        if found is None:
            continue
        if dates.soonest is not None and step.node.alap:  # it only seems to hold where it could have ended before
            found = found & (dates.soonest.end(step.place) == dates.end(step.place))
        counts[step.place] = int(np.count_nonzero(found))
        if counts[step.place]:
            _pass_back(dates, step, found, drives)
    return counts


def _pass_back(dates: Dates, step: Step, found: Runs, drives: dict[int, Runs]) -> None:
    """Hand an activity's runs to the earlier ones whose link held it there."""
    holds = None if step.simple else _holding(dates, step)
    for link in step.links:
        share = found if holds is None else holds(link)
        if holds is not None:
            np.logical_and(share, found, out=share)
        known = drives.get(link.earlier)
        if known is None:
            drives[link.earlier] = share.copy() if holds is None else share
        else:
            np.logical_or(known, share, out=known)


def _holding(dates: Dates, step: Step) -> Callable[[Link], Runs]:
    """Return what tells in which runs a link held the activity's start."""
    if step.plain:
        begin = dates.begin(step.place) - step.node.delay if step.node.delay else dates.begin(step.place)
        return lambda link: dates.bound(link) == begin
    aside, begins = Aside(dates, step), dates.begin_moments(step.place)
    return lambda link: aside.reaches(link, begins)
