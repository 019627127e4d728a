"""The living example: its figures agree, it is told once, and it goes without a trace."""

from datetime import date

import pytest
from django.core.management import call_command

from phases.gates.models import Gate
from phases.gates.selectors import evaluate_gate
from phases.plan.models import Task
from phases.plan.selectors import milestone_lines
from phases.rollout.models import Absence, RosterEntry, Wave
from phases.uat.models import Defect, Execution, UatCycle
from phases.uat.selectors import counts_of
from programme.budget.selectors import authorisation, budget_totals
from programme.charter.models import Programme
from programme.charter.selectors import goal_figures, kpi_figures
from programme.governance.models import Decision
from programme.people.models import Organisation, Unit, User
from programme.raid.models import Risk
from programme.records.models import AuditEvent, GeneratedDocument
from programme.records.services.demo import remove_demo, rows_below, tell_demo
from programme.records.services.verification import verify_every_chain
from programme.signoff.models import SignatureRequest
from programme.signoff.selectors import staleness, waiting_for

TODAY = date(2027, 5, 12)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Tell the story once for all tests of this file that only read it."""
    with django_db_blocker.unblock():
        story = tell_demo(language="en", today=TODAY)
        yield story
        remove_demo()
        for model in (AuditEvent, User, Organisation):
            model.objects.all().delete()
        for unit in Unit.objects.order_by("-pk"):
            unit.delete()


@pytest.fixture
def story(db, told):
    with told.on(TODAY, 12):
        yield told


def test_trial_operation_is_half_way_and_its_gate_seven_days_late(story):
    trial = Task.objects.get(programme=story.programme, code="T41")
    assert (trial.percent, trial.actual_finish) == (52, None)
    slips = {line.gate: line.slip for line in milestone_lines(story.programme, TODAY)}
    assert slips["G3"] == 7


def test_gates_before_the_pilot_are_decided_and_the_next_is_red(story):
    gates = {gate.key: gate.state for gate in Gate.objects.filter(programme=story.programme)}
    assert [gates[key] for key in ("G0", "G1", "G2", "G3")] == ["go", "conditional", "conditional", "scheduled"]
    status = evaluate_gate(Gate.objects.get(programme=story.programme, code="G3"))
    assert [line.criterion.key for line in status.unmet] == ["g3.core", "g3.sev1"]


def test_pilot_is_live_and_the_first_wave_has_112_people(story):
    pilot, first = Wave.objects.filter(programme=story.programme)
    assert (pilot.code, pilot.live_on, first.code, first.live_on) == ("W0", story.ended("T40"), "W1", None)
    assert [wave.roster.persons().count() for wave in (pilot, first)] == [63, 112]
    assert RosterEntry.objects.filter(programme=story.programme).exclude(user=None).count() == 4
    away = Absence.objects.filter(entry__programme=story.programme).touching(TODAY, TODAY)
    assert [row.entry.wave.code for row in away] == ["W0", "W0"]


def test_first_cycle_is_accepted_and_the_second_planned(story):
    first, second = UatCycle.objects.filter(programme=story.programme)
    assert (first.state, second.state) == ("accepted", "planned")
    counts = counts_of(first)
    assert (counts.n, counts.passed, counts_of(second).not_run) == (40, 40, 40)
    assert Execution.objects.filter(cycle=first).count() == 42
    open_rows = Defect.objects.filter(programme=story.programme).open()
    assert sorted(open_rows.values_list("severity", flat=True)) == [1, 2, 3, 3, 4]
    assert [row.title for row in open_rows.asked()] == ["Lead import loses the source field"]
    request = SignatureRequest.objects.get(programme=story.programme, kind="phases.UatCycle")
    assert (request.state, staleness(request).stale) == ("signed", False)


def test_goal_progress_is_that_of_its_kpi(story):
    kpis = {row.kpi.pk: row.way.progress for row in kpi_figures(story.programme)}
    goals = goal_figures(story.programme)
    assert len(goals) == 4
    assert all(row.fit for row in goals)
    assert [row.way.progress for row in goals] == [kpis[row.goal.kpi_id] for row in goals]


def test_budget_is_the_sum_of_its_lines_and_grew_by_three_percent(story):
    totals = budget_totals(story.programme)
    assert totals.bac == sum(line.amount_minor for line in totals.lines) == 501_066_000
    authorised = authorisation(story.programme)
    assert authorised.row.total_minor == 486_000_000
    assert (authorised.signed, authorised.stale) == (False, True)


def test_owner_has_a_signature_to_give(story):
    owner = User.objects.get(email="owner@demo.landfall")
    assert [request.kind for request in waiting_for(owner, story.programme)] == ["programme.CharterVersion"]


def test_resistance_has_risen_and_its_response_is_overdue(story):
    risk = Risk.objects.get(programme=story.programme, code="R11")
    scores = list(risk.scores.order_by("on").values_list("probability", "impact"))
    assert scores[-2:] == [(3, 4), (4, 4)]
    assert risk.facts().overdue(TODAY)


def test_committee_has_three_questions_and_one_is_late(story):
    waiting = Decision.objects.filter(programme=story.programme).open()
    assert [row.overdue(TODAY) for row in waiting.order_by("code")] == [True, False, False]


def test_papers_of_the_way_are_issued(story):
    issued = GeneratedDocument.objects.filter(programme=story.programme, state="issued")
    kinds = sorted(issued.values_list("kind", "subject"))
    assert kinds == [("charter", ""), ("gate", "G0"), ("gate", "G1"), ("gate", "G2"), ("steering", "")]


def test_audit_chain_is_whole_and_in_the_order_of_time(story):
    assert all(verdict.valid for verdict in verify_every_chain().values())
    times = list(AuditEvent.objects.filter(programme=story.programme).order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)


def test_second_demo_adds_nothing(story):
    before = AuditEvent.objects.count(), SignatureRequest.objects.count()
    call_command("demo", language="en", today=TODAY, verbosity=0)
    assert (AuditEvent.objects.count(), SignatureRequest.objects.count()) == before


def test_removal_leaves_no_row(db, told):
    assert remove_demo() == 1
    assert not Programme.objects.filter(is_demo=True).exists()
    left = [model.__name__ for model, path in rows_below() if model._base_manager.filter(**{f"{path}__is_demo": True})]
    assert left == []
    assert not User.objects.filter(is_demo=True, is_active=True).exists()
