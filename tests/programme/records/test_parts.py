"""Jobs cut into parts, and big imports written part by part: each row once, whatever becomes of a part."""

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from programme.raid.models import Risk
from programme.records.models import AuditEvent, ImportRun, Job
from programme.records.rules import ranges, within
from programme.records.services import enqueue, imports, runner
from programme.records.services.imports import run_import, start_import, upload_import
from programme.records.services.jobs import cancel_job
from programme.records.services.undo import undo_import
from tests.factories.programme import ProgrammeFactory, member_of


@pytest.fixture
def small_parts(monkeypatch, settings):
    """Cut after three rows."""
    monkeypatch.setattr(imports, "BIG", 1)
    settings.IMPORT_PART_ROWS = 3


def risks(count, bad=()):
    head = "Risk,Cause,Event,Effect,Probability,Impact"
    rows = [f"Risk {n},because,may,leading,{9 if n in bad else 3},4" for n in range(count)]
    return "\n".join([head, *rows]).encode()


def asked(programme, actor, data, **options):
    run = upload_import(programme, kind="risks", data=data, filename="r.csv", actor=actor, **options)
    return start_import(run, dry_run=False, actor=actor)


@given(st.sets(st.integers(1, 300)))
def test_ranges_hold_exactly_their_lines(lines):
    runs = ranges(sorted(lines))
    assert {line for line in range(302) if within(runs, line)} == lines
    assert all(second[0] > first[1] + 1 for first, second in pairwise(runs))


@pytest.mark.django_db
def test_big_file_is_cut_written_by_parts_and_put_together_once(programme, pmo, small_parts):
    run = asked(programme, pmo, risks(10, bad={4}))
    assert runner.run_one(inline=True)  # the plan
    run.refresh_from_db()
    assert (run.job.state, run.job.done_units, run.job.total_units, run.applied_at) == ("split", 0, 9, None)
    assert [part.total_units for part in run.job.parts.order_by("pk")] == [3, 3, 3]
    assert runner.run_one(inline=True)
    run.job.refresh_from_db()
    assert (run.job.state, run.job.done_units) == ("split", 3)
    assert runner.work_off() == 3  # two parts and the merge
    run = ImportRun.objects.select_related("job").get(pk=run.pk)
    assert (run.job.state, run.job.attempts, run.job.result) == ("done", 1, {"import_id": run.public_id})
    counts = {name: run.verdict[name] for name in ("rows", "accepted", "created", "updated", "unchanged", "refused")}
    assert counts == {"rows": 10, "accepted": 9, "created": 9, "updated": 0, "unchanged": 0, "refused": 1}
    assert run.verdict["refused_rows"] == [6]
    assert sorted(Risk.objects.values_list("title", flat=True)) == [f"Risk {n}" for n in range(10) if n != 4]
    assert AuditEvent.objects.filter(action="records.imported").count() == 1
    assert set(run.job.parts.values_list("state", "attempts")) == {("done", 1)}
    assert [part.result for part in run.job.parts.all()] == [{}, {}, {}]


@pytest.mark.django_db
def test_import_in_parts_leaves_the_same_verdict_and_rows_as_one_piece(programme, other_programme, pmo, small_parts):
    data = risks(11, bad={2, 7}) + b"\nRisk 0,because,may,leading,3,4\nRisk 1,other,may,leading,3,4"
    other = member_of(other_programme, "PM")
    whole = run_import(other_programme, kind="risks", data=data, filename="r.csv", actor=other)
    cut = asked(programme, pmo, data)
    runner.work_off()
    cut.refresh_from_db()
    assert cut.job.parts.count() == 3
    assert cut.verdict == whole.verdict
    assert [row for _ref, row in cut.before] == [row for _ref, row in whole.before]
    assert [cut.after[ref] for ref, _row in cut.before] == [whole.after[ref] for ref, _row in whole.before]


@pytest.mark.django_db
def test_the_same_big_file_twice_is_nothing_new_and_undo_takes_exactly_its_rows(programme, pmo, small_parts):
    first = asked(programme, pmo, risks(8))
    runner.work_off()
    again = asked(programme, pmo, risks(9))
    runner.work_off()
    again.refresh_from_db()
    assert (again.verdict["created"], again.verdict["unchanged"]) == (1, 8)
    undo_import(again, actor=pmo)
    assert Risk.objects.count() == 8
    undo_import(ImportRun.objects.get(pk=first.pk), actor=pmo)
    assert Risk.objects.count() == 0


@pytest.mark.django_db
def test_all_or_nothing_and_dry_runs_are_not_cut(programme, pmo, small_parts):
    strict = asked(programme, pmo, risks(10, bad={9}), all_or_nothing=True)
    dry = upload_import(programme, kind="risks", data=risks(10), filename="r.csv", actor=pmo)
    start_import(dry, dry_run=True, actor=pmo)
    runner.work_off()
    strict.refresh_from_db()
    assert Risk.objects.count() == 0
    assert (strict.verdict["created"], strict.verdict["refused"], strict.applied_at) == (0, 1, None)
    assert not Job.objects.exclude(parent=None).exists()


