"""Dates that follow every write: links, calendar, baseline, progress, and the refusals on the way."""

from datetime import date

import pytest
from django.db import connection

from core.errors import BadInputError, ForbiddenError, IllegalNowError, NotVisibleError, StaleError
from phases.plan import services
from phases.plan.models import PlanBasis, Task
from phases.plan.selectors import milestone_lines, milestones_ahead, plan_figures
from programme.records.models import AuditEvent
from tests.factories.plan import DAY, TaskFactory, chain
from tests.factories.programme import ProgrammeFactory

pytestmark = pytest.mark.django_db


def spans(*tasks):
    for task in tasks:
        task.refresh_from_db()
    return [(task.early_start, task.early_finish) for task in tasks]


def test_a_chain_gets_dates_float_and_the_critical_mark(programme):
    a, b = chain(programme, [3, 2])
    short = services.add_task(programme, name="Short", minutes=DAY, actor=None)
    assert spans(a, b) == [(date(2026, 3, 2), date(2026, 3, 4)), (date(2026, 3, 5), date(2026, 3, 6))]
    assert (a.critical, b.critical, short.critical) == (True, True, False)
    assert (short.total_float, short.free_float) == (4 * DAY, 4 * DAY)
    assert [task.wbs for task in (a, b, short)] == ["1", "2", "3"]


@pytest.mark.parametrize(("calendar", "finish"), [("china", date(2026, 4, 7)), ("plain", date(2026, 4, 6))])
def test_the_calendar_of_the_programme_decides_the_days(calendar, finish):
    programme = ProgrammeFactory(calendar=calendar, starts_on=date(2026, 4, 3))
    assert chain(programme, [2])[0].early_finish == finish


def test_a_changed_duration_moves_what_follows(programme, pmo):
    a, b = chain(programme, [3, 2])
    services.update_task(a, actor=pmo, version=a.version, minutes=5 * DAY)
    assert spans(b) == [(date(2026, 3, 9), date(2026, 3, 10))]
    with pytest.raises(StaleError):
        services.update_task(a, actor=pmo, version=1, minutes=DAY)


def test_a_circle_is_refused_with_its_tasks_named_and_nothing_kept(programme):
    a, _b, c = chain(programme, [1, 1, 1])
    with pytest.raises(IllegalNowError, match="circle") as caught:
        services.link_tasks(a, earlier=c, actor=None)
    assert {name for name in "ABC" if name in str(caught.value)} == {"A", "B", "C"}
    assert a.links_in.count() == 0


def test_links_are_refused_across_programmes_and_into_the_end_of_a_summary(programme, other_programme):
    a, b = chain(programme, [1, 1])
    with pytest.raises(BadInputError):
        services.link_tasks(a, earlier=TaskFactory(programme=other_programme), actor=None)
    with pytest.raises(BadInputError):
        services.link_tasks(b, earlier=a, actor=None)
    with pytest.raises(BadInputError):
        services.link_tasks(a, earlier=a, actor=None)
    summary = services.add_task(programme, name="S", actor=None)
    services.add_task(programme, name="Child", parent=summary, actor=None)
    summary.refresh_from_db()
    with pytest.raises(BadInputError):
        services.link_tasks(summary, earlier=a, kind="FF", actor=None)


def test_unlinking_lets_the_task_go_first(programme):
    _a, b = chain(programme, [3, 2])
    services.unlink_tasks(b.links_in.get(), actor=None)
    assert spans(b)[0][0] == date(2026, 3, 2)


def test_a_summary_follows_its_tasks_and_cannot_be_deleted_or_lengthened(programme):
    summary = services.add_task(programme, name="S", actor=None)
    one = services.add_task(programme, name="One", parent=summary, minutes=4 * DAY, actor=None)
    summary.refresh_from_db()
    assert (summary.summary, summary.early_finish, one.wbs) == (True, date(2026, 3, 5), "1.1")
    with pytest.raises(IllegalNowError):
        services.delete_task(summary, actor=None)
    with pytest.raises(BadInputError):
        services.update_task(summary, actor=None, minutes=DAY)
    services.delete_task(one, actor=None)
    summary.refresh_from_db()
    assert not summary.summary


