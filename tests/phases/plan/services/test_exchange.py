"""Files of Project in and out again: nothing of what a scheduler needs is lost, and an undo takes all of it back."""

from datetime import date

import pytest
from django.urls import reverse

from phases.plan.models import (
    Assignment,
    PlanBaseline,
    PlanBaselineTask,
    PlanBasis,
    PlanCalendar,
    PlanResource,
    Task,
    TaskLink,
)
from phases.plan.rules.mspdi import read_mspdi
from phases.plan.selectors import plan_rows
from phases.plan.selectors.beside import beside_of
from phases.plan.selectors.exchange import plan_xml
from phases.plan.services import add_task, link_tasks, take_baseline
from programme.records.selectors.imports import export_kind, import_json, kind_named
from programme.records.services.imports import run_import
from programme.records.services.undo import undo_import, undo_reasons
from tests.factories.mspdi import Project, rich
from tests.factories.programme import ProgrammeFactory

pytestmark = pytest.mark.django_db
DATES = ("name_en", "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float", "critical")


def load(programme, data, **more):
    return run_import(programme, kind="plan", data=data, filename="plan.xml", actor=None, **more)


def counted(run):
    told = import_json(run)
    return {name: told[name] for name in ("created", "updated", "unchanged", "refused")}


def dates(programme):
    return list(Task.objects.filter(programme=programme).order_by("position").values_list(*DATES))


def parts(parsed):
    """What of a parsed plan must come back; the order of links and assignments means nothing."""
    return {
        "tasks": list(parsed.tasks),
        "links": sorted(parsed.links, key=repr),
        "assignments": sorted(parsed.assignments, key=repr),
        **{name: getattr(parsed, name) for name in ("start", "status", "calendar_uid", "honours", "critical_slack")},
        **{name: getattr(parsed, name) for name in ("calendars", "resources", "source")},
    }


def test_everything_a_scheduler_needs_is_written(programme):
    run = load(programme, rich().xml())
    assert counted(run) == {"created": 8, "updated": 0, "unchanged": 0, "refused": 0}
    tasks = {task.name_en: task for task in Task.objects.filter(programme=programme)}
    assert (tasks["Dig"].minutes, tasks["Dig"].percent, tasks["Dig"].note) == (960, 50, "Line one\nline two <&>")
    assert (tasks["Dig"].actual_start, tasks["Dig"].actual_start_minute) == (date(2026, 3, 2), 480)
    assert (tasks["Cure"].minutes, tasks["Cure"].elapsed, tasks["Cure"].deadline_minute) == (3 * 1440, True, 720)
    assert (tasks["Watch"].calendar.name, tasks["Watch"].ignores_resources, tasks["Watch"].priority) == (
        "Night",
        True,
        700,
    )
    assert (tasks["Fix"].constraint, tasks["Fix"].constraint_minute, tasks["Fix"].fixed) == ("snet", 780, True)
    assert (tasks["Talk"].manual, tasks["Talk"].planned_start, tasks["Talk"].planned_finish_minute) == (
        True, date(2026, 3, 18), 1020,
    )  # fmt: skip
    assert (tasks["Never"].active, tasks["Ready"].delay, tasks["Dig"].parent) == (False, 480, tasks["Prepare"])
    links = TaskLink.objects.filter(programme=programme).order_by("pk")
    assert sorted(links.values_list("later__name_en", "type", "lag", "unit")) == [
        ("Cure", "FS", 50, "percent"), ("Fix", "FF", -480, "work"), ("Ready", "FS", 0, "work"),
        ("Ready", "FS", 10, "epercent"), ("Watch", "SS", 2880, "elapsed"),
    ]  # fmt: skip


