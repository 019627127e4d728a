"""The forecast end to end: made by service, job, call and command; read on its page, in papers and by the linter."""

import json
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation

from core import seams
from core.documents import canonical
from core.documents.model import Chart, Missing, Table
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from phases.plan import services
from phases.plan.contributions import forecast
from phases.plan.contributions.papers import charter_milestones
from phases.plan.models import Simulation, Task
from phases.plan.selectors import forecast_of, is_stale, latest_simulation, length_check, reference_forecast
from phases.plan.selectors.simulating import simulation_input
from programme.charter.choices import Profile
from programme.records.models import AuditEvent, Job
from programme.records.services.runner import run_one
from tests.factories.charter import ReferenceCaseFactory
from tests.factories.plan import DAY, SimulationFactory, chain
from tests.factories.programme import ProgrammeFactory
from tests.factories.raid import RiskFactory

pytestmark = pytest.mark.django_db
FEW = {"runs": 1000, "seed": 5}
OVERRUNS = [-5, 0, 0, 5, 10, 12, 20, 25, 35, 50, 80, 140]


def page(name, programme, *rest):
    return reverse(f"plan:{name}", args=[programme.slug, *rest])


def milestone(programme, after):
    end = services.add_task(programme, name="Live", milestone=True, actor=None)
    services.link_tasks(end, earlier=after, actor=None)
    return end


def test_a_simulation_keeps_what_went_in_and_what_came_out(programme, pmo):
    *_rest, last = chain(programme, [5, 10])
    end = milestone(programme, last)
    services.set_baseline(programme, actor=None)
    row = services.simulate(programme, actor=pmo, **FEW)
    assert (row.runs, row.seed, row.distribution, row.correlation, row.risks) == (1000, 5, "tri", 30, True)
    assert AuditEvent.objects.get(action="plan.simulated").object_id == row.public_id
    finish = row.results["finish"]
    days = [finish[name] for name in ("p10", "p50", "p80", "p90")]
    assert days == sorted(days)
    assert finish["planned"] == finish["promised"] == "2026-03-20"
    assert 0 < finish["chance"] < 0.6  # default spread leans to later
    assert sum(bar["runs"] for bar in finish["bars"]) == 1000
    (point,) = row.results["points"]
    assert (point["key"], point["kind"], point["p80"]) == (f"task:{end.public_id}", "milestone", finish["p80"])
    assert {one["share"] for one in row.results["criticality"]} == {1}
    assert row.results["basis"]["drawn"] == 2


def test_the_same_seed_on_the_same_plan_gives_the_same_result(programme):
    chain(programme, [5, 10, 3])
    first, again, other = (services.simulate(programme, actor=None, runs=1000, seed=n) for n in (1, 1, 2))
    assert first.results == again.results
    assert first.results["finish"]["bars"] != other.results["finish"]["bars"]


def test_a_simulation_is_stale_when_the_plan_or_a_risk_has_changed(programme):
    task, _last = chain(programme, [5, 10])
    row = services.simulate(programme, actor=None, **FEW)
    assert not is_stale(row)
    services.update_task(task, minutes=6 * DAY, actor=None)
    assert is_stale(row)
    row = services.simulate(programme, actor=None, **FEW)
    RiskFactory(programme=programme, state="open", probability=3, delay_days=4)
    assert is_stale(row)


def test_best_and_worst_cases_of_a_task_are_used(programme):
    (task,) = chain(programme, [10])
    Task.objects.filter(pk=task.pk).update(optimistic=10 * DAY, pessimistic=30 * DAY)
    row = services.simulate(programme, actor=None, **FEW)
    assert row.results["basis"]["estimated"] == 1
    assert row.results["finish"]["p90"] > "2026-04-01"  # 23 of 30 days


def test_ten_finished_tasks_give_a_history(programme):
    tasks = chain(programme, [2] * 11)
    for task in tasks[:10]:
        Task.objects.filter(pk=task.pk).update(actual_start=date(2026, 3, 2), actual_finish=date(2026, 3, 5))
    spread = simulation_input(programme).spread
    assert (spread.historic, set(spread.ratios)) == (True, {2.0})


def test_a_risk_delays_what_it_names_or_the_next_gate(programme):
    task, _last = chain(programme, [5, 10])
    Task.objects.filter(pk=task.pk).update(code="T90")
    RiskFactory(programme=programme, code="R1", state="open", probability=5, delay_days=20, delays="T90")
    RiskFactory(programme=programme, code="R2", state="closed", probability=5, delay_days=20, delays="T90")
    RiskFactory(programme=programme, code="R3", state="open", probability=2, delay_days=7)
    strikes = simulation_input(programme).strikes
    assert [(one.risk.code, one.event.probability, one.event.minutes, one.place) for one in strikes] == [
        ("R1", 0.9, 20 * DAY, "T90"),
        ("R3", 0.3, 7 * DAY, strikes[1].place),
    ]
    assert strikes[0].event.hits == (task.pk,)
    without = services.simulate(programme, actor=None, risks=False, **FEW).results["finish"]["p50"]
    assert services.simulate(programme, actor=None, **FEW).results["finish"]["p50"] > without


