import pytest
import time_machine
from django.utils import timezone

from core.errors import BadInputError, ForbiddenError, IllegalNowError
from phases.gates.choices import Decision
from phases.gates.models import Condition, GateDecision, GateVote
from phases.gates.selectors import available_actions, evaluate_gate, holding_gates, is_breached, state_label
from phases.gates.services import (
    add_concession,
    assess_gate,
    close_condition,
    decide_gate,
    reschedule_gate,
    sign_exception,
    state_criterion,
    submit_gate,
    submit_work,
)
from phases.gates.services.deciding import current, fingerprint
from programme.people.models import Membership
from programme.people.services import end_role, plan_absence
from programme.records.models import AuditEvent
from tests.factories.phases import CriterionFactory, DeliverableFactory, GateFactory, StageFactory, due
from tests.factories.programme import MembershipFactory, member_of

pytestmark = pytest.mark.django_db


def conditional(gate, actor, owner, **changes):
    term = {"text": "Finish it", "owner": owner.public_id, "due": due(), "criterion": ""} | changes
    return decide_gate(gate, decision="conditional", note="Fix is in test", conditions=[term], actor=actor)


def test_submit_gate_hands_it_to_the_keepers_and_starts_the_phase(ready, pmo):
    gate = submit_gate(ready, actor=pmo)
    assert (gate.state, gate.submitted_by) == ("submitted", pmo)
    gate.phase.refresh_from_db()
    assert gate.phase.state == "gate_pending"  # its only gate is its last


def test_submit_gate_names_the_musts_without_evidence(gate, must, pmo):
    with pytest.raises(IllegalNowError) as caught:
        submit_gate(gate, actor=pmo)
    assert caught.value.reasons == ("Without evidence: M1.",)
    assert caught.value.actions == ("State with evidence: Criterion",)


def test_submit_gate_refuses_a_gate_without_musts(gate, pmo):
    with pytest.raises(IllegalNowError, match="no must-criterion"):
        submit_gate(gate, actor=pmo)


@pytest.mark.requirement("S0-09")
def test_submit_gate_is_blocked_while_the_pm_is_vacant(ready, programme, pmo):
    end_role(Membership.objects.get(programme=programme, role="PM"), actor=None)
    with pytest.raises(IllegalNowError) as caught:
        submit_gate(ready, actor=None)
    assert caught.value.reasons == ("PM vacant: nobody is accountable for schedule, budget and risk.",)


def test_submit_gate_waits_for_earlier_gates(ready, phase, pmo):
    later = GateFactory(phase=phase, code="G1", position=1)
    state_criterion(CriterionFactory(gate=later, label="M1"), actor=pmo, text="Seen", link="https://example.com/a")
    with pytest.raises(IllegalNowError) as caught:
        submit_gate(later, actor=pmo)
    assert caught.value.reasons == ("G0 is not passed.",)


def test_submit_gate_of_a_phase_waits_for_its_mandatory_deliverables(ready, phase, pmo):
    DeliverableFactory(stage=StageFactory(phase=phase), code="DEL-77", mandatory=True)
    with pytest.raises(IllegalNowError) as caught:
        submit_gate(ready, actor=pmo)
    assert caught.value.reasons == ("Mandatory deliverables not approved: 1 (DEL-77).",)


@pytest.mark.parametrize("who", ["sponsor", "finance", "member", "auditor", "outsider"])
def test_submit_gate_is_the_pmos(request, ready, who):
    with pytest.raises(ForbiddenError):
        submit_gate(ready, actor=request.getfixturevalue(who))


def test_submit_gate_twice_is_refused(ready, pmo):
    submit_gate(ready, actor=pmo)
    with pytest.raises(IllegalNowError, match="The gate is submitted"):
        submit_gate(ready, actor=pmo)


def test_assess_gate_begins_the_review(ready, pmo, sponsor):
    submit_gate(ready, actor=pmo)
    gate = assess_gate(ready, actor=sponsor)
    assert (gate.state, gate.assessed_by) == ("in_review", sponsor)


def test_assess_gate_needs_a_submission_and_a_keeper(ready, sponsor, pmo):
    with pytest.raises(IllegalNowError, match="The gate is scheduled"):
        assess_gate(ready, actor=sponsor)
    with pytest.raises(ForbiddenError):
        assess_gate(ready, actor=pmo)


def test_decide_gate_waits_for_every_keeper(in_review, sponsor, finance):
    assert decide_gate(in_review, decision="go", actor=sponsor) is None
    assert current(in_review).state == "in_review"
    decision = decide_gate(in_review, decision="go", actor=finance)
    assert (decision.decision, current(in_review).state) == ("go", "go")
    assert GateDecision.objects.count() == 1


