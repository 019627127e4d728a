"""Baselines, figures and health as pages and in the API, for each role; exports, and what they cost."""

import csv
import io
import json
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from core import seams
from core.seams import Evidence
from phases.plan import services
from phases.plan.models import PlanBaseline, Task
from phases.plan.selectors import compared, plan_health, plan_value
from tests.factories.plan import DAY, chain

pytestmark = pytest.mark.django_db
FIRST = "2026-03-02T09:00:00+08:00"


def url(name, programme, *rest):
    return reverse(f"plan:{name}", args=[programme.slug, *rest])


@pytest.fixture
def told(programme):
    """Two baselines and a plan that went on: A slipped three days, B is gone, C is new."""
    with time_machine.travel(FIRST, tick=False):
        a, b = chain(programme, [3, 2])
        end = services.add_task(programme, name="End", milestone=True, actor=None)
        services.link_tasks(end, earlier=a, actor=None)
        first = services.take_baseline(programme, name="Charter", actor=None)
        services.update_task(a, actor=None, minutes=6 * DAY)
        services.take_baseline(programme, name="Second", actor=None)
        services.delete_task(b, actor=None)
        services.add_task(programme, name="C", minutes=DAY, actor=None)
    return first


@pytest.mark.parametrize("name", ["baselines", "figures", "health"])
def test_inside_roles_read_the_promises_others_do_not(programme, told, owner, member, outsider, browse, name):
    statuses = [browse(user).get(url(name, programme)).status_code for user in (owner, member, outsider, None)]
    assert statuses == [200, 403, 404, 302]


@pytest.mark.parametrize("name", ["baselines", "figures", "health"])
def test_without_a_plan_each_page_says_what_to_do(programme, pmo, owner, browse, name):
    page = browse(pmo).get(url(name, programme)).content.decode()
    assert {"baselines": "No baseline yet", "figures": "No baseline yet", "health": "nothing to assess"}[name] in page


def test_the_line_of_promises_marks_the_one_that_counts(programme, told, pmo, browse):
    page = browse(pmo).get(url("baselines", programme)).content.decode()
    table = page[page.index("<tbody>") :]
    assert table.index("Second") < table.index("Charter")
    assert page.count("counts now") == 1
    text = browse(pmo).get(url("baselines", programme) + "?export=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [(row[0], row[1], row[5], row[6]) for row in rows[1:]] == [
        ("2", "Second", "2026-03-11", "3"), ("1", "Charter", "2026-03-06", "3"),
    ]  # fmt: skip


def test_a_baseline_is_compared_with_the_plan_and_with_another(programme, told):
    found = compared(told)
    assert [(row.task.name, row.change, row.finish) for row in found.rows] == [
        ("End", "moved", 3), ("A", "moved", 3), ("C", "added", None), ("B", "removed", None),
    ]  # fmt: skip
    assert (found.moved, found.added, found.removed, found.worst.task.name) == (2, 1, 1, "End")
    other = compared(told, PlanBaseline.objects.get(number=2))
    assert [(row.task.name, row.finish) for row in other.rows] == [("B", 3), ("End", 3), ("A", 3)]
    assert [row.task.name for row in compared(told, only="milestones").rows] == ["End"]
    assert [row.task.name for row in compared(told, only="critical").rows] == ["End", "A"]
    assert [row.task.name for row in compared(PlanBaseline.objects.get(number=2), only="changed").rows] == ["C", "B"]


def test_the_comparison_strikes_old_dates_and_exports_every_row(programme, told, pmo, browse):
    here = url("baseline_compare", programme, told.public_id)
    page = browse(pmo).get(here).content.decode()
    assert "Largest slip: End, +3\N{NO-BREAK SPACE}working days" in page
    assert "Promise these dates again" in page
    rows = list(csv.reader(io.StringIO(browse(pmo).get(here + "?export=csv").content.decode("utf-8-sig"))))
    assert [row[-1] for row in rows[1:]] == ["◆ critical", "◆ critical", "added", "removed"]
    other = PlanBaseline.objects.get(number=2)
    against = browse(pmo).get(f"{here}?with={other.public_id}&only=milestones").content.decode()
    assert "2 · Second" in against
    assert browse(pmo).get(f"{here}?with=nobody").status_code == 404


@pytest.mark.parametrize("count", [1, 30, 1000])
def test_comparing_costs_the_same_queries_at_any_size(programme, pmo, browse, django_assert_max_num_queries, count):
    seeds = [services.TaskSeed(f"T{n:04}", f"任务{n}", f"Task {n}", 1) for n in range(count)]
    services.add_blueprint_tasks(programme, seeds=seeds, actor=None)
    baseline = services.take_baseline(programme, actor=None)
    client = browse(pmo)
    with django_assert_max_num_queries(22):
        page = client.get(url("baseline_compare", programme, baseline.public_id))
    assert b"T0000" in page.content


