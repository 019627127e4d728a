"""Ten thousand runs of a thousand tasks against one bare numpy pass over the same network, in the same run.

Run with ``uv run python -m tests.benchmarks.montecarlo``. The bare pass knows finish-to-start links only: for each task
one ``maximum`` a link and one addition over ten thousand durations. It is the limit of what arrays can do here. Draws,
the tornado and reading the result stand beside it; a second network puts every tenth task into a calendar of its own.
"""

import platform
import resource
import statistics
import time
from datetime import date

import numpy as np

from phases.plan.rules.montecarlo.draws import Estimate
from phases.plan.rules.montecarlo.driving import driving
from phases.plan.rules.montecarlo.forward import Dates
from phases.plan.rules.montecarlo.program import compile_plan
from phases.plan.rules.montecarlo.simulation import Assumptions, Simulator, simulate
from phases.plan.rules.schedule import LinkPlan, TaskPlan, schedule
from phases.plan.rules.worktime import WorkTime
from tests.benchmarks.plan import START, network

TASKS, RUNS, ROUNDS = 1_000, 10_000, 7
FORWARD_BAR, CRITICAL_BAR, MEMORY_BAR = 3, 5, 1.0
OFFICE = ((480, 720), (780, 1020))
WEEK = WorkTime([OFFICE] * 5 + [(), ()], {date(2026, 5, 1): ()}, "office")
LONG = WorkTime([((480, 1080),)] * 6 + [()], {}, "six days")


def timed(work):
    """Median seconds of some rounds."""
    found = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return statistics.median(found)


def limit(durations, links, order):
    """One vectorised pass per task over all runs."""
    before = [[] for _ in durations]
    for earlier, later in links:
        before[later].append(earlier)
    finish = [None] * len(durations)
    for i in order:
        begin = None
        for j in before[i]:
            begin = finish[j] if begin is None else np.maximum(begin, finish[j])
        finish[i] = durations[i] if begin is None else begin + durations[i]
    return finish


def plan(own):
    """The network as the scheduler takes it; every ``own``-th task in another calendar, none where it is 0."""
    durations, links = network(TASKS)
    tasks = [
        TaskPlan(i, minutes, calendar="six" if own and i % own == 0 else None) for i, minutes in enumerate(durations)
    ]
    computed = schedule(tasks, [LinkPlan(*link) for link in links], WEEK, START, calendars={"six": LONG})
    estimates = {i: Estimate(int(m * 0.9), int(m * 1.5), i % 5) for i, m in enumerate(durations)}
    return links, computed, Assumptions(runs=RUNS, estimates=estimates)


def measure(own):
    """Seconds of the limit, the forward pass, the way back, the draws, and of all."""
    links, computed, assumed = plan(own)
    program = compile_plan(computed)
    simulator = Simulator(program, assumed)
    dates, _struck = simulator.run(0, RUNS)
    drawn = [dates.durations[i].astype(np.float64) for i in range(TASKS)]

    def forward():
        again = Dates(program, RUNS, dates.durations, {})
        again.place_all()
        return again

    placed = forward()
    found = {
        "limit": timed(lambda: limit(drawn, links, computed.network.order)),
        "forward": timed(forward),
        "critical": timed(lambda: driving(placed)),
        "whole run": timed(lambda: simulator.run(0, RUNS)),
    }
    begun = time.perf_counter()
    simulate(computed, assumed, {"end": [TASKS - 1]})
    return found | {"all": time.perf_counter() - begun}


def main():
    """Print the table."""
    print(f"{TASKS} tasks, {RUNS} runs, {platform.python_implementation()} {platform.python_version()}, "
          f"numpy {np.__version__}, median of {ROUNDS}\n")  # fmt: skip
    print("| network | limit | forward | ratio | with criticality | ratio | draws | all with tornado |")
    print("|---|---|---|---|---|---|---|---|")
    for name, own in (("one calendar", 0), ("every tenth task in its own", 10)):
        found = measure(own)
        both = found["forward"] + found["critical"]
        print(
            f"| {name} | {found['limit'] * 1000:.0f} ms | {found['forward'] * 1000:.0f} ms "
            f"| {found['forward'] / found['limit']:.2f} | {both * 1000:.0f} ms | {both / found['limit']:.2f} "
            f"| {max(0.0, found['whole run'] - found['forward']) * 1000:.0f} ms | {found['all']:.2f} s |"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"\nbars: forward <= {FORWARD_BAR}x, with criticality <= {CRITICAL_BAR}x of the limit; "
          f"peak memory {peak:.2f} GB, bar {MEMORY_BAR} GB")  # fmt: skip


if __name__ == "__main__":
    main()