def test_calendars_resources_and_assignments_are_written(programme):
    load(programme, rich().xml())
    night, dana = (PlanCalendar.objects.get(programme=programme, name=name) for name in ("Night", "Dana"))
    assert night.week["0"] == [[1380, 1440]]
    assert (dana.base.name, dana.week) == ("Standard", {"2": []})
    rows = PlanResource.objects.filter(programme=programme).order_by("uid")
    assert [(row.name, row.kind, int(row.max_units), row.calendar) for row in rows] == [
        ("Dana", "work", 50, dana), ("Lee, Ann", "work", 100, None), ("Sand", "material", 100, None),
    ]  # fmt: skip
    done = Assignment.objects.filter(programme=programme).order_by("pk")
    assert sorted((one.task.name_en, one.resource.name, int(one.units), one.work) for one in done) == [
        ("Dig", "Dana", 50, 480), ("Dig", "Lee, Ann", 100, None), ("Fix", "Lee, Ann", 25, 60), ("Watch", "Sand", 300, None),
    ]  # fmt: skip


def test_the_basis_and_the_promises_of_the_file_are_written(programme):
    load(programme, rich().xml())
    basis = PlanBasis.objects.get(programme=programme)
    assert (basis.calendar, basis.own_calendar.name, basis.starts_on) == ("file", "Standard", date(2026, 3, 2))
    assert (basis.status_on, basis.honours_constraints, basis.critical_slack) == (date(2026, 3, 4), True, 480)
    dig = Task.objects.get(programme=programme, name_en="Dig")
    rows = PlanBaselineTask.objects.filter(task=dig).order_by("baseline__number")
    assert [(row.start, row.finish) for row in rows] == [
        (date(2026, 3, 3), date(2026, 3, 4)), (date(2026, 3, 2), date(2026, 3, 3)),
    ]  # fmt: skip
    assert (dig.baseline_start, dig.baseline_finish) == (date(2026, 3, 2), date(2026, 3, 3))


def test_the_same_file_twice_gives_nothing_new(programme):
    load(programme, rich().xml())
    beside, rows = beside_of(programme), plan_rows(programme)
    again = load(programme, rich().xml())
    assert counted(again) == {"created": 0, "updated": 0, "unchanged": 8, "refused": 0}
    assert again.verdict["beside"] == {}
    assert (beside_of(programme), plan_rows(programme)) == (beside, rows)
    assert not PlanBaseline.objects.filter(programme=programme, automatic=True).exists()


def test_an_undo_takes_calendars_resources_and_promises_back_too(programme):
    own = add_task(programme, name="Own", actor=None)
    before = (plan_rows(programme), beside_of(programme), dates(programme))
    run = load(programme, rich().xml())
    undo_import(run, actor=None)
    assert (plan_rows(programme), beside_of(programme), dates(programme)) == before
    assert not PlanCalendar.objects.filter(programme=programme).exists()
    assert list(Task.objects.filter(programme=programme)) == [own]


def test_an_undo_brings_a_changed_calendar_back(programme):
    load(programme, Project().calendar("One").task("A", "3d").xml())
    before = dates(programme), beside_of(programme)
    run = load(
        programme, Project().calendar("One", {0: (), 1: ("08:00-12:00",), 2: ("08:00-12:00",)}).task("A", "3d").xml()
    )
    assert (counted(run)["unchanged"], dates(programme) == before[0]) == (1, False)
    undo_import(run, actor=None)
    assert (dates(programme), beside_of(programme)) == before


def test_an_undo_is_refused_when_what_came_beside_the_rows_was_changed_since(programme):
    run = load(programme, rich().xml())
    PlanCalendar.objects.filter(name="Night").update(name="Nights")
    assert [str(reason) for reason in undo_reasons(run)][
        -1
    ] == "What the file brought beside its rows was changed since."


def test_a_plan_goes_out_and_comes_in_again_as_it_was(programme):
    load(programme, rich().xml())
    xml = plan_xml(programme)
    assert xml == plan_xml(programme)
    first, second = parts(read_mspdi(rich().xml())), parts(read_mspdi(xml))
    assert first == second
    assert counted(load(programme, xml)) == {"created": 0, "updated": 0, "unchanged": 8, "refused": 0}
    other = ProgrammeFactory()
    load(other, xml)
    assert list(plan_rows(other).values()) == list(plan_rows(programme).values())
    assert dates(other) == dates(programme)


