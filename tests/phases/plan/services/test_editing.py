"""Edits of the chart: what they change, what they move, what they say, and that undo gives everything back."""

from datetime import date

import pytest

from core.errors import BadInputError, ForbiddenError, IllegalNowError, StaleError
from phases.plan import services
from phases.plan.models import Task, TaskLink
from phases.plan.rules.cascade import moves
from programme.records.models import AuditEvent
from tests.factories.plan import DAY, chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def tasks(programme):
    return chain(programme, [3, 2, 4])


def stand(programme):
    fields = (
        "name_en",
        "minutes",
        "constraint",
        "constraint_on",
        "early_start",
        "early_finish",
        "total_float",
        "critical",
    )
    links = TaskLink.objects.filter(programme=programme).values_list("earlier", "later", "type", "lag", "unit")
    return list(Task.objects.filter(programme=programme).values_list("pk", *fields)), sorted(links)


def edit(task, actor=None, version=None, **said):
    task.refresh_from_db()
    return services.edit_plan(task, edit=said, actor=actor, version=version)


def test_a_longer_task_moves_what_waits_for_it_and_says_so(programme, tasks):
    done = edit(tasks[0], duration="5d")
    assert done.task.minutes == 5 * DAY
    assert [(one.key, one.days) for one in done.moved] == [(task.public_id, 2) for task in tasks]
    assert done.says == "3 tasks moved; end of plan +2 wd"
    assert done.undo == {"minutes": 3 * DAY}


@pytest.mark.parametrize(
    "said",
    [
        {"duration": "5d"}, {"duration": "4h"}, {"name": "Other"}, {"start": date(2026, 3, 11)}, {"predecessors": ""},
        {"predecessors": "1SS+1d"}, {"predecessors": "1FS+50%, 3FF-1d"}, {"predecessors": "1FS+2ed"},
    ],
)  # fmt: skip
def test_undo_gives_everything_back_and_its_undo_does_it_again(programme, tasks, said):
    if "3FF" in said.get("predecessors", ""):
        services.unlink_tasks(TaskLink.objects.get(later=tasks[2]), actor=None)
    before = stand(programme)
    first = edit(tasks[1], **said)
    after = stand(programme)
    assert after != before
    second = edit(tasks[1], **first.undo)
    assert stand(programme) == before
    edit(tasks[1], **second.undo)
    assert stand(programme) == after


def test_undo_is_audited_like_any_edit(programme, tasks, pmo):
    first = edit(tasks[0], actor=pmo, duration="5d")
    edit(tasks[0], actor=pmo, **first.undo)
    found = AuditEvent.objects.filter(programme=programme, action="plan.task_changed").order_by("seq")
    assert [event.changes["minutes"] for event in found] == [[3 * DAY, 5 * DAY], [5 * DAY, 3 * DAY]]


def test_a_dropped_bar_starts_no_earlier_than_there(programme, tasks):
    done = edit(tasks[1], start=date(2026, 3, 9))
    assert (done.task.constraint, done.task.constraint_on) == ("snet", date(2026, 3, 9))
    assert done.task.early_start == date(2026, 3, 9)
    assert done.says == "2 tasks moved; end of plan +2 wd"


def test_a_bar_dropped_before_its_links_allow_says_what_holds_it(programme, tasks):
    done = edit(tasks[1], start=date(2026, 3, 3))
    assert done.task.early_start == date(2026, 3, 5)
    assert done.says == "No date changed; links hold it until 2026-03-05"


def test_a_bar_dropped_on_a_day_off_begins_on_the_next_worked_day(programme, tasks):
    assert edit(tasks[1], start=date(2026, 3, 7)).says == "2 tasks moved; end of plan +2 wd"


def test_a_task_kept_by_hand_keeps_its_length_when_dropped(programme, tasks):
    Task.objects.filter(pk=tasks[1].pk).update(
        manual=True, planned_start=date(2026, 3, 5), planned_finish=date(2026, 3, 6)
    )
    done = edit(tasks[1], start=date(2026, 3, 12))
    assert (done.task.planned_start, done.task.planned_finish) == (date(2026, 3, 12), date(2026, 3, 13))
    assert done.undo == {"planned_start": date(2026, 3, 5), "planned_finish": date(2026, 3, 6)}
    longer = edit(tasks[1], duration="3d")
    assert longer.task.planned_finish == date(2026, 3, 16)