def test_decide_gate_counts_the_same_keeper_once(in_review, sponsor, finance):
    for _browser in range(2):
        assert decide_gate(in_review, decision="go", actor=sponsor) is None
    assert GateVote.objects.count() == 1
    assert AuditEvent.objects.filter(action="gate.voted").count() == 1


def test_decide_gate_lets_a_keeper_change_the_vote_until_it_is_decided(in_review, sponsor, finance):
    decide_gate(in_review, decision="stop", note="No money", actor=sponsor)
    assert decide_gate(in_review, decision="go", actor=finance) is None  # they differ
    assert decide_gate(in_review, decision="go", actor=sponsor).decision == "go"
    with pytest.raises(IllegalNowError, match="the gate is go"):
        decide_gate(in_review, decision="stop", note="Too late", actor=finance)


def test_decide_gate_needs_two_people_for_two_keeper_roles(in_review, programme, sponsor):
    MembershipFactory(programme=programme, user=sponsor, role="FIN")
    sponsor.forget_roles()
    assert decide_gate(in_review, decision="go", actor=sponsor) is None
    assert decide_gate(in_review, decision="go", actor=sponsor) is None
    assert GateVote.objects.values_list("role", flat=True).get() == "SP"


def test_decide_gate_lets_one_person_do_both_with_the_signed_exception(in_review, programme, sponsor):
    MembershipFactory(programme=programme, user=sponsor, role="FIN")
    sponsor.forget_roles()
    sign_exception(in_review, actor=sponsor, reason="We are nine people")
    decision = decide_gate(in_review, decision="go", actor=sponsor)
    assert decision.evidence["exception"] == {"by": "Sponsor", "reason": "We are nine people"}


def test_decide_gate_refuses_go_while_a_must_is_not_met(in_review, must, pmo, sponsor):
    state_criterion(must, actor=pmo, text="Gone", link="https://example.com/b", fulfilled=False)
    with pytest.raises(IllegalNowError) as caught:
        decide_gate(in_review, decision="go", actor=sponsor)
    assert caught.value.reasons == ("Not met: M1.",)


def test_decide_gate_reads_the_evidence_again_at_the_last_vote(in_review, must, pmo, sponsor, finance):
    decide_gate(in_review, decision="go", actor=sponsor)
    state_criterion(must, actor=pmo, text="Gone", link="https://example.com/b", fulfilled=False)
    with pytest.raises(IllegalNowError, match="Not met: M1"):
        decide_gate(in_review, decision="go", actor=finance)


@pytest.mark.parametrize("who", ["pmo", "owner", "member", "auditor", "outsider"])
def test_decide_gate_is_the_keepers(request, in_review, who):
    with pytest.raises(ForbiddenError):
        decide_gate(in_review, decision="go", actor=request.getfixturevalue(who))


def test_decide_gate_is_never_the_systems(in_review):
    with pytest.raises(ForbiddenError):
        decide_gate(in_review, decision="go", actor=None)


def test_decide_gate_before_the_review_is_refused(ready, sponsor):
    with pytest.raises(IllegalNowError, match="Decisions are given in review"):
        decide_gate(ready, decision="go", actor=sponsor)


def test_decide_gate_refuses_a_keeper_who_made_what_the_gate_reads(in_review, gate, phase, programme, sponsor, finance):
    work = DeliverableFactory(stage=StageFactory(phase=phase), code="DEL-07", doer_roles=["FIN"])
    CriterionFactory(gate=gate, label="S1", must=False, binding="deliverable", deliverables=["DEL-07"])
    submit_work(work, actor=finance)
    with pytest.raises(IllegalNowError, match="You made what this gate reads: DEL-07"):
        decide_gate(in_review, decision="go", actor=finance)
    sign_exception(in_review, actor=sponsor, reason="Nobody else knows the money")
    assert decide_gate(in_review, decision="go", actor=finance) is None


def test_decide_gate_conditional_needs_a_condition_for_each_unmet_must(in_review, must, pmo, sponsor, owner):
    state_criterion(must, actor=pmo, text="Gone", link="https://example.com/b", fulfilled=False)
    with pytest.raises(BadInputError) as caught:
        conditional(in_review, sponsor, owner)
    assert caught.value.fields == {"conditions": ["M1 is not met and has no condition."]}


def test_decide_gate_conditional_makes_conditions_once_keepers_agree_on_them(
    in_review, must, pmo, sponsor, finance, owner
):
    state_criterion(must, actor=pmo, text="Gone", link="https://example.com/b", fulfilled=False)
    assert conditional(in_review, sponsor, owner, criterion="g0.one") is None
    decision = decide_gate(in_review, decision="conditional", note="Agreed", actor=finance)
    condition = Condition.objects.get()
    assert (condition.decision, condition.owner, condition.criterion, condition.due_on) == (
        decision,
        owner,
        must,
        due(),
    )
    assert current(in_review).state == "conditional"


