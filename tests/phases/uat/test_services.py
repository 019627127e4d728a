"""A cycle from its plan to its signature, executions and defects: what is refused and what follows."""

import datetime as dt

import pytest
from django.utils import timezone

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from phases.uat import services
from phases.uat.models import Defect, Execution
from phases.uat.selectors import counts_of, cycle_actions, defect_actions, run_actions, standing_state
from programme.records.models import AuditEvent
from programme.signoff.models import SignatureRequest
from programme.signoff.selectors import staleness
from programme.signoff.services import mark_viewed, sign
from tests.factories.programme import PASSWORD, ProgrammeFactory, member_of
from tests.factories.uat import CaseFactory, CycleFactory, DefectFactory, ExecutionFactory

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=14)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def lead(programme):
    return member_of(programme, "TL")


@pytest.fixture
def owner(programme):
    return member_of(programme, "BO")


@pytest.fixture
def tester(programme):
    return member_of(programme, "TST")


@pytest.fixture
def cycle(programme):
    return CycleFactory(programme=programme, number=1)


def passed(cycle, tester, n=1, **case):
    for _number in range(n):
        ExecutionFactory(cycle=cycle, tester=tester, state="passed", case__programme=cycle.programme,
                         **{f"case__{key}": value for key, value in case.items()})  # fmt: skip


def decide(owner, decision, **words):
    request = SignatureRequest.objects.get(signer=owner, state__in=["requested", "viewed"])
    read = mark_viewed(request, actor=owner)
    return sign(read, actor=owner, password=PASSWORD, seen_hash=read.sha256, decision=decision, **words)


def read(programme, name, **scope):
    return seams.evidence[name](programme, [scope])[0]


def test_cycle_begins_when_its_entry_is_met_or_waived(programme, lead, owner, tester):
    cycle = services.create_cycle(programme, values={"build": "1"}, actor=lead)
    services.plan_cases(cycle, cases=[CaseFactory(programme=programme)], tester=tester, actor=lead)
    services.move_cycle(cycle, name="check_entry", actor=lead)
    cycle.refresh_from_db()
    assert len(next(one for one in cycle_actions(cycle, lead) if one.name == "run").reasons) == 5
    with pytest.raises(IllegalNowError):
        services.move_cycle(cycle, name="run", actor=lead)
    for item in ("sit", "environment", "roles", "data"):
        services.state_entry(cycle, item=item, met=True, actor=lead)
    with pytest.raises(ForbiddenError):
        services.state_entry(cycle, item="testers", waived=True, note="x", actor=lead)
    services.state_entry(cycle, item="testers", waived=True, note="Trained next week", actor=owner)
    assert services.move_cycle(cycle, name="run", actor=lead).state == "running"
    with pytest.raises(BadInputError):
        services.state_entry(CycleFactory(programme=programme, number=7, state="planned"), item="cases", met=True,
                             actor=lead)  # fmt: skip


def test_only_confirmed_cases_enter_and_each_once(programme, lead, cycle):
    case = CaseFactory(programme=programme)
    assert [services.plan_cases(cycle, cases=[case], actor=lead) for _twice in range(2)] == [1, 0]
    with pytest.raises(BadInputError, match="UAT-X"):
        services.plan_cases(cycle, cases=[CaseFactory(programme=programme, code="UAT-X", state="proposed")], actor=lead)


def test_changed_text_of_a_confirmed_case_needs_confirming_again(programme, lead):
    case = CaseFactory(programme=programme)
    assert services.update_case(case, values={"must": True}, actor=lead).state == "confirmed"
    case.refresh_from_db()
    assert services.update_case(case, values={"title": "Another"}, actor=lead).state == "needs_update"


def test_must_case_passes_with_evidence_only(cycle, tester):
    run = ExecutionFactory(cycle=cycle, tester=tester, case__must=True)
    with pytest.raises(BadInputError) as refusal:
        services.record_run(run, name="pass", actor=tester)
    assert list(refusal.value.fields) == ["evidence"]
    done = services.record_run(run, name="pass", evidence="https://example.com/shot", actor=tester)
    assert (done.state, done.text["version"], done.build) == ("passed", 1, "2.3.1")


def test_somebody_elses_execution_is_not_touched(programme, cycle, tester, lead):
    run = ExecutionFactory(cycle=cycle, tester=tester)
    with pytest.raises(ForbiddenError):
        services.record_run(run, name="pass", actor=member_of(programme, "TST"))
    assert run_actions(run, member_of(programme, "PM")) != run_actions(run, tester)
    assert services.record_run(run, name="block", comment="ENV-2 is down", actor=lead).tester == tester


