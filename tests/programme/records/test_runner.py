"""The runner: one lease per job, attempts counted before work, one end for every way a job can go."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation

from core.errors import DomainError
from core.jobs import CancelledError, stopping
from programme.records.choices import JobState
from programme.records.models import Job
from programme.records.services import enqueue
from programme.records.services import runner as services
from programme.records.services.handles import Handle
from tests.factories.programme import ProgrammeFactory, member_of


def make(task="test.work", **values):
    return Job.objects.create(task=task, language="en", **values)


@pytest.mark.django_db
def test_job_runs_to_done_with_its_result(named_task):
    seen = []

    def work(handle, *, n):
        seen.append(Job.objects.get(pk=handle.job.pk).attempts)
        handle.progress(1, 4, "one of four")
        return {"n": n}

    named_task("test.work", work)
    job = make(args={"n": 7})
    assert services.run_one(inline=True)
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts, job.done_units, job.total_units) == ("done", {"n": 7}, 1, 4, 4)
    assert seen == [1]  # the attempt was counted before the work
    assert job.lease_until is None
    assert not services.run_one(inline=True)


@pytest.mark.django_db
def test_refusal_fails_with_its_reason_and_is_not_tried_again(named_task):
    def refuse(handle):
        raise DomainError("The gate has no criteria.")

    named_task("test.refuse", refuse)
    job = make("test.refuse")
    assert services.work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.reason, job.attempts) == (JobState.FAILED, "The gate has no criteria.", 1)


@pytest.mark.django_db
def test_fault_is_quarantined_after_three_attempts_with_reason(named_task, caplog):
    def fault(handle):
        raise RuntimeError("disk is gone")

    named_task("test.fault", fault)
    job = make("test.fault")
    states = []
    for _attempt in range(3):
        Job.objects.filter(pk=job.pk).update(run_at=timezone.now())
        services.run_one(inline=True)
        states.append(Job.objects.get(pk=job.pk).state)
    job.refresh_from_db()
    assert states == [JobState.PENDING, JobState.PENDING, JobState.QUARANTINED]
    assert job.reason == "RuntimeError: disk is gone (given up after 3 attempts)"
    assert len(caplog.records) == 3


@pytest.mark.django_db
def test_retry_waits_longer_each_time(named_task, caplog):
    named_task("test.fault", lambda handle: 1 / 0)
    job = make("test.fault")
    services.run_one(inline=True)
    job.refresh_from_db()
    assert timedelta(seconds=1) < job.run_at - timezone.now() <= timedelta(seconds=2)
    assert not services.run_one(inline=True)


@pytest.mark.django_db
def test_job_whose_worker_died_three_times_is_quarantined_without_running(named_task, caplog):
    ran = []
    named_task("test.work", lambda handle: ran.append(1))
    past = timezone.now() - timedelta(seconds=1)
    job = make(state=JobState.RUNNING, attempts=3, lease_token="dead", lease_until=past)
    assert not services.run_one(inline=True)
    job.refresh_from_db()
    assert (job.state, ran) == (JobState.QUARANTINED, [])
    assert job.reason == "The worker ended in the middle of each attempt. (given up after 3 attempts)"


@pytest.mark.django_db
def test_running_job_is_left_alone_until_its_lease_runs_out(named_task):
    named_task("test.work", lambda handle: None)
    now = timezone.now()
    job = make(state=JobState.RUNNING, attempts=1, lease_token="alive", lease_until=now + timedelta(seconds=20))
    assert not services.run_one(inline=True)
    assert services.release_leases() == 1
    assert services.run_one(inline=True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


@pytest.mark.django_db
def test_worker_that_lost_its_lease_changes_nothing(named_task, caplog):
    def usurped(handle):
        Job.objects.filter(pk=handle.job.pk).update(lease_token="another", attempts=2)
        return {"mine": True}

    named_task("test.work", usurped)
    job = make()
    services.run_one(inline=True)
    job.refresh_from_db()
    assert (job.state, job.lease_token, job.result) == (JobState.RUNNING, "another", {})


@pytest.mark.django_db
def test_finish_in_the_tasks_transaction_rolls_back_effects_of_a_lost_lease(named_task):
    def usurped(handle):
        Job.objects.filter(pk=handle.job.pk).update(lease_token="another")
        with transaction.atomic():
            ProgrammeFactory(slug="ghost")
            handle.finish()

    named_task("test.work", usurped)
    make()
    services.run_one(inline=True)
    assert not Job.objects.filter(state=JobState.DONE).exists()
    assert not ProgrammeFactory._meta.model.objects.filter(slug="ghost").exists()


@pytest.mark.django_db
def test_cancel_asked_ends_the_job_at_its_next_word(named_task):
    reached = []

    def long(handle):
        Job.objects.filter(pk=handle.job.pk).update(cancel_asked=True)
        handle.progress(1, 2)
        reached.append("after")

    named_task("test.work", long)
    job = make()
    services.run_one(inline=True)
    job.refresh_from_db()
    assert (job.state, job.reason, reached) == (JobState.CANCELLED, "Cancelled on request.", [])


@pytest.mark.django_db
def test_stop_of_the_process_puts_the_job_back_without_costing_an_attempt(named_task):
    named_task("test.work", lambda handle: handle.progress(1, 2))
    job = make()
    stopping.set()
    try:
        services.run_one(inline=True)
    finally:
        stopping.clear()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.lease_token) == (JobState.PENDING, 0, "")


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["deactivated", "removed"])
def test_job_of_a_person_removed_meanwhile_fails_and_says_so(named_task, how):
    ran = []
    named_task("test.work", lambda handle: ran.append(1))
    programme = ProgrammeFactory()
    person = member_of(programme, "PM", name="Wang Fang")
    job = make(programme=programme, actor=person)
    if how == "deactivated":
        person.is_active = False
        person.save()
    else:
        person.memberships.update(ended_on=timezone.localdate())
    services.run_one(inline=True)
    job.refresh_from_db()
    assert (job.state, ran) == (JobState.FAILED, [])
    assert job.reason == "Wang Fang asked for this and has since lost access."


@pytest.mark.django_db
def test_job_speaks_the_language_of_who_asked(named_task):
    named_task("test.work", lambda handle: {"language": translation.get_language()})
    with translation.override("zh-hans"):
        job = enqueue("test.work", args={})
    services.run_one(inline=True)
    job.refresh_from_db()
    assert job.result == {"language": "zh-hans"}


@pytest.mark.django_db
def test_interactive_jobs_go_before_bulk(named_task):
    order = []
    named_task("test.work", lambda handle, name: order.append(name))
    make(args={"name": "bulk"}, queue="bulk", queue_rank=1, run_at=timezone.now() - timedelta(hours=1))
    make(args={"name": "interactive"})
    make(args={"name": "later"}, run_at=timezone.now() + timedelta(hours=1))
    assert services.work_off() == 2
    assert order == ["interactive", "bulk"]


@pytest.mark.django_db
def test_job_of_one_key_is_written_once(named_task):
    first = enqueue("test.work", args={}, key="night:1")
    assert enqueue("test.work", args={}, key="night:1").pk == first.pk


@pytest.mark.django_db
def test_rolled_back_transaction_leaves_no_job():
    with transaction.atomic():
        enqueue("test.work", args={})
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def race(worker, count):
    """Run the worker on several threads that start together."""
    barrier = threading.Barrier(count)
    faults = []

    def start():
        barrier.wait()
        try:
            worker()
        except Exception as error:  # noqa: BLE001
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def drain():
    while services.run_one():
        pass


@pytest.mark.django_db(transaction=True)
def test_racing_workers_run_every_job_exactly_once(named_task):
    ran = []
    named_task("test.work", lambda handle, n: ran.append(n))
    for n in range(120):
        make(args={"n": n})
    assert race(drain, 6) == []
    assert sorted(ran) == list(range(120))
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_does_not_wait_for_a_job_that_another_looks_at(named_task):
    """On PostgreSQL the row under another worker's lock is skipped; with plain locking this would hang."""
    named_task("test.work", lambda handle, n: {"n": n})
    first, second = make(args={"n": 1}), make(args={"n": 2})
    locked, done = threading.Event(), threading.Event()

    def holder():
        with transaction.atomic():
            Job.objects.select_for_update().get(pk=first.pk)
            locked.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=holder)
    thread.start()
    locked.wait(10)
    assert services.run_one()
    done.set()
    thread.join()
    assert set(Job.objects.filter(state="done").values_list("pk", flat=True)) == {second.pk}


