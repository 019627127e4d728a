"""An installation of several processes for tests: a database, a broker, workers, a scheduler, a web server.

Every process is a session of its own and is ended by the id it was started with, nothing by its name.
"""

import http.cookiejar
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import psycopg
from django.conf import settings
from kombu import Connection
from kombu.exceptions import OperationalError

from core.brokers import NAMES

ROOT = Path(__file__).resolve().parents[3]
OVER = ("done", "failed", "quarantined", "cancelled")
TABLE = "programme_job"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def server(name):
    """Give the address of a database of that name on the tests' own PostgreSQL."""
    own = settings.DATABASES["default"]
    password = f":{own['PASSWORD']}" if own.get("PASSWORD") else ""
    return f"postgres://{own['USER']}{password}@{own['HOST'] or '127.0.0.1'}:{own['PORT'] or 5432}/{name}"


def command_on_server(sql):
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        connection.execute(sql)


class Plant:
    """One installation: its own database and home, its own queues on the broker."""

    def __init__(self, home, name, broker, template=None, lease=4):
        self.home, self.name, self.started = Path(home), f"landfall_plant_{name}_{os.getpid()}", []
        command_on_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        command_on_server(f"CREATE DATABASE {self.name}" + (f" TEMPLATE {template}" if template else ""))
        self.prefix = f"t{os.getpid()}{name}_"
        bare = {key: value for key, value in os.environ.items() if not key.startswith(("LANDFALL_", "DJANGO_"))}
        self.env = bare | {
            "LANDFALL_HOME": str(self.home), "LANDFALL_DATABASE_URL": server(self.name), "LANDFALL_BROKER_URL": broker,
            "LANDFALL_QUEUE_PREFIX": self.prefix, "LANDFALL_JOBS_LEASE_SECONDS": str(lease), "LANDFALL_LANGUAGE": "en",
            "LANDFALL_IMPORT_PART_ROWS": "40", "DJANGO_SETTINGS_MODULE": "core.settings", "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip

    def ask(self, sql, *values):
        with psycopg.connect(server(self.name), autocommit=True) as connection:
            found = connection.execute(sql, values)
            return found.fetchall() if found.description else []

    def run(self, code):
        """Run a script in this installation; its last line is JSON."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            cwd=ROOT, env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        lines = done.stdout.strip().splitlines()
        return json.loads(lines[-1]) if lines else None

    def start(self, *command, **env):
        log = (self.home / f"{len(self.started)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.env | env, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self.started.append(process)
        return process

    def worker(self, concurrency=1):
        queues = f"{self.prefix}interactive,{self.prefix}bulk"
        return self.start(
            "-m", "celery", "-A", "core", "worker", "-Q", queues, "-c", str(concurrency), "-l", "warning",
            "--without-gossip", "--without-mingle", "-I", "tests.programme.records.poison",
        )  # fmt: skip

    def scheduler(self):
        return self.start("manage.py", "scheduler")

    def beat(self):
        schedule = str(self.home / "beat")
        return self.start(
            "-m", "celery", "-A", "core", "beat", "-l", "warning", "-s", schedule, LANDFALL_CLOCK_SECONDS="1"
        )  # fmt: skip

    def web(self):
        port = free_port()
        self.run(
            "from django.core.management import call_command\ncall_command('collectstatic', interactive=False, verbosity=0)"
        )
        self.start(
            "-m", "gunicorn", "-c", "python:core.gunicorn", "core.wsgi",
            LANDFALL_BIND=f"127.0.0.1:{port}", LANDFALL_WEB_WORKERS="1",
        )  # fmt: skip
        return Browser(f"http://127.0.0.1:{port}")

    def states(self, where="TRUE"):
        return self.ask(f"SELECT id, state, attempts FROM {TABLE} WHERE {where} ORDER BY id")

    def wait(self, condition, seconds, what):
        """Ask the database until the condition holds; says where things stand when it never does."""
        until = time.monotonic() + seconds
        while not (found := condition()):
            if time.monotonic() > until:
                raise AssertionError(f"{what} after {seconds} s: {self.states()} {self.last_words()}")
            time.sleep(0.05)
        return found

    def wait_for_end(self, seconds, where="TRUE"):
        over = ", ".join(f"'{word}'" for word in OVER)
        open_jobs = f"SELECT count(*) FROM {TABLE} WHERE ({where}) AND state NOT IN ({over})"
        self.wait(lambda: self.ask(open_jobs)[0][0] == 0, seconds, "jobs still open")

    def last_words(self):
        logs = sorted(self.home.glob("*.log"), key=lambda path: path.stat().st_mtime)[-3:]
        return "\n".join(f"--- {path.name}\n{path.read_text(errors='replace')[-1500:]}" for path in logs)

    def kill(self, process):
        """End a process and its children at once; only the group that it was started with."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def stop(self):
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(8)
            except subprocess.TimeoutExpired:
                self.kill(process)
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)  # children that outlived a killed parent
        self.started.clear()

    def forget(self):
        self.stop()
        with suppress(OSError, OperationalError), Connection(self.env["LANDFALL_BROKER_URL"]) as broker:
            for name in NAMES:
                broker.default_channel.queue_delete(self.prefix + name)
        command_on_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class Browser:
    """A person at the installation: logs in, opens, posts."""

    def __init__(self, base, host=""):
        """Browse at an address; with a host's name as if a gate had taken TLS off."""
        self.base, self.origin = base, f"https://{host}" if host else base
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https") if host else ("https",))
        jar = http.cookiejar.CookieJar(policy)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        gate = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "8.8.8.8"}
        self.headers = gate if host else {}

    def get(self, path):
        try:
            with self.opener.open(urllib.request.Request(self.base + path, headers=self.headers), timeout=30) as answer:
                return answer.status, answer.read(), answer.url
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), self.base + path

    def ready(self, seconds=180):
        until = time.monotonic() + seconds
        while True:
            with suppress(OSError):
                if self.get("/readyz")[0] == 200:
                    return
            assert time.monotonic() < until, "the web server is not ready"
            time.sleep(0.2)

    def post(self, path, page="", **fields):
        """Post the form that stands on the page; returns status, where it leads, and the seconds of the post alone."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page or path)[1]).group(1).decode()
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}, doseq=True).encode()
        request = urllib.request.Request(self.base + path, data, self.headers | {"Referer": self.origin + path})
        began = time.monotonic()
        with self.opener.open(request, timeout=30) as answer:
            answer.read()
            return answer.status, answer.url, time.monotonic() - began


class Redis:
    """A broker of our own that may be stopped."""

    def __init__(self, home):
        self.home, self.port, self.process = home, free_port(), None

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def up(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
             "--dir", str(self.home)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", self.port), 1)):
                return
            time.sleep(0.05)
        raise AssertionError("redis-server did not start")

    def down(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)


class Wire:
    """A wire to the shared broker that may be cut: whoever is connected is dropped, whoever comes is refused."""

    def __init__(self, url):
        self.parts, self.port = urllib.parse.urlsplit(url), free_port()
        self.pairs, self.listener, self.lock = [], None, threading.Lock()

    @property
    def url(self):
        access = f"{self.parts.username}:{self.parts.password}@" if self.parts.username else ""
        return f"{self.parts.scheme}://{access}127.0.0.1:{self.port}{self.parts.path}"

    def up(self):
        self.listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def _accept(self, listener):
        while True:
            try:
                near, _address = listener.accept()
                far = socket.create_connection((self.parts.hostname, self.parts.port or 5672), 5)
            except OSError:
                return
            with self.lock:
                self.pairs.append((near, far))
            threading.Thread(target=self._carry, args=[near, far], daemon=True).start()

    def _carry(self, near, far):
        with suppress(OSError, ValueError):
            while True:
                for source in select.select([near, far], [], [])[0]:
                    data = source.recv(65536)
                    if not data:
                        raise OSError
                    (far if source is near else near).sendall(data)
        near.close()
        far.close()

    def down(self):
        if self.listener is not None:
            with suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
        with self.lock:
            for pair in self.pairs:
                for end in pair:
                    with suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)
            self.pairs.clear()
