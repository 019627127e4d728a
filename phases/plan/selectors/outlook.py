"""What edits of the plan do to its likely dates: both plans simulated with the same luck, the difference told."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from core.memo import once
from phases.gates.models import Gate
from phases.plan.models import Simulation
from phases.plan.rules.montecarlo.axis import Moments
from phases.plan.rules.montecarlo.simulation import CELLS, Assumptions, ends_of
from phases.plan.rules.montecarlo.summary import quantile
from phases.plan.rules.slip import slip_days
from phases.plan.selectors.ripple import Computed, ripple_of
from phases.plan.selectors.simulating import SimulationInput, simulation_input

if TYPE_CHECKING:
    from core.calendar import WorkCalendar
    from programme.charter.models import Programme

RUNS, LEAST_RUNS = 2_000, 500
HUNDRED = 100
MIDDLE, SAFE = 50, 80
GATE = "gate:"


@dataclass(frozen=True, slots=True)
class Likely:
    """P50 and P80 of the plan's finish or of a gate, without and with the edits; None where there is none."""

    key: str  # finish, or gate: and its key
    text: str
    url: str
    p50: tuple[date | None, date | None]
    p80: tuple[date | None, date | None]
    days50: int | None  # working days that it moves
    days80: int | None

    @property
    def moves(self) -> bool:
        """Tell whether either day is another one."""
        return self.p50[0] != self.p50[1] or self.p80[0] != self.p80[1]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The finish and every gate whose dates move, by the network or by likelihood; and what they were drawn from."""

    finish: Likely
    gates: list[Likely]
    runs: int
    seed: int


def outlook_of(programme: "Programme", computed: Computed) -> Outlook | None:
    """Simulate the plan without and with the edits; None where it has no tasks. Nine queries.

    Both draw the same luck for every task, team and risk (one seed, one sequence), so that what differs comes from the
    edits alone and few runs tell it; seed and assumptions are those of the newest forecast. Risks strike where they
    strike in the plan as it is. Costs two simulations of 2,000 runs, of fewer, at least 500, beyond 2,500 tasks.
    """
    inputs = simulation_input(programme, computed.plan, computed.before)
    count = len(computed.before.positions)
    if not count or not computed.after.positions:
        return None
    runs = min(RUNS, max(LEAST_RUNS, CELLS // (2 * count)))
    given = _assumptions(programme, inputs, runs)
    gates: dict[Hashable, Sequence[Hashable]] = {one.key: one.tasks for one in inputs.points if one.kind == "gate"}
    was, now = (ends_of(one, given, gates) for one in (computed.before, computed.after))
    finish = _likely("finish", "", "", (was[0], now[0]), computed.calendar)
    moved = {str(move.key) for move in computed.ripple.moved}
    found = [_gate(gate, (was[1], now[1]), computed) for gate in _gates(programme, gates)]
    return Outlook(finish, [one for one in found if one.moves or one.key in moved], runs, given.seed)


def outlook_for(change: Any) -> Outlook | None:
    """What a change request's plan edits do to likely dates, simulated once for this instance; None without edits."""
    computed = ripple_of(change)
    if computed is None:
        return None
    return once(change, "plan.outlook", lambda: outlook_of(change.programme, computed))


def _assumptions(programme: "Programme", inputs: SimulationInput, runs: int) -> Assumptions:
    newest = Simulation.objects.filter(programme=programme).first()
    said: dict[str, Any] = {}
    if newest is not None:
        said = {"distribution": newest.distribution, "correlation": newest.correlation / HUNDRED, "seed": newest.seed}
    struck = newest is None or newest.risks
    return Assumptions(
        runs=runs,
        estimates=inputs.estimates,
        spread=inputs.spread,
        events=[strike.event for strike in inputs.strikes if strike.event.hits] if struck else (),
        sequence=[inputs.schedule.network.keys[place] for place in inputs.schedule.network.order],
        **said,
    )


def _gates(programme: "Programme", keys: Mapping[Hashable, Any]) -> list[Gate]:
    rows = Gate.objects.filter(programme=programme).order_by("position", "wave", "pk")
    return [gate for gate in rows if f"{GATE}{gate.key}" in keys]


def _gate(
    gate: Gate, ends: tuple[Mapping[Hashable, Moments], Mapping[Hashable, Moments]], computed: Computed
) -> Likely:
    key = f"{GATE}{gate.key}"
    url = reverse("gates:gate", args=[computed.programme.slug, gate.key])
    return _likely(key, str(gate), url, (ends[0][key], ends[1][key]), computed.calendar)


def _likely(key: str, text: str, url: str, ends: tuple[Moments, Moments], calendar: "WorkCalendar") -> Likely:
    p50, p80 = (tuple(quantile(one, percent) if len(one) else None for one in ends) for percent in (MIDDLE, SAFE))
    days = [slip_days(was, now, calendar) for was, now in (p50, p80)]
    return Likely(key, text, url, (p50[0], p50[1]), (p80[0], p80[1]), days[0], days[1])
