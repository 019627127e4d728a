"""Defects to plant into a healthy programme, each with the rule that finds it and the others that then fire too."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from adoption.quality.models import QualityRule
from phases.exceptions.models import ExceptionReport
from phases.gates.models import Concession, Condition, Criterion, Deliverable, Gate, GateDecision, Stage
from phases.plan.models import MilestoneForecast, Task, TaskLink
from phases.plan.selectors import gate_dates
from phases.redesign.models import ProcessNode
from phases.rollout.models import CutoverStep, RosterEntry, Wave
from phases.uat.models import UatConcession
from programme.budget.models import BudgetAuthorisation, BudgetLine
from programme.capability.models import Department, TeamSkill
from programme.charter.models import (
    Baseline,
    CharterVersion,
    Goal,
    Kpi,
    KpiReading,
    Programme,
    ReadinessCheck,
    ScopeItem,
    Tolerance,
)
from programme.diagnosis.models import Diagnosis
from programme.governance.models import ChangeRequest, Decision, Meeting
from programme.people.models import Away, Membership, RaciCell, Seat
from programme.raid.models import Risk
from programme.signoff.models import SignatureRequest
from programme.sponsor.models import SponsorAct
from programme.stakeholders.models import CommunicationItem, Stakeholder
from roi.ledger.models import Benefit
from tests.factories.capability import ExecutiveTestFactory
from tests.factories.diagnosis import PainPointFactory
from tests.factories.feedback import FeedbackItemFactory
from tests.factories.healthy import quiet_day
from tests.factories.landscape import (
    AccessRuleFactory,
    DataFieldFactory,
    InterfaceFactory,
    PersonalDataFactory,
    SourceSystemFactory,
    TestDataSetFactory,
)
from tests.factories.plan import TaskFactory
from tests.factories.raid import IssueFactory
from tests.factories.training import CourseFactory, SessionFactory
from tests.factories.uat import CaseFactory, CycleFactory, DefectFactory, ExecutionFactory
from training.catalogue.models import CourseEdition, CurriculumItem

DAY = dt.timedelta(1)


@dataclass(frozen=True)
class Plant:
    """A defect: how it is planted, the rule that must find it, and the rules that fire with it."""

    rule: str
    plant: object
    also: frozenset = frozenset()


PLANTS = []


def plants(rule, *also):
    """Register the decorated function as the planting of the rule's defect."""

    def register(plant):
        PLANTS.append(Plant(rule, plant, frozenset(also)))
        return plant

    return register


def of(model, world, **which):
    """Rows of the programme."""
    return model._base_manager.filter(programme=world.programme, **which)


def state(world, value):
    Programme.objects.filter(pk=world.programme.pk).update(state=value)


# -- goals


@plants("charter.kpis_empty")
def no_kpis(w):
    of(Goal, w).update(kpi=None)
    KpiReading.objects.filter(kpi__programme=w.programme).delete()
    of(Benefit, w).update(kpi=None)
    of(Baseline, w).exclude(kpi=None).delete()
    of(Kpi, w).delete()


@plants("charter.goals_empty")
def no_goals(w):
    of(Goal, w).update(withdrawn_on=w.today)


@plants("charter.goals_not_smart")
def vague_goal(w):
    of(Goal, w).update(metric="", achievability="")


@plants("charter.goals_without_baseline")
def unsigned_goal(w):
    of(Baseline, w).update(superseded_at=timezone.now())


@plants("charter.goals_without_strategy")
def goal_of_nothing(w):
    of(Goal, w).update(strategy=None)


@plants("charter.goal_missed")
def goal_whose_day_has_passed(w):
    of(Goal, w).update(starts_on=w.today - 300 * DAY, due_on=w.today - DAY)


@plants("charter.kpi_without_baseline")
def kpi_never_measured(w):
    of(Kpi, w).update(baseline=None)


@plants("charter.kpi_without_owner")
def kpi_of_nobody(w):
    of(Kpi, w).update(owner=None)


@plants("charter.no_exclusions")
def endless_scope(w):
    of(ScopeItem, w, side="out").delete()