def test_failed_case_reports_its_defect(cycle, tester):
    run = ExecutionFactory(cycle=cycle, tester=tester)
    defect = services.fail_with_defect(run, comment="The amount became 0", failed_step=2, severity=2, actor=tester)
    assert (defect.case, defect.cycle, defect.expected) == (run.case, cycle, "The amount is the same")
    assert defect.description == "1. Open the deal\n2. Approve the quote\n\nThe amount became 0"
    assert Execution.objects.get().state == "failed"


def test_latest_attempt_counts_and_the_earlier_stays(cycle, tester):
    run = ExecutionFactory(cycle=cycle, tester=tester)
    services.record_run(run, name="fail", comment="No", actor=tester)
    again = services.retest(run, actor=tester)
    services.record_run(again, name="pass", actor=tester)
    assert [(one.attempt, one.state, one.current) for one in Execution.objects.order_by("attempt")] == [
        (1, "failed", False), (2, "passed", True),
    ]  # fmt: skip
    assert (counts_of(cycle).n, counts_of(cycle).passed) == (1, 1)


def test_another_build_invalidates_what_passed(cycle, tester, lead):
    passed(cycle, tester, 2)
    services.update_cycle(cycle, values={"build": "2.4.0"}, actor=lead)
    assert counts_of(cycle).invalidated == 2


def test_results_come_only_while_the_cycle_runs(programme, lead, tester):
    run = ExecutionFactory(cycle=CycleFactory(programme=programme, state="suspended"), tester=tester)
    with pytest.raises(IllegalNowError, match="not running"):
        services.record_run(run, name="pass", actor=tester)


def test_execution_closes_when_everything_has_its_result(cycle, tester, lead):
    run = ExecutionFactory(cycle=cycle, tester=tester)
    with pytest.raises(IllegalNowError):
        services.move_cycle(cycle, name="execute", actor=lead)
    services.record_run(run, name="exclude", comment="Not built in this wave", actor=lead)
    assert services.move_cycle(cycle, name="execute", actor=lead).state == "executed"


def executed(cycle, lead):
    services.move_cycle(cycle, name="execute", actor=lead)
    return services.move_cycle(cycle, name="submit", actor=lead)


def test_owner_accepts_with_password_and_a_later_change_is_seen(programme, cycle, tester, lead, owner):
    passed(cycle, tester, 20)
    assert read(programme, "uat.cycle_state", cycle=1).value == "running"
    executed(cycle, lead)
    decide(owner, "sign")
    assert read(programme, "uat.cycle_state", cycle=1).value == "accepted"
    request = SignatureRequest.objects.get(signer=owner)
    assert not staleness(request).stale
    with pytest.raises(IllegalNowError):
        services.retest(Execution.objects.first(), actor=lead)
    services.report_defect(programme, values={"title": "Late find", "cycle": cycle, "severity": 1}, actor=lead)
    assert [str(one.change) for one in staleness(request).changes] == ["added"]


def test_defect_that_closes_later_leaves_the_signature(programme, cycle, tester, lead, owner):
    passed(cycle, tester, 20)
    defect = DefectFactory(programme=programme, cycle=cycle, severity=3, workaround="Sheet", state="assigned")
    executed(cycle, lead)
    decide(owner, "sign")
    Defect.objects.filter(pk=defect.pk).update(closed_at=timezone.now())
    assert not staleness(SignatureRequest.objects.get()).stale


@pytest.mark.requirement("S1-16")
def test_exit_that_is_missed_refuses_acceptance(cycle, tester, lead, owner, programme):
    passed(cycle, tester, 9)
    ExecutionFactory(cycle=cycle, tester=tester, state="failed")
    DefectFactory(programme=programme, cycle=cycle, severity=1, code="DEF-1")
    executed(cycle, lead)
    with pytest.raises(IllegalNowError) as refusal:
        decide(owner, "sign")
    assert refusal.value.reasons == ("9 of 10 cases passed; 95% are needed.", "Severity 1 is open: DEF-1.")


@pytest.mark.requirement("S1-16")
def test_conditional_acceptance_lists_concessions_and_ends_with_them(programme, cycle, tester, lead, owner):
    passed(cycle, tester, 20)
    defect = DefectFactory(programme=programme, cycle=cycle, state="assigned")
    executed(cycle, lead)
    words = {"conditions": "As written", "conditions_due": timezone.localdate() + SOON}
    with pytest.raises(IllegalNowError):
        decide(owner, "sign_with_conditions", **words)
    services.concede(cycle, defect=defect, owner=lead, workaround="Use the list", actor=owner,
                     expires_on=timezone.localdate() + SOON)  # fmt: skip
    with pytest.raises(IllegalNowError, match="accept with conditions"):
        decide(owner, "sign")
    decide(owner, "sign_with_conditions", **words)
    cycle.refresh_from_db()
    assert cycle.state == "conditionally_accepted"
    request = SignatureRequest.objects.get(signer=owner)
    assert "Use the list" in request.signature.content
    later = timezone.localdate() + SOON + dt.timedelta(days=1)
    assert standing_state(cycle, later) == "sign_off"
    assert services.lapse_concessions(programme, today=later) == 1
    cycle.refresh_from_db()
    assert (cycle.state, SignatureRequest.objects.filter(state="requested").count()) == ("sign_off", 1)


