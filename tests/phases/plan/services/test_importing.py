"""Plans from files: counts, the same file again, updates, circles, and taking an import back."""

from datetime import date

import pytest

from core import seams
from core.errors import ForbiddenError, IllegalNowError
from core.imports.kinds import Batch
from core.imports.markup import parse_xml
from core.imports.readers import read_table
from core.imports.run import dry_run
from core.imports.table import UnreadableError
from core.imports.verdict import Status
from phases.plan import services
from phases.plan.models import InsertedPlan, PlanBasis, PlanCalendar, Task, TaskLink
from phases.plan.rules.mspdi import read_mspdi
from phases.plan.selectors import plan_rows, schedule_of, schedule_report
from phases.plan.selectors.exchange import plan_xml
from programme.records.models import AuditEvent
from programme.records.selectors.imports import import_json
from programme.records.services.imports import run_import
from programme.records.services.undo import undo_import
from tests.factories.mspdi import Project
from tests.factories.plan import mspdi
from tests.factories.programme import ProgrammeFactory

pytestmark = pytest.mark.django_db
KIND = seams.kinds["plan"]
LATE = dict.fromkeys(range(6), ("13:00-17:00", "18:00-22:00")) | {6: ()}
TASK = "{http://schemas.microsoft.com/project}Task"
PLAN = [
    {"name": "Prepare", "summary": 1, "hours": 24},
    {"outline": "1.1", "level": 2, "hours": 16},
    {"outline": "1.2", "level": 2, "hours": 5, "links": [(2, 1, 0)]},
    {"outline": "2", "hours": 0, "milestone": 1, "links": [(3, 1, 4800)]},
]
SHEET = """WBS,任务名称,工期,前置任务,开始,负责人,里程碑
1,准备,,,,,否
1.1,诊断,8 个工作日,,2026-03-03,DS,否
1.2,研讨,3d,1.1FS+1d,,pmo@example.com,否
2,完成,0,1.2,,,是
"""


def judge(programme, data, name="plan.xml"):
    table = read_table(data if isinstance(data, bytes) else data.encode("utf-8-sig"), name, kind=KIND)
    return table, dry_run(KIND, table, None, KIND.existing(programme), programme=programme)


def load(programme, data, name="plan.xml"):
    table, verdict = judge(programme, data, name)
    outcomes = KIND.write(programme, Batch(verdict.changes(), table.context), None)
    return table, verdict, outcomes


def counts(verdict):
    return {status.value: verdict.count(status) for status in Status if verdict.count(status)}


def test_a_file_of_project_is_loaded_with_its_calendar_and_dates(programme):
    table, verdict, outcomes = load(programme, mspdi(PLAN))
    assert table.figures == {
        "tasks": 3, "summaries": 1, "milestones": 1, "links": 2, "calendars": 1, "resources": 0, "assignments": 0,
    }  # fmt: skip
    assert counts(verdict) == {"created": 4}
    assert [bool(outcome.ref) for outcome in outcomes] == [True] * 4
    rows = Task.objects.filter(programme=programme).order_by("position")
    assert [(task.uid, task.wbs, task.summary, task.parent_id and task.parent.uid) for task in rows] == [
        ("1", "1", True, None), ("2", "1.1", False, "1"), ("3", "1.2", False, "1"), ("4", "2", False, None),
    ]  # fmt: skip
    assert [(task.early_start, task.early_finish) for task in rows][1:] == [
        (date(2026, 3, 2), date(2026, 3, 3)), (date(2026, 3, 4), date(2026, 3, 4)), (date(2026, 3, 5), date(2026, 3, 5)),
    ]  # fmt: skip
    assert PlanBasis.objects.get(programme=programme).calendar == "file"
    assert AuditEvent.objects.filter(action="plan.imported").count() == 1


def test_the_same_file_again_gives_nothing_new(programme):
    load(programme, mspdi(PLAN))
    _table, verdict = judge(programme, mspdi(PLAN))
    assert counts(verdict) == {"unchanged": 4}
    assert verdict.changes() == []