@pytest.mark.django_db
def test_a_part_that_is_given_up_is_named_row_by_row_and_the_rest_is_in(programme, pmo, small_parts):
    run = asked(programme, pmo, risks(9))
    runner.run_one(inline=True)
    second = run.job.parts.order_by("pk")[1]
    Job.objects.filter(pk=second.pk).update(
        state="running", attempts=3, lease_token="dead", lease_until=timezone.now() - timedelta(seconds=1)
    )
    runner.work_off()
    run = ImportRun.objects.select_related("job").get(pk=run.pk)
    assert run.job.state == "done"
    assert sorted(Risk.objects.values_list("title", flat=True)) == [f"Risk {n}" for n in (0, 1, 2, 6, 7, 8)]
    assert (run.verdict["created"], run.verdict["refused_rows"]) == (6, [5, 6, 7])
    assert run.verdict["errors"][0]["message"]["en"] == (
        "This row was not written: The worker ended in the middle of each attempt. (given up after 3 attempts)"
    )
    undo_import(run, actor=pmo)
    assert Risk.objects.count() == 0


@pytest.mark.django_db
def test_cancelling_keeps_what_is_in_and_tells_of_the_rest(programme, pmo, small_parts):
    run = asked(programme, pmo, risks(9))
    runner.run_one(inline=True)
    runner.run_one(inline=True)
    run.refresh_from_db()
    cancel_job(run.job, actor=pmo)
    runner.work_off()
    run = ImportRun.objects.select_related("job").get(pk=run.pk)
    assert (run.job.state, run.verdict["created"], run.verdict["refused"]) == ("done", 3, 6)
    assert Risk.objects.count() == 3
    assert run.applied_at is not None


@pytest.mark.django_db
def test_merge_goes_through_though_who_asked_was_removed(programme, pmo, small_parts):
    run = asked(programme, pmo, risks(9))
    runner.run_one(inline=True)
    runner.run_one(inline=True)
    pmo.memberships.update(ended_on=timezone.localdate())
    runner.work_off()
    run = ImportRun.objects.select_related("job").get(pk=run.pk)
    assert (run.job.state, run.verdict["created"], run.verdict["refused"]) == ("done", 3, 6)
    assert "has since lost access" in run.verdict["errors"][0]["message"]["en"]


@pytest.mark.django_db
def test_worker_that_lost_its_lease_cuts_nothing(programme, named_task):
    def usurped(handle):
        with transaction.atomic():
            Job.objects.filter(pk=handle.job.pk).update(lease_token="another")
            handle.split("test.part", [({"n": n}, 1) for n in range(3)])

    named_task("test.whole", usurped)
    enqueue("test.whole", args={}, programme=programme)
    runner.run_one(inline=True)
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_parts_that_end_at_once_wake_their_whole_exactly_once(named_task):
    """Six workers over twelve parts, twelve times: the sum is right and made once."""
    sums = []

    def whole(handle):
        if parts := handle.parts:
            sums.append(sum(part.result["n"] for part in parts))
            return {"sum": sums[-1]}
        with transaction.atomic():
            return handle.split("test.part", [({"n": n}, 1) for n in range(12)])

    named_task("test.whole", whole)
    named_task("test.part", lambda handle, n: {"n": n})
    for _round in range(12):
        Job.objects.create(task="test.whole", language="en")
    faults = []

    def drain():
        try:
            while Job.objects.exclude(state__in=["done", "failed", "quarantined"]).exists():
                runner.run_one()
        except Exception as error:  # noqa: BLE001
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=drain) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sums == [66] * 12
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


@pytest.mark.django_db
def test_parts_stay_out_of_the_list_and_stand_on_their_whole(programme, pmo, administrator, browse, call, small_parts):
    run = asked(programme, pmo, risks(9))
    runner.run_one(inline=True)
    run.refresh_from_db()
    page = browse(pmo).get(f"/jobs/{run.job.public_id}/").content.decode()
    assert page.count("r.csv (") == 3
    assert "Running in parts" in page
    listed = call(pmo).get("/api/v1/jobs/").json()["results"]
    assert [one["public_id"] for one in listed] == [run.job.public_id]
    part = run.job.parts.first()
    assert call(administrator).get(f"/api/v1/jobs/{part.public_id}/").json()["state"] == "pending"


@pytest.mark.django_db
def test_quarantined_job_runs_again_for_an_administrator_only(programme, pmo, administrator, browse, call, named_task):
    ran = []
    named_task("test.work", lambda handle: ran.append(1))
    job = Job.objects.create(
        task="test.work", actor=pmo, programme=programme, state="quarantined", attempts=3, reason="disk is gone"
    )
    assert call(pmo).post(f"/api/v1/jobs/{job.public_id}/requeue/").status_code == 403
    assert "Run again" not in browse(pmo).get(f"/jobs/{job.public_id}/").content.decode()
    assert "Run again" in browse(administrator).get(f"/jobs/{job.public_id}/").content.decode()
    asked_again = call(administrator).post(f"/api/v1/jobs/{job.public_id}/requeue/").json()
    assert (asked_again["state"], asked_again["attempts"], asked_again["reason"]) == ("pending", 0, "")
    assert runner.work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, ran) == ("done", 1, [1])
    event = AuditEvent.objects.get(action="records.job_requeued")
    assert (event.actor, event.changes["attempts"], event.changes["reason"]) == (
        administrator, [3, 0], ["disk is gone", ""],
    )  # fmt: skip
    refused = call(administrator).post(f"/api/v1/jobs/{job.public_id}/requeue/")
    assert refused.status_code == 409
    assert "Only a quarantined job can be run again." in refused.content.decode()


@pytest.mark.django_db
def test_part_of_a_job_is_not_run_again_by_itself(administrator, call):
    programme = ProgrammeFactory()
    whole = Job.objects.create(task="test.whole", programme=programme, state="done")
    part = Job.objects.create(task="test.part", programme=programme, state="quarantined", parent=whole)
    answer = call(administrator).post(f"/api/v1/jobs/{part.public_id}/requeue/")
    assert answer.status_code == 409
    assert "ask for the whole again" in answer.content.decode()
