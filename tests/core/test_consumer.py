"""A worker whose broker is away asks for it evenly."""

from itertools import pairwise
from types import SimpleNamespace

from kombu import Connection
from kombu.utils import functional

from core.celery import app
from core.consumer import PAUSE_SECONDS, PatientConsumer


def test_a_worker_asks_for_its_broker_every_other_second_however_long_it_is_away(monkeypatch):
    slept, asked = [], []
    monkeypatch.setattr(functional, "sleep", slept.append)
    conn = Connection("amqp://guest:guest@127.0.0.1:1//")

    def refuse():
        asked.append(sum(slept))
        if len(asked) < 60:
            raise ConnectionRefusedError

    monkeypatch.setattr(conn, "_connection_factory", refuse)
    waiting = PatientConsumer.__new__(PatientConsumer)
    waiting.__dict__ |= {"app": app, "first_connection_attempt": False, "broker_connection_retry_attempt": 0}
    waiting.hub = SimpleNamespace()
    assert waiting.ensure_connected(conn) is conn
    assert len(asked) == 60
    assert {later - before for before, later in pairwise(asked)} == {PAUSE_SECONDS}


def test_workers_are_given_that_consumer():
    assert app.conf.worker_consumer == f"{PatientConsumer.__module__}:{PatientConsumer.__name__}"