def test_a_later_state_of_the_file_updates_by_uid(programme):
    load(programme, mspdi(PLAN))
    changed = [*PLAN[:2], PLAN[2] | {"hours": 8, "links": [(2, 3, 0)]}, PLAN[3]]
    _table, verdict, _outcomes = load(programme, mspdi(changed))
    assert counts(verdict) == {"unchanged": 3, "updated": 1}
    task = Task.objects.get(uid="3")
    assert (task.minutes, task.version, task.early_start) == (480, 2, date(2026, 3, 2))
    assert list(TaskLink.objects.filter(later=task).values_list("type", flat=True)) == ["SS"]


def test_two_files_with_the_same_uids_do_not_meet(programme):
    load(programme, mspdi(PLAN, title="One"))
    _table, verdict, _outcomes = load(programme, mspdi(PLAN, title="Two"))
    assert counts(verdict) == {"created": 4}
    assert TaskLink.objects.filter(earlier__source="One", later__source="Two").count() == 0


def test_an_import_is_taken_back_whole(programme):
    before = plan_rows(programme)
    _table, _verdict, outcomes = load(programme, mspdi(PLAN))
    KIND.remove(programme, [outcome.ref for outcome in outcomes], None)
    assert plan_rows(programme) == before == {}
    assert not TaskLink.objects.filter(programme=programme).exists()
    assert PlanBasis.objects.get(programme=programme).calendar == "china"


def test_taking_an_import_back_keeps_what_others_put_under_it(programme):
    _table, _verdict, outcomes = load(programme, mspdi(PLAN))
    own = services.add_task(programme, name="Own", parent=Task.objects.get(uid="1"), actor=None)
    KIND.remove(programme, [outcome.ref for outcome in outcomes], None)
    own.refresh_from_db()
    assert own.parent is None


def test_a_plan_beside_existing_tasks_keeps_the_programmes_calendar(programme):
    services.add_task(programme, name="Own", actor=None)
    load(programme, mspdi(PLAN))
    assert PlanBasis.objects.get(programme=programme).calendar == "china"


def plan_of(programme):
    """Moments, floats and critical flags of imported tasks by UID."""
    rows = dict(Task.objects.filter(programme=programme).exclude(uid="").values_list("pk", "uid"))
    slots = schedule_of(programme).slots
    return {
        uid: (slots[pk].early_start, slots[pk].early_finish, slots[pk].late_start, slots[pk].late_finish,
              slots[pk].total_float, slots[pk].critical)
        for pk, uid in rows.items()
    }  # fmt: skip


def busy(programme):
    """Work of the programme's own that begins elsewhere, lasts much longer, and has a status date."""
    services.add_task(programme, name="Own", minutes=480 * 400, actor=None)
    services.set_basis(programme, starts_on=date(2026, 1, 5), status_on=date(2027, 6, 1), actor=None)


def test_a_plan_beside_other_work_keeps_the_dates_of_its_file(programme):
    alone = ProgrammeFactory(slug="alone")
    data = mspdi([*PLAN, {"outline": "3", "hours": 8}])
    load(alone, data)
    busy(programme)
    load(programme, data)
    assert plan_of(programme) == plan_of(alone)
    assert {critical for *_rest, critical in plan_of(programme).values()} == {True, False}
    _table, verdict = judge(programme, data)
    assert counts(verdict) == {"unchanged": 5}
    assert InsertedPlan.objects.filter(programme=programme).count() == 1


def test_an_inserted_plan_can_count_as_the_rest_of_the_plan_does(programme, pmo, member):
    busy(programme)
    load(programme, mspdi(PLAN))
    kept, row = plan_of(programme), InsertedPlan.objects.get(programme=programme)
    with pytest.raises(ForbiddenError):
        services.set_inserted(row, apart=False, actor=member)
    services.set_inserted(row, apart=False, actor=pmo)
    freed = plan_of(programme)
    assert all(freed[uid][0] > kept[uid][0] for uid in kept)  # behind the status date
    assert {critical for *_rest, critical in kept.values()} == {True}
    assert {critical for *_rest, critical in freed.values()} == {False}  # the rest of the plan ends later
    services.set_inserted(row, apart=True, actor=pmo)
    assert plan_of(programme) == kept
    with pytest.raises(IllegalNowError, match="inserted plans"):
        services.delete_calendar(row.calendar, actor=pmo)
    acts = AuditEvent.objects.filter(action="plan.inserted_changed").values_list("changes", flat=True)
    assert [act["apart"] for act in acts] == [[True, False], [False, True]]