def test_promising_asks_for_name_and_reason_and_an_older_one_comes_back(programme, told, pmo, owner, browse):
    client = browse(pmo)
    answer = client.post(url("baseline", programme), {"name": "Third", "note": "Board of May"})
    assert (answer.status_code, answer["Location"]) == (302, url("baselines", programme))
    third = PlanBaseline.objects.get(number=3)
    assert (third.name, third.note, third.taken_by) == ("Third", "Board of May", pmo)
    use = url("baseline_use", programme, told.public_id)
    assert client.post(use, {"note": "Back"}).status_code == 302
    assert PlanBaseline.objects.get(number=4).note == "Back"
    assert client.post(url("baseline_use", programme, PlanBaseline.objects.get(number=4).public_id)).status_code == 409
    assert browse(owner).post(use).status_code == 403


def test_the_api_promises_lists_compares_and_goes_back(programme, told, pmo, owner, call):
    base = f"/api/v1/programmes/{programme.slug}/baselines/"
    made = call(pmo).post(base, {"name": "Third"}, format="json")
    assert (made.status_code, made.json()["number"], made.json()["tasks"]) == (201, 3, 3)
    rows = call(owner).get(base).json()["results"]
    assert [(row["number"], row["name"], row["finish"]) for row in rows] == [
        (3, "Third", "2026-03-09"), (2, "Second", "2026-03-11"), (1, "Charter", "2026-03-06"),
    ]  # fmt: skip
    one = call(owner).get(f"{base}{told.public_id}/").json()
    assert [(row["name"], row["start"], row["minutes"]) for row in one["tasks"]] == [
        ("A", "2026-03-02", 3 * DAY), ("B", "2026-03-05", 2 * DAY), ("End", "2026-03-04", 0),
    ]  # fmt: skip
    found = call(owner).get(f"{base}{told.public_id}/compare/?only=changed").json()
    assert (found["before"], found["after"], found["moved"], found["added"], found["removed"]) == (1, None, 2, 1, 1)
    assert found["tasks"][0]["finish_shift"] == 3
    assert call(pmo).post(f"{base}{told.public_id}/use/", {}, format="json").json()["number"] == 4
    assert call(owner).post(base, {}, format="json").status_code == 403


@time_machine.travel("2026-03-05T09:00:00+08:00", tick=False)
def test_earned_value_is_counted_from_the_promise_whatever_became_of_the_task(programme):
    a, _b = chain(programme, [4, 4])
    services.take_baseline(programme, actor=None)
    services.record_progress(a, actor=None, actual_start=date(2026, 3, 2), percent=50)
    services.update_task(a, actor=None, minutes=40 * DAY)
    found = plan_value(programme, date(2026, 3, 5))
    assert (found.days.planned, found.days.earned, found.days.budget) == (4, 2, 8)
    assert (found.time.earned, found.time.elapsed, found.money) == (2, 4, None)
    earned = [plan_value(programme, date(2026, 3, 5), rule=rule).days.earned for rule in ("50/50", "0/100")]
    assert earned == [2, 0]
    assert found.curve.ends == (0, 4, 5, 8)
    assert found.dates == (date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 11))
    assert plan_value(programme, date(2026, 3, 1)).days.spi is None


@time_machine.travel("2026-03-05T09:00:00+08:00", tick=False)
def test_earned_value_is_told_in_money_where_a_cost_is_known(programme, monkeypatch):
    from programme.budget.models import BudgetLine

    BudgetLine.objects.create(programme=programme, code="B1", title="Licences", amount_minor=800_00)
    (a,) = chain(programme, [8])
    services.take_baseline(programme, actor=None)
    services.record_progress(a, actor=None, actual_start=date(2026, 3, 2), percent=25)
    monkeypatch.setitem(
        seams.evidence._providers, "budget.actual_cost", lambda _p, scopes: [Evidence(300) for _one in scopes]
    )
    money = plan_value(programme, date(2026, 3, 5)).money
    assert (money.planned, money.earned, money.budget, money.actual) == (400, 200, 800, 300)


def test_figures_show_the_curve_and_the_trend(programme, told, pmo, owner, browse, call):
    with time_machine.travel("2026-04-15T09:00:00+08:00", tick=False):
        services.reschedule(programme, actor=None)
        page = browse(pmo).get(url("figures", programme) + "?rule=50/50").content.decode()
        value = call(owner).get(f"/api/v1/programmes/{programme.slug}/plan/value/?rule=odd").json()
        trends = call(owner).get(f"/api/v1/programmes/{programme.slug}/plan/trends/").json()
    assert page.count('class="lf-draw"') == 2
    assert "SPI(t)" in page
    assert "recedes" not in page
    assert (value["unit"], value["ac"], value["cpi"], value["bac"]) == ("wd", None, None, 6)
    (end,) = trends
    assert (end["name"], [row["reported_on"] for row in end["reports"]]) == ("End", ["2026-03-02", "2026-04-15"])


