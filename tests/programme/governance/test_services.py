"""Lights declared, decisions asked and made, meetings held."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.governance.choices import Colour, DecisionState
from programme.governance.models import Decision, LightDay, LightDeclaration
from programme.governance.selectors.decisions import decision_actions
from programme.governance.selectors.lights import board
from programme.governance.services import decisions as services
from programme.governance.services.lights import confirm_light, declare_light, end_declaration, record_lights
from programme.governance.services.meetings import hold_meeting
from programme.notices.models import Notification
from programme.records.models import AuditEvent
from programme.signoff.models import Signature, SignatureRequest
from programme.signoff.selectors import staleness
from programme.stakeholders.models import Stakeholder
from tests.factories.charter import GoalFactory
from tests.factories.programme import member_of

pytestmark = pytest.mark.django_db

ASK = {
    "question": "Move the pilot by two weeks?",
    "context": "Migration rehearsal failed.",
    "options": ["Move by two weeks", "Keep the date", "Cut scope"],
    "recommendation": "A",
    "reason": "Quality first.",
    "cost_of_delay": "3 working days of float a week",
    "due_on": dt.date(2027, 5, 20),
}


def light(programme, name):
    return next(one for one in board(programme).lights if one.dimension == name)


def test_lights_without_evidence_are_grey_and_say_what_they_wait_for(programme):
    stand = board(programme)
    assert {one.counts.colour for one in stand.lights} == {Colour.GREY}
    assert (stand.overall, stand.technical, stand.human) == (Colour.GREY, Colour.GREY, Colour.GREY)
    assert light(programme, "quality").reason == "waits for: open severity 1 defects"


def test_lights_read_their_evidence(programme, reading):
    reading("uat.open_sev1", 2, unit="count")
    one = light(programme, "quality")
    assert (one.counts.colour, one.word, one.reason) == (Colour.RED, "Red", "open severity 1 defects 2")
    assert board(programme).overall == Colour.AMBER


def test_stale_evidence_is_grey_and_makes_the_overall_amber(programme, reading):
    reading("uat.open_sev1", 0, unit="count", stale=True)
    assert light(programme, "quality").word == "stale source"
    assert board(programme).overall == Colour.AMBER


def test_evidence_without_value_is_not_yet_due(programme, reading):
    reading("uat.open_sev1", None)
    assert light(programme, "quality").word == "not yet due"


def test_worse_declaration_counts_at_once(programme, reading, pmo):
    reading("uat.open_sev1", 0)
    declare_light(programme, dimension="quality", colour="warn", reason="Test data is thin.", actor=pmo)
    one = light(programme, "quality")
    assert (one.computed.colour, one.counts.colour, one.pending) == (Colour.GREEN, Colour.AMBER, False)


def test_better_declaration_waits_for_a_second_person(programme, reading, pmo, sponsor):
    reading("uat.open_sev1", 1)
    row = declare_light(programme, dimension="quality", colour="warn", reason="Fix is in test.", actor=pmo)
    assert (light(programme, "quality").counts.colour, light(programme, "quality").pending) == (Colour.RED, True)
    with pytest.raises(ForbiddenError):
        confirm_light(row, actor=pmo)
    confirm_light(row, actor=sponsor)
    assert light(programme, "quality").counts.colour == Colour.AMBER
    with pytest.raises(IllegalNowError):
        confirm_light(row, actor=sponsor)
    end_declaration(row, actor=pmo)
    assert light(programme, "quality").counts.colour == Colour.RED
    with pytest.raises(IllegalNowError):
        end_declaration(row, actor=pmo)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "A second person confirms a light that is better than computed."),
        ("zh-hans", "比计算结果更好的灯须由第二人确认。"),
    ],
)
@pytest.mark.parametrize("role", ["SP", "SC", "BO"])
def test_who_declares_a_better_light_does_not_confirm_it(
    programme, reading, finance, browse, call, role, language, words
):
    reading("uat.open_sev1", 1)
    own = member_of(programme, role, language=language)
    row = declare_light(programme, dimension="quality", colour="warn", reason="Fix is in test.", actor=own)
    page = reverse("governance:confirm", args=[programme.slug, row.public_id])
    client, api = browse(own), call(own)
    with translation.override(language):
        with pytest.raises(ForbiddenError) as refused:
            confirm_light(row, actor=own)
        assert str(refused.value) == words
        told = {"headers": {"accept-language": language}}
        for answer in (client.get(page, **told), client.post(page, **told)):
            assert (answer.status_code, words in answer.content.decode()) == (403, True)
        answer = api.post(f"/api/v1/programmes/{programme.slug}/lights/{row.public_id}/confirm/", **told)
        assert (answer.status_code, words in answer.content.decode()) == (403, True)
    row.refresh_from_db()
    assert (row.confirmed_by, light(programme, "quality").pending) == (None, True)
    assert confirm_light(row, actor=finance).confirmed_by == finance


def test_a_role_that_does_not_confirm_is_told_so_on_its_own_light_too(programme, reading, pmo):
    reading("uat.open_sev1", 1)
    row = declare_light(programme, dimension="quality", colour="warn", reason="Fix is in test.", actor=pmo)
    with pytest.raises(ForbiddenError, match="Your role in this programme"):
        confirm_light(row, actor=pmo)


def test_database_refuses_the_same_person_twice(programme, pmo):
    row = declare_light(programme, dimension="cost", colour="bad", reason="Overspent.", actor=pmo)
    with pytest.raises(IntegrityError), transaction.atomic():
        LightDeclaration.objects.filter(pk=row.pk).update(confirmed_by=pmo)


def test_worse_declaration_needs_no_confirmation_and_a_new_one_ends_the_old(programme, pmo, sponsor):
    row = declare_light(programme, dimension="cost", colour="bad", reason="Overspent.", actor=pmo)
    with pytest.raises(IllegalNowError, match="without a second person"):
        confirm_light(row, actor=sponsor)
    declare_light(programme, dimension="cost", colour="warn", reason="Less than feared.", actor=pmo)
    row.refresh_from_db()
    assert row.ended_at is not None


@pytest.mark.parametrize(
    ("values", "field"),
    [({"reason": " "}, "reason"), ({"colour": "none"}, "colour"), ({"dimension": "mood"}, "colour")],
)
def test_declaration_without_reason_or_colour_is_refused(programme, pmo, values, field):
    given = {"dimension": "cost", "colour": "bad", "reason": "x"} | values
    with pytest.raises(BadInputError) as refusal:
        declare_light(programme, actor=pmo, **given)
    assert list(refusal.value.fields) == [field]


def test_days_are_kept_once_and_tell_trend_and_weeks(programme, reading):
    reading("uat.open_sev1", 0)
    today = timezone.localdate()
    for ago in (15, 8, 1):
        assert record_lights(programme, day=today - dt.timedelta(days=ago)) == 7
    assert record_lights(programme, day=today - dt.timedelta(days=1)) == 0
    one = light(programme, "quality")
    assert (one.trend, one.weeks) == ("same", 2)
    assert LightDay.objects.count() == 21


def requested(programme, pmo):
    row = services.ask_decision(programme, actor=pmo, goals=[GoalFactory(programme=programme)], **ASK)
    return services.request_decision(row, actor=pmo)


def test_decision_is_asked_told_and_approved(programme, pmo, sponsor, steering):
    row = requested(programme, pmo)
    assert (row.code, row.state, row.options[0]) == ("D-01", "requested", {"key": "A", "text": "Move by two weeks"})
    assert set(Notification.objects.values_list("person__name", flat=True)) == {"Sponsor", "Steering"}
    services.approve_decision(row, chosen="A", outcome="Go ahead.", actor=steering)
    assert (row.state, row.chosen, row.decided_by) == (DecisionState.APPROVED, "A", steering)
    assert AuditEvent.objects.filter(action="governance.decision_approved", reason="Go ahead.").exists()


def test_request_names_everything_that_is_missing(programme, pmo):
    row = services.ask_decision(programme, question="Whom do we hire?", actor=pmo)
    with pytest.raises(BadInputError) as refusal:
        services.request_decision(row, actor=pmo)
    assert set(refusal.value.fields) == {"options", "recommendation", "cost_of_delay", "due_on", "goals"}


@pytest.mark.parametrize("act", ["approve", "reject"])
def test_who_decides_signs_what_was_asked_and_answered(programme, pmo, steering, browse, act):
    goal = GoalFactory(programme=programme, statement="Win more")
    row = services.request_decision(services.ask_decision(programme, actor=pmo, goals=[goal], **ASK), actor=pmo)
    if act == "approve":
        services.approve_decision(row, actor=steering, chosen="B", outcome="Keep it")
    else:
        services.reject_decision(row, actor=steering, outcome="Not now")
    signature = Signature.objects.get()
    assert (signature.signer, signature.method, signature.request.object_id) == (steering, "session", row.public_id)
    assert ASK["question"] in signature.content
    assert {"approve": "Keep it", "reject": "Not now"}[act] in signature.content
    assert not staleness(signature.request).stale
    page = browse(pmo).get(row.get_absolute_url()).content.decode()
    assert f"SHA-256 {signature.sha256[:4]}" in page
    assert "Stale" not in page
    goal.statement = "Win much more"
    goal.save()
    assert not staleness(SignatureRequest.objects.get()).stale
    Decision.objects.update(outcome="Something else")
    assert len(staleness(SignatureRequest.objects.get()).changes) == 1
    assert "Stale" in browse(pmo).get(row.get_absolute_url()).content.decode()


def test_what_is_not_decided_is_not_signed(programme, pmo, steering):
    row = services.ask_decision(programme, actor=pmo, goals=[GoalFactory(programme=programme)], **ASK)
    row = services.request_decision(row, actor=pmo)
    with pytest.raises(BadInputError):
        services.approve_decision(row, actor=steering, chosen="")
    with pytest.raises(ForbiddenError):
        services.approve_decision(row, actor=pmo, chosen="A")
    assert not Signature.objects.exists()


def test_asker_never_decides_the_own_question(programme, sponsor, steering):
    row = requested(programme, sponsor)
    with pytest.raises(ForbiddenError):
        services.approve_decision(row, chosen="A", actor=sponsor)
    assert [a.name for a in decision_actions(row, sponsor)] == []
    assert [a.name for a in decision_actions(row, steering)] == ["ask_back", "reject", "approve"]


def test_question_back_and_answer_are_kept(programme, pmo, steering):
    row = requested(programme, pmo)
    services.ask_back(row, text="What does the vendor say?", actor=steering)
    assert row.state == DecisionState.QUESTIONED
    services.answer_question(row, text="They agree.", actor=pmo)
    assert row.state == DecisionState.REQUESTED
    assert [line.split(": ", 1)[1] for line in row.talk.splitlines()] == ["What does the vendor say?", "They agree."]
    with pytest.raises(BadInputError):
        services.ask_back(row, text=" ", actor=steering)


def test_rejection_needs_a_reason_and_an_unknown_option_is_refused(programme, pmo, steering):
    row = requested(programme, pmo)
    with pytest.raises(BadInputError):
        services.reject_decision(row, outcome="", actor=steering)
    with pytest.raises(BadInputError):
        services.approve_decision(row, chosen="Z", actor=steering)
    with pytest.raises(BadInputError):
        services.approve_decision(row, chosen="", actor=steering)
    services.reject_decision(row, outcome="Too late.", actor=steering)
    with pytest.raises(BadInputError):
        services.edit_decision(row, actor=pmo, **ASK)


NO_GOAL = "A decision cites at least one goal of the charter."


@pytest.mark.requirement("S0-07")
def test_a_decision_before_the_committee_keeps_its_goals_and_all_it_needs(programme, pmo, steering):
    row = requested(programme, pmo)
    with pytest.raises(BadInputError) as refusal:
        services.edit_decision(row, actor=pmo, **ASK, goals=[])
    assert refusal.value.fields == {"goals": [NO_GOAL]}
    row.refresh_from_db()
    services.ask_back(row, text="Which goal?", actor=steering)
    with pytest.raises(BadInputError) as refusal:
        services.edit_decision(row, actor=pmo, question="Move it?", goals=[])
    assert set(refusal.value.fields) == {"options", "recommendation", "cost_of_delay", "due_on", "goals"}
    row.refresh_from_db()
    assert (row.question, row.goals.count()) == (ASK["question"], 1)
    other = GoalFactory(programme=programme)
    services.edit_decision(row, actor=pmo, **(ASK | {"reason": "Safer."}), goals=[other])
    assert (row.reason, list(row.goals.all())) == ("Safer.", [other])


@pytest.mark.parametrize(("language", "said"), [("en", NO_GOAL), ("zh-hans", "目标")])
def test_page_and_call_keep_the_goal_of_a_requested_decision(programme, pmo, browse, call, language, said):
    row = requested(programme, pmo)
    pmo.language = language
    pmo.save()
    fronts = {"headers": {"accept-language": language}}
    form = ASK | {"options": "\n".join(ASK["options"]), "due_on": "2027-05-20", "version": row.version}
    page = browse(pmo).post(reverse("governance:decision_edit", args=[programme.slug, row.public_id]), form, **fronts)
    body = ASK | {"due_on": "2027-05-20", "goals": []}
    where = f"/api/v1/programmes/{programme.slug}/decisions/{row.public_id}/"
    answer = call(pmo).put(where, body, format="json", **fronts)
    assert (page.status_code, answer.status_code) == (400, 400)
    assert said in page.content.decode()
    assert said in str(answer.json()["fields"]["goals"] if "fields" in answer.json() else answer.json())
    assert row.goals.count() == 1


def test_nobody_decides_what_lost_its_goals(programme, pmo, steering):
    row = requested(programme, pmo)
    row.goals.clear()
    with pytest.raises(BadInputError, match="cites at least one goal"):
        services.approve_decision(row, chosen="A", actor=steering)
    with pytest.raises(BadInputError, match="cites at least one goal"):
        services.reject_decision(row, outcome="No.", actor=steering)
    row.refresh_from_db()
    assert (row.state, row.decided_on) == (DecisionState.REQUESTED, None)


def test_edit_of_another_version_is_stale(programme, pmo):
    from core.errors import StaleError

    row = services.ask_decision(programme, actor=pmo, **ASK)
    services.edit_decision(row, actor=pmo, **(ASK | {"question": "Move it?"}), version=row.version)
    with pytest.raises(StaleError):
        services.edit_decision(row, actor=pmo, **ASK, version=1)
    with pytest.raises(BadInputError):
        services.edit_decision(row, actor=pmo, **(ASK | {"options": list("ABCDEFG")}))


def person(programme, **fields):
    return Stakeholder.objects.create(programme=programme, power=5, interest=5, **fields)


def kickoff_reading(programme):
    return seams.evidence["governance.kickoff_executive"](programme, [{}])[0]


def test_kickoff_counts_once_the_top_executive_was_there(programme, pmo):
    boss = person(programme, code="S1", name="Gu", top_executive=True)
    other = person(programme, code="S2", name="Li")
    assert kickoff_reading(programme).value is False
    assert "Gu" in kickoff_reading(programme).detail[0].text
    hold_meeting(programme, kind="kickoff", held_on=dt.date(2026, 3, 3), present=[other], actor=pmo)
    assert kickoff_reading(programme).value is False
    hold_meeting(programme, kind="kickoff", held_on=dt.date(2026, 3, 4), present=[other, boss], actor=pmo)
    assert kickoff_reading(programme).value is True
    assert kickoff_reading(programme).detail == []


def test_kickoff_without_a_named_executive_says_so(programme):
    assert kickoff_reading(programme).detail[0].text == "Name the top executive among the stakeholders"


def test_meeting_ahead_without_people_or_with_strangers_is_refused(programme, other_programme, pmo):
    mine, stranger = person(programme, code="S1", name="Gu"), person(other_programme, code="S1", name="Wu")
    future = timezone.localdate() + dt.timedelta(days=1)
    for held_on, present in ((future, [mine]), (dt.date(2026, 3, 3), []), (dt.date(2026, 3, 3), [stranger])):
        with pytest.raises(BadInputError):
            hold_meeting(programme, kind="kickoff", held_on=held_on, present=present, actor=pmo)