@plants("charter.no_tolerances")
def no_tolerance(w):
    of(Tolerance, w).delete()


@plants("charter.not_approved")
def work_without_a_charter(w):
    of(CharterVersion, w).update(state="in_review")


@plants("people.no_sponsor")
def no_sponsor(w):
    of(Membership, w, role="SP").update(ended_on=w.today)


@plants("people.no_manager")
def no_manager(w):
    of(Seat, w, role="PM").update(holder=None)


@plants("people.manager_unqualified")
def expired_certificate(w):
    of(Seat, w, role="PM").update(certificate_expires=w.today - DAY)


@plants("budget.empty")
def no_budget(w):
    of(BudgetLine, w).delete()


@plants("budget.not_authorised")
def unsigned_budget(w):
    of(BudgetAuthorisation, w).update(signed_at=None)


@plants("budget.no_category")
def forgotten_money(w):
    of(BudgetLine, w, category="training").update(category="other")


@plants("governance.no_decision", "plan.dates")  # work of the last 60 days has no dates
def committee_that_does_not_decide(w):
    Programme.objects.filter(pk=w.programme.pk).update(starts_on=w.today - 60 * DAY)
    of(Decision, w).update(decided_on=w.today - 40 * DAY)


@plants("governance.decision_overdue")
def late_decision(w):
    Decision.objects.create(
        programme=w.programme, code="D9", question="Which?", state="requested", due_on=w.today - DAY
    )


@plants("governance.decision_undated")
def decision_without_a_day(w):
    Decision.objects.create(programme=w.programme, code="D9", question="Which?", state="requested")


@plants("raid.high_without_response")
def bare_risk(w):
    risk = of(Risk, w).order_by("code").first()
    of(Risk, w, pk=risk.pk).update(probability=5, impact=5, score=25, response="")


@plants("raid.nothing_reviewed")
def risks_nobody_looks_at(w):
    of(Risk, w).update(last_reviewed_on=w.today - 50 * DAY, opened_on=w.today - 60 * DAY)


@plants("raid.register_empty")
def register_of_proposals(w):
    of(Risk, w).update(state="proposed")


@plants("raid.response_overdue")
def late_response(w):
    of(Risk, w, pk=of(Risk, w).first().pk).update(response_due=w.today - DAY)


@plants("gates.without_must")
def gate_that_asks_nothing(w):
    gate = of(Gate, w).order_by("-position").first()
    of(Criterion, w, gate=gate).update(must=False)


@plants("rollout.wave_without_day")
def wave_without_a_day(w):
    of(Wave, w, pk=w.waves[-1].pk).update(planned_on=None)


@plants("rollout.go_live_overdue")
def missed_go_live(w):
    of(Wave, w, pk=w.waves[0].pk).update(planned_on=w.today - 3 * DAY)


@plants("ledger.no_benefits")
def no_benefits(w):
    of(Benefit, w).delete()


@plants("ledger.benefit_without_owner")
def benefit_of_nobody(w):
    of(Benefit, w).update(owner=None)


@plants("ledger.benefit_without_baseline")
def benefit_that_cannot_be_measured(w):
    of(Benefit, w).update(state="approved", baseline=None)


@plants("plan.logic")
def plan_without_links(w):
    of(TaskLink, w).delete()


@plants("plan.leads")
def negative_lag(w):
    of(TaskLink, w, pk=of(TaskLink, w).order_by("pk").first().pk).update(lag=-480)


@plants("plan.negative_float")
def impossible_deadline(w):
    last = of(Task, w, summary=False).order_by("-early_finish", "-pk").first()
    of(Task, w, pk=last.pk).update(deadline=w.today + 30 * DAY)


@plants("plan.milestone_owner")
def milestone_of_nobody(w):
    TaskFactory(programme=w.programme, milestone=True, minutes=0)


@plants("plan.receding")
def date_that_recedes(w):
    key, day = max(gate_dates(w.programme).items(), key=lambda pair: pair[1])
    for back in range(6, 0, -1):
        MilestoneForecast.objects.create(
            programme=w.programme, subject=f"gate:{key}", reported_on=w.today - back * 30 * DAY,
            forecast=day - back * 45 * DAY,
        )  # fmt: skip