def test_taking_back_an_inserted_plan_leaves_nothing_of_it(programme, pmo):
    busy(programme)
    before = schedule_of(programme).finish
    run = run_import(programme, kind="plan", data=mspdi(PLAN), filename="plan.xml", dry_run=False, actor=pmo)
    assert InsertedPlan.objects.filter(programme=programme).exists()
    undo_import(run, actor=pmo)
    assert not InsertedPlan.objects.filter(programme=programme).exists()
    assert not PlanCalendar.objects.filter(programme=programme).exists()
    assert schedule_of(programme).finish == before


def test_our_own_export_is_not_inserted(programme):
    busy(programme)
    other = ProgrammeFactory(slug="other")
    services.add_task(other, name="Own", actor=None)
    load(other, plan_xml(programme))
    assert not InsertedPlan.objects.exists()


def nightly():
    """A plan with hours of its own: nights, a resource of its own hours, a task calendar, elapsed time, a deadline."""
    plan = Project("2026-04-06T13:00", title="Theirs", honours=True, slack=1).calendar("Nights", LATE).calendar("Day")
    plan.resource("Dana").resource("Owl", calendar=2)
    plan.task("Sum", summary=True).task("Dig", "2d", level=2).task("Cure", "2ed", level=2).task("Look", "1d", level=2)
    plan.task("Tell", "3d", calendar=2, deadline="2026-05-05").task("Late", "1d", constraint="alap").task("Done", "0d")
    plan.link(2, 3, "FS", "+50%").link(3, 4, "SS", "+1d").link(1, 5).link(5, 7).link(6, 7)
    return plan.assign(2, 1, units=0.5, work="8h").assign(4, 2).assign(5, 1).xml()


def inside(programme):
    """The dates of what is inserted, with each task's own calendar by its name."""
    rows = Task.objects.filter(programme=programme, source="Theirs").order_by("position")
    found = plan_of(programme)
    return [(task.uid, task.name_en, task.calendar and task.calendar.name, found[task.uid]) for task in rows]


def test_an_exported_inserted_plan_keeps_its_calendar_its_start_and_its_dates(programme):
    busy(programme)
    load(programme, nightly())
    xml = plan_xml(programme)
    parsed, told = read_mspdi(xml), parse_xml(xml)
    names = {one.uid: one.name for one in parsed.calendars}
    said = {task.name: task for task in parsed.tasks}
    assert (names[said["Dig"].inserted.calendar], said["Dig"].calendar, said["Own"].inserted) == ("Nights", None, None)
    own = {one.findtext("{*}Name"): names.get(int(one.findtext("{*}CalendarUID") or -1)) for one in told.iter(TASK)}
    assert (own["Dig"], own["Tell"], own["Own"], own["Sum"]) == ("Nights", "Day", None, None)  # what other tools read
    for slug, before in (("empty", False), ("busy", True)):
        other = ProgrammeFactory(slug=slug)
        if before:
            services.add_task(other, name="Long", minutes=480 * 900, actor=None)
        load(other, xml)
        assert inside(other) == inside(programme)
        row = InsertedPlan.objects.get(programme=other)
        assert (row.source, row.calendar.name, row.honours_constraints, row.critical_slack, row.apart) == (
            "Theirs", "Nights", True, 480, True,
        )  # fmt: skip
        _table, verdict = judge(other, xml)
        assert counts(verdict) == {"unchanged": 8}


