"""The process is killed in mid-work: every job ends once, no partial file is seen, an import is all or nothing.

The real `manage.py up` runs on a home of its own and is killed with SIGKILL at random moments.
"""

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROWS = 200
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import timedelta
from django.utils import timezone, translation
from programme.charter.models import Programme
from programme.people.models import Membership, User
from programme.records.models import Job
from programme.records.services import imports
from programme.records.services.imports import start_import, upload_import
from programme.records.services.papers import request_paper
translation.activate("en")
programme = Programme.objects.create(slug="acme", name="Acme", language="en", starts_on="2026-03-02")
pm = User.objects.create(email="pm@example.com", name="Pm", language="en")
Membership.objects.create(programme=programme, user=pm, role="PM")
imports.BIG = 0
for n in range({jobs}):
    if "{sort}" == "import":
        lines = ["Risk,Cause,Event,Effect,Probability,Impact"]
        lines += [f"Risk {{n}}-{{i}},because,may,leading,3,4" for i in range({rows})]
        run = upload_import(programme, kind="risks", data="\\n".join(lines).encode(), filename=f"r{{n}}.csv", actor=pm)
        start_import(run, dry_run=False, actor=pm)
    else:
        request_paper(programme, kind="steering", subject="", languages=["en", "zh-hans"], formats=["pdf", "html"], actor=pm)
Job.objects.update(run_at=timezone.now() + timedelta(days=30))
"""


class Home:
    """A home with jobs that wait, the process that works on it, and a look into its database from outside."""

    def __init__(self, path, sort, jobs):
        self.path = path
        env = {name: value for name, value in os.environ.items() if not name.startswith("LANDFALL_")}
        self.env = env | {"LANDFALL_HOME": str(path), "DJANGO_SETTINGS_MODULE": "core.settings"}
        script = PREPARE.format(sort=sort, jobs=jobs, rows=ROWS)
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=self.env, check=True)
        tasks = ("records.import",) if sort == "import" else ("records.build_document",)
        self.jobs = [row[0] for row in self.ask(f"SELECT id FROM programme_job WHERE task='{tasks[0]}' ORDER BY id")]
        self.process = None

    def ask(self, sql):
        with sqlite3.connect(self.path / "landfall.sqlite3", timeout=60) as database:
            rows = database.execute(sql).fetchall()
        database.close()
        return rows

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-demo", "--port", "0"],
            cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def release(self, job):
        self.ask(f"UPDATE programme_job SET run_at='2020-01-01 00:00:00' WHERE id={job}")

    def state(self, job):
        return self.ask(f"SELECT state, attempts FROM programme_job WHERE id={job}")[0]

    def wait(self, job, *states, seconds=90):
        deadline = time.monotonic() + seconds
        while self.state(job)[0] not in states:
            assert self.process.poll() is None, "the process ended by itself"
            assert time.monotonic() < deadline, f"job {job} is {self.state(job)}"
            time.sleep(0.02)

    def kill_in_the_middle(self, job, previous, pause):
        """Start, let the previous job end, kill this one `pause` seconds after it began."""
        self.start()
        if previous is not None:
            self.wait(previous, "done", "failed", "quarantined")
        self.release(job)
        self.wait(job, "running", "done")
        time.sleep(pause)
        self.kill()

    def finish(self, job):
        self.start()
        self.wait(job, "done", "failed", "quarantined")
        self.stop()


def run_with_kills(home, check):
    """Time one job whole, kill the others once each, let the last end; returns the attempts of the killed ones.

    The first is killed at the moment it is seen running, the others each at a random moment of their own part of the
    time that the whole job took, so that the kills cover all of it.
    """
    home.start()
    home.release(home.jobs[0])
    home.wait(home.jobs[0], "running", "done")
    began = time.monotonic()
    home.wait(home.jobs[0], "done", "failed")
    longest = time.monotonic() - began
    home.stop()
    previous = None
    killed = home.jobs[1:]
    for n, job in enumerate(killed):
        pause = longest * random.uniform(n, n + 1) / len(killed) if n else 0
        home.kill_in_the_middle(job, previous, pause)
        check()
        previous = job
    home.finish(previous)
    states = [home.state(job) for job in home.jobs]
    assert {state for state, _attempts in states} == {"done"}, states
    return [attempts for _state, attempts in states[1:]]


def whole_files(home):
    """Every file that can be seen is named by the hash of its content."""
    seen = [path for path in (home.path / "files" / "documents").rglob("*") if path.is_file()]
    for path in seen:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    return {path.name for path in seen}


def chain_is_whole(home):
    subprocess.run(
        [sys.executable, "manage.py", "verify_audit"], cwd=ROOT, env=home.env, check=True, capture_output=True
    )


def document_trial(home):
    attempts = run_with_kills(home, lambda: whole_files(home))
    papers = home.ask("SELECT key, COUNT(*) FROM programme_generateddocument GROUP BY key")
    assert sorted(count for _key, count in papers) == [1] * len(home.jobs)
    files = home.ask("SELECT document_id, COUNT(*) FROM programme_documentfile GROUP BY document_id")
    assert sorted(count for _document, count in files) == [4] * len(home.jobs)
    kept = {Path(name).name for (name,) in home.ask("SELECT file FROM programme_documentfile")}
    assert kept <= whole_files(home)
    assert not list((home.path / "files" / ".drafts").glob("*"))
    chain_is_whole(home)
    assert max(attempts) == 2  # at least one was really killed in its middle


def import_trial(home):
    def all_or_nothing():
        assert home.ask("SELECT COUNT(*) FROM programme_risk")[0][0] % ROWS == 0

    attempts = run_with_kills(home, all_or_nothing)
    assert home.ask("SELECT COUNT(*) FROM programme_risk")[0][0] == ROWS * len(home.jobs)
    applied = home.ask("SELECT COUNT(*) FROM programme_importrun WHERE applied_at IS NOT NULL")[0][0]
    assert applied == len(home.jobs)
    chain_is_whole(home)
    assert max(attempts) == 2


@pytest.fixture
def home(tmp_path):
    made = []

    def make(sort, kills):
        made.append(Home(tmp_path, sort, kills + 1))
        return made[0]

    yield make
    for one in made:
        one.stop()


def test_document_jobs_survive_kills(home):
    document_trial(home("document", 2))


def test_import_jobs_survive_kills(home):
    import_trial(home("import", 2))


@pytest.mark.full
def test_document_jobs_survive_20_kills(home):
    document_trial(home("document", 20))


@pytest.mark.full
def test_import_jobs_survive_20_kills(home):
    import_trial(home("import", 20))