# -- users


@plants("charter.no_business_lead")
def no_business_lead(w):
    of(Seat, w, role="BO").update(holder=None)


@plants("charter.technology_led")
def technology_led(w):
    of(RaciCell, w, letter="A").update(role="IT")


@plants("charter.technical_owner")
def goal_of_technology(w):
    of(Goal, w).update(owner_role="IT")


@plants("charter.no_kickoff")
def no_kickoff(w):
    Programme.objects.filter(pk=w.programme.pk).update(kickoff_on=None)


@plants("stakeholders.empty")
def nobody_listed(w):
    of(Stakeholder, w).delete()


@plants("stakeholders.gap_without_step")
def gap_without_a_step(w):
    of(Stakeholder, w).update(action="")


@plants("stakeholders.messages_overdue")
def late_message(w):
    of(CommunicationItem, w, code="M91").update(due_on=w.today - DAY)


@plants("stakeholders.no_executive")
def no_executive(w):
    of(Stakeholder, w).update(top_executive=False)


@plants("stakeholders.no_messages")
def silence(w):
    of(CommunicationItem, w).delete()


@plants("stakeholders.resistance_unanswered", "stakeholders.gap_without_step")
def unanswered_resistance(w):
    of(Stakeholder, w).update(engagement_now=1, action="")


@plants("people.no_change_manager")
def no_change_manager(w):
    of(Seat, w, role="CM").update(holder=None)


@plants("people.seats_heaped")
def one_person_three_seats(w):
    of(Seat, w, role__in=["IT", "DS", "CM"]).update(holder=w.people["IT"])


@plants("governance.no_meeting", "plan.dates")
def committee_that_does_not_meet(w):
    Programme.objects.filter(pk=w.programme.pk).update(starts_on=w.today - 60 * DAY)
    of(Meeting, w).update(held_on=w.today - 50 * DAY)


@plants("raid.risk_without_owner")
def risk_of_nobody(w):
    of(Risk, w, pk=of(Risk, w).first().pk).update(owner=None, owner_name="")


@plants("raid.critical_issue_unowned")
def critical_issue_of_nobody(w):
    IssueFactory(programme=w.programme, severity="critical")


@plants("raid.issue_overdue")
def late_issue(w):
    IssueFactory(programme=w.programme, severity="low", due_on=w.today - DAY)


@plants("rollout.units_without_member")
def unit_without_a_voice(w):
    of(Membership, w).update(unit=None)


@plants("rollout.go_live_at_quarter_end")
def go_live_in_the_closing(w):
    last = w.waves[-1].planned_on
    end = dt.date(last.year + 1, 3, 31)
    of(Wave, w, pk=w.waves[-1].pk).update(planned_on=end)


@plants("rollout.go_live_on_rest_day")
def go_live_on_sunday(w):
    day = w.waves[-1].planned_on
    of(Wave, w, pk=w.waves[-1].pk).update(planned_on=day + (6 - day.weekday()) * DAY)


@plants("rollout.wave_without_people", "training.wave_without_session")
def wave_of_nobody(w):
    of(Wave, w, pk=w.waves[0].pk).update(planned_on=w.soon)
    of(RosterEntry, w, wave=w.waves[0]).delete()


@plants("rollout.person_without_role")
def person_without_a_role(w):
    of(RosterEntry, w, wave=w.waves[0]).update(crm_role="")


@plants("uat.cycle_without_cases")
def empty_cycle(w):
    CycleFactory(programme=w.programme, state="planned", starts_on=w.today + 5 * DAY, data_set="M3")
    cover(w)


@plants("uat.case_without_tester")
def case_without_a_tester(w):
    cover(w)
    cycle = CycleFactory(programme=w.programme, data_set="M3")
    ExecutionFactory(cycle=cycle, case=CaseFactory(programme=w.programme))


@plants("uat.ends_after_go_live")
def test_after_the_go_live(w):
    cover(w)
    cycle = CycleFactory(
        programme=w.programme, state="planned", data_set="M3", starts_on=w.waves[0].planned_on,
        ends_on=w.waves[0].planned_on + 5 * DAY,
    )  # fmt: skip
    ExecutionFactory(cycle=cycle, case=CaseFactory(programme=w.programme), tester=w.people["TL"])


