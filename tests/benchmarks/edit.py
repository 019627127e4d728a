"""One edit of a plan through the service: where its time goes, and what the incremental pass could save of it.

Run with ``uv run python -m tests.benchmarks.edit``. Seconds of the processor, so that what else runs does not count.
The incremental pass needs a network whose passes were made; a request finds none in memory, so it would have to be kept
beside the rows. What it could save at the most is the two passes, less the change itself.
"""

import gc
import os
import platform
import random
import statistics
import tempfile
import time

SIZES, ROUNDS = (1_000, 5_000), 5
DAY = 480


def timed(act, rounds=ROUNDS):
    taken = []
    for _ in range(rounds):
        gc.collect()
        begin = time.process_time()
        act()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


def measure(count):
    from phases.plan import services
    from phases.plan.models import Task
    from phases.plan.selectors import plan_input
    from phases.plan.services.dates import refresh_dates
    from tests.factories.plan import long_plan
    from tests.factories.programme import ProgrammeFactory

    programme = ProgrammeFactory(slug=f"edit-{count}", name=f"Plan of {count}")
    long_plan(programme, count)
    refresh_dates(programme)
    rows = list(Task.objects.filter(programme=programme, summary=False, milestone=False).order_by("position"))
    dice = random.Random(3)

    def edit():
        task = dice.choice(rows)
        services.update_task(task, minutes=task.minutes + DAY, actor=None)

    plan = plan_input(programme)
    network = plan.schedule().network
    leaves = [i for i, node in enumerate(network.nodes) if node.duration]
    passes = timed(network.passes)

    def change():
        place = dice.choice(leaves)
        network.change(place, network.nodes[place].duration + DAY)

    return {
        "an edit through the service": timed(edit),
        "of it: reading what the plan is made of": timed(lambda: plan_input(programme)),
        "of it: the schedule, network and slots included": timed(plan.schedule),
        "of that: the two passes": passes,
        "the incremental pass in their place": timed(change, 20),
        "computing and storing dates where nothing changed": timed(lambda: refresh_dates(programme)),
    }


def main():
    with tempfile.TemporaryDirectory() as home:
        os.environ["LANDFALL_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
        import django
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        call_command("migrate", verbosity=0)
        print(f"{platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores, median of {ROUNDS}")
        for count in SIZES:
            found = measure(count)
            whole = found["an edit through the service"]
            print(f"{count} tasks")
            for name, seconds in found.items():
                print(f"  {name:52} {seconds * 1e3:8.1f} ms  {seconds / whole:6.1%}")


if __name__ == "__main__":
    main()
