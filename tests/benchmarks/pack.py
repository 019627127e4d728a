"""The steering pack from click to PDF among 20 programmes, 10,000 risks and 400 gates; lists and plan check beside it.

Run with ``LANDFALL_HOME=… uv run python -m tests.benchmarks.pack`` on the home of a demo; it is copied, never changed.
"""

import gc
import os
import platform
import shutil
import tempfile
import time
from pathlib import Path

PROGRAMMES, RISKS, GATES = 20, 10_000, 400
MINE = 1_000  # risks of the programme whose pack is printed


def counted(build):
    """Return what the call gives, its queries, its seconds of the processor and on the clock."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    gc.collect()
    with CaptureQueriesContext(connection) as caught:
        clock, begin = time.perf_counter(), time.process_time()
        given = build()
        spent = time.process_time() - begin, time.perf_counter() - clock
    return given, len(caught), *spent


def fill(programme):
    """Bring the database to its size."""
    from phases.gates.models import Gate
    from programme.charter.models import Programme
    from programme.raid.models import Risk
    from tests.factories.phases import GateFactory, PhaseFactory
    from tests.factories.programme import ProgrammeFactory
    from tests.factories.raid import RiskFactory

    others = [
        ProgrammeFactory(slug=f"more-{n}", name=f"More {n}") for n in range(PROGRAMMES - Programme.objects.count())
    ]
    phases = [PhaseFactory(programme=one) for one in others]
    for n in range(GATES - Gate.objects.count()):
        GateFactory(phase=phases[n % len(phases)], programme=others[n % len(phases)])
    mine = RiskFactory.build_batch(MINE, programme=programme)
    rest = RiskFactory.build_batch(RISKS - MINE - Risk.objects.count(), programme=programme)
    for n, risk in enumerate(rest):
        risk.programme = others[n % len(others)]
    for n, risk in enumerate([*mine, *rest]):
        risk.code = f"X{n:05}"
    Risk.objects.bulk_create([*mine, *rest], batch_size=500)
    return Programme.objects.count(), Risk.objects.count(), Gate.objects.count()


def say(name, queries, spent, clock):
    print(f"  {name:44} {queries:5} queries {spent:6.2f} s of the processor {clock:6.2f} s", flush=True)


def main():
    home = Path(os.environ["LANDFALL_HOME"])
    copy = Path(tempfile.mkdtemp())
    shutil.copytree(home, copy / "home")
    os.environ["LANDFALL_HOME"] = str(copy / "home")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from core.memo import afresh
    from programme.charter.models import Programme
    from programme.checks.selectors import check_json
    from programme.people.models import User
    from programme.records.services.papers import draft_paper, draw

    settings.ALLOWED_HOSTS = ["testserver"]
    programme = Programme.objects.filter(is_demo=True).first()
    pmo = User.objects.get(email="pmo@demo.landfall")

    def pack(language):
        paper, queries, spent, clock = counted(lambda: draft_paper(afresh(programme), kind="steering", actor=pmo))
        say("freezing every document in both languages", queries, spent, clock)
        for fmt in ("pdf", "pptx", "html", "xlsx"):
            kept, more, busy, took = counted(lambda fmt=fmt: draw(paper, language, fmt, actor=pmo))
            say(f"the pack as {fmt}, {kept.size // 1000} kB", more, busy, took)
            if fmt == "pdf":
                say("click to PDF", queries + more, spent + busy, clock + took)

    print(f"{platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print("the demo as it is")
    pack(programme.language)
    programmes, risks, gates = fill(programme)
    print(f"{programmes} programmes, {risks:,} risks, {gates} gates")
    pack(programme.language)
    client = Client()
    client.force_login(User.objects.get(email="admin@demo.landfall"))
    for name, url in (("portfolio", "/portfolio/"), ("risk register", f"/p/{programme.slug}/risks/")):
        client.get(url)
        _page, *figures = counted(lambda url=url: client.get(url))
        say(name, *figures)
    _told, *figures = counted(lambda: check_json(afresh(programme)))
    say("plan check", *figures)
    shutil.rmtree(copy)


if __name__ == "__main__":
    main()