def test_bad_assumptions_are_refused_together(programme, pmo):
    chain(programme, [1])
    asked = {"runs": 10, "seed": -1, "correlation": 100, "distribution": "flat"}
    with pytest.raises(BadInputError) as refused:
        services.request_simulation(programme, actor=pmo, **asked)
    assert set(refused.value.fields) == set(asked)


def test_an_empty_plan_has_nothing_to_forecast(programme):
    with pytest.raises(IllegalNowError):
        services.simulate(programme, actor=None)


def test_only_the_pmo_makes_a_forecast(programme, owner):
    chain(programme, [1])
    with pytest.raises(ForbiddenError):
        services.request_simulation(programme, actor=owner)
    with pytest.raises(ForbiddenError):
        services.simulate(programme, actor=owner)


@pytest.mark.django_db(transaction=True)
def test_the_job_makes_the_simulation_and_names_it(programme, pmo, call):
    chain(programme, [5])
    body = {"runs": 1000, "seed": 9}
    answer = call(pmo).post(f"/api/v1/programmes/{programme.slug}/simulations/", body, format="json")
    assert answer.status_code == 202
    job = Job.objects.get(public_id=answer.json()["job"])
    if job.state == "pending":
        run_one(job.pk)
    job.refresh_from_db()
    row = Simulation.objects.get(programme=programme)
    assert (job.state, job.result["simulation"]) == ("done", row.public_id)
    assert job.result["url"] == page("simulation", programme, row.public_id)
    read = call(pmo).get(f"/api/v1/programmes/{programme.slug}/simulations/{row.public_id}/").json()
    assert (read["seed"], read["results"]["finish"]) == (9, row.results["finish"])


def test_the_command_prints_json_or_lines(programme, capsys):
    chain(programme, [5])
    call_command("forecast", "--programme", programme.slug, "--runs", "1000", "--seed", "3", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["seed"], told["runs"], told["programme"]) == (3, 1000, programme.slug)
    assert told["commit"] == {"day": told["finish"]["p80"], "basis": "simulation"}
    call_command("forecast", "--programme", programme.slug, "--runs", "1000", "--seed", "3")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1000 runs, seed 3"
    assert told["finish"]["p80"] in lines[1]


def test_the_command_refuses_an_unknown_programme(capsys):
    with pytest.raises(CommandError):
        call_command("forecast", "--programme", "nowhere")


@pytest.mark.requirement("S4-26")
def test_ten_graded_cases_make_a_reference_class_fewer_are_indicative(programme):
    chain(programme, [10])
    services.set_baseline(programme, actor=None)
    for number, overrun in enumerate(OVERRUNS):
        ReferenceCaseFactory(programme=programme, company=f"C{number}", overrun_percent=overrun, grade="B")
    ReferenceCaseFactory(programme=programme, similar=False, overrun_percent=900, grade="A")
    found = reference_forecast(programme)
    assert (found.found.cases, found.found.graded, found.found.indicative) == (12, 12, False)
    assert [one.overrun for one in found.found.uplifts[:2]] == [Decimal(16), Decimal(47)]
    assert (found.p50, found.p80) == (date(2026, 3, 17), date(2026, 3, 20))  # 11.6 and 14.7 days from 2 March
    row = services.simulate(programme, actor=None, **FEW)
    assert forecast_of(row).commit.day == max(date.fromisoformat(row.results["finish"]["p80"]), found.p50)


@pytest.mark.requirement("S4-26")
def test_without_grades_a_class_is_only_indicative_and_both_durations_give_the_overrun(programme):
    chain(programme, [10])
    case = ReferenceCaseFactory(programme=programme, planned_days=200, actual_days=250, overrun_percent=3)
    found = reference_forecast(programme)
    assert (case.overrun, found.found.indicative, found.companies) == (25, True, [case.company])


def lasting(programme, months):
    chain(programme, [1])
    Task.objects.filter(programme=programme).update(
        early_start=date(2026, 1, 1), early_finish={3: date(2026, 3, 31), 9: date(2026, 9, 30)}[months]
    )


@pytest.mark.requirement("S1-36")
def test_a_small_firms_plan_of_nine_months_is_above_the_benchmark(programme):
    programme.profile = Profile.SME
    programme.starts_on = date(2026, 1, 1)
    lasting(programme, 9)
    with translation.override("en"):
        found = seams.plan_rules["plan.length"](programme)
    assert [(one.rule, one.severity, one.text) for one in found] == [
        ("plan.length.A", "info", "9 months is above the benchmark of 1–3 months (source A)."),
        ("plan.length.B", "info", "9 months is above the benchmark of 3–6 months (source B)."),
    ]