def test_health_names_what_fails_with_its_remedy(programme, told, pmo, owner, browse, call):
    with time_machine.travel(FIRST, tick=False):
        page = browse(pmo).get(url("health", programme)).content.decode()
        answer = call(owner).get(f"/api/v1/programmes/{programme.slug}/plan/health/").json()
    checks = {one["key"]: (one["met"], one["fails"]) for one in answer["checks"]}
    assert len(checks) == 14
    assert checks["logic"] == (False, ["1", "3", "4"])
    assert checks["critical_path"] == (True, [])
    assert checks["resources"] == (False, ["1", "4"])
    assert "Link each task to what it waits for" in page
    assert answer["tested"] - answer["passed"] == sum(met is False for met, _fails in checks.values())


def test_a_fixed_finish_breaks_the_test_of_the_critical_path(programme):
    a, b = chain(programme, [3, 2])
    services.update_task(b, actor=None, constraint="snet", constraint_on=date(2027, 3, 1))
    services.update_task(a, actor=None, deadline=date(2026, 3, 3))
    found = {one.key: one for one in plan_health(programme).checks}
    assert found["negative_float"].tasks == (a.pk,)
    assert found["critical_path"].met is False


def test_a_plan_in_a_circle_or_without_tasks_has_no_health(programme, owner, call):
    assert plan_health(programme) is None
    assert call(owner).get(f"/api/v1/programmes/{programme.slug}/plan/health/").status_code == 404
    assert call(owner).get(f"/api/v1/programmes/{programme.slug}/plan/value/").status_code == 404


def test_the_command_prints_the_tests_and_fails_where_one_does(programme, told, capsys):
    with time_machine.travel(FIRST, tick=False), pytest.raises(SystemExit) as ended:
        call_command("plan_health", "--programme", programme.slug, "--json")
    assert ended.value.code == 1
    assert len(json.loads(capsys.readouterr().out)["checks"]) == 14
    with time_machine.travel(FIRST, tick=False), pytest.raises(SystemExit):
        call_command("plan_health", "--programme", programme.slug)
    assert "Missing logic" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("plan_health", "--programme", "nobody")


def test_a_sound_plan_passes_the_command(programme, capsys):
    with time_machine.travel(FIRST, tick=False):
        chain(programme, [1] * 50, responsible_role="PM")
        call_command("plan_health", "--programme", programme.slug)
    assert "Not met" not in capsys.readouterr().out


@time_machine.travel(FIRST, tick=False)
def test_failed_tests_are_findings_with_rule_severity_remedy_and_page(programme, told):
    found = {one.rule: one for one in seams.plan_rules["plan.health"](programme)}
    assert set(found) == {"plan.logic", "plan.resources"}
    logic = found["plan.logic"]
    assert (logic.severity, logic.url) == ("bad", f"/p/{programme.slug}/plan/health/#logic")
    assert "Link each task" in logic.remedy


@pytest.mark.requirement("S1-05")
def test_a_milestone_without_an_owner_is_flagged(programme, told):
    (finding,) = seams.plan_rules["plan.milestone_owner"](programme)
    assert (finding.rule, finding.text) == ("plan.milestone_owner", "1 milestone has no owner: End.")
    Task.objects.filter(milestone=True).update(responsible_role="PM")
    assert seams.plan_rules["plan.milestone_owner"](programme) == []


def test_a_receding_milestone_is_a_finding(programme, told):
    a = Task.objects.get(name_en="A")
    for day, days in (("2026-04-01", 40), ("2026-05-06", 80)):
        with time_machine.travel(f"{day}T09:00:00+08:00", tick=False):
            services.update_task(a, actor=None, minutes=days * DAY)
    with time_machine.travel("2026-05-06T10:00:00+08:00", tick=False):
        found = seams.plan_rules["plan.trend"](programme)
    assert [(one.rule, one.severity) for one in found] == [("plan.receding", "bad")]
    assert "End recedes as fast as time passes" in found[0].text


@time_machine.travel(FIRST, tick=False)
def test_a_task_says_why_it_lies_there(programme, pmo, browse):
    a, b = chain(programme, [3, 2])
    c = services.add_task(programme, name="C", minutes=DAY, actor=None)
    services.link_tasks(b, earlier=c, actor=None)
    page = browse(pmo).get(url("task_detail", programme, b.public_id)).content.decode()
    why = page[page.index("Why is this task here?") :]
    assert "It waits for A." in why
    assert why.index("decides the start") < why.index(f"/tasks/{c.public_id}/")
    first = browse(pmo).get(url("task_detail", programme, a.public_id)).content.decode()
    assert "It may begin with the plan itself; nothing holds it." in first
    assert "moves with it" in first


@time_machine.travel(FIRST, tick=False)
def test_nearly_critical_work_is_marked_and_filtered(programme, pmo, browse):
    chain(programme, [8])
    services.add_task(programme, name="Near", minutes=3 * DAY, actor=None)
    services.add_task(programme, name="Loose", minutes=2 * DAY, actor=None)
    page = browse(pmo).get(url("task_list", programme) + "?state=near").content.decode()
    table = page[page.index("<tbody>") :]
    assert "Near" in table
    assert "Loose" not in table
    assert "◇ nearly critical" in table