def test_declined_cycle_is_rejected(cycle, tester, lead, owner):
    passed(cycle, tester, 20)
    executed(cycle, lead)
    decide(owner, "decline", comment="Too slow")
    cycle.refresh_from_db()
    assert (cycle.state, cycle.state_reason) == ("rejected", "Too slow")


def test_taken_back_cycle_asks_nobody(cycle, tester, lead, owner):
    passed(cycle, tester, 20)
    executed(cycle, lead)
    services.move_cycle(cycle, name="take_back", reason="One case was forgotten", actor=lead)
    assert SignatureRequest.objects.get().state == "voided"


def test_defect_closes_after_a_pass_by_another_than_its_fixer(programme, cycle, tester, lead):
    fixer = member_of(programme, "IT")
    run = ExecutionFactory(cycle=cycle, tester=tester, state="failed")
    defect = DefectFactory(programme=programme, cycle=cycle, case=run.case, execution=run)
    services.triage_defect(defect, severity=2, priority="P1", actor=lead)
    services.assign_defect(defect, fixer=fixer, actor=lead)
    services.fix_defect(defect, build="2.3.2", actor=fixer)
    services.deliver_defect(defect, actor=fixer)
    with pytest.raises(IllegalNowError, match="not passed since"):
        services.close_defect(defect, actor=tester)
    own = services.retest(run, tester=fixer, actor=lead)
    services.record_run(own, name="pass", actor=fixer)
    with pytest.raises(IllegalNowError, match="other than who repaired"):
        services.close_defect(defect, actor=tester)
    again = services.retest(own, tester=tester, actor=lead)
    services.record_run(again, name="pass", actor=tester)
    assert services.close_defect(defect, actor=tester).state == "closed"
    assert services.reopen_defect(defect, reason="It is back", actor=tester).reopened == 1


def test_deferral_is_the_owners_and_needs_a_workaround(programme, lead, owner, cycle):
    defect = DefectFactory(programme=programme, cycle=cycle, state="triaged")
    with pytest.raises(BadInputError) as refusal:
        services.ask_deferral(defect, target_release="R2", actor=lead)
    assert list(refusal.value.fields) == ["workaround"]
    services.ask_deferral(defect, target_release="R2", workaround="Use a sheet", actor=lead)
    with pytest.raises(ForbiddenError):
        services.defer_defect(defect, actor=lead)
    defect.refresh_from_db()
    assert [one.name for one in defect_actions(defect, owner)] == ["defer", "refuse_deferral"]
    done = services.defer_defect(defect, actor=owner)
    assert (done.state, done.severity, done.target_release) == ("deferred", 3, "R2")
    with pytest.raises(IllegalNowError):
        services.defer_defect(DefectFactory(programme=programme, severity=1, state="triaged", workaround="x",
                                            target_release="R2"), actor=owner)  # fmt: skip


def test_duplicate_names_the_other(programme, lead):
    defect, other = DefectFactory.create_batch(2, programme=programme)
    with pytest.raises(BadInputError) as refusal:
        services.reject_defect(defect, rejection="duplicate", reason="Same", duplicate_of=defect, actor=lead)
    assert list(refusal.value.fields) == ["duplicate_of"]
    assert services.reject_defect(
        defect, rejection="duplicate", reason="Same", duplicate_of=other, actor=lead
    ).state == ("rejected")
    assert services.convert_defect(other, reason="A wish", actor=lead).state == "converted_to_improvement"


def test_open_severity_1_is_read_with_who_repairs_it(programme, cycle):
    fixer = member_of(programme, "IT", name="Wang Ke")
    DefectFactory(programme=programme, severity=1, state="assigned", fixer=fixer, code="DEF-0142", title="Logged out")
    DefectFactory(programme=programme, severity=1, state="closed")
    found = read(programme, "uat.open_sev1")
    assert (found.value, [(one.text, one.person) for one in found.detail]) == (
        1, [("Close DEF-0142 Logged out", "Wang Ke")],
    )  # fmt: skip
    assert read(ProgrammeFactory(), "uat.open_sev1").value is None


def test_cycle_that_nobody_planned_has_no_state(programme, cycle):
    assert read(programme, "uat.cycle_state", cycle=2).value is None
    assert read(programme, "uat.cycle_state").value == "running"


def test_every_write_is_in_the_chain(programme, lead):
    services.create_cycle(programme, values={}, actor=lead)
    assert list(AuditEvent.objects.filter(programme=programme).values_list("action", flat=True)) == [
        "uat.cycle_planned"
    ]
