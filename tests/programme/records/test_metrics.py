"""Figures for monitoring: who may read them, what they say, what they cost."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from programme.records.models import Job


def figures(text):
    pairs = (line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, _space, value in pairs}


@pytest.mark.django_db
def test_jobs_are_counted_by_queue_and_state_and_the_oldest_is_named():
    now = timezone.now()
    Job.objects.create(task="a", run_at=now - timedelta(seconds=90))
    Job.objects.create(task="b", run_at=now + timedelta(hours=1))
    Job.objects.create(task="c", queue="bulk", state="quarantined", finished_at=now - timedelta(days=9))
    Job.objects.create(task="d", queue="bulk", state="done", finished_at=now - timedelta(minutes=5))
    Job.objects.create(task="e", queue="bulk", state="done", finished_at=now - timedelta(days=2))
    seen = figures(Client().get("/metrics").content.decode())
    assert seen['landfall_jobs{queue="interactive",state="pending"}'] == 2
    assert seen['landfall_jobs{queue="bulk",state="quarantined"}'] == 1
    assert seen['landfall_jobs{queue="bulk",state="done"}'] == 1
    assert 90 <= seen['landfall_oldest_due_seconds{queue="interactive"}'] < 120
    assert seen['landfall_oldest_due_seconds{queue="bulk"}'] == 0


@pytest.mark.django_db
def test_requests_are_counted_by_view_not_by_path():
    def count():
        return figures(Client().get("/metrics").content.decode()).get(
            'landfall_request_seconds_count{view="people:login"}', 0
        )

    before = count()
    Client().get("/login/?secret=1")
    text = Client().get("/metrics").content.decode()
    assert count() == before + 1
    assert "secret" not in text


@pytest.mark.django_db
def test_figures_cost_the_same_however_many_jobs(django_assert_num_queries):
    for n in (1, 200):
        Job.objects.bulk_create(Job(task="a") for _ in range(n))
        with django_assert_num_queries(2):
            Client().get("/metrics")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "proxy", "address", "headers", "status"),
    [
        ("", False, "127.0.0.1", {}, 200),
        ("", False, "10.0.0.5", {}, 404),
        ("", True, "127.0.0.1", {}, 404),
        ("", False, "127.0.0.1", {"x-forwarded-for": "8.8.8.8"}, 404),
        ("long", True, "10.0.0.5", {"authorization": "Bearer long"}, 200),
        ("long", False, "127.0.0.1", {}, 404),
        ("long", False, "127.0.0.1", {"authorization": "Bearer short"}, 404),
    ],
)
def test_figures_are_for_this_machine_or_for_the_token(token, proxy, address, headers, status):
    with override_settings(METRICS_TOKEN=token, BEHIND_PROXY=proxy):
        assert Client(REMOTE_ADDR=address).get("/metrics", headers=headers).status_code == status
