"""`manage.py up` as a person meets it: one process that starts, says where it is, refuses clearly, and ends whole."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from core import jobs, serve
from core.errors import DomainError
from programme.people.models import User
from programme.records.selectors.demo import account_lines
from programme.records.services import embedded
from tests.factories.programme import ProgrammeFactory, UserFactory, member_of

ROOT = Path(__file__).resolve().parents[3]


def free_port():
    with contextlib.closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Up:
    """The process, with what it printed."""

    started = []

    def __init__(self, home, port, *options):
        env = {name: value for name, value in os.environ.items() if not name.startswith("LANDFALL_")}
        env |= {"LANDFALL_HOME": str(home), "LANDFALL_LANGUAGE": "en", "DJANGO_SETTINGS_MODULE": "core.settings"}
        self.port = port
        self.started.append(self)
        self.log = home.parent / f"up-{time.monotonic_ns()}.log"
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(port), *options],
                cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()

    def wait(self, word, seconds=120):
        deadline = time.monotonic() + seconds
        while word not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)
        return self.log.read_text()

    def end(self, number):
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(30)
        return code, time.monotonic() - began


def test_up_starts_serves_refuses_a_busy_port_and_resumes(tmp_path):
    home, port = tmp_path / "home", free_port()
    up = Up(home, port, "--no-demo")
    try:
        said = up.wait("Landfall is ready")
        link = re.search(rf"http://127\.0\.0\.1:{port}(/set-up/[-_A-Za-z0-9]+/)", said)
        assert up.get("/healthz") == (200, '{"status": "ok"}')
        assert up.get(link[1])[0] == 200
        second = Up(home, port, "--no-demo")
        assert second.process.wait(60) == 1
        assert second.log.read_text().strip() == (
            f"CommandError: 127.0.0.1:{port} is in use by another process; choose one with --port"
        )
        code, seconds = up.end(signal.SIGINT)
        assert code == 0
        assert seconds < 5  # two seconds of an idle machine
        assert subprocess.run(["pgrep", "-g", str(up.process.pid)], check=False).returncode == 1
        again = Up(home, port, "--no-demo")
        again.wait("Landfall is ready")
        fresh = re.search(r"/set-up/[-_A-Za-z0-9]+/", again.wait("Landfall is ready"))
        assert again.get(fresh[0])[0] == 200
        assert again.end(signal.SIGTERM)[0] == 0
    finally:
        for one in Up.started:
            one.process.kill()


@pytest.mark.django_db
def test_demo_accounts_are_listed_with_roles_and_password():
    programme = ProgrammeFactory()
    member_of(programme, "PM", "SP", name="Li Min", email="pmo@demo.landfall", is_demo=True)
    first, second = account_lines()
    assert first == "Demo accounts, password landfall-demo:"
    assert second.split() == ["pmo@demo.landfall", "Li", "Min", "Project", "manager", "(PMO),", "Sponsor"]


@pytest.mark.django_db
def test_demo_accounts_are_refused_beyond_loopback():
    for host in ("127.0.0.1", "localhost", "::1"):
        embedded.refuse_exposed_demo(host, allow=False, seeding=True)
    embedded.refuse_exposed_demo("192.0.2.7", allow=False, seeding=False)
    embedded.refuse_exposed_demo("192.0.2.7", allow=True, seeding=True)
    with pytest.raises(DomainError, match="add --allow-demo"):
        embedded.refuse_exposed_demo("192.0.2.7", allow=False, seeding=True)
    UserFactory(is_demo=True)
    with pytest.raises(DomainError, match="add --allow-demo"):
        embedded.refuse_exposed_demo("192.0.2.8", allow=False, seeding=False)


@pytest.mark.django_db
def test_demo_is_seeded_on_a_first_run_only(settings, tmp_path):
    settings.HOME = tmp_path
    assert embedded.first_run()
    (tmp_path / "first-run").touch()
    assert not embedded.first_run()
    (tmp_path / "first-run").unlink()
    UserFactory()
    assert not embedded.first_run()


@pytest.mark.django_db
def test_link_of_the_first_administrator_is_given_until_someone_can_administer():
    line = embedded.set_up_line("http://127.0.0.1:8000")
    assert "http://127.0.0.1:8000/set-up/" in line
    admin = User.objects.get(is_administrator=True)
    admin.set_password("correct horse battery")
    admin.save()
    assert embedded.set_up_line("http://127.0.0.1:8000") == ""


def test_port_that_is_taken_or_not_ours_is_refused():
    with contextlib.closing(serve.bind("127.0.0.1", 0)) as taken, pytest.raises(serve.PortTakenError, match="taken"):
        serve.bind("127.0.0.1", taken.getsockname()[1])
    for host, port in (("192.0.2.7", 0), ("127.0.0.1", 99_999)):
        with pytest.raises(serve.PortTakenError):
            serve.bind(host, port)


def test_only_one_process_is_the_runner_of_a_home(tmp_path):
    assert serve.only_runner(tmp_path)
    assert not serve.only_runner(tmp_path)
    for file in serve._kept:
        file.close()
    serve._kept.clear()


def test_stopping_is_told_to_jobs():
    from programme.records.services.working import stop_working

    stop_working()
    assert jobs.stopping.is_set()
    jobs.stopping.clear()
