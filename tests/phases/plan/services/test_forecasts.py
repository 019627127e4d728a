"""What is forecast of gates and milestones is kept by day, written only where it differs, and read as a trend."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phases.gates.models import Gate, Phase
from phases.plan import services
from phases.plan.models import MilestoneForecast, Task
from phases.plan.selectors.trends import drawn, milestone_trends
from tests.factories.plan import DAY, chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(programme):
    """A first task, a milestone after it, and a gate that falls with it."""
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False):
        (a,) = chain(programme, [30])
        end = services.add_task(programme, name="End", milestone=True, actor=None)
        services.link_tasks(end, earlier=a, actor=None)
        Task.objects.filter(pk=a.pk).update(code="T1")
        phase = Phase.objects.create(programme=programme, code="P1")
        Gate.objects.create(programme=programme, phase=phase, code="G1", after=["T1"])
        services.reschedule(programme, actor=None)
    return a, end


def kept(programme):
    rows = MilestoneForecast.objects.filter(programme=programme).order_by("reported_on", "subject")
    return {(row.subject, row.reported_on.isoformat()): row.forecast.isoformat() for row in rows}


def test_each_day_on_which_dates_are_computed_leaves_one_row_for_each(programme, moved):
    a, end = moved
    assert kept(programme) == {
        (end.public_id, "2026-03-02"): "2026-04-13", ("gate:G1", "2026-03-02"): "2026-04-13",
    }  # fmt: skip
    with time_machine.travel("2026-03-09T09:00:00+08:00", tick=False):
        services.update_task(a, actor=None, minutes=31 * DAY)
        services.update_task(a, actor=None, minutes=35 * DAY)
    assert kept(programme) == {
        (end.public_id, "2026-03-02"): "2026-04-13", ("gate:G1", "2026-03-02"): "2026-04-13",
        (end.public_id, "2026-03-09"): "2026-04-20", ("gate:G1", "2026-03-09"): "2026-04-20",
    }  # fmt: skip


def test_what_today_says_already_is_read_once_and_not_written(programme, moved):
    _a, end = moved
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False), CaptureQueriesContext(connection) as found:
        assert services.keep_forecasts(programme, {end.public_id: date(2026, 4, 13)}) == 0
    assert [query["sql"].partition(" ")[0] for query in found] == ["SELECT"]


def test_a_night_keeps_the_forecast_without_computing_it(programme, moved):
    with time_machine.travel("2026-03-05T23:30:00+08:00", tick=False):
        assert services.record_forecasts(programme) == 2
        assert services.record_forecasts(programme) == 0
    assert len(kept(programme)) == 4


def test_a_forecast_never_lies_before_its_report(programme, moved):
    with time_machine.travel("2026-05-16T09:00:00+08:00", tick=False):
        services.reschedule(programme, actor=None)
    assert kept(programme)["gate:G1", "2026-05-16"] == "2026-05-18"


def test_a_milestone_that_recedes_as_fast_as_time_is_told(programme, moved):
    a, end = moved
    for day, days in (("2026-04-01", 55), ("2026-05-06", 80)):
        with time_machine.travel(f"{day}T09:00:00+08:00", tick=False):
            services.update_task(a, actor=None, minutes=days * DAY)
    found = {one.line.subject: one for one in milestone_trends(programme, date(2026, 5, 6))}
    assert [reported for reported, _day in found[end.public_id].reports] == [
        date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 6),
    ]  # fmt: skip
    assert {subject: one.trend.receding for subject, one in found.items()} == {end.public_id: True, "gate:G1": True}
    earlier = milestone_trends(programme, date(2026, 3, 31))[0]  # what is forecast now is the report of that day
    assert [reported for reported, _day in earlier.reports] == [date(2026, 3, 31)]


def test_what_is_reached_ends_on_its_day_and_is_kept_no_longer(programme, moved):
    a, end = moved
    with time_machine.travel("2026-04-20T09:00:00+08:00", tick=False):
        services.record_progress(a, actor=None, actual_start=date(2026, 3, 2), actual_finish=date(2026, 4, 10))
        services.record_progress(end, actor=None, actual_start=None, actual_finish=date(2026, 4, 10))
        services.record_forecasts(programme)
    assert (end.public_id, "2026-04-20") in kept(programme)  # forecast on that day, before it was reached
    found = {one.line.subject: one for one in milestone_trends(programme, date(2026, 5, 6))}
    assert found[end.public_id].reports[-1] == (date(2026, 4, 10), date(2026, 4, 10))
    assert [one.line.subject for one in drawn(list(found.values()))] == [end.public_id, "gate:G1"]
    assert [one.line.subject for one in drawn(list(found.values()), most=1)] == ["gate:G1"]
