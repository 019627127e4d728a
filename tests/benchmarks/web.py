"""Pages and API beside a bare Django view over the same rows, in the same run (P7, P8, P9, P13).

Run with ``uv run python -m tests.benchmarks.web``. It seeds a database of its own in a temporary home: one programme with
1,000 risks among 10,000. Requests go through the whole stack of middleware in this process; there is no network.
"""

import itertools
import os
import statistics
import tempfile
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
os.environ.setdefault("LANDFALL_HOME", tempfile.mkdtemp(prefix="landfall-bench-"))
os.environ.setdefault("LANDFALL_JOBS_RUNNER", "inline")
os.environ["LANDFALL_ALLOWED_HOSTS"] = "*"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

import core.urls
from core.serve import collect_static
from phases.gates.services import start_programme
from programme.charter.models import Programme
from programme.people.services import demo_account, give_role
from programme.raid.models import Risk

ROUNDS, WARM = 30, 5
NUMBERS = itertools.count(1)
BARE = Template(
    "<table>{% for r in rows %}<tr><td>{{ r.code }}</td><td>{{ r.title }}</td><td>{{ r.state }}</td>"
    "<td>{{ r.owner }}</td><td>{{ r.probability }}</td><td>{{ r.impact }}</td><td>{{ r.score }}</td>"
    "<td>{{ r.response }}</td></tr>{% endfor %}</table>"
)


def bare_page(request):
    """Fifty rows in a plain table: no layout, no filters, no permissions."""
    rows = Risk.objects.filter(programme__slug="bench").select_related("owner").order_by("-score", "pk")[:50]
    return HttpResponse(BARE.render(Context({"rows": rows})))


def bare_list(request):
    """A hundred rows as JSON."""
    fields = ("public_id", "code", "title", "state", "probability", "impact", "score", "response")
    return JsonResponse({"results": list(Risk.objects.filter(programme__slug="bench").values(*fields)[:100])})


def bare_create(request):
    """One row, one commit."""
    row = Risk.objects.create(programme=Programme.objects.get(slug="bench"), title="bare", code=f"B{next(NUMBERS)}")
    return JsonResponse({"id": row.public_id}, status=201)


def timed(call):
    """Median seconds of a call, and of the processor, which other work on the machine stretches less."""
    for _ in range(WARM):
        call()
    spent, busy = [], []
    for _ in range(ROUNDS):
        start, began = time.perf_counter(), time.process_time()
        call()
        spent.append(time.perf_counter() - start)
        busy.append(time.process_time() - began)
    return statistics.median(spent), statistics.median(busy)


def seed():
    """Ten programmes with 1,000 risks each; the PMO of the first is logged in."""
    call_command("migrate", verbosity=0)
    collect_static()
    user = demo_account(
        "pm@bench.example",
        name="PM",
        job_title="",
        language="en",
        unit=None,
        administrator=False,
        password="landfall-demo",
    )
    for number in range(10):
        slug = "bench" if number == 0 else f"bench-{number}"
        programme = start_programme(slug=slug, name=slug, language="en", actor=None).programme
        Risk.objects.bulk_create(
            Risk(
                programme=programme, code=f"X{n}", title=f"Risk {n}", cause="a", event="b", effect="c",
                probability=n % 5 + 1, impact=n % 4 + 1, score=(n % 5 + 1) * (n % 4 + 1),
            )
            for n in range(1000)
        )  # fmt: skip
    give_role(Programme.objects.get(slug="bench"), user=user, role="PM", actor=None)
    return user


def main():
    """Print the table."""
    user = seed()
    core.urls.urlpatterns += [
        path("bare/", bare_page), path("bare.json", bare_list), path("bare-create/", bare_create),
    ]  # fmt: skip
    client = Client()
    client.force_login(user)
    api = "/api/v1/programmes/bench/risks/"
    body = {"title": "New", "cause": "a", "event": "b", "effect": "c", "probability": 2, "impact": 3}
    rows = [
        ("P7 register page, 50 of 1,000 rows", lambda: client.get("/p/bench/risks/"), lambda: client.get("/bare/"), 3),
        ("P8 API list of 100 rows", lambda: client.get(f"{api}?page_size=100"), lambda: client.get("/bare.json"), None),
        (
            "P9 API create, one client",
            lambda: client.post(api, body, content_type="application/json"),
            lambda: client.post("/bare-create/"),
            None,
        ),
    ]
    print(f"database: {connection.vendor}; rounds: {ROUNDS}, medians\n")
    print("| work | ours | bare | ratio | bar | queries |\n|---|---|---|---|---|---|")
    for name, ours, bare, bar in rows:
        for call in (ours, bare):
            answer = call()
            assert answer.status_code in {200, 201}, (name, answer.status_code, answer.content[:300])
        with CaptureQueriesContext(connection) as seen:
            ours()
        asked = len(seen)  # the next request forgets them
        (mine, busy), (floor, least) = timed(ours), timed(bare)
        print(
            f"| {name} | {mine * 1000:.1f} ms ({1 / mine:.0f}/s), processor {busy * 1000:.1f} ms "
            f"| {floor * 1000:.1f} ms, processor {least * 1000:.1f} ms | {busy / least:.1f}× "
            f"| {f'≤ {bar}×' if bar else '–'} | {asked} |"
        )
    from phases.gates.selectors import evaluate_gates

    programme = Programme.objects.get(slug="bench")
    with CaptureQueriesContext(connection) as seen:
        evaluate_gates(programme)
    print(f"| P13 all gates evaluated | – | – | – | ≤ 30 queries | {len(seen)} |")


if __name__ == "__main__":
    main()