def test_an_inserted_plan_that_counts_as_the_rest_does_leaves_as_the_rest_does(programme, pmo):
    busy(programme)
    load(programme, nightly())
    services.set_inserted(InsertedPlan.objects.get(programme=programme), apart=False, actor=pmo)
    assert not any(task.inserted for task in read_mspdi(plan_xml(programme)).tasks)


def test_a_sheet_is_read_in_its_usual_spellings(programme, pmo):
    pmo.email = "pmo@example.com"
    pmo.save()
    _table, verdict, _outcomes = load(programme, SHEET, "plan.csv")
    assert [problem.as_json() for problem in verdict.problems] == []
    assert KIND.figures([one.row for one in verdict.judged]) == {
        "tasks": 3,
        "summaries": 1,
        "milestones": 1,
        "links": 2,
    }
    one, two, end = (Task.objects.get(wbs=wbs) for wbs in ("1.1", "1.2", "2"))
    assert (one.minutes, one.early_start, one.responsible_role) == (8 * 480, date(2026, 3, 3), "DS")
    assert (two.early_start, two.responsible, two.parent.wbs) == (date(2026, 3, 16), pmo, "1")
    assert (end.milestone, end.early_finish) == (True, date(2026, 3, 18))
    _table, again = judge(programme, SHEET, "plan.csv")
    assert counts(again) == {"unchanged": 4}


def test_a_new_start_in_a_sheet_moves_the_task(programme):
    load(programme, "WBS,任务名称,开始\n1,甲,2026-03-03\n", "plan.csv")
    load(programme, "WBS,任务名称,开始\n1,甲,2026-03-10\n", "plan.csv")
    assert Task.objects.get(wbs="1").early_start == date(2026, 3, 10)


def test_a_predecessor_that_is_missing_refuses_the_row_and_those_that_need_it(programme):
    sheet = "WBS,任务名称,前置任务\n1,甲,9\n2,乙,1\n3,丙,\n4,丁,4\n"
    _table, _verdict, outcomes = load(programme, sheet, "plan.csv")
    assert [sorted(outcome.refused) for outcome in outcomes] == [
        ["predecessors"],
        ["predecessors"],
        [],
        ["predecessors"],
    ]
    assert "9" in str(outcomes[0].refused["predecessors"][0])
    assert list(Task.objects.values_list("wbs", flat=True)) == ["3"]


def test_a_circle_in_a_sheet_refuses_its_rows_by_name(programme):
    sheet = "WBS,任务名称,前置任务\n1,甲,2\n2,乙,1\n3,丙,\n"
    _table, _verdict, outcomes = load(programme, sheet, "plan.csv")
    assert [bool(outcome.refused) for outcome in outcomes] == [True, True, False]
    assert "甲" in str(outcomes[0].refused["predecessors"][0])


@pytest.mark.parametrize(
    ("column", "value"),
    [("工期", "lang"), ("前置任务", "3FS+2 moons"), ("负责人", "nobody@example.com"), ("完成百分比", "140"), ("限制日期", "soon"),
     ("限制日期", "2999-01-01"), ("WBS", "1..2"), ("开始", "2026-02-30"), ("限制类型", "perhaps")],
)  # fmt: skip
def test_a_wrong_cell_is_named(programme, column, value):
    sheet = f"任务名称,{column}\n甲,{value}\n"
    _table, verdict = judge(programme, sheet, "plan.csv")
    assert [(problem.line, problem.heading, problem.value) for problem in verdict.problems] == [(2, column, value)]


def test_rows_without_a_name_are_refused(programme):
    _table, verdict = judge(programme, "WBS,任务名称\n1,\n", "plan.csv")
    assert [problem.key for problem in verdict.problems] == ["name"]


def test_blueprint_tasks_are_updated_by_their_code(programme):
    services.add_blueprint_tasks(programme, seeds=[services.TaskSeed("T01", "甲", "One", 2)], actor=None)
    load(programme, "UID,Task name,Duration,Complete (%),Actual start\nT01,One,4,50%,2026-03-02\n", "plan.csv")
    task = Task.objects.get(code="T01")
    assert (task.minutes, task.percent, task.name_zh, task.source) == (4 * 480, 50, "甲", "")


