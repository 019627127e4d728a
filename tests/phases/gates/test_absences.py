"""Who is needed while away: what the plan check finds, how grave it is, and what makes it well."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core import seams
from core.memo import afresh
from phases.gates.models import Gate
from phases.gates.services import decide_gate
from phases.plan.models import Task
from programme.governance.models import Decision
from programme.people.models import Away, Membership
from programme.people.services import end_absence, end_role, give_role, plan_absence
from programme.signoff.models import SignatureRequest
from tests.factories.plan import TaskFactory
from tests.factories.programme import SeatFactory, member_of

pytestmark = pytest.mark.django_db
ALONE, DUE = "gates.away_without_deputy", "gates.due_while_away"


def day(offset):
    return timezone.localdate() + dt.timedelta(days=offset)


def away(programme, person, first, last, deputy=None):
    return plan_absence(
        programme, person=person, first_on=day(first), last_on=day(last), deputy=deputy, actor=None,
        authority="Mail" if deputy else "",
    )  # fmt: skip


def found(programme):
    with seams.readings_kept():
        return seams.plan_rules["gates.absences"](afresh(programme))


def codes(programme):
    return [(one.rule, one.severity) for one in found(programme)]


def asked(programme, *, due=None, last=None, signer=None, role="", title="Charter 1.0"):
    return SignatureRequest.objects.create(
        programme=programme, kind="programme.Charter", object_id=title, title=title, content="{}", sha256="0" * 64,
        meaning={}, signer=signer, role=role, due_on=due, expires_on=last,
    )  # fmt: skip


@pytest.fixture
def seat(programme, owner):
    return SeatFactory(programme=programme, role="BO", holder=owner)


@pytest.mark.parametrize(("first", "last", "wrong"), [(0, 0, True), (-3, 2, True), (14, 20, True), (15, 20, False)])
def test_the_holder_of_a_mandatory_seat_needs_a_deputy_for_the_next_two_weeks(
    programme, owner, seat, first, last, wrong
):
    away(programme, owner, first, last)
    assert codes(programme) == ([(ALONE, "warn")] if wrong else [])


def test_the_finding_names_who_when_and_why_and_leads_to_the_team(programme, owner, seat):
    away(programme, owner, 1, 3)
    (one,) = found(programme)
    assert one.url == reverse("people:team", args=[programme.slug])
    assert f"Owner {day(1).isoformat()} – {day(3).isoformat()}: Business owner" in one.text
    assert (one.cause, one.remedy) == ("process", str(seams.plan_rules.book[ALONE].remedy))
    with translation.override("zh-hans"):
        (said,) = found(programme)
    assert "近期需要的人员离岗时有代理人" in said.text


def test_who_is_not_needed_may_be_away(programme, owner, finance, seat):
    SeatFactory(programme=programme, role="IT", mandatory=False, holder=finance)
    away(programme, finance, 0, 3)
    assert found(programme) == []


def test_an_absence_that_was_ended_or_is_over_asks_for_nobody(programme, owner, seat):
    end_absence(away(programme, owner, 0, 5), actor=None)
    Away.objects.create(programme=programme, person=owner, first_on=day(-9), last_on=day(-1))
    assert found(programme) == []


def test_a_deputy_counts_while_able(programme, owner, seat, pmo):
    deputy = member_of(programme, "IT", name="Deputy")
    away(programme, owner, 0, 5, deputy)
    assert found(programme) == []
    audits = give_role(programme, user=deputy, role="AUD", actor=None)
    assert codes(programme) == [(ALONE, "warn")]
    end_role(audits, actor=None)
    row = Away.objects.create(programme=programme, person=deputy, first_on=day(5), last_on=day(6))
    assert codes(programme) == [(ALONE, "warn")]
    row.delete()
    assert found(programme) == []
    end_role(Membership.objects.get(user=deputy, role="IT"), actor=None)
    assert codes(programme) == [(ALONE, "warn")]


@pytest.mark.parametrize(
    ("first", "dates", "wanted"),
    [
        (3, {"due": 4}, DUE),  # while away
        (3, {"due": 20, "last": 4}, DUE),  # the last day of signing, while away
        (0, {"due": -5}, DUE),  # late, and now away
        (3, {"due": 1}, ALONE),  # before leaving
        (3, {"due": 12}, ALONE),  # soon after
        (3, {"due": 40}, None),
        (3, {}, ALONE),  # it waits
    ],
)
def test_a_signature_due_while_its_signer_is_away_is_grave(programme, owner, first, dates, wanted):
    away(programme, owner, first, first + 3)
    asked(programme, signer=owner, **{name: day(value) for name, value in dates.items()})
    assert [rule for rule, _severity in codes(programme)] == ([wanted] if wanted else [])


def test_a_request_to_a_role_counts_where_all_its_holders_are_away(programme, owner):
    away(programme, owner, 0, 3)
    asked(programme, role="BO", due=day(1))
    assert codes(programme) == [(DUE, "bad")]
    member_of(programme, "BO", name="Second")
    assert found(programme) == []


def test_a_signature_given_or_asked_of_others_does_not_count(programme, owner, finance):
    away(programme, owner, 0, 3)
    asked(programme, signer=finance, due=day(1))
    given = asked(programme, signer=owner, due=day(1), title="Given")
    SignatureRequest.objects.filter(pk=given.pk).update(state="signed")
    assert found(programme) == []


def test_a_question_to_a_committee_that_is_away_is_grave(programme, sponsor, steering, pmo):
    question = Decision.objects.create(
        programme=programme, code="D1", question="Which?", state="requested", due_on=day(1), asked_by=pmo
    )
    away(programme, sponsor, 0, 3)
    assert found(programme) == []
    Decision.objects.filter(pk=question.pk).update(asked_by=steering)
    (one,) = found(programme)
    assert (one.rule, "D1 Which?" in one.text) == (DUE, True)
    Decision.objects.filter(pk=question.pk).update(asked_by=pmo)
    away(programme, steering, 1, 3)
    (one,) = found(programme)
    assert ("Sponsor" in one.text, "Steering" in one.text) == (True, True)


def test_a_vote_that_waits_is_grave_until_it_is_given(programme, in_review, finance):
    away(programme, finance, 0, 3)
    (one,) = found(programme)
    assert (one.rule, one.severity) == (DUE, "bad")
    assert f"G0 Gate {day(0).isoformat()}" in one.text
    decide_gate(in_review, decision="go", actor=finance)
    assert found(programme) == []


@pytest.mark.parametrize(("end", "wanted"), [(4, DUE), (9, ALONE), (30, None)])
def test_a_gate_is_expected_when_the_work_before_it_ends(programme, gate, finance, end, wanted):
    task = TaskFactory(programme=programme, code="T09")
    Task.objects.filter(pk=task.pk).update(early_finish=day(end))
    Gate.objects.filter(pk=gate.pk).update(after=["T09"])
    away(programme, finance, 3, 6)
    assert [rule for rule, _severity in codes(programme)] == ([wanted] if wanted else [])


def test_a_gate_without_a_day_or_kept_by_others_too_does_not_count(programme, gate, finance, sponsor):
    away(programme, finance, 0, 3)
    assert found(programme) == []
    Gate.objects.filter(pk=gate.pk).update(state="in_review")
    member_of(programme, "FIN", name="Second")
    assert found(programme) == []


def test_the_number_of_people_away_moves_no_query(programme):
    counts = set()
    for n in range(3):
        person = member_of(programme, "IT", name=f"P{n}")
        away(programme, person, 1, 2)
        asked(programme, signer=person, due=day(1), title=f"Paper {n}")
        with CaptureQueriesContext(connection) as told:
            assert codes(programme) == [(DUE, "bad")]
        counts.add(len(told))
    assert len(counts) == 1