@plants("uat.severe_untouched")
def stopped_business(w):
    DefectFactory(programme=w.programme, severity=1, reported_on=w.today - 9 * DAY)


@plants("training.little_practice")
def lectures(w):
    CourseFactory(programme=w.programme, state="published", edition=1, hours=6, hands_on=1)


@plants("training.role_without_course")
def role_without_a_course(w):
    of(CurriculumItem, w).filter(crm_role="").delete()
    of(RosterEntry, w, wave=w.waves[0]).update(crm_role="marketing")


@plants("training.before_stable_build")
def training_before_the_test(w):
    cover(w)
    cycle = CycleFactory(
        programme=w.programme, state="planned", data_set="M3", starts_on=w.today + 60 * DAY,
        ends_on=w.today + 70 * DAY,
    )  # fmt: skip
    ExecutionFactory(cycle=cycle, case=CaseFactory(programme=w.programme), tester=w.people["TL"])
    session(w, 50, wave=w.waves[0])


@plants("training.after_go_live")
def training_after_the_go_live(w):
    session(w, (w.waves[0].planned_on - w.today).days + 3, wave=w.waves[0])


@plants("training.wave_without_session")
def wave_without_sessions(w):
    of(Wave, w, pk=w.waves[0].pk).update(planned_on=w.soon)


@plants("training.session_without_trainer")
def session_of_nobody(w):
    session(w, 7)


@plants("training.attendance_missing")
def attendance_forgotten(w):
    session(w, -7)


@plants("inbox.unanswered")
def unread_feedback(w):
    FeedbackItemFactory(programme=w.programme, received_at=timezone.now() - 5 * DAY)


# -- processes


@plants("charter.readiness_unmet")
def start_without_readiness(w):
    of(ReadinessCheck, w).update(state="blocked")


@plants("charter.outputs_open")
def output_open(w):
    of(Deliverable, w, code="DEL-12").update(state="draft")
    for part in Deliverable.objects.get(programme=w.programme, code="DEL-12").parts.all():
        type(part)._base_manager.filter(pk=part.pk).update(state="draft")


@plants("people.no_process_owner")
def no_process_owner(w):
    of(Membership, w, role="PO").update(ended_on=w.today)


@plants("governance.change_lying")
def change_that_waits(w):
    ChangeRequest.objects.create(
        programme=w.programme, code="CR-9", title="Sign", wanted="x", reason="y", state="submitted",
        submitted_at=timezone.now() - 20 * DAY, requester=w.people["BO"], route="pm",
    )  # fmt: skip


@plants("gates.condition_overdue")
def forgotten_condition(w):
    gate = of(Gate, w).order_by("position").first()
    decision = GateDecision.objects.create(
        programme=w.programme, gate=gate, decision="conditional", round=1, decided_at=timezone.now(), sha256="0" * 64
    )
    Condition.objects.create(
        programme=w.programme, decision=decision, text="Name the sponsor", owner=w.people["PM"],
        due_on=w.today - DAY,
    )  # fmt: skip


@plants("gates.away_without_deputy")
def holiday_without_a_deputy(w):
    away(w, "CM")


@plants("gates.due_while_away")
def signature_due_in_a_holiday(w):
    away(w, "FIN")
    SignatureRequest.objects.create(
        programme=w.programme, kind="programme.Seat", object_id="x", title="Seat", content="{}", sha256="0" * 64,
        meaning={}, signer=w.people["FIN"], due_on=w.today + 6 * DAY,
    )  # fmt: skip


@plants("gates.deliverable_rejected")
def rejected_work(w):
    of(Deliverable, w, code="DEL-05").update(state="rejected")


@plants("redesign.process_without_owner")
def process_of_nobody(w):
    of(ProcessNode, w, pk=of(ProcessNode, w).first().pk).update(owner=None)


@plants("redesign.automated_as_is")
def frozen_process(w):
    of(ProcessNode, w, pk=of(ProcessNode, w).first().pk).update(to_be=" typed into THREE sheets ")


