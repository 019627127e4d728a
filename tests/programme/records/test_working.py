"""The threads of the runner, the scheduler's slots, and a broker that is away."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from core import jobs
from core.jobs import nightly_tasks
from programme.records.models import Job, Snapshot
from programme.records.services import append_event, enqueue, telling
from programme.records.services.runner import work_off
from programme.records.services.working import ask_for_nightly, schedule, work
from tests.factories.programme import ProgrammeFactory

NIGHT = datetime(2026, 5, 12, 18, 30, tzinfo=UTC)  # 02:30 of the 13th in Shanghai


@pytest.mark.django_db
def test_each_night_is_asked_for_once_per_programme_and_task():
    first, second = ProgrammeFactory(), ProgrammeFactory()
    ProgrammeFactory(state="closed")
    tasks = list(nightly_tasks())
    assert {"records.nightly_snapshot", "governance.record_lights"} <= set(tasks)
    assert ask_for_nightly(NIGHT) == 2 * len(tasks)
    assert ask_for_nightly(NIGHT) == 0
    assert ask_for_nightly(datetime(2026, 5, 13, 16, 59, tzinfo=UTC)) == 0  # 00:59 belongs to the night before
    assert ask_for_nightly(datetime(2026, 5, 13, 17, 1, tzinfo=UTC)) == 2 * len(tasks)
    keys = Job.objects.filter(task="records.nightly_snapshot").values_list("key", flat=True)
    assert set(keys) == {
        f"night:records.nightly_snapshot:{p.public_id}:2026-05-{day}" for p in (first, second) for day in (13, 14)
    }


@pytest.mark.django_db
def test_nightly_jobs_leave_one_snapshot_and_the_colours():
    ProgrammeFactory()
    ask_for_nightly(NIGHT)
    Job.objects.update(run_at=NIGHT)
    work_off()
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert Snapshot.objects.get().slot == "night:2026-05-13"


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_each_slot_once():
    ProgrammeFactory()
    barrier, faults = threading.Barrier(4), []

    def ask():
        barrier.wait()
        try:
            ask_for_nightly(NIGHT)
        except Exception as error:  # noqa: BLE001
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    keys = list(Job.objects.filter(key__startswith="night:").values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == len(list(nightly_tasks()))


@pytest.mark.django_db(transaction=True)
@override_settings(JOBS_RUNNER="db")
def test_worker_threads_take_what_is_committed_and_end_when_told(named_task):
    done = threading.Event()
    named_task("test.work", lambda handle: done.set())
    stop = threading.Event()
    threads = [threading.Thread(target=worker, args=[stop]) for worker in (work, work, schedule)]
    for thread in threads:
        thread.start()
    with transaction.atomic():
        enqueue("test.work", args={})
        assert not done.wait(0.5)  # nothing runs before the commit
    assert done.wait(20)
    stop.set()
    began = time.monotonic()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert time.monotonic() - began < 10


@pytest.mark.django_db(transaction=True)
@override_settings(JOBS_RUNNER="celery")
def test_broker_that_is_away_costs_a_request_nothing_and_the_sweeper_tries_again(named_task, monkeypatch):
    tried = []

    def away(job_id, to):
        tried.append(job_id)
        time.sleep(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(telling, "publish", away)
    monkeypatch.setattr(telling, "_publisher", None)
    began = time.monotonic()
    made = [enqueue("test.work", args={}) for _ in range(20)]
    assert time.monotonic() - began < 1
    assert Job.objects.filter(state="pending").count() == 20
    Job.objects.update(run_at=NIGHT)
    assert telling.sweep() == 0  # the first refusal ends the round
    deadline = time.monotonic() + 10
    while not tried and time.monotonic() < deadline:
        time.sleep(0.05)
    assert tried[0] == made[0].pk
    told = []
    monkeypatch.setattr(telling, "publish", lambda job_id, to: told.append((job_id, to)))
    assert telling.sweep() == 20  # it is back
    assert told == [(job.pk, "interactive") for job in made]
    assert telling.sweep() == 0  # a long queue is not doubled at every tick


@pytest.mark.django_db
@override_settings(JOBS_RUNNER="celery")
def test_sweeper_tells_of_what_runs_nowhere_and_of_nothing_else(monkeypatch):
    now = timezone.now()

    def job(name, **values):
        return Job.objects.create(task=name, **{"run_at": now - timedelta(seconds=30)} | values)

    def ago(seconds):
        return now - timedelta(seconds=seconds)

    due = [
        job("never told"),
        job("told before it was due", told_at=ago(40)),
        job("lost by the broker", run_at=ago(300), told_at=ago(70)),
        job("worker went silent", state="running", lease_until=ago(1), told_at=ago(30)),
    ]
    job("just asked", run_at=ago(2))
    job("due tomorrow", run_at=now + timedelta(days=1))
    job("told just now", told_at=ago(5))
    job("running", state="running", lease_until=now + timedelta(seconds=10))
    job("silent, told since", state="running", lease_until=ago(20), told_at=ago(5))
    job("in parts", state="split")
    job("ended", state="done")
    told = []
    monkeypatch.setattr(telling, "publish", lambda job_id, to: told.append(job_id))
    assert telling.sweep() == 4
    assert sorted(told) == sorted(one.pk for one in due)


@pytest.mark.django_db
def test_message_of_a_job_that_ran_already_does_nothing(named_task):
    from programme.records.tasks import run_job

    ran = []
    named_task("test.work", lambda handle: ran.append(1))
    job = enqueue("test.work", args={})
    for _message in range(3):
        run_job(job.pk)
    assert ran == [1]


@pytest.mark.django_db
def test_reaction_runs_once_per_event_in_one_transaction_with_its_end(monkeypatch):
    from core import seams

    seen = []
    seams.reactions.add("test.happened/react", lambda event: seen.append((event.action, event.actor_name)))
    try:
        programme = ProgrammeFactory()
        with transaction.atomic():
            append_event("test.happened", programme, actor=None, programme=programme)
            append_event("test.other", programme, actor=None, programme=programme)
        work_off()
        work_off()
    finally:
        seams.reactions._providers.pop("test.happened/react")
    assert [action for action, _name in seen] == ["test.happened"]
    assert Job.objects.get().state == "done"


def test_name_of_a_task_is_taken_once(named_task):
    named_task("test.work", lambda handle: None)
    with pytest.raises(ValueError, match="already named"):
        jobs.task("test.work")(lambda handle: None)
    with pytest.raises(KeyError):
        jobs.task_named("test.nothing")
