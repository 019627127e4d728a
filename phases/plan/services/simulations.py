"""Simulations: asked for, run on the plan as it stands, and kept as they came out."""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from phases.plan.choices import Distribution
from phases.plan.models import Simulation
from phases.plan.permissions import ACTIONS
from phases.plan.rules.montecarlo import simulation as montecarlo
from phases.plan.rules.network import CircularError
from phases.plan.selectors.simulated import results_of
from phases.plan.selectors.simulating import SimulationInput, simulation_input
from programme.records.choices import Queue
from programme.records.models import Job
from programme.records.services import change, enqueue, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

LEAST_RUNS, MOST_RUNS, RUNS = 1_000, 100_000, 10_000
CORRELATION = 30  # per cent
MOST_CORRELATION = 99
HUNDRED = 100
SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Draw:
    """What was run: the assumptions, the fingerprint of the plan, and the results as they are kept."""

    given: dict[str, Any]
    inputs: SimulationInput
    results: dict[str, Any]


def checked(
    *, runs: int = RUNS, seed: int | None = None, distribution: str = Distribution.TRIANGULAR,
    correlation: int = CORRELATION, risks: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """Return the assumptions, a seed drawn where none is given; raises ``BadInputError`` with every bad one."""
    bad: dict[str, list[str]] = {}
    if not LEAST_RUNS <= runs <= MOST_RUNS:
        bad["runs"] = [_("Between %(least)s and %(most)s runs.") % {"least": LEAST_RUNS, "most": MOST_RUNS}]
    if not 0 <= correlation <= MOST_CORRELATION:
        bad["correlation"] = [_("Between 0 and %(most)s %%.") % {"most": MOST_CORRELATION}]
    if seed is not None and not 0 <= seed < SEEDS:
        bad["seed"] = [_("A seed is a whole number from 0 to %(most)s.") % {"most": SEEDS - 1}]
    if distribution not in Distribution.values:
        bad["distribution"] = [_("Choose triangular or PERT.")]
    if bad:
        raise BadInputError(bad)
    return {
        "runs": runs, "seed": secrets.randbelow(SEEDS) if seed is None else seed, "distribution": distribution,
        "correlation": correlation, "risks": risks,
    }  # fmt: skip


@writes
def request_simulation(programme: "Programme", *, actor: "User | None", **asked: Any) -> Job:
    """Ask for a simulation as background work; bad assumptions are refused here, at once."""
    require(ACTIONS["simulate"], actor, programme)
    given = checked(**asked)
    label = ngettext("Forecast, %(n)s run", "Forecast, %(n)s runs", given["runs"]) % {"n": given["runs"]}
    return enqueue("plan.simulate", args=given, programme=programme, actor=actor, label=label, queue=Queue.INTERACTIVE)


def run_simulation(programme: "Programme", *, given: dict[str, Any]) -> Draw:
    """Run the plan as it stands; writes nothing. Raises ``IllegalNowError`` where the plan cannot be computed."""
    try:
        inputs = simulation_input(programme)
    except CircularError as error:
        raise IllegalNowError(_("The plan cannot be computed: its links form a circle.")) from error
    if not inputs.schedule.positions:
        raise IllegalNowError(_("There is nothing to forecast: the plan has no tasks."))
    assumed = montecarlo.Assumptions(
        runs=given["runs"],
        seed=given["seed"],
        distribution=given["distribution"],
        correlation=given["correlation"] / HUNDRED,
        estimates=inputs.estimates,
        spread=inputs.spread,
        events=[strike.event for strike in inputs.strikes if strike.event.hits] if given["risks"] else (),
    )
    outcome = montecarlo.simulate(inputs.schedule, assumed, {point.key: point.tasks for point in inputs.points})
    return Draw(given, inputs, results_of(inputs, outcome, risks=given["risks"]))


@writes
def keep_simulation(programme: "Programme", *, draw: Draw, actor: "User | None") -> Simulation:
    """Store a run; it is never changed afterwards."""
    require(ACTIONS["simulate"], actor, programme)
    row = Simulation(
        programme=programme,
        made_by=actor,
        inputs=draw.inputs.fingerprint,
        status_on=draw.inputs.plan.status,
        results=draw.results,
        **draw.given,
    )
    with change(row, "plan.simulated", actor=actor):
        save_validated(row)
    return row


def simulate(programme: "Programme", *, actor: "User | None", **asked: Any) -> Simulation:
    """Run and store a simulation at once, outside a job: the command line and the demo."""
    require(ACTIONS["simulate"], actor, programme)
    return keep_simulation(programme, draw=run_simulation(programme, given=checked(**asked)), actor=actor)
