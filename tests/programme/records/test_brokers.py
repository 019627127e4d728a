"""Several processes and a real broker: kills, an absent broker, crashes and poison; every job ends exactly once.

One tenth of the counts runs in the gate, all of them with ``-m full``; what they took is printed (``-s``).
"""

import hashlib
import os
import random
import signal
import statistics
import time
from contextlib import suppress
from dataclasses import dataclass

import pytest

from tests.programme.records.plant import TABLE, Plant, Redis, Wire, command_on_server

BROKERS = os.environ.get("LANDFALL_TEST_BROKERS", "").split()
ROWS = 160
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not BROKERS, reason="needs brokers: set LANDFALL_TEST_BROKERS"),
]

PEOPLE = """
from django.core.management import call_command
from django.utils import translation
from programme.charter.models import Programme
from programme.people.models import Membership, User
call_command("migrate", verbosity=0)
translation.activate("en")
programme = Programme.objects.create(slug="acme", name="Acme", language="en", starts_on="2026-03-02")
pm = User.objects.create(email="pm@example.com", name="Pm", language="en")
pm.set_password("long-and-plain-enough")
pm.save()
Membership.objects.create(programme=programme, user=pm, role="PM")
print("null")
"""
LATER = """
import json
from datetime import timedelta
from django.utils import timezone, translation
from programme.charter.models import Programme
from programme.people.models import User
from programme.records.models import Job
from programme.records.services import imports, enqueue, telling
from programme.records.services.imports import start_import, upload_import
from programme.records.services.papers import request_paper
translation.activate("en")
telling.tell_runner = lambda job: None
programme, pm = Programme.objects.get(), User.objects.get(email="pm@example.com")
imports.BIG = 0
known = set(Job.objects.values_list("pk", flat=True))
def file(n, rows):
    lines = ["Risk,Cause,Event,Effect,Probability,Impact"]
    lines += [f"Risk {n}-{i},because,may,leading,3,4" for i in range(rows)]
    run = upload_import(programme, kind="risks", data="\\n".join(lines).encode(), filename=f"{n}.csv", actor=pm)
    start_import(run, dry_run=False, actor=pm)
def paper():
    request_paper(programme, kind="steering", subject="", languages=["en", "zh-hans"], formats=["pdf", "html"], actor=pm)
"""
TELL = """
mine = Job.objects.exclude(pk__in=known)
mine.update(run_at=timezone.now() + timedelta(days=30))
print(json.dumps(list(mine.order_by("pk").values_list("pk", flat=True))))
"""


def name_of(broker):
    return broker.partition(":")[0]