def test_a_moved_task_takes_what_is_below_it_along(programme):
    one, two = (services.add_task(programme, name=name, actor=None) for name in ("One", "Two"))
    child = services.add_task(programme, name="Child", parent=one, actor=None)
    services.move_task(one, parent=two, actor=None)
    assert list(Task.objects.filter(programme=programme).order_by("position").values_list("name_en", "wbs")) == [
        ("Two", "2"),
        ("One", "2.1"),
        ("Child", "2.1.1"),
    ]
    with pytest.raises(IllegalNowError):
        services.move_task(two, parent=child, actor=None)
    with pytest.raises(BadInputError):
        services.move_task(child, parent=None, before=one, actor=None)
    services.move_task(child, parent=None, before=two, actor=None)
    assert list(Task.objects.filter(programme=programme).order_by("position").values_list("name_en", flat=True)) == [
        "Child",
        "Two",
        "One",
    ]


def test_a_task_put_under_another_stands_after_the_last_one_there(programme):
    one, two, three = (services.add_task(programme, name=name, actor=None) for name in ("One", "Two", "Three"))
    services.add_task(programme, name="First", parent=one, actor=None)
    services.add_task(programme, name="Second", parent=one, actor=None)
    assert order(programme) == ["One", "First", "Second", "Two", "Three"]
    services.move_task(three, parent=one, actor=None)
    assert order(programme) == ["One", "First", "Second", "Three", "Two"]
    services.move_task(one, parent=None, actor=None)
    assert order(programme) == ["Two", "One", "First", "Second", "Three"]
    services.move_task(two, parent=None, actor=None)
    assert order(programme) == ["One", "First", "Second", "Three", "Two"]


def order(programme):
    return list(Task.objects.filter(programme=programme).order_by("position").values_list("name_en", flat=True))


def test_a_task_does_not_go_under_what_it_is_linked_with_or_what_waits_with_its_finish(programme):
    one, two, three = (services.add_task(programme, name=name, actor=None) for name in ("One", "Two", "Three"))
    services.link_tasks(two, earlier=one, actor=None)
    with pytest.raises(IllegalNowError, match="under it"):
        services.move_task(two, parent=one, actor=None)
    services.link_tasks(three, earlier=one, kind="FF", actor=None)
    with pytest.raises(BadInputError, match="wait with its finish"):
        services.move_task(two, parent=three, actor=None)
    with pytest.raises(BadInputError, match="wait with its finish"):
        services.add_task(programme, name="Four", parent=three, actor=None)
    assert order(programme) == ["One", "Two", "Three"]


def test_parents_that_cannot_be_are_refused(programme, other_programme):
    milestone = services.add_task(programme, name="M", milestone=True, actor=None)
    for parent in (milestone, TaskFactory(programme=other_programme)):
        with pytest.raises(BadInputError):
            services.add_task(programme, name="x", parent=parent, actor=None)


def test_values_that_are_no_ones_are_refused(programme, outsider):
    with pytest.raises(BadInputError) as caught:
        services.add_task(programme, name="x", critical=True, actor=None)
    assert set(caught.value.fields) == {"critical"}
    with pytest.raises(BadInputError):
        services.add_task(programme, name="x", responsible=outsider, actor=None)
    with pytest.raises(BadInputError):
        services.add_task(programme, name="x", constraint="snet", constraint_on=None, actor=None)
    with pytest.raises(BadInputError):
        services.add_task(programme, name="", actor=None)


def test_a_make_up_day_of_the_administrator_moves_the_plan(programme, administrator, pmo):
    (a,) = chain(programme, [6])
    with pytest.raises(ForbiddenError):
        services.set_calendar_day(programme, day=date(2026, 3, 7), works=True, actor=pmo)
    row = services.set_calendar_day(programme, day=date(2026, 3, 7), works=True, actor=administrator, note="Move day")
    assert spans(a)[0][1] == date(2026, 3, 7)
    services.clear_calendar_day(row, actor=administrator)
    assert spans(a)[0][1] == date(2026, 3, 9)


