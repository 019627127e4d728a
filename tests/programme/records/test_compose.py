"""compose.yaml without containers: its own commands as plain processes, from log-in to a document that is opened."""

import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.programme.records.plant import ROOT, Browser, Plant, free_port

BROKERS = os.environ.get("LANDFALL_TEST_BROKERS", "").split()
HOST = "landfall.example"
GIVEN = {"LANDFALL_HOST": HOST, "LANDFALL_SECRET_KEY": "k7#" * 20, "LANDFALL_EMAIL_URL": "smtp://127.0.0.1:25/",
         "POSTGRES_PASSWORD": "x", "RABBITMQ_PASSWORD": "x", "LANDFALL_METRICS_TOKEN": "figures"}  # fmt: skip
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^{}]*))?\}")
PERSON = """
from django.utils import translation
from programme.charter.models import Programme
from programme.people.models import Membership, User
translation.activate("en")
programme = Programme.objects.create(slug="acme", name="Acme", language="en", starts_on="2026-03-02")
pm = User.objects.create(email="pm@example.com", name="Pm", language="en")
pm.set_password("long-and-plain-enough")
pm.save()
Membership.objects.create(programme=programme, user=pm, role="PM")
print("null")
"""


def filled(text):
    """Put the variables in, the inner ones first; a required one that is not given is an error."""

    def value(found):
        name, sort, other = found.groups()
        if name in GIVEN:
            return GIVEN[name]
        assert sort != "?", f"{name} is required"
        return other or ""

    while (after := VARIABLE.sub(value, text)) != text:
        text = after
    return text.replace("$$", "$")


class Composed:
    """The services of the file, run beside each other on loopback."""

    def __init__(self, plant, post):
        self.plant, self.port = plant, free_port()
        compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
        self.services = compose["services"]
        self.own = {
            "LANDFALL_HOME": str(plant.home), "LANDFALL_DATABASE_URL": plant.env["LANDFALL_DATABASE_URL"],
            "LANDFALL_BROKER_URL": plant.env["LANDFALL_BROKER_URL"], "LANDFALL_QUEUE_PREFIX": plant.prefix,
            "LANDFALL_EMAIL_URL": f"smtp://127.0.0.1:{post}/",
            "LANDFALL_STATIC_ROOT": str(plant.home / "static"), "LANDFALL_BIND": f"127.0.0.1:{self.port}",
        }  # fmt: skip

    def env(self, name):
        told = {key: filled(str(value)) for key, value in self.services[name]["environment"].items()}
        return told | self.own | {"LANDFALL_ALIVE_FILE": str(self.plant.home / f"{name}.alive")}

    def command(self, name):
        """Say the service's command with this installation's Python and queues."""
        program, *rest = self.services[name]["command"]
        rest = [f"{self.plant.prefix}{part}" if rest[n - 1] == "-Q" else part for n, part in enumerate(rest)]
        return rest if program == "python" else ["-m", program, *rest]

    def once(self, name, *command):
        done = subprocess.run(
            [sys.executable, *(command or self.command(name))], cwd=ROOT, env=self.plant.env | self.env(name),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]

    def start(self, name):
        return self.plant.start(*self.command(name), **self.env(name))

    def healthy(self, name):
        """Run the service's own health check, as a container would."""
        kind, *test = self.services[name]["healthcheck"]["test"]
        line = filled(test[0]) if kind == "CMD-SHELL" else shlex.join(test)
        line = line.replace("/tmp/alive", str(self.plant.home / f"{name}.alive")).replace(":8000", f":{self.port}")  # noqa: S108
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return subprocess.run(["sh", "-c", line], env={"PATH": path}, capture_output=True, check=False).returncode == 0


@pytest.mark.postgres
@pytest.mark.skipif(not BROKERS, reason="needs brokers: set LANDFALL_TEST_BROKERS")
def test_services_of_the_compose_file_serve_a_person_from_log_in_to_a_document(tmp_path):
    plant, post = Plant(tmp_path, "compose", BROKERS[0]), Controller(Sink(), hostname="127.0.0.1", port=free_port())
    composed = Composed(plant, post.port)
    post.start()
    try:
        composed.once("migrate")
        plant.run(PERSON)
        composed.once("web", "manage.py", "collectstatic", "--no-input", "-v", "0")
        names = ["web", "worker-interactive", "worker-bulk", "scheduler"]
        running = {name: composed.start(name) for name in names}
        plant.wait(lambda: all(composed.healthy(name) for name in names), 120, "not all services are healthy")
        person = Browser(f"http://127.0.0.1:{composed.port}", HOST)
        log_in(person)
        document_is_made_and_opened(plant, person)
        assert person.get("/metrics")[0] == 404
        person.headers["Authorization"] = "Bearer figures"
        assert b'landfall_jobs{queue="interactive",state="done"} ' in person.get("/metrics")[1]
        lines = [line for log in plant.home.glob("*.log") for line in log.read_text(errors="replace").splitlines()]
        assert not [line for line in lines if "pm@example.com" in line or '"level": "error"' in line]
        began = time.monotonic()
        for process in running.values():
            process.terminate()
        assert {name: process.wait(30) for name, process in running.items()} == dict.fromkeys(names, 0)
        print(f"\nall services ended {time.monotonic() - began:.1f} s after TERM")
    finally:
        post.stop()
        plant.forget()


def log_in(person):
    """Give the password, and see a page that only members see."""
    assert person.get("/p/acme/governance/")[2].startswith(f"{person.base}/login/")
    person.post("/login/", username="pm@example.com", password="long-and-plain-enough")
    status, content, url = person.get("/p/acme/governance/")
    assert (status, url, b"Acme" in content) == (200, f"{person.base}/p/acme/governance/", True)


def document_is_made_and_opened(plant, person):
    """Ask for a charter, wait for its job, open its page and its file."""
    person.post("/p/acme/documents/new/", paper="charter|", moment="now", languages="en", formats="pdf")
    plant.wait_for_end(90)
    assert {row[1:] for row in plant.states("task = 'records.build_document'")} == {("done", 1)}
    [(paper, file)] = plant.ask(
        "SELECT d.public_id, f.public_id FROM programme_generateddocument d JOIN programme_documentfile f ON f.document_id = d.id"
    )
    assert person.get(f"/p/acme/documents/{paper}/")[0] == 200
    status, content, _url = person.get(f"/p/acme/documents/{paper}/files/{file}/")
    assert (status, content[:5]) == (200, b"%PDF-")
