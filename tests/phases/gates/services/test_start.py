import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from core.errors import BadInputError, ForbiddenError
from phases.gates.models import Criterion, Deliverable, DeliverablePart, Gate, Stage
from phases.gates.rules.blueprint import load_blueprint
from phases.gates.selectors import evaluate_gate, evaluate_gates, find_gate, phases_of, visible_checks
from phases.gates.services import start_programme
from phases.plan.models import Task
from phases.redesign.models import ProcessNode
from programme.charter.models import Kpi, Programme
from programme.people.choices import Role
from programme.people.models import Seat
from programme.people.selectors import project_manager
from programme.raid.models import Risk
from programme.records.models import AuditEvent
from tests.factories.programme import UserFactory

pytestmark = pytest.mark.django_db

COUNTS = {
    "phases": 4, "stages": 11, "tasks": 68, "deliverables": 64, "gates": 8, "criteria": 57, "risks": 16, "kpis": 18,
    "courses": 15, "communications": 13, "quality_rules": 12, "cutover_steps": 12,
}  # fmt: skip


def begin(**changes):
    values = {"slug": "acme", "name": "Acme", "language": "en", "start": date(2026, 3, 2), "actor": None} | changes
    return start_programme(**values)


@pytest.fixture
def acme(db):
    return begin().programme


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_start_programme_makes_everything_of_the_blueprint(language):
    started = begin(language=language)
    assert started.counts == COUNTS
    assert (started.programme.language, started.start, started.programme.state) == (language, date(2026, 3, 2), "draft")
    assert Criterion.objects.filter(must=True).count() == 41
    assert DeliverablePart.objects.count() == 15
    assert ProcessNode.objects.count() == 17


def test_start_programme_dates_by_the_chinese_calendar_and_marks_what_is_not_official():
    started = begin()
    assert started.as_json()["calendar_not_official_after"] == "2026-12-31"
    assert started.finish > date(2026, 12, 31)
    first = Task.objects.get(code="T01")
    assert (first.early_start, first.early_finish) == (date(2026, 3, 2), date(2026, 3, 6))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_start_programme_names_what_it_audits_in_its_language(language):
    with translation.override("zh-hans" if language == "en" else "en"):
        programme = begin(language=language, owner=UserFactory(name="Wu")).programme
    events = AuditEvent.objects.filter(programme=programme, kind__in=["programme.Seat", "programme.Membership"])
    with translation.override(language):
        seats = [seat.get_role_display() for seat in Seat.objects.filter(programme=programme)]
        wanted = sorted([*seats, f"Wu · {Role.PM.label}"])
    assert (
        sorted(
            events.filter(action__in=["people.seat_made", "people.role_given"]).values_list("object_text", flat=True)
        )
        == wanted
    )


def test_start_programme_tells_texts_in_its_language():
    begin(language="zh-hans")
    risk = Risk.objects.get(code="R01")
    assert (risk.title, risk.cause, risk.state) == ("目标不清", "目标只有“上线”", "proposed")
    assert Kpi.objects.get(code="K01").target_note == "6个月内达到35%"


def test_start_programme_loads_kpi_figures_as_examples():
    begin()
    kpi = Kpi.objects.get(code="K01")
    assert (kpi.is_example, kpi.baseline, kpi.target, kpi.unit) == (True, 25, 35, "%")
    assert Kpi.objects.filter(is_example=False).count() == 0


@pytest.mark.requirement("S4-09")
def test_start_programme_for_a_small_firm_is_shorter_and_deletes_nothing():
    full, small = begin(slug="full"), begin(slug="small", profile="sme")
    assert small.counts == COUNTS
    assert small.finish < full.finish
    stage = Stage.objects.filter(programme=small.programme).first()
    assert len(visible_checks(stage, small.programme)) < stage.checks.count()
    assert len(visible_checks(stage, full.programme)) == stage.checks.count()
    assert DeliverablePart.objects.filter(programme=small.programme).count() == 15


def test_start_programme_with_waves_repeats_them():
    started = begin(waves=3)
    assert (started.counts["tasks"], started.counts["gates"], started.counts["criteria"]) == (80, 10, 57 + 2 * 7)
    first, second = (Task.objects.get(code=code) for code in ["T53", "T53.W2"])
    assert second.early_start > first.early_start
    assert [gate.wave for gate in Gate.objects.filter(code="GW").order_by("pk")] == ["W1", "W2", "W3"]


def test_start_programme_gives_tasks_that_come_once_a_wave_their_wave():
    programme = begin(waves=2).programme
    rows = Task.objects.filter(programme=programme).exclude(code="")
    waves = dict(rows.exclude(wave="").values_list("code", "wave"))
    first = sorted(code for code, wave in waves.items() if wave == "W1")
    assert sorted(code for code, wave in waves.items() if wave == "W2") == [f"{code}.W2" for code in first]
    assert len(first) == len(load_blueprint(programme.blueprint).wave_tasks) > 1


def test_start_programme_empty_is_empty():
    started = begin(blueprint="empty")
    assert started.counts == dict.fromkeys(COUNTS, 0)
    assert (started.start, started.finish) == (None, None)


def test_start_programme_gives_the_owner_the_pm_seat(outsider):
    started = begin(owner=outsider)
    assert project_manager(started.programme) == outsider


