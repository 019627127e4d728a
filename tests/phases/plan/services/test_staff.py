"""Resources and assignments by files of their own: dry run, update by id, the same again, refusals, undo, and back."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from core.errors import ForbiddenError, IllegalNowError
from phases.plan import services
from phases.plan.models import Assignment, PlanCalendar, PlanResource, Task
from programme.records.models import AuditEvent
from programme.records.services.imports import run_import
from programme.records.services.undo import undo_import
from tests.factories.mspdi import Project
from tests.factories.programme import ProgrammeFactory, member_of

pytestmark = pytest.mark.django_db
DAY = 480
PEOPLE = (
    "编号,资源,类别,能力（%）,自有日历,人员邮箱,团队\n"
    "R1,数据组,work,300,,,技术\n"
    "R2,王芳,,100,,fang@example.com,\n"
    ",打印纸,material,0,,,\n"
)
SHARES = "Task,Resource,Allocation (%),Work (working days)\nT1,数据组,50,\nt2,王芳,50,2\n"


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def bring(programme):
    pmo = member_of(programme, "PM")

    def run(kind, text, *, actor=pmo, **options):
        return run_import(programme, kind=kind, data=text.encode(), filename=f"{kind}.csv", actor=actor, **options)

    return run


@pytest.fixture
def tasks(programme):
    return [
        services.add_task(programme, name=f"Task {code}", minutes=2 * DAY, code=code, actor=None)
        for code in ("T1", "T2")
    ]


@pytest.fixture
def fang(programme):
    return member_of(programme, "TL", email="fang@example.com")


def counts(run):
    return [run.verdict[name] for name in ("created", "updated", "unchanged", "refused")]


def wrong(run):
    return [(one["row"], one["key"]) for one in run.verdict["errors"]]


def told(programme):
    rows = PlanResource.objects.filter(programme=programme).order_by("uid")
    return [(row.uid, row.name, row.kind, row.max_units, row.team) for row in rows]


def test_resources_come_in_change_by_id_and_go_back(programme, bring, fang):
    assert counts(bring("resources", PEOPLE, dry_run=True)) == [3, 0, 0, 0]
    assert not PlanResource.objects.exists()
    first = bring("resources", PEOPLE)
    assert told(programme) == [
        ("", "打印纸", "material", 0, ""), ("R1", "数据组", "work", 300, "技术"), ("R2", "王芳", "work", 100, ""),
    ]  # fmt: skip
    assert PlanResource.objects.get(uid="R2").person == fang
    assert counts(bring("resources", PEOPLE)) == [0, 0, 3, 0]
    renamed = bring("resources", "ID,Resource,Capacity (%)\nr1,Data people,200\n")
    assert counts(renamed) == [0, 1, 0, 0]
    assert told(programme)[1] == ("R1", "Data people", "work", 200, "技术")
    undo_import(renamed, actor=None)
    assert told(programme)[1] == ("R1", "数据组", "work", 300, "技术")
    undo_import(first, actor=None)
    assert not PlanResource.objects.exists()


def test_assignments_come_in_set_the_length_and_go_back(programme, bring, tasks, fang):
    bring("resources", PEOPLE)
    first = bring("assignments", SHARES)
    assert counts(first) == [2, 0, 0, 0]
    assert sorted(Assignment.objects.values_list("task__code", "units", "work")) == [("T1", 50, None), ("T2", 50, 960)]
    half = Task.objects.get(code="T2")
    assert half.early_finish == programme.starts_on + timedelta(days=3)  # two days of work at half a share
    assert counts(bring("assignments", SHARES)) == [0, 0, 2, 0]
    full = bring("assignments", "Task,Resource,Allocation (%)\nT2,王芳,100\n")
    assert counts(full) == [0, 1, 0, 0]
    half.refresh_from_db()
    assert half.early_finish == programme.starts_on + timedelta(days=1)
    undo_import(full, actor=None)
    undo_import(first, actor=None)
    assert not Assignment.objects.exists()
    half.refresh_from_db()
    assert half.early_finish == programme.starts_on + timedelta(days=1)
    actions = AuditEvent.objects.filter(action__in=["plan.assigned", "plan.unassigned"])
    assert sorted(actions.values_list("action", flat=True)) == ["plan.assigned"] * 4 + ["plan.unassigned"] * 2


def test_what_nobody_knows_is_refused_with_row_and_column_and_what_is_accepted(bring, tasks):
    run = bring("resources", "Resource,Own calendar,Person's e-mail\nAnn,Moon,\nBob,,bob@example.com\nCee,,\n")
    assert (counts(run), wrong(run)) == ([1, 0, 0, 2], [(2, "calendar"), (3, "person")])
    run = bring("assignments", "Task,Resource,Allocation (%)\nT9,Zed,50\nT1,Cee,-1\nT2,Cee,0\n")
    assert counts(run) == [0, 0, 0, 3]
    assert sorted(wrong(run)) == [(2, "resource"), (2, "task"), (3, "units"), (4, "units")]
    accepted = {one["key"]: one["accepted_values"] for one in run.verdict["errors"] if one["row"] == 2}
    assert ("T1" in str(accepted["task"]), "Cee" in str(accepted["resource"])) == (True, True)


def test_a_name_that_another_resource_has_is_refused(programme, bring):
    services.save_resource(programme, name="Ann", actor=None)
    run = bring("resources", "ID,Resource\nR9,ann\n")
    assert wrong(run) == [(2, "name")]
    assert counts(bring("resources", "Resource,Team\nANN,One\n")) == [0, 1, 0, 0]


def test_nobody_works_on_a_summary(programme, bring, tasks):
    services.add_task(programme, name="Part", parent=tasks[0], code="T11", actor=None)
    services.save_resource(programme, name="Ann", actor=None)
    assert wrong(bring("assignments", "Task,Resource\nT1,Ann\n")) == [(2, "task")]


def test_resources_that_work_since_are_not_taken_back(programme, bring, tasks, fang):
    first = bring("resources", PEOPLE)
    bring("assignments", SHARES)
    with pytest.raises(IllegalNowError):
        undo_import(first, actor=None)
    assert PlanResource.objects.count() == 3


def test_only_the_pmo_brings_them(programme, bring):
    with pytest.raises(ForbiddenError):
        bring("resources", PEOPLE, actor=member_of(programme, "TL"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_exported_comes_in_again_without_a_change(programme, bring, tmp_path, language):
    plan = Project().resource("Ann").resource("Bob").resource("Ann").task("A", "2d").task("B")
    plan.assign(1, 1).assign(1, 2, units=0.5, work="4h").assign(1, 3).assign(2, 1)
    run_import(programme, kind="plan", data=plan.xml(), filename="plan.xml", actor=None)
    for kind, count in (("resources", 3), ("assignments", 4)):
        path = tmp_path / f"{kind}.csv"
        call_command("export", kind, "--programme", programme.slug, "--language", language, "-o", str(path))
        text = path.read_text("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text)))) == count + 1
        assert counts(bring(kind, text)) == [0, 0, count, 0]


def test_a_calendar_of_the_plan_is_named_by_its_name(programme, bring):
    PlanCalendar.objects.create(programme=programme, name="Night", week={"0": [[0, 300]]}, exceptions=[])
    bring("resources", "Resource,Own calendar\nAnn,night\n")
    row = PlanResource.objects.get()
    assert (row.calendar.name, row.max_units) == ("Night", Decimal(100))
    assert counts(bring("resources", "Resource,Own calendar\nAnn,Night\n")) == [0, 0, 1, 0]