@pytest.mark.django_db(transaction=True)
def test_heartbeat_keeps_the_lease_and_shows_progress_while_the_task_works(named_task, settings, monkeypatch):
    monkeypatch.setattr("programme.records.services.handles.BEAT_SECONDS", 0.05)
    settings.JOBS_LEASE_SECONDS = 0.3
    gate, seen = threading.Event(), {}

    def slow(handle):
        handle.progress(3, 10, "three")
        gate.wait(5)

    named_task("test.work", slow)
    job = make()

    def worker():
        services.run_one()
        connection.close()

    thread = threading.Thread(target=worker)
    thread.start()
    deadline = timezone.now() + timedelta(seconds=5)
    while timezone.now() < deadline and not seen:
        row = Job.objects.get(pk=job.pk)
        if row.progress_text and row.lease_until > row.started_at + timedelta(seconds=0.6):
            seen = {"done": row.done_units, "total": row.total_units, "text": row.progress_text, "n": row.attempts}
    gate.set()
    thread.join()
    assert seen == {"done": 3, "total": 10, "text": "three", "n": 1}
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


@pytest.mark.django_db
def test_heartbeat_learns_of_a_lost_lease():
    job = make(state=JobState.RUNNING, attempts=1, lease_token="mine", lease_until=timezone.now())
    handle = Handle(job, inline=True)
    handle.progress(1, 2)
    Job.objects.filter(pk=job.pk).update(attempts=2)
    with pytest.raises(CancelledError):
        handle.progress(2, 2)
