import datetime as dt

import pytest
from django.utils import translation

from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.charter.models import CharterVersion, Programme
from programme.charter.selectors import available_actions, charter_gaps, charter_warnings, current_version
from programme.charter.services import (
    move_programme,
    record_kickoff,
    set_purpose,
    submit_charter,
    update_goal,
    withdraw_charter,
)
from programme.people.models import RaciCell, Seat
from programme.people.services import set_raci
from programme.records.models import AuditEvent
from programme.signoff import selectors as signoff
from programme.signoff.services import mark_viewed, sign
from tests.factories.charter import GoalFactory, ready_to_sign
from tests.factories.programme import PASSWORD, ProgrammeFactory


def signed_by(request):
    """Read and sign as the named signer."""
    mark_viewed(request, actor=request.signer)
    request.refresh_from_db()
    sign(request, actor=request.signer, seen_hash=request.sha256, decision="sign", password=PASSWORD)


def in_state(programme, state):
    """Put the programme into a state as a database would hold it."""
    type(programme).objects.filter(pk=programme.pk).update(state=state)
    return Programme.objects.get(pk=programme.pk)


@pytest.mark.requirement("S0-01")
def test_a_go_live_does_not_close_the_programme(programme, sponsor):
    programme = in_state(programme, "active")
    with pytest.raises(IllegalNowError) as refusal:
        move_programme(programme, "close", actor=sponsor)
    text = str(refusal.value)
    assert "Stages after go-live are still open." in text
    assert "Benefit reviews have no owner or no date." in text
    programme.refresh_from_db()
    assert programme.state == "active"
    event = AuditEvent.objects.get(action="programme.close_refused")
    assert "Stages after go-live" in event.reason
    assert event.actor == sponsor


def test_the_reasons_stand_in_both_languages(programme, sponsor):
    programme = in_state(programme, "active")
    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language), pytest.raises(IllegalNowError) as refusal:
            move_programme(programme, "close", actor=sponsor)
        said[language] = len(refusal.value.reasons)
    assert said["en"] == said["zh-hans"] == 5


@pytest.mark.requirement("S0-03")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_charter_without_purpose_is_refused_at_the_field(programme, pmo, language):
    people = ready_to_sign(programme)
    programme.purposes, programme.purpose_text = [], ""
    programme.save()
    programme = in_state(programme, "readiness")
    with translation.override(language), pytest.raises(BadInputError) as refusal:
        submit_charter(programme, actor=people["PM"])
    assert set(refusal.value.fields) == {"purposes", "purpose_text"}
    set_purpose(programme, purposes=["sales"], purpose_text="Because.", actor=people["PM"])
    assert submit_charter(programme, actor=people["PM"]).number == "1.0"


@pytest.fixture
def pmo():
    """The project manager comes with the seats here."""
    return


def test_purpose_and_narrative_are_both_mandatory(programme, sponsor):
    with pytest.raises(ForbiddenError):
        set_purpose(programme, purposes=["sales"], purpose_text="x", actor=sponsor)
    with pytest.raises(BadInputError) as refusal:
        set_purpose(programme, purposes=["magic"], purpose_text=" ", actor=None)
    assert set(refusal.value.fields) == {"purposes", "purpose_text"}


def test_all_signatures_charter_the_programme(programme):
    people = ready_to_sign(programme)
    move_programme(programme, "assess", actor=people["PM"])
    version = submit_charter(programme, actor=people["PM"])
    requests = signoff.requests_of(version)
    assert [request.role for request in requests] == ["SP", "BO", "FIN", "PM"]
    for request in requests[:-1]:
        signed_by(request)
    assert CharterVersion.objects.get().state == "in_review"
    signed_by(requests[-1])
    version, programme = CharterVersion.objects.get(), Programme.objects.get()
    assert (version.state, programme.state, len(version.sha256)) == ("approved", "chartered", 64)
    assert [part["key"] for part in version.content["parts"]][:2] == ["purpose", "goals"]


def test_a_change_while_signing_keeps_the_charter_open(programme):
    people = ready_to_sign(programme)
    move_programme(programme, "assess", actor=people["PM"])
    version = submit_charter(programme, actor=people["PM"])
    requests = signoff.requests_of(version)
    signed_by(requests[0])
    update_goal(programme.goals.get(), values={"achievability": "A second pilot.", "target": 40}, actor=people["PM"])
    for request in requests[1:]:
        signed_by(request)
    assert CharterVersion.objects.get().state == "in_review"
    withdraw_charter(version, actor=people["PM"], reason="the target moved")
    again = submit_charter(programme, actor=people["PM"])
    for request in signoff.requests_of(again):
        signed_by(request)
    assert current_version(programme).number == "1.0"
    second = submit_charter(programme, actor=people["PM"])
    for request in signoff.requests_of(second):
        signed_by(request)
    assert sorted(programme.charter_versions.values_list("number", "state")) == [
        ("1.0", "superseded"), ("1.0", "withdrawn"), ("1.1", "approved"),
    ]  # fmt: skip