def test_the_basis_is_set_and_checked(programme, administrator):
    (a,) = chain(programme, [1])
    services.set_basis(programme, calendar="plain", starts_on=date(2026, 4, 6), actor=administrator)
    assert spans(a) == [(date(2026, 4, 6), date(2026, 4, 6))]
    with pytest.raises(BadInputError):
        services.set_basis(programme, calendar="file", actor=administrator)
    with pytest.raises(BadInputError):
        services.set_basis(programme, shoe_size=43, actor=None)


def test_the_baseline_is_promised_and_slip_is_measured_against_it(programme, pmo):
    a, b = chain(programme, [3, 2])
    end = services.add_task(programme, name="End", milestone=True, actor=None)
    services.link_tasks(end, earlier=b, actor=None)
    assert services.set_baseline(programme, actor=pmo) == 3
    services.update_task(a, actor=pmo, minutes=6 * DAY)
    line = milestone_lines(programme, date(2026, 3, 2))[0]
    assert (line.baseline, line.forecast, line.slip, line.float_days, line.official) == (
        date(2026, 3, 6),
        date(2026, 3, 11),
        3,
        0,
        True,
    )
    assert milestones_ahead(programme, date(2026, 3, 2), days=8) == []
    assert [one.name for one in milestones_ahead(programme, date(2026, 3, 2), days=9)] == ["End"]
    figures = plan_figures(programme, date(2026, 3, 10))
    assert (figures.tasks, figures.milestones, figures.late, figures.slip) == (3, 1, 3, 3)
    assert figures.finish == date(2026, 3, 11)


def test_dates_after_the_published_calendar_are_not_official(programme):
    services.add_task(
        programme, name="Far", milestone=True, constraint="snet", constraint_on=date(2027, 3, 1), actor=None
    )
    assert not milestone_lines(programme, date(2026, 3, 2))[0].official
    assert not plan_figures(programme, date(2026, 3, 2)).official


def test_progress_moves_the_status_date_and_the_forecast(programme, pmo):
    a, b = chain(programme, [3, 2])
    services.record_progress(a, actor=pmo, actual_start=date(2026, 3, 3), actual_finish=date(2026, 3, 6))
    a.refresh_from_db()
    assert (a.percent, a.critical) == (100, False)
    assert spans(b) == [(date(2026, 3, 9), date(2026, 3, 10))]
    assert PlanBasis.objects.get(programme=programme).status_on == date(2026, 3, 6)
    with pytest.raises(IllegalNowError):
        services.delete_task(a, actor=pmo)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"actual_start": date(2999, 1, 1)}, "actual_start"),
        ({"actual_start": None, "actual_finish": date(2026, 3, 3)}, "actual_start"),
        ({"actual_start": date(2026, 3, 4), "actual_finish": date(2026, 3, 3)}, "actual_finish"),
        ({"actual_start": date(2026, 3, 4), "percent": 100}, "actual_finish"),
        ({"actual_start": None, "percent": 10}, "actual_start"),
        ({"actual_start": date(2026, 3, 4), "percent": 101}, "percent"),
    ],
)
def test_progress_that_cannot_be_is_refused(programme, values, field):
    (a,) = chain(programme, [3])
    with pytest.raises(BadInputError) as caught:
        services.record_progress(a, actor=None, **values)
    assert field in caught.value.fields


def test_progress_is_recorded_on_tasks_not_on_summaries(programme):
    summary = services.add_task(programme, name="S", actor=None)
    services.add_task(programme, name="One", parent=summary, actor=None)
    summary.refresh_from_db()
    with pytest.raises(BadInputError):
        services.record_progress(summary, actor=None, actual_start=date(2026, 3, 2))


def test_the_responsible_person_and_role_record_progress_others_do_not(programme, owner, analyst, member):
    a = services.add_task(programme, name="A", responsible=member, responsible_role="DS", actor=None)
    for person in (member, analyst):
        services.record_progress(a, actor=person, actual_start=date(2026, 3, 2))
    with pytest.raises(ForbiddenError):
        services.record_progress(a, actor=owner, actual_start=date(2026, 3, 2))


@pytest.mark.parametrize("act", ["add_task", "reschedule", "set_baseline", "record_history"])
def test_only_the_pmo_writes_the_plan(programme, owner, act):
    options = {"add_task": {"name": "x"}, "record_history": {"facts": []}}.get(act, {})
    with pytest.raises(ForbiddenError):
        getattr(services, act)(programme, actor=owner, **options)


