"""What machines ask: alive, ready, and what is told when something is away."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from core import probes

AWAY = "memory://"


@pytest.fixture(autouse=True)
def forget():
    """Ask for migrations anew."""
    probes._migrations.cache_clear()
    yield
    probes._migrations.cache_clear()


def whole():
    """Record all migrations as applied: the tests' tables are made without them."""
    recorder = MigrationRecorder(connection)
    key = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "serial PRIMARY KEY"
    with connection.cursor() as cursor:  # the schema editor cannot be used inside a test's transaction
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS django_migrations (id {key}, app varchar, name varchar, applied timestamp)"
        )
    for key, migration in (MigrationLoader(connection).disk_migrations or {}).items():
        for app, name in [key, *migration.replaces]:
            recorder.record_applied(app, name)


def test_healthz_asks_nobody():
    """No database is allowed in this test."""
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
@override_settings(MIGRATION_MODULES={})
def test_readyz_names_each_part_and_no_secret():
    whole()
    answer = Client().get("/readyz")
    assert answer.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "storage": "ok", "broker": "ok"},
    }
    assert answer.status_code == 200


@pytest.mark.django_db
@override_settings(MIGRATION_MODULES={})
def test_readyz_is_down_while_a_migration_is_to_be_applied():
    whole()
    MigrationRecorder(connection).migration_qs.filter(app="training").delete()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["migrations"]) == (503, "down")
    whole()
    assert Client().get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_is_down_without_its_files(monkeypatch, tmp_path):
    monkeypatch.setattr(default_storage, "answers", (tmp_path / "missing").read_bytes, raising=False)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["storage"]) == (503, "down")


@pytest.mark.django_db
@override_settings(MIGRATION_MODULES={}, JOBS_RUNNER="celery")
def test_broker_that_is_away_degrades_and_takes_no_copy_out_of_service(monkeypatch):
    from core.celery import app

    whole()
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["checks"]["broker"]) == (200, "degraded", "down")


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["landfall.example"])
def test_probes_come_over_plain_http_under_any_name_and_pages_do_not():
    client = Client(headers={"host": "10.0.0.7:8000"})
    assert client.get("/healthz").status_code == 200
    assert client.get("/login/").status_code == 400
    assert Client(headers={"host": "landfall.example"}).get("/login/").status_code == 301
