"""Promises are numbered, frozen and only added to; the newest that was not automatic is what slip is counted from."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import ForbiddenError, IllegalNowError
from phases.plan import services
from phases.plan.models import PlanBaseline, PlanBaselineTask, Task
from phases.plan.selectors import basis_of
from phases.plan.selectors.baselines import current_baseline
from programme.records.models import AuditEvent
from tests.factories.plan import DAY, chain

pytestmark = pytest.mark.django_db


def promised(programme):
    rows = Task.objects.filter(programme=programme).order_by("position")
    return list(rows.values_list("name_en", "baseline_start", "baseline_finish"))


def test_a_baseline_is_numbered_frozen_and_promised(programme, pmo):
    a, b = chain(programme, [3, 2])
    baseline = services.take_baseline(programme, name="Charter", note="Signed", actor=pmo)
    assert (baseline.number, baseline.name, baseline.note, baseline.taken_by, baseline.automatic) == (
        1, "Charter", "Signed", pmo, False,
    )  # fmt: skip
    services.update_task(a, actor=pmo, minutes=5 * DAY, name_zh="改", name_en="Changed")
    services.delete_task(b, actor=pmo)
    rows = baseline.tasks.order_by("pk").values_list("name", "start", "finish", "minutes", "task")
    assert list(rows) == [
        ("A", date(2026, 3, 2), date(2026, 3, 4), 3 * DAY, a.pk),
        ("B", date(2026, 3, 5), date(2026, 3, 6), 2 * DAY, None),
    ]
    assert promised(programme) == [("Changed", date(2026, 3, 2), date(2026, 3, 4))]


@time_machine.travel("2026-03-20T09:00:00+08:00", tick=False)
def test_what_has_happened_is_frozen_as_it_happened(programme):
    (a,) = chain(programme, [3])
    services.record_progress(a, actor=None, actual_start=date(2026, 3, 3), actual_finish=date(2026, 3, 10))
    row = services.take_baseline(programme, actor=None).tasks.get()
    assert (row.start, row.finish) == (date(2026, 3, 3), date(2026, 3, 10))


def test_an_automatic_baseline_changes_no_promise(programme):
    (a,) = chain(programme, [3])
    first = services.take_baseline(programme, actor=None)
    services.update_task(a, actor=None, minutes=5 * DAY)
    kept = services.take_baseline(programme, actor=None, automatic=True)
    assert (kept.number, kept.automatic, kept.tasks.get().finish) == (2, True, date(2026, 3, 6))
    assert current_baseline(programme) == first
    assert promised(programme) == [("A", date(2026, 3, 2), date(2026, 3, 4))]


def test_an_older_baseline_is_promised_again_as_a_new_one(programme, pmo):
    a, b = chain(programme, [3, 2])
    first = services.take_baseline(programme, name="Charter", actor=None)
    services.update_task(a, actor=None, minutes=6 * DAY)
    new = services.add_task(programme, name="New", actor=None)
    second = services.take_baseline(programme, actor=None)
    services.delete_task(b, actor=None)
    again = services.use_baseline(first, actor=pmo, note="The board said so")
    assert (again.number, again.note, again.taken_by) == (3, "The board said so", pmo)
    assert again.name.startswith("Charter")
    assert current_baseline(programme) == again
    assert promised(programme) == [("A", date(2026, 3, 2), date(2026, 3, 4)), (new.name_en, None, None)]
    assert [row.name for row in again.tasks.all()] == ["A", "B"]
    assert [baseline.tasks.count() for baseline in (first, second)] == [2, 3]
    assert basis_of(programme).baselined_on == again.taken_on


def test_what_is_promised_already_is_not_promised_again(programme):
    chain(programme, [1])
    baseline = services.take_baseline(programme, actor=None)
    with pytest.raises(IllegalNowError):
        services.use_baseline(baseline, actor=None)
    assert PlanBaseline.objects.count() == 1


def test_only_who_writes_the_plan_promises(programme, analyst, pmo):
    (a,) = chain(programme, [1])
    first = services.take_baseline(programme, actor=pmo)
    services.update_task(a, actor=None, minutes=2 * DAY)
    services.take_baseline(programme, actor=pmo)
    for act in (
        lambda: services.take_baseline(programme, actor=analyst),
        lambda: services.use_baseline(first, actor=analyst),
        lambda: services.set_baseline(programme, actor=analyst),
    ):
        with pytest.raises(ForbiddenError):
            act()
    assert PlanBaseline.objects.count() == 2


def test_each_promise_leaves_one_event_of_its_own(programme):
    (a,) = chain(programme, [1])
    first = services.take_baseline(programme, actor=None, name="One", note="Why")
    services.update_task(a, actor=None, minutes=2 * DAY)
    services.take_baseline(programme, actor=None, automatic=True)
    services.use_baseline(PlanBaseline.objects.get(number=2), actor=None)
    events = AuditEvent.objects.filter(programme=programme, action__startswith="plan.baseline").order_by("seq")
    assert [event.action for event in events] == ["plan.baseline_set", "plan.baseline_kept", "plan.baseline_used"]
    assert events[0].object_id == first.public_id
    assert events[0].changes == {
        "number": [None, 1], "name": [None, "One"], "note": [None, "Why"], "tasks": [None, 1],
    }  # fmt: skip


def queries(act):
    with CaptureQueriesContext(connection) as found:
        act()
    return len(found)


@pytest.mark.parametrize("count", [1, 30])
def test_a_promise_costs_the_same_queries_whatever_the_size(programme, count):
    seeds = [services.TaskSeed(f"T{n}", "甲", "One", 1) for n in range(count)]
    services.add_blueprint_tasks(programme, seeds=seeds, actor=None)
    services.reschedule(programme, actor=None)
    dates = queries(lambda: services.reschedule(programme, actor=None))
    assert queries(lambda: services.take_baseline(programme, actor=None)) == dates + 13
    assert PlanBaselineTask.objects.count() == count