def test_decide_gate_does_not_decide_on_different_conditions(in_review, sponsor, finance, owner):
    conditional(in_review, sponsor, owner)
    assert conditional(in_review, finance, owner, text="Something else") is None
    assert not GateDecision.objects.exists()


def test_decide_gate_refuses_owners_from_outside(in_review, sponsor, outsider):
    with pytest.raises(BadInputError) as caught:
        conditional(in_review, sponsor, outsider)
    assert caught.value.fields == {"conditions": ["Condition 1 has no owner."]}


@pytest.mark.parametrize("decision", ["recycle", "hold", "stop", "conditional"])
def test_decide_gate_other_than_go_needs_a_reason(in_review, sponsor, owner, decision):
    term = {"text": "x", "owner": owner.public_id, "due": due()}
    with pytest.raises(BadInputError) as caught:
        decide_gate(in_review, decision=decision, conditions=[term], review_on=due(), actor=sponsor)
    assert caught.value.fields == {"note": ["Give the reason; it is printed in the gate report."]}


def test_decide_gate_hold_needs_a_day(in_review, sponsor):
    with pytest.raises(BadInputError) as caught:
        decide_gate(in_review, decision="hold", note="Wait for the budget", actor=sponsor)
    assert list(caught.value.fields) == ["review_on"]


def test_decide_gate_refuses_a_sixth_decision(in_review, sponsor):
    with pytest.raises(BadInputError, match="five decisions"):
        decide_gate(in_review, decision="maybe", actor=sponsor)


@pytest.mark.parametrize(
    ("decision", "phase_state"),
    [("go", "passed"), ("conditional", "conditional"), ("recycle", "recycled"), ("hold", "held"), ("stop", "stopped")],
)
def test_decide_gate_moves_the_phase_with_its_last_gate(in_review, sponsor, finance, owner, decision, phase_state):
    for keeper in (sponsor, finance):
        if decision == "conditional":
            conditional(in_review, keeper, owner)
        else:
            decide_gate(in_review, decision=decision, note="Because", review_on=due(), actor=keeper)
    gate = current(in_review)
    assert (gate.state, gate.phase.state) == (decision, phase_state)


def test_decide_gate_freezes_the_evidence_in_both_languages(in_review, must, pmo, sponsor, finance):
    decide_gate(in_review, decision="go", actor=sponsor)
    decision = decide_gate(in_review, decision="go", note="Well done", actor=finance)
    read = decision.evidence["read"]
    assert [read[code]["criteria"][0]["text"] for code in ["en", "zh-hans"]] == ["Criterion", "准则"]
    assert read["en"]["criteria"][0]["met"] is True
    assert [vote["name"] for vote in decision.evidence["votes"]] == ["Sponsor", "Finance"]
    state_criterion(must, actor=pmo, text="Later", link="https://example.com/c", fulfilled=False)
    decision.refresh_from_db()
    assert decision.sha256 == fingerprint(decision.evidence)
    assert decision.evidence["read"]["en"]["verdict"] == "green"


def test_reschedule_gate_opens_the_next_round(in_review, pmo, sponsor, finance):
    for keeper in (sponsor, finance):
        decide_gate(in_review, decision="recycle", note="Again", actor=keeper)
    gate = reschedule_gate(in_review, actor=pmo, review_on=due())
    assert (gate.state, gate.round, gate.submitted_at, gate.phase.state) == ("scheduled", 2, None, "in_progress")
    submit_gate(gate, actor=pmo)
    assess_gate(gate, actor=sponsor)
    for keeper in (sponsor, finance):
        decide_gate(gate, decision="go", actor=keeper)
    assert list(GateDecision.objects.order_by("round").values_list("round", "decision")) == [(1, "recycle"), (2, "go")]


def test_gate_holds_its_tasks_until_it_is_passed(in_review, programme, sponsor, finance):
    assert {code: gate.code for code, gate in holding_gates(programme).items()} == {"T10": "G0"}
    for keeper in (sponsor, finance):
        decide_gate(in_review, decision="go", actor=keeper)
    assert holding_gates(programme) == {}


def test_overdue_condition_breaches_the_gate_and_closes_the_next(in_review, phase, pmo, sponsor, finance, owner):
    for keeper in (sponsor, finance):
        conditional(in_review, keeper, owner)
    gate = current(in_review)
    assert (is_breached(gate), state_label(gate)) == (False, ("warn", "conditional"))
    following = GateFactory(phase=phase, code="G1", position=1)
    state_criterion(CriterionFactory(gate=following, label="M1"), actor=pmo, text="Seen", link="https://example.com/a")
    with time_machine.travel(timezone.now() + timezone.timedelta(days=31), tick=False):
        gate = current(in_review)
        assert (is_breached(gate), state_label(gate)) == (True, ("bad", "condition breached"))
        assert set(holding_gates(gate.programme)) == {"T10"}
        with pytest.raises(IllegalNowError) as caught:
            submit_gate(following, actor=pmo)
        assert caught.value.reasons == ("A condition of G0 is overdue.",)
        close_condition(Condition.objects.get(), actor=owner, note="Shown in the demo")
        assert is_breached(current(in_review)) is False
        assert submit_gate(following, actor=pmo).state == "submitted"


