"""The living example: its figures agree, it is told once, and it goes without a trace."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phases.gates.models import Gate
from phases.gates.selectors import evaluate_gate, evaluate_gates
from phases.plan.models import Task
from phases.plan.selectors import levelling_of, load_of, milestone_lines, plan_value, schedule_of
from phases.plan.selectors.ripple import compute_ripple
from phases.plan.services.changes import carry_out
from phases.rollout.models import Absence, RosterEntry, Wave
from phases.uat.models import Defect, Execution, UatCycle
from phases.uat.selectors import counts_of
from programme.budget.models import ActualCost, BudgetLine, ContingencyDraw
from programme.budget.selectors import authorisation, budget_totals, money_stand
from programme.budget.selectors.findings import money_findings
from programme.charter.models import Programme
from programme.charter.selectors import goal_figures, kpi_figures
from programme.checks.selectors import findings
from programme.governance.models import ChangeRequest, Decision
from programme.governance.services.granting import approve_change
from programme.people.models import Organisation, Unit, User
from programme.raid.models import Risk
from programme.records.models import AuditEvent, GeneratedDocument
from programme.records.services.demo import remove_demo, rows_below, tell_demo
from programme.records.services.verification import verify_every_chain
from programme.signoff.models import SignatureRequest
from programme.signoff.selectors import staleness, waiting_for
from programme.sourcing.models import Sourcing
from roi.ledger.contributions.evidence import incomplete_benefits
from roi.ledger.models import Benefit, BenefitActual, CostLine
from roi.ledger.selectors import benefit_lacks
from roi.statements.contributions.evidence import latest_validated
from roi.statements.demo import USERS
from roi.statements.models import RoiStatement
from roi.statements.selectors.acts import told as figures_of
from roi.statements.selectors.inputs import live_inputs, terms_of, users_of

TODAY = date(2027, 5, 12)
CHECK, GATES = 60, 60  # queries of one plan check, and of all gates


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


def test_plan_check_and_all_gates_ask_few_queries_where_every_register_has_rows(story):
    programme, again = (Programme.objects.get(pk=story.programme.pk) for _time in range(2))
    with CaptureQueriesContext(connection) as checked:
        found = findings(programme)
    assert len({one.rule for one in found}) > 20
    assert len(checked) <= CHECK
    with CaptureQueriesContext(connection) as evaluated:
        gates = evaluate_gates(again)
    assert len(gates) == 8
    assert len(evaluated) <= GATES


def test_gates_before_the_pilot_are_decided_and_the_next_is_red(story):
    gates = {gate.key: gate.state for gate in Gate.objects.filter(programme=story.programme)}
    assert [gates[key] for key in ("G0", "G1", "G2", "G3")] == ["go", "conditional", "conditional", "scheduled"]
    status = evaluate_gate(Gate.objects.get(programme=story.programme, code="G3"))
    assert [line.criterion.key for line in status.unmet] == ["g3.core", "g3.sev1"]


def test_sourcing_was_signed_before_the_gate_that_waits_for_it(story):
    gate = Gate.objects.get(programme=story.programme, code="G2")
    choice = Sourcing.objects.get(programme=story.programme)
    assert (choice.state, choice.pick.code) == ("decided", "V02")
    decision = gate.decisions.get()
    assert choice.decided_on < decision.decided_at.date()
    assert "g2.readiness" not in {row.criterion.key for row in decision.conditions.all()}
    line = next(line for line in evaluate_gate(gate).lines if line.criterion.key == "g2.readiness")
    assert ([read.value for _name, read in line.bound.also], line.result.met) == ([True], True)


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


def test_the_charter_was_changed_by_a_request_and_its_next_version_waits(story):
    rows = story.programme.charter_versions.order_by("pk").values_list("number", "state", "by_change__code")
    assert list(rows) == [
        ("1.0", "superseded", None), ("1.1", "approved", "CR-001"), ("1.2", "in_review", None),
    ]  # fmt: skip


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


def test_planned_costs_are_the_budget_line_by_line(story):
    planned = CostLine.objects.filter(programme=story.programme, basis="planned")
    assert sum(row.amount_minor for row in planned) == budget_totals(story.programme).bac
    for line in BudgetLine.objects.filter(programme=story.programme).exclude(amount_minor=0):
        rows = planned.filter(budget_line=line)
        assert sum(row.amount_minor for row in rows) == line.amount_minor
        assert {(row.category, row.nature) for row in rows} == {(line.category, line.nature)}


def test_what_is_posted_is_of_a_budget_line_and_not_ahead_of_it(story):
    posted = CostLine.objects.filter(programme=story.programme).posted()
    assert not posted.filter(budget_line=None).exists()
    assert not posted.filter(posted_on__gt=TODAY).exists()
    assert posted.filter(amount_minor__lt=0).count() == 1
    spent = sum(row.amount_minor for row in posted)
    assert 0 < spent < budget_totals(story.programme).bac
    assert users_of(story.programme, terms_of(story.programme)) == USERS


def test_what_the_budget_was_invoiced_is_what_the_ledger_posted(story):
    for line in BudgetLine.objects.filter(programme=story.programme):
        invoiced = sorted(line.actual_costs.values_list("dated_on", "amount_minor"))
        assert invoiced == sorted(line.cost_lines.posted().values_list("posted_on", "amount_minor"))


@pytest.mark.requirement("S1-06")
def test_the_money_of_the_demo_is_alive(story):
    stand = money_stand(story.programme)
    assert (stand.total.baseline, stand.missing) == (486_000_000, [])
    assert stand.total.baseline == sum(
        stand.of(category).baseline for category in {r.line.category for r in stand.lines}
    )
    assert 0 < stand.total.actual < stand.total.committed < stand.total.at_completion
    rules = [one.rule for one in money_findings(stand, story.programme)]
    assert rules == ["budget.beyond_line", "budget.beside_baseline"]
    late = [one.adjusts for one in ActualCost.objects.filter(programme=story.programme) if one.adjusts]
    assert len(late) == 1
    assert [row.state for row in ContingencyDraw.objects.order_by("code")] == ["granted", "asked"]
    found = plan_value(story.programme, TODAY).money
    assert found.actual == Decimal(stand.total.actual) / 100
    assert found.cpi is not None


def test_the_statement_adds_up_from_its_rows(story):
    row = RoiStatement.objects.get(programme=story.programme, quarter="2027Q1")
    found = row.figures
    posted = CostLine.objects.filter(programme=story.programme).posted(row.last_day)
    assert found.to_date.costs == sum(line.amount_minor for line in posted)
    assert found.quarter.costs == sum(line.amount_minor for line in posted.filter(posted_on__gte=row.first_day))
    actuals = BenefitActual.objects.filter(benefit__programme=story.programme, month__lte=row.last_day).select_related(
        "benefit"
    )
    assert found.to_date.claimed == sum(
        (-1 if one.benefit.disbenefit else 1) * one.amount_minor for one in actuals if one.stands
    )
    validated = actuals.filter(state="validated", validated_at__lt=row.locked_at)
    assert found.to_date.validated == sum(one.amount_minor for one in validated) > 0
    for column in found.columns.values():
        assert column.measures.npv == column.measures.pv_benefits - column.measures.pv_costs
        assert sum(column.flows) == sum(column.monthly)


def test_first_quarter_is_approved_and_the_second_waits_for_finance(story):
    latest, first = RoiStatement.objects.filter(programme=story.programme).order_by("-quarter")
    assert [(row.quarter, row.state) for row in (first, latest)] == [("2026Q4", "approved"), ("2027Q1", "locked")]
    assert [request.kind for request in waiting_for(story.people["finance"], story.programme)] == ["roi.RoiStatement"]
    assert latest.figures.adjusted.costs == 1_240_000  # the bill that came after the first quarter was locked
    assert [one["what"] for one in latest.frozen["adjustments"]] == ["cost"]
    assert latest_validated(story.programme, [None])[0].value is False
    assert figures_of(story.programme)["quarter"] == "2027Q1"


def test_one_benefit_lacks_owner_grade_and_a_signed_baseline(story):
    row = Benefit.objects.get(programme=story.programme, code="BN06")
    assert row.state == "identified"
    assert {"owner", "grade", "baseline", "next_review_on"} <= set(benefit_lacks(row, "profile"))
    reading = incomplete_benefits(story.programme, [None])[0]
    assert (reading.value, reading.denominator) == (1, 8)
    assert set(
        Benefit.objects.filter(programme=story.programme).own().exclude(grade="").values_list("grade", flat=True)
    ) == set("ABC")


def test_the_pilots_first_month_is_claimed_and_judged_by_evidence(story):
    april = BenefitActual.objects.filter(benefit__programme=story.programme, month=date(2027, 4, 1))
    states = dict(april.values_list("benefit__code", "state"))
    assert states == dict.fromkeys(("BN01", "BN02", "BN04", "BN05", "BN09"), "validated") | {"BN03": "claimed"}
    assert live_inputs(story.programme)["last"] == "2027-04-30"
    due = Benefit.objects.filter(programme=story.programme).review_due(timezone.localdate() - timedelta(days=1))
    assert [row.code for row in due] == ["BN03"]


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


def test_one_change_is_in_the_plan_and_one_waits_with_a_ripple_that_comes_true(story):
    told = {row.code: row for row in ChangeRequest.objects.filter(programme=story.programme)}
    states = {code: (row.state, row.route, row.applied_at is not None) for code, row in told.items()}
    assert states == {
        "CR-001": ("closed", "committee", True),
        "CR-002": ("implementing", "pm", True),
        "CR-003": ("assessed", "committee", False),
    }
    assert Task.objects.get(programme=story.programme, code="T47").minutes == 9 * 480
    row = told["CR-003"]
    computed = compute_ripple(story.programme, row.edits)
    assert [line.days for line in computed.gates(story.programme)][:1] == [12]
    with transaction.atomic():
        granted = approve_change(row, actor=story.people["steering"])
        done = carry_out(granted, actor=story.people["steering"])
        assert (done, ChangeRequest.objects.get(pk=row.pk).sent_back) == (True, "")
        assert schedule_of(story.programme).slots == computed.after.slots
        transaction.set_rollback(True)


def test_the_consultant_has_too_much_to_do_and_levelling_finds_the_task_that_can_wait(story):
    found = load_of(story.programme, story.today, 26)
    assert [row.resource.name for row in found.rows if row.overloads] == ["CRM consultant"]
    proposal = levelling_of(story.programme).proposal
    moved = [Task.objects.get(pk=one.key).code for one in proposal.moved]
    assert (moved, proposal.after, proposal.finish_after == proposal.finish_before) == (["T48"], [], True)