def test_history_is_recorded_at_once_and_as_one_event(programme):
    seeds = [
        services.TaskSeed("T01", "甲", "One", 2),
        services.TaskSeed("T02", "乙", "Two", 3, after=[services.LinkSeed("T01")]),
    ]
    services.add_blueprint_tasks(programme, seeds=seeds, actor=None)
    facts = [
        services.Progress("T01", date(2026, 3, 2), date(2026, 3, 5)),
        services.Progress("T02", date(2026, 3, 6), percent=50),
    ]
    assert services.record_history(programme, facts=facts, actor=None) == 2
    two = Task.objects.get(code="T02")
    assert (two.early_start, two.early_finish, two.percent) == (date(2026, 3, 6), date(2026, 3, 10), 50)
    assert AuditEvent.objects.filter(action="plan.progress_recorded").count() == 1
    with pytest.raises(BadInputError, match="T99"):
        services.record_history(programme, facts=[services.Progress("T99")], actor=None)


def test_blueprint_tasks_carry_both_names_links_and_lags(programme):
    seeds = [
        services.TaskSeed("T01", "甲", "One", 2, wbs="1.1.1", responsible_role="PM", accountable_role="SP"),
        services.TaskSeed("T02", "乙", "Two", 3, after=[services.LinkSeed("T01", "SS", 1)], standing="monthly"),
        services.TaskSeed("T03", "丙", "Three", 0, milestone=True, wave="2", after=[services.LinkSeed("T02")]),
    ]
    made = services.add_blueprint_tasks(programme, seeds=seeds, actor=None)
    services.reschedule(programme, actor=None)
    two = Task.objects.get(code="T02")
    assert (two.early_start, two.early_finish) == (date(2026, 3, 3), date(2026, 3, 5))
    assert (made["T03", "2"].name_zh, made["T03", "2"].minutes) == ("丙", 0)
    assert made["T01", ""].responsible_role == "PM"


def test_every_write_leaves_one_event(programme, pmo):
    a = services.add_task(programme, name="A", actor=pmo)
    b = services.add_task(programme, name="B", actor=pmo)
    link = services.link_tasks(b, earlier=a, actor=pmo)
    services.update_task(a, actor=pmo, name_en="Alpha")
    services.move_task(a, parent=None, actor=pmo)
    services.unlink_tasks(link, actor=pmo)
    services.delete_task(b, actor=pmo)
    services.set_baseline(programme, actor=pmo)
    assert list(AuditEvent.objects.filter(programme=programme).order_by("seq").values_list("action", flat=True)) == [
        "plan.task_added", "plan.task_added", "plan.linked", "plan.task_changed", "plan.task_moved", "plan.unlinked",
        "plan.task_deleted", "plan.baseline_set",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 30, 300])
def test_rescheduling_costs_the_same_queries_whatever_the_size(programme, count, django_assert_num_queries):
    services.add_blueprint_tasks(
        programme, seeds=[services.TaskSeed(f"T{n}", "甲", "One", 1) for n in range(count)], actor=None
    )
    services.reschedule(programme, actor=None)
    locking = connection.vendor == "postgresql"  # the programme's lock is a query there
    with django_assert_num_queries(14 + locking):
        services.reschedule(programme, actor=None)


def test_a_row_read_before_others_wrote_overwrites_nothing(programme):
    (a,) = chain(programme, [3])
    services.set_baseline(programme, actor=None)
    assert services.update_task(a, actor=None, name_en="Alpha").baseline_finish == date(2026, 3, 4)


def test_a_task_deleted_meanwhile_is_gone_for_every_act(programme):
    (a,) = chain(programme, [3])
    Task.objects.all().delete()
    for act in (
        lambda: services.update_task(a, actor=None, name_en="x"),
        lambda: services.move_task(a, actor=None, parent=None),
        lambda: services.delete_task(a, actor=None),
        lambda: services.record_progress(a, actor=None, actual_start=date(2026, 3, 2)),
    ):
        with pytest.raises(NotVisibleError):
            act()