def test_a_plan_made_by_hand_goes_out_and_comes_in_again(programme):
    one = add_task(programme, name="One", minutes=960, actor=None)
    two = add_task(programme, name="Two", parent=one, minutes=480, actor=None)
    three = add_task(programme, name="Three", minutes=480, actor=None)
    link_tasks(three, earlier=two, actor=None)
    take_baseline(programme, name="First", actor=None)
    xml = plan_xml(programme)
    assert counted(load(programme, xml)) == {"created": 0, "updated": 0, "unchanged": 3, "refused": 0}
    other = ProgrammeFactory(starts_on=programme.starts_on)
    load(other, xml)
    assert list(plan_rows(other).values()) == list(plan_rows(programme).values())
    assert dates(other) == dates(programme)


def test_an_import_onto_a_running_plan_says_what_it_moves_and_keeps_what_was(programme):
    load(programme, Project().task("A", "2d").task("B", "1d").task("C", "1d").link(1, 2).link(2, 3).xml())
    changed = Project().task("A", "4d").task("B", "1d", uid=2).task("D", "1d", uid=9).link(1, 2).link(1, 9, "SS").xml()
    dry = import_json(load(programme, changed, dry_run=True))
    names = (
        "created",
        "updated",
        "absent",
        "links_added",
        "links_removed",
        "dates_moved",
        "finish_before",
        "finish_after",
    )
    assert {name: dry[name] for name in names} == {
        "created": 1, "updated": 1, "absent": 1, "links_added": 1, "links_removed": 0, "dates_moved": 3,
        "finish_before": "2026-03-05", "finish_after": "2026-03-09",
    }  # fmt: skip
    assert [(one["names"]["en"], one["finish"]) for one in dry["moved"]] == [
        ("A", ["2026-03-03", "2026-03-05"]), ("B", ["2026-03-04", "2026-03-06"]), ("C", ["2026-03-05", "2026-03-09"]),
    ]  # fmt: skip
    assert not PlanBaseline.objects.filter(programme=programme).exists()
    load(programme, changed)
    kept = PlanBaseline.objects.get(programme=programme)
    assert (kept.automatic, [row.finish for row in kept.tasks.all()]) == (
        True, [date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)],
    )  # fmt: skip


def test_a_second_plan_brings_only_its_own_calendar_and_those_it_uses(programme):
    load(programme, Project(title="One").task("A").xml())
    second = Project(title="Two").calendar("Other", {0: ("08:00-12:00",)}).calendar("Late", uid=2).task("B", calendar=2)
    second.calendar("Unused", uid=3)
    load(programme, second.xml())
    assert sorted(PlanCalendar.objects.filter(programme=programme).values_list("source", "name")) == [
        ("One", "Standard"), ("Two", "Late"), ("Two", "Other"),
    ]  # fmt: skip


def test_resources_of_a_sheet_are_found_by_name_and_added(programme):
    load(programme, rich().xml())
    sheet = "UID,Task name,Resource names,Predecessors,Duration\nRich#4,Watch,Dana[25%];Sand;New one,2FS+2ed,1ed\n"
    run = run_import(programme, kind="plan", data=sheet.encode(), filename="plan.csv", actor=None)
    assert counted(run)["updated"] == 1
    task = Task.objects.get(programme=programme, name_en="Watch")
    assert sorted((one.resource.name, int(one.units)) for one in task.assignments.all()) == [
        ("Dana", 25), ("New one", 100), ("Sand", 100),
    ]  # fmt: skip
    assert (task.elapsed, task.minutes) == (True, 1440)
    assert [(link.earlier.name_en, link.lag, link.unit) for link in task.links_in.all()] == [("Dig", 2880, "elapsed")]
    undo_import(run, actor=None)
    assert not PlanResource.objects.filter(name="New one").exists()


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [("Task calendar", "Moon", "no calendar “Moon”"), ("Resources", "#77", "Resource #77 is not in the plan")],
)
def test_a_row_that_names_what_the_plan_does_not_have_is_refused(programme, column, cell, words):
    sheet = f"WBS,Task name,{column}\n1,A,{cell}\n2,B,\n"
    run = run_import(programme, kind="plan", data=sheet.encode(), filename="plan.csv", actor=None)
    assert counted(run) == {"created": 1, "updated": 0, "unchanged": 0, "refused": 1}
    assert words in import_json(run, "en")["errors"][0]["message"]


