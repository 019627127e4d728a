"""Big plans imported through the service: Microsoft Project's XML and CSV, a first time and the same file again.

Run with ``uv run python -m tests.benchmarks.imports [tasks …]``. It works on the database of the settings, in a programme
of its own that is rolled back; run it with an empty ``LANDFALL_HOME``. What counts is how seconds a task grow with size.
"""

import csv
import io
import os
import platform
import resource
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
SIZES = (5_000, 20_000, 50_000)
GROUP, DAYS = 20, 7


def rows(count):
    """Number, WBS, whether it is a summary, days and the numbers it waits for: groups of twenty, 1.5 links a task."""
    for n in range(count):
        group, place = divmod(n, GROUP)
        wbs = f"{group + 1}.{place}" if place else str(group + 1)
        before = [n - 1] if place > 1 else []
        if place and n > GROUP and n % 2:
            before.append(n - GROUP)
        yield n, wbs, not place, n % DAYS + 1, before


def sheet(count):
    """The plan as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["WBS", "Task name", "Duration (wd)", "Predecessors"])
    names = {}
    for n, wbs, summary, days, before in rows(count):
        names[n] = wbs
        writer.writerow([wbs, f"Task {n}", "" if summary else days, "; ".join(names[one] for one in before)])
    return out.getvalue().encode(), "plan.csv"


def project(count):
    """The plan as a file of Microsoft Project."""
    tasks = []
    for n, wbs, summary, days, before in rows(count):
        links = "".join(
            f"<PredecessorLink><PredecessorUID>{one + 1}</PredecessorUID><Type>1</Type></PredecessorLink>"
            for one in before
        )
        tasks.append(
            f"<Task><UID>{n + 1}</UID><Name>Task {n}</Name><OutlineNumber>{wbs}</OutlineNumber><WBS>{wbs}</WBS>"
            f"<OutlineLevel>{1 if summary else 2}</OutlineLevel><Summary>{int(summary)}</Summary>"
            f"<Duration>PT{days * 8}H0M0S</Duration>{links}</Task>"
        )
    head = '<Project xmlns="http://schemas.microsoft.com/project"><Title>Big</Title><StartDate>2026-03-02T08:00:00</StartDate>'
    return f"{head}<Tasks>{''.join(tasks)}</Tasks></Project>".encode(), "plan.xml"


def measure(make, count):
    """Seconds of the first import and of the same file again, and what they counted."""
    from django.db import transaction

    from programme.records.selectors.imports import import_json
    from programme.records.services.imports import run_import
    from tests.factories.programme import ProgrammeFactory

    data, name = make(count)
    found = []
    with transaction.atomic():
        programme = ProgrammeFactory()
        for _round in range(2):
            begun = time.perf_counter()
            run = run_import(programme, kind="plan", data=data, filename=name, actor=None)
            told = import_json(run)
            found.append((time.perf_counter() - begun, {key: told[key] for key in ("created", "unchanged", "refused")}))
        transaction.set_rollback(True)
    return len(data), found


def main():
    """Print the table."""
    import django

    django.setup()
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    print(f"{platform.python_implementation()} {platform.python_version()}\n")
    print("| file | tasks | MB | first | ms a task | the same again | counted |")
    print("|---|---|---|---|---|---|---|")
    for make in (project, sheet):
        for count in sizes:
            size, ((first, told), (again, nothing)) = measure(make, count)
            print(
                f"| {make.__name__} | {count} | {size / 1e6:.1f} | {first:.1f} s | {first / count * 1000:.2f} "
                f"| {again:.1f} s | {told}, {nothing} |", flush=True,
            )  # fmt: skip
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