@plants("redesign.target_missing")
def undrawn_process(w):
    of(ProcessNode, w, pk=of(ProcessNode, w).first().pk).update(to_be="")


@plants("redesign.no_processes")
def no_processes(w):
    of(ProcessNode, w).delete()


@plants("uat.process_without_case")
def untested_process(w):
    cover(w, leave=1)
    cycle = CycleFactory(programme=w.programme, data_set="M3")
    ExecutionFactory(cycle=cycle, case=CaseFactory(programme=w.programme), tester=w.people["TL"])


# -- data


@plants("charter.no_analyst")
def no_analyst(w):
    of(Seat, w, role="DS").update(holder=None)


@plants("charter.kpis_unread")
def old_reading(w):
    KpiReading.objects.filter(kpi__programme=w.programme).update(read_on=w.today - 90 * DAY)


@plants("charter.data_standard")
def no_data_standard(w):
    of(Deliverable, w, code="DEL-16").update(state="draft")


@plants("gates.criterion_unbound")
def criterion_of_nothing(w):
    criterion = of(Criterion, w).order_by("pk").first()
    of(Criterion, w, pk=criterion.pk).update(binding="nothing")


@plants("rollout.no_point_of_no_return")
def no_way_back(w):
    of(Wave, w, pk=w.waves[0].pk).update(planned_on=w.soon)
    of(CutoverStep, w).update(point_of_no_return=False)
    session(w, 2, wave=w.waves[0], trainer=w.trainer)


@plants("uat.without_data")
def test_without_data(w):
    cover(w)
    cycle = CycleFactory(programme=w.programme, data_set="")
    ExecutionFactory(cycle=cycle, case=CaseFactory(programme=w.programme), tester=w.people["TL"])


@plants("quality.no_rules")
def no_quality_rules(w):
    of(QualityRule, w).delete()


@plants("quality.dimension_unwatched")
def blind_dimension(w):
    of(QualityRule, w, dimension="validity").delete()


@plants("quality.severe_rule_off")
def severe_rule_off(w):
    rule = of(QualityRule, w, dimension="completeness").first()
    of(QualityRule, w, pk=rule.pk).update(severity=1, active=False)


@plants("usage.nothing_imported")
def nobody_looks_at_usage(w):
    of(Wave, w, pk=w.waves[0].pk).update(live_on=w.today - 30 * DAY)
    FeedbackItemFactory(programme=w.programme)


# -- nothing after the go-live


@plants("rollout.big_bang")
def big_bang(w):
    other = w.waves[-1]
    of(RosterEntry, w, wave=other).update(wave=w.waves[0])
    of(Wave, w, pk=other.pk).delete()


@plants("rollout.waves_too_close")
def waves_in_a_row(w):
    first, second = w.waves
    of(Wave, w, pk=second.pk).update(planned_on=quiet_day(w.programme, first.planned_on + DAY))


@plants("gates.concession_expired")
def concession_without_end(w):
    gate = of(Gate, w).order_by("position").first()
    Concession.objects.create(
        programme=w.programme, gate=gate, item="No archive", limit="Pilot", expires_on=w.today - DAY
    )


@plants("uat.concession_lapsed")
def concession_that_lapsed(w):
    cycle = CycleFactory(programme=w.programme, state="accepted", data_set="M3")
    defect = DefectFactory(programme=w.programme, cycle=cycle, severity=3, state="deferred")
    UatConcession.objects.create(
        programme=w.programme, cycle=cycle, defect=defect, workaround="By hand", owner=w.people["BO"],
        expires_on=w.today - DAY,
    )  # fmt: skip


@plants("inbox.silent_after_go_live", "usage.nothing_imported")
def silence_after_the_go_live(w):
    of(Wave, w, pk=w.waves[0].pk).update(live_on=w.today - 30 * DAY)


@plants("inbox.promise_overdue")
def broken_promise(w):
    FeedbackItemFactory(programme=w.programme, state="planned", planned_on=w.today - DAY, kind="improvement")


@plants("ledger.review_overdue")
def benefit_nobody_reviews(w):
    of(Benefit, w).update(next_review_on=w.today - DAY)