def test_a_link_and_its_removal(programme, tasks):
    other = services.add_task(programme, name="D", minutes=DAY, actor=None)
    done = edit(other, link={"earlier": tasks[2].public_id, "type": "SS", "lag": DAY})
    assert list(TaskLink.objects.filter(later=other).values_list("type", "lag")) == [("SS", DAY)]
    assert done.undo == {"links": []}
    gone = edit(other, unlink=tasks[2].public_id)
    assert gone.undo == {"links": [{"earlier": tasks[2].public_id, "type": "SS", "lag": DAY, "unit": "work"}]}


def test_predecessors_are_typed_by_row_code_or_wbs(programme, tasks):
    Task.objects.filter(pk=tasks[0].pk).update(code="T01")
    other = services.add_task(programme, name="D", minutes=DAY, actor=None, wbs="9.1")
    edit(tasks[2], predecessors="t01SS+1d, 2FS-50%，9.1")
    rows = TaskLink.objects.filter(later=tasks[2]).values_list("earlier", "type", "lag", "unit")
    assert set(rows) == {
        (tasks[0].pk, "SS", DAY, "work"), (tasks[1].pk, "FS", -50, "percent"), (other.pk, "FS", 0, "work")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"duration": "soon"}, "duration", "Write a duration such as 3d, 4h or 2w."),
        ({"duration": "-2d"}, "duration", "Write a duration such as 3d, 4h or 2w."),
        ({"duration": "3ed"}, "duration", "This task counts working time: write 3d, not 3ed."),
        ({"predecessors": "99"}, "predecessors", "No row, code or WBS is called 99."),
        ({"predecessors": "1FS+x"}, "predecessors", "No row, code or WBS is called 1FS+x."),
        ({"predecessors": "1, 1SS"}, "predecessors", "1 stands here twice."),
        ({"link": {"earlier": "nobody"}}, "earlier", "This task was deleted meanwhile."),
    ],
)
def test_what_cannot_be_read_is_said(programme, tasks, said, field, words):
    before = stand(programme)
    with pytest.raises(BadInputError) as error:
        edit(tasks[1], **said)
    assert error.value.fields == {field: [words]}
    assert stand(programme) == before


def test_links_that_cannot_be_are_refused_whole(programme, tasks):
    before = stand(programme)
    with pytest.raises(IllegalNowError, match="circle"):
        edit(tasks[0], link={"earlier": tasks[2].public_id})
    with pytest.raises(BadInputError, match="wait for itself"):
        edit(tasks[0], link={"earlier": tasks[0].public_id})
    with pytest.raises(BadInputError, match="linked already"):
        edit(tasks[1], link={"earlier": tasks[0].public_id, "type": "SS"})
    with pytest.raises(IllegalNowError, match="circle"):
        edit(tasks[1], predecessors="3")  # its own link to the first would go, were this not refused
    assert stand(programme) == before


def test_a_summary_has_no_link_with_what_stands_under_it(programme, tasks):
    under = services.add_task(programme, name="D", minutes=DAY, actor=None)
    services.move_task(under, parent=services.add_task(programme, name="S", actor=None), actor=None)
    under.refresh_from_db()
    with pytest.raises(BadInputError, match="under it"):
        edit(under, link={"earlier": under.parent.public_id})
    with pytest.raises(BadInputError, match="under it"):
        edit(under.parent, link={"earlier": under.public_id})
    with pytest.raises(BadInputError, match="move those"):
        edit(under.parent, start=date(2026, 3, 9))


def test_begun_work_and_milestones_stay_what_they_are(programme, tasks):
    services.record_progress(tasks[0], actor=None, actual_start=date(2026, 3, 2), percent=10)
    with pytest.raises(BadInputError, match="has begun"):
        edit(tasks[0], start=date(2026, 3, 9))
    end = services.add_task(programme, name="End", milestone=True, actor=None)
    with pytest.raises(BadInputError, match="no length"):
        edit(end, duration="1d")


def test_a_task_that_runs_day_and_night_counts_whole_days(programme, tasks):
    Task.objects.filter(pk=tasks[2].pk).update(elapsed=True)
    assert edit(tasks[2], duration="2d").task.minutes == 2 * 1440
    assert edit(tasks[2], duration="3ed").task.minutes == 3 * 1440


def test_an_old_version_and_other_roles_are_refused(programme, tasks, owner):
    with pytest.raises(StaleError):
        edit(tasks[0], version=99, name="X")
    with pytest.raises(ForbiddenError):
        edit(tasks[0], actor=owner, name="X")


def test_moves_count_the_start_where_the_finish_stays(programme):
    from core.calendar import plain

    one, two, three = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6)
    found = moves(
        {"a": (one, three), "b": (one, None)}, {"a": (two, three), "b": (None, None), "c": (one, two)}, plain({})
    )
    assert [(move.key, move.days) for move in found] == [("a", 2), ("b", 0)]