def test_milestones_and_gates_are_given_in_the_readers_language(programme):
    add_task(programme, name="Ready", minutes=0, milestone=True, actor=None)
    task = Task.objects.get(programme=programme)
    kind = kind_named("plan")
    texts = [export_kind(programme, kind, language=one, suffix=".ics").decode() for one in ("en", "zh-hans")]
    assert [f"UID:{task.public_id}@landfall\r\n" in text for text in texts] == [True, True]
    assert [
        "CATEGORIES;LANGUAGE=en:Milestone\r\n" in texts[0],
        "CATEGORIES;LANGUAGE=zh-hans:里程碑\r\n" in texts[1],
    ] == [True, True]


def test_both_files_are_given_by_page_and_call_to_readers_only(client, programme, trainer, member, outsider):
    add_task(programme, name="Ready", minutes=0, milestone=True, actor=None)
    pages = [reverse(f"plan:{name}", args=[programme.slug]) for name in ("xml", "milestones")]
    calls = [f"/api/v1/programmes/{programme.slug}/tasks/export/{name}/" for name in ("xml", "ics")]
    client.force_login(trainer)
    said = [client.get(url) for url in [*pages, *calls]]
    assert [answer.status_code for answer in said] == [200] * 4
    assert (said[0].content, said[1].content) == (said[2].content, said[3].content)
    assert said[0]["Content-Type"] == "application/xml; charset=utf-8"
    assert said[1]["Content-Disposition"] == f'attachment; filename="{programme.slug}-milestones.ics"'
    client.force_login(member)
    assert [client.get(url).status_code for url in [*pages, *calls]] == [403] * 4
    client.force_login(outsider)
    assert [client.get(url).status_code for url in [*pages, *calls]] == [404] * 4


def test_dates_of_which_only_the_day_is_known_stay_so(programme):
    task = add_task(programme, name="One", minutes=960, actor=None)
    done = {"actual_start": date(2026, 3, 3), "actual_finish": date(2026, 3, 4), "percent": 100}
    kept = {"deadline": date(2026, 3, 6), "constraint": "fnet", "constraint_on": date(2026, 3, 4)}
    Task.objects.filter(pk=task.pk).update(**done | kept)
    xml = plan_xml(programme)
    parsed = read_mspdi(xml).tasks[0]
    assert (parsed.actual_start.hour, parsed.actual_finish.hour > 12, parsed.constraint_at.hour > 12) == (9, True, True)
    assert counted(load(programme, xml))["unchanged"] == 1
    other = ProgrammeFactory()
    load(other, xml)
    assert list(plan_rows(other).values()) == list(plan_rows(programme).values())


@pytest.mark.parametrize(("unit", "begins"), [(8, date(2026, 3, 9)), (7, date(2026, 3, 11)), (None, date(2026, 3, 11))])
def test_a_levelling_delay_counts_nights_where_the_file_says_so(programme, unit, begins):
    days = 4 * (1440 if unit == 8 else 480) * 10  # tenths of minutes, from Thursday morning on
    more = {"LevelingDelay": days} | ({} if unit is None else {"LevelingDelayFormat": unit})
    load(programme, Project("2026-03-02").task("First", "3d").task("Later", "1d", **more).link(1, 2).xml())
    later = Task.objects.get(programme=programme, name_en="Later")
    assert (later.delay, later.delay_elapsed, later.early_start) == (days // 10, unit == 8, begins)
    xml = plan_xml(programme)
    assert counted(load(programme, xml))["unchanged"] == 2
    other = ProgrammeFactory()
    load(other, xml)
    assert (dates(other), list(plan_rows(other).values())) == (dates(programme), list(plan_rows(programme).values()))


def test_a_sheet_says_that_a_delay_counts_nights(programme):
    sheet = "WBS,Task name,Duration,Predecessors,Levelling delay (wd)\n1,First,5,,\n2,Later,1,1,2ed\n"
    run_import(programme, kind="plan", data=sheet.encode(), filename="p.csv", actor=None)
    later = Task.objects.get(programme=programme, name_en="Later")
    assert (later.delay, later.delay_elapsed) == (2 * 1440, True)
    again = run_import(programme, kind="plan", data=sheet.encode(), filename="p.csv", actor=None)
    assert counted(again)["unchanged"] == 2
