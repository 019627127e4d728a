"""The chart of 1,000 and 2,000 tasks: server time against bare JSON of the same rows, bytes, and the A3 PDF.

Run with ``uv run python -m tests.benchmarks.gantt``. The peer is a page of another product that draws the chart on the
server: 2.5 s and 2.7 MB for 1,000 tasks before the browser starts, 1.3 s for its PDF, measured on another machine.
Ours are seconds of the processor, so that what else runs on the machine does not count.
"""

import gc
import json
import os
import platform
import statistics
import tempfile
import time
from datetime import UTC, datetime

SIZES, ROUNDS = (1_000, 2_000), 7
PEER_SECONDS, PEER_BYTES, PEER_PDF = 2.5, 2_700_000, 1.3
BARS = {"server": 10, "bytes": 4, "pdf": 3}


def timed(build, rounds=ROUNDS):
    taken = []
    for _ in range(rounds):
        gc.collect()
        begin = time.process_time()
        build()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


def measure(count):
    from django.test import Client

    from core import seams
    from core.documents.pdf import render
    from core.memo import afresh
    from phases.plan.contributions import board
    from programme.records.services.snapshots import _Paper
    from tests.factories.plan import long_plan
    from tests.factories.programme import ProgrammeFactory, member_of

    programme = ProgrammeFactory(slug=f"long-{count}", name=f"Plan of {count}")
    person = member_of(programme, "PM")
    long_plan(programme, count)
    client = Client()
    client.force_login(person)
    data, page = f"/api/v1/programmes/{programme.slug}/plan/gantt/", f"/p/{programme.slug}/plan/"
    answer = client.get(data)
    rows = json.loads(answer.content)
    bare = timed(lambda: json.dumps(rows, separators=(",", ":")))
    again = answer.headers["ETag"]
    assert client.get(data, headers={"If-None-Match": again}).status_code == 304
    paper = _Paper(seams.documents[board.KIND], afresh(programme), datetime(2026, 5, 12, tzinfo=UTC), "")
    document = paper.document()
    pdf = render(document)
    shown = client.get(page)
    return {
        "count": count,
        "bare": bare,
        "data": timed(lambda: client.get(data)),
        "unchanged": timed(lambda: client.get(data, headers={"If-None-Match": again})),
        "page": timed(lambda: client.get(page)),
        "data_bytes": len(answer.content),
        "page_bytes": len(shown.content),
        "pdf": timed(lambda: render(document), 3),
        "pages": pdf.pages,
        "pdf_bytes": len(pdf.content),
    }


def say(found):
    server = found["data"] + found["page"]
    total = found["data_bytes"] + found["page_bytes"]
    print(f"{found['count']} tasks")
    print(f"  data            {found['data'] * 1e3:7.1f} ms  {found['data_bytes'] / 1e3:7.1f} kB")
    print(f"  data unchanged  {found['unchanged'] * 1e3:7.1f} ms  (304)")
    print(
        f"  bare JSON       {found['bare'] * 1e3:7.1f} ms  the same rows; data costs {found['data'] / found['bare']:.1f} times"
    )
    print(
        f"  page            {found['page'] * 1e3:7.1f} ms  {found['page_bytes'] / 1e3:7.1f} kB, its drawing for paper included"
    )
    print(f"  PDF             {found['pdf'] * 1e3:7.1f} ms  {found['pages']} pages, {found['pdf_bytes'] / 1e3:.0f} kB")
    if found["count"] == SIZES[0]:
        ratios = {"server": PEER_SECONDS / server, "bytes": PEER_BYTES / total, "pdf": PEER_PDF / found["pdf"]}
        for name, ratio in ratios.items():
            print(
                f"  {name:7} {ratio:.1f} times better than the peer, bar {BARS[name]}: {'met' if ratio >= BARS[name] else 'NOT MET'}"
            )


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
        call_command("collectstatic", verbosity=0, interactive=False)
        print(f"{platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores, median of {ROUNDS}")
        for count in SIZES:
            say(measure(count))


if __name__ == "__main__":
    main()