@plants("ledger.value_overdue")
def benefit_that_does_not_come(w):
    of(Benefit, w).update(state="approved", first_value_on=w.today - 40 * DAY)


@plants("charter.no_iteration")
def nothing_after_go_live(w):
    last = of(Stage, w, phase__code="P4")
    first = of(Stage, w).exclude(phase__code="P4").order_by("pk").first()
    last.update(phase=first.phase)


@plants("landscape.no_fate")
def system_of_which_nobody_decided(w):
    SourceSystemFactory(programme=w.programme)


@plants("landscape.system_without_owner")
def system_of_nobody(w):
    SourceSystemFactory(programme=w.programme, fate="migrate", owner="")


@plants("landscape.interface_unspecified")
def interface_left_a_draft(w):
    InterfaceFactory(programme=w.programme)


@plants("landscape.interface_without_standard")
def interface_by_no_standard(w):
    InterfaceFactory(programme=w.programme, state="specified", standard="")


@plants("landscape.field_without_owner")
def field_of_nobody(w):
    DataFieldFactory(programme=w.programme, owner="")


@plants("landscape.raw_test_data")
def raw_data_in_a_test(w):
    TestDataSetFactory(programme=w.programme)


@plants("landscape.unmasked")
def personal_data_in_the_open(w):
    PersonalDataFactory(programme=w.programme, masked_outside=False)


@plants("landscape.no_term")
def personal_data_for_ever(w):
    PersonalDataFactory(programme=w.programme, keep_months=None)


@plants("landscape.access_untried")
def access_rule_that_nobody_tries(w):
    AccessRuleFactory(programme=w.programme)


@plants("capability.executives")
def programme_led_by_it_alone(w):
    ExecutiveTestFactory(programme=w.programme, test="person", score=4, lead="it")


@plants("capability.silent_departments")
def department_of_which_nothing_is_said(w):
    of(Department, w, desk="legal").delete()


@plants("capability.unscored")
def area_that_nobody_scored(w):
    of(TeamSkill, w, area="it").delete()


@plants("diagnosis.not_asked")
def current_state_unknown(w):
    of(Diagnosis, w).delete()


@plants("diagnosis.unsettled")
def pain_that_nobody_treats(w):
    PainPointFactory(programme=w.programme)


@plants("sponsor.no_acts")
def sponsor_without_a_plan(w):
    of(SponsorAct, w).delete()


@plants("sponsor.index_low")
def act_of_the_sponsor_that_was_missed(w):
    act_due(w, "SA2", 5, kind="visit")


@plants("sponsor.briefings_missed", "sponsor.index_low")
def two_briefings_missed_in_a_row(w):
    act_due(w, "SA2", 20)
    act_due(w, "SA3", 50)


@plants("exceptions.unraised")
def exception_that_nobody_raised(w):
    ExceptionReport.objects.create(
        programme=w.programme, code="EX-1", dimension="time", limit=5, forecast=9, first_forecast=9,
        found_on=w.today - 3 * DAY,
    )  # fmt: skip


def act_due(w, code, ago, kind="briefing"):
    """An act of the sponsor that was due so many days ago and not done."""
    SponsorAct.objects.create(
        programme=w.programme, code=code, kind=kind, audience="directors", due_on=w.today - ago * DAY
    )


def away(w, role):
    """The holder of a role is away next week, and nobody deputises."""
    Away.objects.create(
        programme=w.programme, person=w.people[role], first_on=w.today + 5 * DAY, last_on=w.today + 9 * DAY
    )


def cover(w, leave=0):
    """Give every process a confirmed case, except so many."""
    for node in list(of(ProcessNode, w).order_by("position", "pk"))[leave:]:
        CaseFactory(programme=w.programme, process=node)


def session(w, days, **values):
    """A session so many days from now."""
    start = timezone.now() + days * DAY
    edition = CourseEdition.objects.get(course__programme=w.programme, course__code="C91")
    return SessionFactory(
        programme=w.programme, edition=edition, starts_at=start, ends_at=start + dt.timedelta(hours=3), **values
    )
