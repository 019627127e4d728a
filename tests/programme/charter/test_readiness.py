import datetime as dt

import pytest

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.charter.choices import Cause
from programme.charter.models import Consultant, ReadinessCheck
from programme.charter.selectors import charter_parts, readiness
from programme.charter.services import answer_readiness, conclude_readiness, create_row, propose_waiver
from programme.signoff import selectors as signoff
from programme.signoff.services import mark_viewed, sign
from tests.factories.charter import ReferenceCaseFactory, readiness_with
from tests.factories.programme import PASSWORD

DUE = dt.date(2999, 1, 1)


def evidence(programme, name):
    return seams.evidence[name](programme, [{}])[0]


@pytest.mark.requirement("S4-01")
def test_one_unmet_cause_blocks_until_the_sponsor_signs_a_plan(programme, pmo, sponsor):
    ReferenceCaseFactory(programme=programme)
    readiness_with(programme, [4, 4, 4, 4, 1])
    assert conclude_readiness(programme, moment="start", actor=pmo).state == "blocked"
    reading = evidence(programme, "charter.readiness_start")
    assert (reading.value, reading.numerator, reading.denominator) == (False, 17, 20)
    assert "Selection" in reading.detail[0].text
    with pytest.raises(BadInputError) as refusal:
        propose_waiver(programme, moment="start", plan=" ", due_on=None, actor=pmo)
    assert set(refusal.value.fields) == {"plan", "due_on"}
    check = propose_waiver(programme, moment="start", plan="Re-tender by May.", due_on=DUE, actor=pmo)
    request = signoff.requests_of(check)[0]
    with pytest.raises(ForbiddenError):
        mark_viewed(request, actor=pmo)
    mark_viewed(request, actor=sponsor)
    request.refresh_from_db()
    sign(request, actor=sponsor, seen_hash=request.sha256, decision="sign", password=PASSWORD)
    check = ReadinessCheck.objects.get()
    assert (check.state, check.waived_by, check.waiver_due_on) == ("waived", sponsor, DUE)
    assert evidence(programme, "charter.readiness_start").value is True
    printed = {fact.key: str(fact.value) for part in charter_parts(programme) for fact in part.facts}
    assert (printed["waiver_plan"], printed["waived_by"]) == ("Re-tender by May.", "Sponsor")


def test_an_unanswered_cause_cannot_be_concluded(programme, pmo):
    with pytest.raises(IllegalNowError) as refusal:
        conclude_readiness(programme, moment="start", actor=pmo)
    assert str(Cause.TEAM.label) in str(refusal.value)


def test_a_good_score_says_what_it_rests_on(programme, pmo, member):
    with pytest.raises(BadInputError) as refusal:
        answer_readiness(programme, moment="start", cause="team", score=3, actor=pmo)
    assert set(refusal.value.fields) == {"evidence"}
    with pytest.raises(BadInputError) as wrong:
        answer_readiness(programme, moment="never", cause="x", score=9, actor=pmo)
    assert set(wrong.value.fields) == {"moment", "cause", "score"}
    with pytest.raises(ForbiddenError):
        answer_readiness(programme, moment="start", cause="team", score=1, actor=member)


def test_a_new_answer_takes_the_conclusion_back(programme, pmo):
    ReferenceCaseFactory(programme=programme)
    readiness_with(programme, [3, 3, 3, 3, 3])
    assert conclude_readiness(programme, moment="start", actor=pmo).state == "passed"
    answer_readiness(programme, moment="start", cause="team", score=1, actor=pmo)
    assert ReadinessCheck.objects.get().state == "open"


@pytest.mark.requirement("S4-02")
def test_a_consultant_without_a_similar_case_holds_the_score_down(programme, pmo):
    readiness_with(programme, [4, 4, 4, 4, 4], moment="build")
    lines = {line.cause: line for line in readiness(programme, "build").lines}
    assert (lines[Cause.PROCESS].score, lines[Cause.CONSULTANT].score) == (0, 1)
    Consultant.objects.create(programme=programme, name="Li", similar_cases=1, process_skill=3)
    lines = {line.cause: line for line in readiness(programme, "build").lines}
    assert lines[Cause.CONSULTANT].score == 3


@pytest.mark.requirement("S4-02")
def test_undeployed_functions_are_exported(programme, pmo):
    create_row(programme, "feature-gaps", values={"name": "Mobile approval", "module": "Sales"}, actor=pmo)
    rows = seams.kinds["feature-gaps"].existing(programme)
    assert [row["name"] for row in rows.values()] == ["Mobile approval"]


def test_at_start_a_similar_case_is_demanded(programme):
    readiness_with(programme, [4, 4, 4, 4, 4])
    assert readiness(programme, "start").conclusion.unmet == (Cause.CONSULTANT,)
    assert evidence(programme, "charter.reference_cases").value == 0
    ReferenceCaseFactory(programme=programme)
    assert readiness(programme, "start").conclusion.unmet == ()
    assert evidence(programme, "charter.reference_cases").value == 1