@dataclass(frozen=True)
class Scale:
    """How much of the full count this run takes, and the lease of its workers."""

    part: int
    lease: int

    def of(self, whole):
        return max(whole // self.part, 1)


@pytest.fixture(
    params=[pytest.param(Scale(10, 4), id="tenth"), pytest.param(Scale(1, 20), id="whole", marks=pytest.mark.full)]
)
def scale(request):
    return request.param


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A migrated database that the others are copies of."""
    plant = Plant(tmp_path_factory.mktemp("base"), "base", "memory://")
    plant.run(PEOPLE)
    yield plant.name
    command_on_server(f"DROP DATABASE IF EXISTS {plant.name} WITH (FORCE)")


@pytest.fixture(params=BROKERS or ["none"], ids=lambda url: url.partition(":")[0])
def broker(request):
    return request.param


@pytest.fixture
def make(tmp_path, base):
    """Make installations, and end all of their processes afterwards."""
    made = []

    def one(url, **options):
        home = tmp_path / str(len(made))
        home.mkdir()
        made.append(Plant(home, f"p{len(made)}{url.partition(':')[0]}", url, template=base, **options))
        return made[-1]

    yield one
    for plant in made:
        plant.forget()


def release(plant, job):
    plant.ask(f"UPDATE {TABLE} SET run_at = now() - interval '11 seconds' WHERE id = %s", job)


def standing(plant, job):
    """Give the state of a job, and of what a process works on now, it or one of its parts: id, attempts, worker."""
    rows = plant.ask(
        f"SELECT state, id, attempts, worker FROM {TABLE} WHERE id = %s OR parent_id = %s ORDER BY id", job, job
    )
    running = [row[1:] for row in rows if row[0] == "running"]
    return rows[0][0], running[0] if running else None


class Recovery:
    """Kill and restart the worker at random moments of one job after another, and time how soon each is taken again."""

    def __init__(self, plant):
        self.plant, self.worker = plant, plant.worker()
        self.jobs, self.killed, self.taken, self.misses = [], {}, {}, 0
        plant.scheduler()

    def go(self, jobs, wanted):
        """Take jobs until as many as wanted were caught in mid-work, and cancel the others; tells how many ran."""
        self.jobs, self.killed, self.taken, self.misses = jobs, {}, {}, 0
        longest, used = self._time(jobs[0]), 1
        while used < len(jobs) and not (len(self.killed) == wanted and self._settled(jobs[:used])):
            job, caught = jobs[used], len(self.killed)
            used += 1
            pause = longest * (caught + random.random()) / wanted if caught else 0
            if not self._kill(job, pause, tree=caught % 2 == 0):
                self.misses += 1
                if standing(self.plant, job)[0] == "done":  # the first job was slower, as the first always is
                    longest *= 0.9
        self.plant.ask(f"UPDATE {TABLE} SET state = 'cancelled' WHERE id = ANY(%s)", jobs[used:])
        assert self._settled(jobs[:used])
        assert (len(self.killed), len(self.taken)) == (wanted, wanted)
        return used

    def _settled(self, jobs):
        """Wait until the jobs have ended; tells whether none of the kills came while a last commit was under way."""
        self.jobs, caught = jobs, len(self.killed)
        self.plant.wait(self._look, 240, "jobs still open")
        return len(self.killed) == caught

    def _time(self, job):
        release(self.plant, job)
        self.plant.wait(lambda: standing(self.plant, job)[1], 90, "the first job did not start")
        began = time.monotonic()
        self.plant.wait(lambda: standing(self.plant, job)[0] == "done", 120, "the first job did not end")
        return time.monotonic() - began

    def _kill(self, job, pause, *, tree):
        """Kill the whole worker, or its child alone (which the worker replaces); tells whether work was cut off."""
        release(self.plant, job)
        self.plant.wait(lambda: standing(self.plant, job)[1] or self._ended(job), 120, "the next job did not start")
        time.sleep(pause)
        self.plant.wait(self._none_at_last, 120, "a job stays at its last attempt")
        row = standing(self.plant, job)[1]
        if tree:
            self.plant.kill(self.worker)
            self.worker = self.plant.worker()
        elif row:
            with suppress(ProcessLookupError):
                os.kill(int(row[2].rpartition(":")[2]), signal.SIGKILL)
        cut = row is not None and self._now(row[0]) == ("running", row[2])
        if cut:
            self.killed[row[0]] = (time.monotonic(), row[2])
        self._look()
        return cut

    def _none_at_last(self):
        """Tell whether no job runs at its third attempt: one more kill would rightly put it aside."""
        return self.plant.ask(f"SELECT count(*) FROM {TABLE} WHERE state = 'running' AND attempts > 2") == [(0,)]

    def _now(self, row):
        return self.plant.ask(f"SELECT state, worker FROM {TABLE} WHERE id = %s", row)[0]

    def _ended(self, job):
        self._look()
        return standing(self.plant, job)[0] in {"done", "failed"}

    def _look(self):
        """Note which rows cut off another worker took, or had just ended; tells whether all jobs have ended."""
        for row, (moment, dead) in list(self.killed.items()):
            state, worker = self._now(row)
            if row not in self.taken and worker != dead:
                self.taken[row] = time.monotonic() - moment
            elif worker == dead and state != "running":  # the server ended the commit that the dead process had sent
                del self.killed[row]
                self.misses += 1
        states = self.plant.ask(f"SELECT DISTINCT state FROM {TABLE} WHERE id = ANY(%s)", self.jobs)
        return {state for (state,) in states} <= {"done", "failed", "quarantined"}

    def say(self, what, broker):
        times = sorted(self.taken.values())
        print(
            f"\n{name_of(broker)}: {what}: {len(self.killed)} kills in mid-work, {self.misses} too late; taken again"
            f" after min {times[0]:.1f} median {statistics.median(times):.1f} max {times[-1]:.1f} s"
            f" (lease {self.plant.env['LANDFALL_JOBS_LEASE_SECONDS']} s)" if times else f"\n{what}: nothing was caught"
        )  # fmt: skip


def test_worker_killed_at_random_moments_of_documents_and_of_imports(scale, make, broker):
    plant = make(broker, lease=scale.lease)
    wanted = scale.of(20)
    jobs = 2 * wanted + 10  # many end before they are killed; what is not needed is cancelled
    papers = plant.run(LATER + f"for n in range({jobs}): paper()" + TELL)
    files = plant.run(LATER + f"for n in range({jobs}): file(n, {ROWS})" + TELL)
    trial = Recovery(plant)
    ran = trial.go(papers, wanted)
    trial.say("document", broker)
    every_paper_is_there_once(plant, ran)
    ran = trial.go(files, wanted)
    trial.say("import in parts", broker)
    every_row_is_there_once(plant, ran)
    asked = "task IN ('records.build_document', 'records.import', 'records.import_part')"
    assert {state for _id, state, _n in plant.states(asked)} - {"cancelled"} == {"done"}


def every_paper_is_there_once(plant, jobs):
    """One paper per job, its four files whole, and no file to be seen whose content is not what its name says."""
    assert plant.ask("SELECT count(*), count(DISTINCT key) FROM programme_generateddocument") == [(jobs, jobs)]
    files = plant.ask("SELECT file, sha256, size FROM programme_documentfile")
    assert len(files) == 4 * jobs
    for name, sha256, size in files:
        content = (plant.home / "files" / name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (sha256, size)
    seen = [path for path in (plant.home / "files" / "documents").rglob("*") if path.is_file()]
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.stem for path in seen)


def every_row_is_there_once(plant, jobs):
    """Each file's rows once, one verdict and one event per file, each part ended once."""
    risks = plant.ask("SELECT title, count(*) FROM programme_risk GROUP BY title")
    assert sorted(risks) == sorted((f"Risk {n}-{i}", 1) for n in range(jobs) for i in range(ROWS))
    runs = plant.ask(
        "SELECT verdict->>'created', verdict->>'refused', jsonb_array_length(before), applied_at IS NOT NULL"
        " FROM programme_importrun WHERE applied_at IS NOT NULL"
    )
    assert runs == [(str(ROWS), "0", ROWS, True)] * jobs
    assert plant.ask("SELECT count(*) FROM programme_auditevent WHERE action = 'records.imported'") == [(jobs,)]
    assert plant.ask(f"SELECT count(*) FROM {TABLE} WHERE parent_id IS NOT NULL") == [(jobs * ROWS // 40,)]


def test_broker_away_answers_at_once_and_the_work_is_done_when_it_is_back(scale, make, broker, tmp_path):
    line = Redis(tmp_path) if broker.startswith("redis") else Wire(broker)
    plant = make(line.url)
    line.up()
    try:
        web = plant.web()
        plant.worker(concurrency=2)
        plant.scheduler()
        web.ready()
        web.post("/login/", username="pm@example.com", password="long-and-plain-enough")
        path, form = (
            "/p/acme/documents/new/",
            {"paper": "charter|", "moment": "now", "languages": "en", "formats": "html"},
        )
        web.post(path, **form)
        plant.wait_for_end(90)
        line.down()
        wanted = scale.of(20)
        slowest = max(web.post(path, **form)[2] for _ in range(wanted))
        assert slowest <= 2
        assert plant.ask(f"SELECT count(*) FROM {TABLE} WHERE state = 'pending'") == [(wanted,)]
        assert web.get("/readyz")[0] == 200  # pages go on without a broker
        line.up()
        back = time.monotonic()
        plant.wait_for_end(60)
        print(
            f"\n{name_of(broker)} away: {wanted} requests, slowest {slowest:.2f} s;"
            f" all done {time.monotonic() - back:.1f} s after its return"
        )
        assert {row[1:] for row in plant.states()} == {("done", 1)}
    finally:
        plant.stop()
        line.down()


CRASH = """
import os, json
from django.db import connection, transaction
from programme.records.services import enqueue, telling
telling.tell_runner = lambda job: os._exit(9)  # runs after the commit, in place of the publishing
ended = []
for n in range({wanted}):
    connection.close()
    child = os.fork()
    if child == 0:
        with transaction.atomic():
            enqueue("test.harmless", args={{"n": n}})
        os._exit(0)
    ended.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(json.dumps(ended))
"""


MIXED = """
import json
from programme.records.services import enqueue, telling
telling.tell_runner = lambda job: None
enqueue("test.poison", args={{}})
for n in range({wanted}):
    enqueue("test.harmless", args={{"n": n}})
print("null")
"""


def test_crashes_poison_and_an_import_that_two_workers_share(scale, make, broker):
    """Jobs whose publisher died run; what kills its worker is put aside while the rest goes on; parts go to both."""
    plant = make(broker)
    crashes, others = scale.of(20), scale.of(50)
    assert plant.run(CRASH.format(wanted=crashes)) == [9] * crashes
    assert len(plant.states("state = 'pending'")) == crashes
    [job] = plant.run(LATER + "file(0, 480)" + TELL)
    groups = {plant.worker().pid, plant.worker().pid}
    plant.scheduler()
    began = time.monotonic()
    plant.wait_for_end(120, "task = 'test.harmless'")
    print(
        f"\n{name_of(broker)}: {crashes} crashes before publishing, all run {time.monotonic() - began:.1f} s after the start"
    )
    assert sorted(
        plant.ask(f"SELECT (result->>'n')::int, state, attempts FROM {TABLE} WHERE task = 'test.harmless'")
    ) == [(n, "done", 1) for n in range(crashes)]
    release(plant, job)
    plant.wait_for_end(180, f"id = {job}")
    shared_by_both(plant, job, groups)
    plant.run(MIXED.format(wanted=others))
    began = time.monotonic()
    plant.wait_for_end(120, "task = 'test.harmless'")
    harmless = time.monotonic() - began
    plant.wait_for_end(180)
    print(
        f"{name_of(broker)}: {others} others done after {harmless:.1f} s,"
        f" poison put aside after {time.monotonic() - began:.1f} s"
    )
    assert {row[1:] for row in plant.states("task = 'test.harmless'")} == {("done", 1)}
    assert len(plant.states("task = 'test.harmless'")) == crashes + others
    found = plant.ask(f"SELECT state, attempts, reason FROM {TABLE} WHERE task = 'test.poison'")
    assert found == [("quarantined", 3, "The worker ended in the middle of each attempt. (given up after 3 attempts)")]


def shared_by_both(plant, job, groups):
    """Both process groups wrote parts, every row is there once, and the counts agree."""
    hands = plant.ask(f"SELECT DISTINCT worker FROM {TABLE} WHERE parent_id = %s", job)
    assert {os.getpgid(int(hand.rpartition(":")[2])) for (hand,) in hands} == groups
    assert plant.ask("SELECT count(*), count(DISTINCT title) FROM programme_risk") == [(480, 480)]
    assert plant.ask("SELECT verdict->>'created', verdict->>'refused' FROM programme_importrun") == [("480", "0")]
    assert plant.ask(f"SELECT state, done_units, total_units FROM {TABLE} WHERE id = %s", job) == [("done", 480, 480)]
    assert plant.ask(f"SELECT count(*), count(DISTINCT state) FROM {TABLE} WHERE parent_id = %s", job) == [(12, 1)]


def test_celery_beat_lets_the_night_happen_once(make, broker):
    """Beat in the place of the scheduler, and a worker, each a process: the night's snapshot is taken."""
    plant = make(broker)
    plant.worker()
    plant.beat()
    night = f"FROM {TABLE} WHERE key LIKE 'night:records.nightly_snapshot:%%'"
    plant.wait(lambda: plant.ask(f"SELECT 1 {night} AND state = 'done'"), 60, "no snapshot of the night")
    taken = "SELECT count(*) FROM programme_snapshot WHERE occasion = 'night'"
    assert plant.ask(taken) == [(1,)]
    time.sleep(3)  # the clock is asked again every second
    assert (plant.ask(f"SELECT count(*) {night}"), plant.ask(taken)) == ([(1,)], [(1,)])