@pytest.mark.requirement("S1-36")
def test_a_large_plan_of_three_months_suggests_a_risk(programme):
    programme.profile = Profile.ENTERPRISE
    programme.starts_on = date(2026, 1, 1)
    lasting(programme, 3)
    with translation.override("en"):
        first, second = seams.plan_rules["plan.length"](programme)
    assert (first.severity, first.url) == ("warn", reverse("raid:risk_new", args=[programme.slug]))
    assert first.text == "3 months is below the benchmark of 6 months or more (source A)."
    assert second.text == "3 months is below the benchmark of 6–12 months (source B)."


def test_a_plan_without_dates_has_no_length(programme):
    assert length_check(programme) is None
    assert seams.plan_rules["plan.length"](programme) == []


@pytest.mark.requirement("S3-14")
def test_the_page_shows_both_sources_with_their_ranges(programme, pmo, browse):
    chain(programme, [10])
    text = browse(pmo).get(page("forecast", programme)).content.decode()
    assert "6 months or more" in text
    assert "6 to 12 months or more" in text


def test_the_page_says_what_to_do_while_there_is_no_forecast(programme, pmo, owner, browse):
    chain(programme, [10])
    url = page("simulate", programme)
    assert url in browse(pmo).get(page("forecast", programme)).content.decode()
    assert url not in browse(owner).get(page("forecast", programme)).content.decode()


@pytest.mark.parametrize("name", ["forecast", "simulation"])
def test_inside_roles_read_the_forecast_others_do_not(programme, owner, member, outsider, browse, name):
    chain(programme, [10])
    rest = [SimulationFactory(programme=programme).public_id] if name == "simulation" else []
    statuses = [browse(user).get(page(name, programme, *rest)).status_code for user in (owner, member, outsider, None)]
    assert statuses == [200, 403, 404, 302]


def test_a_simulation_of_another_programme_is_not_found(programme, pmo, browse):
    other = SimulationFactory(programme=ProgrammeFactory())
    assert browse(pmo).get(page("simulation", programme, other.public_id)).status_code == 404


def test_the_page_tells_days_chance_and_staleness(programme, pmo, browse):
    (task,) = chain(programme, [10])
    services.set_baseline(programme, actor=None)
    row = services.simulate(programme, actor=None, **FEW)
    answer = browse(pmo).get(page("forecast", programme))
    text = answer.content.decode()
    assert answer.context["stale"] is False
    assert "Criticality index" in text
    assert page("task_detail", programme, task.public_id) in text
    services.update_task(task, minutes=DAY, actor=pmo)
    assert browse(pmo).get(page("simulation", programme, row.public_id)).context["stale"] is True


def test_the_dialog_asks_for_a_job(programme, pmo, browse):
    chain(programme, [10])
    form = {"runs": "1000", "distribution": "pert", "correlation": "20", "risks": "on", "seed": ""}
    answer = browse(pmo).post(page("simulate", programme), form)
    job = Job.objects.get(task="plan.simulate")
    assert answer.headers.get("HX-Redirect", answer.headers.get("Location")) == reverse(
        "records:job", args=[job.public_id]
    )
    assert {name: job.args[name] for name in ("runs", "distribution", "correlation", "risks")} == {
        "runs": 1000, "distribution": "pert", "correlation": 20, "risks": True,
    }  # fmt: skip


@time_machine.travel("2026-03-02T09:00:00+08:00", tick=False)
def test_the_steering_pack_forecasts_the_go_live(programme):
    chain(programme, [10])
    services.set_baseline(programme, actor=None)
    (missing,) = go_live(programme).blocks
    assert isinstance(missing, Missing)
    services.simulate(programme, actor=None, **FEW)
    blocks = go_live(programme).blocks
    assert [type(block) for block in blocks if isinstance(block, Chart | Table)] == [Chart, Table, Table]
    assert canonical.dumps(canonical._encode(blocks)).count("F05") == 3  # what a snapshot freezes
    methods = next(block for block in blocks if isinstance(block, Table))
    assert [row[0] for row in methods.rows] == ["Network (critical path)", "Simulation"]


def go_live(programme):
    with translation.override("en"):
        return forecast.go_live(programme, timezone.now(), "")


def test_the_charter_prints_likely_days_of_its_milestones(programme):
    (task,) = chain(programme, [10])
    milestone(programme, task)
    with translation.override("en"):
        assert charter_milestones(programme, timezone.now(), "").blocks[0].rows[0][3:] == (None, None)
        row = services.simulate(programme, actor=None, **FEW)
        table = charter_milestones(programme, timezone.now(), "").blocks[0]
    finish = row.results["finish"]
    assert [column.label for column in table.columns][3:] == ["P50", "P80"]
    assert table.rows[0][3:] == (date.fromisoformat(finish["p50"]), date.fromisoformat(finish["p80"]))
    assert latest_simulation(programme) == row