def test_close_condition_needs_words_and_happens_once(in_review, sponsor, finance, owner, member):
    for keeper in (sponsor, finance):
        conditional(in_review, keeper, owner)
    condition = Condition.objects.get()
    with pytest.raises(ForbiddenError):
        close_condition(condition, actor=member, note="Done")
    with pytest.raises(BadInputError, match="Say how"):
        close_condition(condition, actor=owner, note=" ")
    close_condition(condition, actor=owner, note="Done")
    with pytest.raises(IllegalNowError, match="closed already"):
        close_condition(condition, actor=owner, note="Done again")


def test_sign_exception_is_the_sponsors_with_a_reason_once(gate, sponsor, pmo):
    with pytest.raises(ForbiddenError):
        sign_exception(gate, actor=pmo, reason="Few people")
    with pytest.raises(BadInputError):
        sign_exception(gate, actor=sponsor, reason="")
    sign_exception(gate, actor=sponsor, reason="Few people")
    with pytest.raises(IllegalNowError):
        sign_exception(gate, actor=sponsor, reason="Few people")


def test_add_concession_is_sponsors_and_owners(gate, owner, pmo):
    row = add_concession(gate, actor=owner, item="Report slow", limit="5 s", expires_on=due())
    assert list(gate.concessions.all()) == [row]
    with pytest.raises(ForbiddenError):
        add_concession(gate, actor=pmo, item="Report slow", limit="5 s", expires_on=due())


def test_every_write_is_on_the_audit_chain(in_review, sponsor, finance):
    for keeper in (sponsor, finance):
        decide_gate(in_review, decision="go", actor=keeper)
    actions = list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))
    assert actions == [
        "criterion.stated", "gate.submitted", "phase.started", "phase.submitted", "gate.assessed", "gate.voted",
        "gate.voted", "gate.decided", "gate.go", "phase.go", "records.snapshot_taken",
    ]  # fmt: skip


def test_available_actions_follow_state_and_role(ready, pmo, sponsor, member):
    def shown(user):
        return [(act.name, tuple(act.reasons)) for act in available_actions(evaluate_gate(current(ready)), user)]

    assert shown(pmo) == [("submit", ())]
    assert shown(sponsor) == [
        ("assess", ("The gate is scheduled.",)),
        ("decide", ("Decisions are given in review; the gate is scheduled.",)),
        ("exception", ()),
        ("concede", ()),
    ]
    assert shown(member) == []
    submit_gate(ready, actor=pmo)
    assert shown(pmo) == []
    assert [name for name, reasons in shown(sponsor) if not reasons] == ["assess", "exception", "concede"]


def test_decisions_are_exactly_five():
    assert Decision.values == ["go", "conditional", "recycle", "hold", "stop"]


def test_second_holder_of_a_keeper_role_votes_for_it_too(in_review, programme, sponsor, finance):
    second = member_of(programme, "FIN", name="Second")
    decide_gate(in_review, decision="stop", note="No", actor=finance)
    decide_gate(in_review, decision="go", actor=second)
    assert GateVote.objects.get(role="FIN").person == second


def test_decide_gate_lets_a_deputy_vote_in_place_of_a_keeper(in_review, programme, sponsor, finance, pmo):
    deputy = member_of(programme, "IT", name="Deputy")
    today = timezone.localdate()
    plan_absence(programme, person=sponsor, deputy=deputy, first_on=today, last_on=today, authority="Mail", actor=pmo)
    deputy.forget_roles()
    assert decide_gate(in_review, decision="go", actor=deputy) is None
    vote = GateVote.objects.get()
    assert (vote.role, vote.person, vote.who) == ("SP", deputy, f"Deputy, deputy of {sponsor.name}")
    assert decide_gate(current(in_review), decision="go", actor=finance).decision == "go"


def test_decide_gate_counts_a_keeper_who_deputises_for_the_other_once(in_review, programme, sponsor, finance, pmo):
    today = timezone.localdate()
    plan_absence(programme, person=sponsor, deputy=finance, first_on=today, last_on=today, authority="Mail", actor=pmo)
    finance.forget_roles()
    decide_gate(in_review, decision="go", actor=finance)
    assert decide_gate(current(in_review), decision="go", actor=finance) is None
    assert [(vote.role, vote.deputy_of) for vote in GateVote.objects.all()] == [("FIN", "")]