def test_only_the_pmo_imports(programme, owner, pmo):
    assert (KIND.can(owner, programme), KIND.can(pmo, programme)) == (False, True)


def test_a_sheet_without_names_updates_what_is_there(programme):
    load(programme, mspdi(PLAN))
    uid = Task.objects.get(uid="2").ref
    _table, verdict, _outcomes = load(programme, f"UID,Complete (%),Actual start\n{uid},25,2026-03-02\n", "plan.csv")
    assert counts(verdict) == {"updated": 1}
    task = Task.objects.get(uid="2")
    assert (task.percent, task.name_en, task.actual_start) == (25, "Task 2", date(2026, 3, 2))


def test_links_that_left_the_file_are_removed_and_the_others_kept(programme):
    tasks = [{}, {"outline": "2"}, {"outline": "3", "links": [(1, 1, 0), (2, 1, 0)]}]
    load(programme, mspdi(tasks))
    kept = TaskLink.objects.get(earlier__uid="1").pk
    load(programme, mspdi([*tasks[:2], {"outline": "3", "links": [(1, 1, 0)]}]))
    assert list(TaskLink.objects.values_list("pk", flat=True)) == [kept]


def test_a_level_that_is_missing_is_skipped_and_a_milestone_needs_no_duration(programme):
    load(programme, "WBS,任务名称,里程碑\n1,甲,否\n1.1.1,乙,否\n2,丙,是\n", "plan.csv")
    assert Task.objects.get(wbs="1.1.1").parent.wbs == "1"
    assert (Task.objects.get(wbs="2").minutes, Task.objects.get(wbs="1.1.1").minutes) == (0, 480)


def test_empty_durations_are_read_as_one_day_and_said_so(programme):
    table, _verdict, _outcomes = load(programme, "WBS,任务名称,工期,里程碑\n1,甲,,\n2,乙,,是\n", "plan.csv")
    assert "one working day" in str(table.notes[-1])
    assert list(Task.objects.order_by("wbs").values_list("minutes", flat=True)) == [480, 0]


def test_a_task_that_names_itself_is_refused(programme):
    _table, _verdict, outcomes = load(programme, "WBS,任务名称,前置任务\n1,甲,1\n", "plan.csv")
    assert "itself" in str(outcomes[0].refused["predecessors"][0])


def test_a_native_project_file_is_answered_with_what_to_do(programme):
    with pytest.raises(UnreadableError, match="Save as"):
        read_table(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "plan.mpp", kind=KIND)


def test_the_whole_way_in_and_out_restores_the_plan(programme, pmo):
    own = services.add_task(programme, name="Own", actor=None)
    before = plan_rows(programme)
    run = run_import(programme, kind="plan", data=mspdi(PLAN), filename="plan.xml", actor=pmo)
    told = import_json(run)
    assert {name: told[name] for name in ("tasks", "summaries", "milestones", "links", "calendars", "created", "refused")} == {
        "tasks": 3, "summaries": 1, "milestones": 1, "links": 2, "calendars": 1, "created": 4, "refused": 0,
    }  # fmt: skip
    undo_import(run, actor=pmo)
    assert plan_rows(programme) == before
    assert list(Task.objects.filter(programme=programme)) == [own]


def test_a_plan_that_starts_after_noon_starts_after_noon(programme):
    load(programme, Project("2026-03-02T13:00").calendar().task("Build", "1d").xml())
    (row,) = schedule_report(programme, schedule_of(programme))["tasks"]
    assert (row["early_start"], row["early_finish"]) == ("2026-03-02T13:00:00", "2026-03-03T12:00:00")


def test_work_of_a_file_stays_before_its_status_date_until_somebody_moves_it(programme):
    load(programme, Project(status="2026-03-05T17:00").calendar().task("Build", "1d").xml())
    assert Task.objects.get().early_start == date(2026, 3, 2)
    services.set_basis(programme, status_moves=True, actor=None)
    assert Task.objects.get().early_start == date(2026, 3, 5)
