"""How a task earns: its own rule, weighted milestones whose weights add up to 100, typed, called and imported."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from core.errors import BadInputError
from phases.plan.models import Task
from phases.plan.rules.steps import Step, read_step
from phases.plan.selectors import plan_rows, plan_value
from phases.plan.services import record_progress, set_baseline, update_task
from programme.records.selectors.imports import import_json
from programme.records.services.imports import run_import
from tests.factories.plan import DAY, chain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
THREE = [
    {"name": "Design agreed", "weight": "30", "reached_on": "2026-03-05"},
    {"name": "Built", "weight": "50.5", "reached_on": None},
    {"name": "Tested", "weight": "19.5", "reached_on": None},
]


@pytest.fixture
def today():
    with time_machine.travel("2026-03-11T09:00:00+08:00", tick=False):
        yield


def load(programme, text):
    return run_import(programme, kind="plan", data=text.encode(), filename="plan.csv", actor=None)


def counted(run):
    told = import_json(run)
    return {name: told[name] for name in ("created", "updated", "unchanged", "refused")}


def earned(programme, rule="percent"):
    return plan_value(programme, date(2026, 3, 11), rule=rule).days.earned


def test_the_task_earns_by_what_is_reached_whatever_the_plan_is_reckoned_by(programme):
    first, second = chain(programme, [10, 4])
    set_baseline(programme, actor=None)
    record_progress(first, actor=None, actual_start=date(2026, 3, 2), percent=90)
    assert earned(programme) == 9
    update_task(first, actor=None, earning="steps", steps=THREE)
    assert [earned(programme, rule) for rule in ("percent", "50/50", "0/100")] == [3, 3, 3]
    reached = [THREE[0], {**THREE[1], "reached_on": "2026-03-11"}, THREE[2]]
    update_task(Task.objects.get(pk=first.pk), actor=None, steps=reached)
    assert earned(programme) == Decimal("8.05")
    update_task(Task.objects.get(pk=first.pk), actor=None, earning="0/100")
    assert earned(programme) == 0
    record_progress(
        Task.objects.get(pk=first.pk), actor=None, actual_start=date(2026, 3, 2), actual_finish=date(2026, 3, 11)
    )
    assert earned(programme) == 10
    assert second.minutes == 4 * DAY


def test_a_milestone_that_is_reached_earns_before_a_start_is_recorded(programme):
    (task,) = chain(programme, [10])
    set_baseline(programme, actor=None)
    update_task(task, actor=None, earning="steps", steps=THREE)
    value = plan_value(programme, date(2026, 3, 11))
    assert value.days.earned == 3
    assert value.curve.earned[value.curve.ends.index(value.time.elapsed)] == 3


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([{"name": "A", "weight": "40"}, {"name": "B", "weight": "50"}], "The weights add up to 90; they must add up to 100."),
        ([{"name": "A", "weight": "60"}, {"name": "B", "weight": "60"}], "The weights add up to 120; they must add up to 100."),
        ([{"name": "A", "weight": "50"}, {"name": "A", "weight": "50"}], "“A” stands here twice."),
        ([{"name": "A", "weight": "0"}, {"name": "B", "weight": "100"}], "“A”: a weight above 0 and up to 100"),
        ([{"name": "A; B", "weight": "100"}], "“A; B”: a name of at most 120 characters"),
        ([{"name": "A", "weight": "100", "reached_on": "2026-03-12"}], "“A”: this day is ahead."),
        ([{"name": "A"}], "A milestone has a name, a weight"),
        ([], "name them with their weights"),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_refused_and_nothing_is_written(programme, steps, said):
    (task,) = chain(programme, [10])
    with pytest.raises(BadInputError, match=said.replace("(", r"\(")) as refused:
        update_task(task, actor=None, earning="steps", steps=steps)
    assert list(refused.value.fields) == ["steps"]
    assert Task.objects.get(pk=task.pk).steps == []


def test_page_and_call_say_the_same(programme, pmo, browse, call):
    (task,) = chain(programme, [10])
    page = reverse("plan:scheduling", args=[programme.slug, task.public_id])
    usual = {"priority": "500", "active": "on", "earning": "steps"}
    short = browse(pmo).post(page, usual | {"steps": "Design agreed[30% 2026-03-05]\nBuilt[50%]"})
    assert (short.status_code, "The weights add up to 80; they must add up to 100." in short.content.decode()) == (
        400,
        True,
    )
    unread = browse(pmo).post(page, usual | {"steps": "Design agreed 30"})
    assert "“Design agreed 30” is no milestone with its weight" in unread.content.decode()
    assert browse(pmo).post(page, usual | {"steps": "Design agreed[30% 2026-03-05]\nBuilt[70%]"}).status_code == 302
    kept = Task.objects.get(pk=task.pk)
    assert (kept.earning, kept.milestones_within) == (
        "steps", [Step("Design agreed", Decimal(30), date(2026, 3, 5)), Step("Built", Decimal(70))],
    )  # fmt: skip
    assert "Design agreed[30% 2026-03-05]\nBuilt[70%]</textarea>" in browse(pmo).get(page).content.decode()
    record = browse(pmo).get(task.get_absolute_url()).content.decode()
    assert "weighted milestones" in record
    assert "Design agreed" in record
    address = f"/api/v1/programmes/{programme.slug}/tasks/{task.public_id}/"
    assert call(pmo).get(address).json()["steps"][0] == {
        "name": "Design agreed",
        "weight": "30.00",
        "reached_on": "2026-03-05",
    }
    bad = call(pmo).patch(address, {"steps": [{"name": "A", "weight": "99"}]}, format="json")
    assert (bad.status_code, "add up to 99" in bad.content.decode()) == (400, True)
    assert call(pmo).patch(address, {"steps": [{"name": "A", "weight": "100"}]}, format="json").status_code == 200
    assert Task.objects.get(pk=task.pk).steps == [{"name": "A", "weight": "100", "reached_on": None}]


SHEET = "WBS,Task name,Duration (wd),Earns by,Weighted milestones\n1,Build,10,weighted milestones,{steps}\n"


def test_sheets_bring_them_and_the_same_sheet_twice_is_nothing_new(programme):
    sheet = SHEET.format(steps="Design agreed[ 30 % 2026-03-05 ]; Built[70%]")
    assert counted(load(programme, sheet))["created"] == 1
    task = Task.objects.get()
    assert (task.earning, [str(step) for step in task.milestones_within]) == (
        "steps", ["Design agreed[30% 2026-03-05]", "Built[70%]"],
    )  # fmt: skip
    assert counted(load(programme, sheet)) == {"created": 0, "updated": 0, "unchanged": 1, "refused": 0}
    (row,) = plan_rows(programme).values()
    assert (row["earning"], row["steps"]) == ("steps", ("Design agreed[30% 2026-03-05]", "Built[70%]"))


@pytest.mark.parametrize(
    ("steps", "said"),
    [("Built[70%]", "must add up to 100"), ("Built", "such as Design agreed"), ("", "name them with their weights"),
     ("A[50%];A[50%]", "stands here twice")],
)  # fmt: skip
def test_a_row_that_does_not_add_up_is_refused_with_its_column(programme, steps, said):
    run = load(programme, SHEET.format(steps=steps))
    assert counted(run)["refused"] == 1
    assert said in str(run.verdict)
    assert not Task.objects.exists()


@pytest.mark.parametrize("text", ["", "A", "A[]", "A[x]", "A[30% 2026-02-30]", "[30%]", "A[1000]"])
def test_what_is_no_milestone_is_not_read(text):
    assert read_step(text) is None
