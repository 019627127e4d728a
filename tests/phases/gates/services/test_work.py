import pytest

from core.errors import BadInputError, ForbiddenError, IllegalNowError
from phases.gates.choices import Binding
from phases.gates.models import ManualStatement, StageCheck
from phases.gates.selectors import deliverable_actions, evaluate_gate
from phases.gates.services import (
    approve_work,
    reject_work,
    remove_stage,
    revise_work,
    start_phase,
    state_criterion,
    submit_work,
    tick_check,
)
from phases.gates.services.deciding import current
from tests.factories.phases import CriterionFactory, DeliverableFactory, PartFactory, PhaseFactory, StageFactory
from tests.factories.programme import MembershipFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def process_owner(programme):
    return member_of(programme, "PO", name="Process owner")


@pytest.fixture
def work(phase):
    return DeliverableFactory(stage=StageFactory(phase=phase), code="DEL-12")


def test_submit_and_approve_by_two_people(work, process_owner, owner):
    submit_work(work, actor=process_owner, link="https://example.com/doc", note="First draft")
    approve_work(work, actor=owner)
    work.refresh_from_db()
    assert (work.state, work.author, work.approved_by, work.link) == (
        "approved", process_owner, owner, "https://example.com/doc",
    )  # fmt: skip


def test_author_does_not_approve(work, programme, process_owner):
    MembershipFactory(programme=programme, user=process_owner, role="BO")
    process_owner.forget_roles()
    submit_work(work, actor=process_owner)
    with pytest.raises(ForbiddenError, match="does not approve"):
        approve_work(work, actor=process_owner)
    assert [(act.name, bool(act.reasons)) for act in deliverable_actions(work, process_owner)] == [
        ("approve", True), ("reject", True),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["pmo", "sponsor", "member", "auditor", "outsider"])
def test_approval_is_the_accountable_roles(request, work, process_owner, who):
    submit_work(work, actor=process_owner)
    with pytest.raises(ForbiddenError):
        approve_work(work, actor=request.getfixturevalue(who))


def test_reject_needs_a_reason_and_sends_back(work, process_owner, owner):
    submit_work(work, actor=process_owner)
    with pytest.raises(BadInputError):
        reject_work(work, actor=owner, reason=" ")
    reject_work(work, actor=owner, reason="No control points")
    assert (work.state, work.note) == ("rejected", "No control points")
    assert submit_work(work, actor=process_owner).state == "submitted"


def test_revise_begins_the_next_version(work, process_owner, owner):
    submit_work(work, actor=process_owner)
    approve_work(work, actor=owner)
    revise_work(work, actor=process_owner, reason="New law")
    assert (work.state, work.edition, work.approved_by) == ("draft", 2, None)


def test_deliverable_is_approved_with_its_last_part(work, process_owner, owner):
    parts = [PartFactory(deliverable=work) for _n in range(2)]
    with pytest.raises(IllegalNowError, match="one by one"):
        submit_work(work, actor=process_owner)
    for part in parts:
        work.refresh_from_db()
        assert work.state == "draft"
        submit_work(part, actor=process_owner)
        approve_work(part, actor=owner)
    work.refresh_from_db()
    assert (work.state, work.approved_by) == ("approved", owner)
    parts[0].refresh_from_db()
    revise_work(parts[0], actor=process_owner)
    work.refresh_from_db()
    assert (work.state, work.edition) == ("draft", 2)


@pytest.mark.requirement("S4-08")
def test_design_gate_counts_fifteen_outputs(gate, phase, process_owner, owner):
    works = [DeliverableFactory(stage=StageFactory(phase=phase), code=f"DEL-1{n}") for n in (2, 3, 4)]
    parts = [PartFactory(deliverable=each, code=f"part-{n}") for each in works for n in range(5)]
    CriterionFactory(
        gate=gate, label="M1", binding=Binding.DELIVERABLE, deliverables=[each.code for each in works], op="==",
        threshold=["15"],
    )  # fmt: skip
    for part in parts[:14]:
        submit_work(part, actor=process_owner)
        approve_work(part, actor=owner)
    line = evaluate_gate(current(gate)).lines[0]
    assert (line.result.met, line.count, line.gap) == (False, "14/15", "1 short")
    assert [(act.text, act.arithmetic) for act in evaluate_gate(current(gate)).actions] == [
        ("Write and submit DEL-14 Output", "14 → 15")
    ]
    submit_work(parts[14], actor=process_owner)
    assert evaluate_gate(current(gate)).actions[0].text == "Approve DEL-14 Output"
    approve_work(parts[14], actor=owner)
    assert evaluate_gate(current(gate)).lines[0].result.met is True


def test_statement_needs_words_and_evidence(must, pmo):
    with pytest.raises(BadInputError) as caught:
        state_criterion(must, actor=pmo, text=" ")
    assert set(caught.value.fields) == {"text", "link"}
    assert not ManualStatement.objects.exists()


def test_latest_statement_counts(gate, must, pmo):
    state_criterion(must, actor=pmo, text="Yes", link="https://example.com/1")
    state_criterion(must, actor=pmo, text="No", link="https://example.com/2", fulfilled=False)
    assert evaluate_gate(current(gate)).lines[0].result.met is False


def test_statement_does_not_count_where_records_are_read(gate, pmo):
    criterion = CriterionFactory(gate=gate, binding=Binding.DELIVERABLE, deliverables=["DEL-01"])
    with pytest.raises(IllegalNowError, match="its own records"):
        state_criterion(criterion, actor=pmo, text="Yes", link="https://example.com/1")


@pytest.mark.parametrize("who", ["sponsor", "steering", "member", "auditor", "outsider"])
def test_statements_are_of_those_who_work(request, must, who):
    with pytest.raises(ForbiddenError):
        state_criterion(must, actor=request.getfixturevalue(who), text="Yes", link="https://example.com/1")


def test_tick_check_and_take_it_back(phase, pmo, auditor):
    check = StageCheck.objects.create(programme=phase.programme, stage=StageFactory(phase=phase), name_en="Look")
    with pytest.raises(ForbiddenError):
        tick_check(check, actor=auditor, done=True)
    assert tick_check(check, actor=pmo, done=True).done_by == pmo
    assert tick_check(check, actor=pmo, done=False).done_at is None


def test_phase_starts_after_the_one_before_passed(phase, pmo):
    second = PhaseFactory(programme=phase.programme, code="P2", position=1)
    with pytest.raises(IllegalNowError, match="P1 Phase has not passed its gate"):
        start_phase(second, actor=pmo)
    assert start_phase(phase, actor=pmo).state == "in_progress"


@pytest.mark.requirement("S4-09")
def test_stage_cannot_be_deleted(phase, pmo, member):
    stage = StageFactory(phase=phase, code="P1.1")
    with pytest.raises(ForbiddenError):
        remove_stage(stage, actor=member)
    with pytest.raises(IllegalNowError, match="may be made lighter, never skipped"):
        remove_stage(stage, actor=pmo)