@pytest.mark.requirement("S0-10")
def test_an_empty_mandatory_seat_blocks_the_charter(programme):
    people = ready_to_sign(programme)
    programme = in_state(programme, "readiness")
    Seat.objects.filter(role="DS").update(holder=None)
    with pytest.raises(IllegalNowError) as refusal:
        submit_charter(programme, actor=people["PM"])
    assert "The mandatory seat Data analyst is empty." in [str(text) for text in refusal.value.reasons]


@pytest.mark.requirement("S1-03")
def test_an_unlinked_goal_blocks_the_charter(programme):
    people = ready_to_sign(programme)
    GoalFactory(programme=programme, code="GL99", strategy=None)
    programme = in_state(programme, "readiness")
    with pytest.raises(IllegalNowError) as refusal:
        submit_charter(programme, actor=people["PM"])
    assert [str(text) for text in refusal.value.reasons] == ["GL99 serves no strategic objective."]


def test_an_empty_programme_names_everything_at_once(programme):
    gaps = charter_gaps(programme)
    assert set(gaps) == {"purposes", "purpose_text", ""}
    assert len(gaps[""]) == 1 + 5 + 1 + 3 + 1 + 1


@pytest.mark.requirement("S0-11")
def test_technology_led_is_said_above_half_and_clears_at_half(programme):
    for position in range(5):
        RaciCell.objects.create(
            programme=programme, subject=f"DEL-{position}", role="IT" if position < 3 else "BO", letter="A"
        )
    assert charter_warnings(programme, team=False) == [
        "Technology-led: IT holds 60.0% of the A cells (n = 5); at most 50% is healthy."
    ]
    RaciCell.objects.create(programme=programme, subject="DEL-9", role="BO", letter="A")
    assert charter_warnings(programme, team=False) == []


def test_activation_needs_a_kickoff_with_the_executive(programme, sponsor):
    people = ready_to_sign(programme)
    programme = in_state(programme, "chartered")
    with pytest.raises(IllegalNowError) as refusal:
        move_programme(programme, "activate", actor=sponsor)
    assert [str(text) for text in refusal.value.reasons] == ["Record the kick-off."]
    record_kickoff(programme, held_on=dt.date(2026, 3, 12), executive=False, actor=people["PM"])
    with pytest.raises(IllegalNowError):
        move_programme(programme, "activate", actor=sponsor)
    record_kickoff(programme, held_on=dt.date(2026, 3, 12), executive=False, waiver="Ill.", actor=people["PM"])
    assert move_programme(programme, "activate", actor=sponsor).state == "active"


def test_a_hold_needs_reason_and_review(programme, sponsor):
    programme = in_state(programme, "active")
    with pytest.raises(BadInputError) as refusal:
        move_programme(programme, "hold", actor=sponsor)
    assert set(refusal.value.fields) == {"reason", "review_on"}
    held = move_programme(programme, "hold", actor=sponsor, reason="merger", review_on=dt.date(2999, 1, 1))
    assert (held.state, held.hold_reason) == ("on_hold", "merger")
    assert move_programme(held, "resume", actor=sponsor).hold_reason == ""


def test_a_cancelled_programme_is_read_only(programme, sponsor):
    move_programme(programme, "cancel", actor=sponsor, reason="no money")
    with pytest.raises(IllegalNowError):
        set_purpose(programme, purposes=["sales"], purpose_text="x", actor=None)
    assert available_actions(programme, sponsor) == []


def test_only_the_right_role_moves(programme, sponsor, member):
    with pytest.raises(ForbiddenError):
        move_programme(programme, "assess", actor=sponsor)
    with pytest.raises(ForbiddenError):
        move_programme(programme, "cancel", actor=member, reason="x")
    with pytest.raises(BadInputError):
        move_programme(programme, "charter", actor=sponsor)


def test_actions_are_offered_by_role_with_their_reasons(programme, sponsor, member):
    names = [action.name for action in available_actions(programme, sponsor)]
    assert names == ["cancel"]
    assert available_actions(programme, member) == []
    other = ProgrammeFactory()
    assert available_actions(other, sponsor) == []


@pytest.mark.requirement("S1-05")
def test_a_charter_whose_matrix_lacks_a_responsible_role_is_not_put_to_its_signers(programme):
    people = ready_to_sign(programme)
    set_raci(programme, cells=[("D1", "", "PM", "A")], actor=people["PM"])
    programme = in_state(programme, "readiness")
    with translation.override("en"), pytest.raises(IllegalNowError) as refusal:
        submit_charter(programme, actor=people["PM"])
    assert [str(one) for one in refusal.value.reasons] == ["D1: at least one role must be responsible (R)."]
    set_raci(programme, cells=[("D1", "", "PM", "A"), ("D1", "", "BO", "R")], actor=people["PM"])
    assert submit_charter(programme, actor=people["PM"]).number == "1.0"