def test_start_programme_is_for_administrators(pmo, administrator):
    with pytest.raises(ForbiddenError):
        begin(actor=pmo)
    assert begin(actor=administrator).counts == COUNTS


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "not a slug"}, "slug"),
        ({"language": "fr"}, "language"),
        ({"blueprint": "nothing"}, "blueprint"),
        ({"profile": "huge"}, "profile"),
        ({"waves": 0}, "waves"),
        ({"name": ""}, "name"),
    ],
)
def test_start_programme_refuses_bad_input_and_makes_nothing(changes, field):
    with pytest.raises(BadInputError) as caught:
        begin(**changes)
    assert list(caught.value.fields) == [field]
    assert not Programme.objects.exists()


def test_start_programme_refuses_a_taken_slug(acme):
    with pytest.raises(BadInputError) as caught:
        begin()
    assert list(caught.value.fields) == ["slug"]
    assert Programme.objects.count() == 1


def test_start_programme_command_prints_one_json_object(capsys):
    call_command("start_programme", slug="acme", language="zh-hans", start=date(2026, 3, 2), json=True)
    printed = json.loads(capsys.readouterr().out)
    assert {name: printed[name] for name in ["slug", "language", "counts", "start"]} == {
        "slug": "acme", "language": "zh-hans", "counts": COUNTS, "start": "2026-03-02",
    }  # fmt: skip
    assert date.fromisoformat(printed["finish"])


def test_start_programme_command_refuses_an_unknown_owner():
    with pytest.raises(CommandError, match="no account"):
        call_command("start_programme", slug="acme", owner="who@example.com")


def test_gate_command_is_red_with_reasons_on_a_fresh_programme(acme, capsys):
    call_command("gate", "G0", programme="acme", json=True)
    printed = json.loads(capsys.readouterr().out)
    assert (printed["gate"], printed["wave"], printed["verdict"], len(printed["criteria"])) == ("G0", None, "red", 7)
    assert [row["key"] for row in printed["criteria"]][:5] == [
        "g0.readiness", "g0.goals", "g0.seats", "g0.budget", "g0.kickoff",
    ]  # fmt: skip
    seats = printed["criteria"][2]
    assert (seats["value"], seats["threshold"], seats["comparison"], seats["met"]) == (0, [5], "==", False)
    assert {"key", "text", "must", "value", "threshold", "comparison", "met", "bound_to", "source", "as_of"} <= set(
        seats
    )
    assert all(action["text"] and action["url"] for action in printed["actions"])
    assert not any(row["met"] for row in printed["criteria"] if row["must"])


def test_gate_command_wants_a_wave_where_there_are_several(capsys):
    begin(waves=2)
    with pytest.raises(CommandError, match="W1, W2"):
        call_command("gate", "GW", programme="acme", json=True)
    call_command("gate", "GW", programme="acme", wave="W2", json=True)
    assert json.loads(capsys.readouterr().out)["wave"] == "W2"


@pytest.mark.parametrize(
    ("name", "slug", "said"),
    [
        ("G9", "acme", "There is no gate G9"),
        ("G0", "nobody", "No programme nobody. There are: acme"),
    ],
)
def test_gate_command_refuses_what_does_not_exist(acme, name, slug, said):
    with pytest.raises(CommandError, match=said):
        call_command("gate", name, programme=slug)


def test_gate_command_prints_lines_without_json(acme, capsys):
    call_command("gate", "G0", programme="acme")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "G0 Start: Not yet"
    assert any(line.strip().startswith("M3 Five mandatory seats are filled: 0 = 5") for line in lines)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_must_says_what_it_is_bound_to(acme, language):
    with translation.override(language):
        musts = [line for status in evaluate_gates(acme) for line in status.musts]
        assert len(musts) == 41
        assert all(line.bound_to for line in musts)
    bound = [line for line in musts if line.bound.binding in {"evidence", "deliverable"}]
    assert len(bound) >= 20


def test_evaluate_gates_takes_a_flat_number_of_queries(acme, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert len(evaluate_gates(acme)) == 8
    more = begin(slug="more", waves=20).programme
    with django_assert_max_num_queries(30):
        assert len(evaluate_gates(more)) == 27


@pytest.mark.requirement("S0-14")
def test_stages_read_as_four_phases_with_a_gate_between_each_pair(acme):
    phases = phases_of(acme)
    assert [(phase.name_en, len(phase.stages.all())) for phase in phases] == [
        ("Process redesign", 4), ("Pilot", 3), ("Rollout", 2), ("Iteration", 2),
    ]  # fmt: skip
    assert [[gate.code for gate in phase.gates.all()] for phase in phases] == [
        ["G0", "G1", "G2"], ["G3", "G4"], ["GW", "G5"], ["G6"],
    ]  # fmt: skip


def test_further_waves_read_their_own_deliverables():
    programme = begin(waves=2).programme
    line = {each.criterion.key: each for each in evaluate_gate(find_gate(programme, "GW", "W2")).lines}["gw.gonogo"]
    assert line.bound.name in {"DEL-52.W2", "rollout.gonogo_must_failures"}
    assert Deliverable.objects.filter(programme=programme, code="DEL-52.W2", wave="W2").exists()
