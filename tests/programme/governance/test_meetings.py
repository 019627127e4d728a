"""Meetings from the draft to the signed minutes, actions that are carried over, and what waiting costs."""

import datetime as dt

import pytest
import time_machine

from core.errors import BadInputError, ForbiddenError, IllegalNowError, StaleError
from core.seams import attention
from programme.governance.choices import Presence
from programme.governance.models import ActionItem, Meeting
from programme.governance.rules.meetings import cost_of_waiting, timing, waited
from programme.governance.selectors.decisions import executive_attended
from programme.governance.selectors.meetings import calendar_of_meeting, meeting_actions
from programme.governance.services import actions as todo
from programme.governance.services import decisions, meetings
from programme.notices.models import Notification
from programme.records.models import AuditEvent
from programme.signoff.models import SignatureRequest
from programme.signoff.rules import fingerprint
from programme.signoff.selectors import content_now
from programme.signoff.services import mark_viewed, sign
from programme.stakeholders.models import Stakeholder
from tests.factories.charter import GoalFactory

pytestmark = pytest.mark.django_db
HERE = dt.timezone(dt.timedelta(hours=8))
DAY = dt.date(2026, 5, 12)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(dt.datetime(2026, 5, 12, 10, tzinfo=HERE), tick=False) as moving:
        yield moving


@pytest.fixture
def guests(programme, sponsor, owner):
    """Two stakeholders with accounts, one without."""
    people = [("Sponsor", sponsor.email, True), ("Owner", owner.email, False), ("Guest", "by phone", False)]
    return [
        Stakeholder.objects.create(
            programme=programme, code=f"S{n}", name=name, contact=contact, power=5, interest=5, top_executive=top
        )
        for n, (name, contact, top) in enumerate(people)
    ]


ITEMS = [{"text": "Lights", "minutes": 10, "speaker": "PMO"}, {"text": "Money", "minutes": 20}]


def planned(programme, pmo, guests, **values):
    given = {"kind": "steering", "held_on": DAY, "begins": dt.time(14), "length": 60, "invited": guests} | values
    return meetings.plan_meeting(programme, actor=pmo, **given)


def called(programme, pmo, guests, **values):
    row = meetings.set_agenda(planned(programme, pmo, guests, **values), items=ITEMS, actor=pmo)
    return meetings.call_meeting(row, actor=pmo)


def held(programme, pmo, guests, **values):
    return meetings.record_attendance(called(programme, pmo, guests, **values), present=guests, actor=pmo)


def test_draft_tells_nobody_and_is_seen_by_those_who_prepare_it(programme, pmo, owner, guests, browse):
    row = meetings.set_agenda(planned(programme, pmo, guests), items=ITEMS, actor=pmo)
    meetings.edit_meeting(row, place="Room 3", actor=pmo)
    assert Notification.objects.count() == 0
    assert (row.state, Meeting.objects.get(pk=row.pk).sequence) == ("draft", 0)
    assert "A draft: nobody has been told." in browse(pmo).get(row.get_absolute_url()).content.decode()
    assert browse(owner).get(row.get_absolute_url()).status_code == 404
    assert browse(pmo).get(f"{row.get_absolute_url()}meeting.ics").status_code == 404


def test_meeting_is_called_once_it_has_time_people_and_an_agenda_that_fits(programme, pmo, guests):
    row = planned(programme, pmo, [], begins=None)
    with pytest.raises(IllegalNowError) as refused:
        meetings.call_meeting(row, actor=pmo)
    assert len(refused.value.reasons) == 3
    meetings.edit_meeting(row, begins=dt.time(14), length=25, invited=guests, actor=pmo)
    meetings.set_agenda(row, items=ITEMS, actor=pmo)
    with pytest.raises(IllegalNowError, match="needs 30 minutes, the meeting has 25"):
        meetings.call_meeting(row, actor=pmo)
    blocked = next(act for act in meeting_actions(Meeting.objects.get(pk=row.pk), pmo) if act.name == "call")
    assert blocked.blocked
    meetings.edit_meeting(row, length=30, actor=pmo)
    meetings.call_meeting(row, actor=pmo)
    assert set(Notification.objects.values_list("person__name", flat=True)) == {"Sponsor", "Owner"}


def test_calendar_file_moves_with_the_meeting(programme, pmo, owner, guests, browse):
    row = called(programme, pmo, guests)
    answer = browse(owner).get(f"{row.get_absolute_url()}meeting.ics")
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert answer["Content-Type"].startswith("text/calendar")
    assert {"METHOD:REQUEST", "SEQUENCE:0", "DTSTART:20260512T060000Z", "DTEND:20260512T070000Z", "STATUS:CONFIRMED",
            f"UID:{row.public_id}@landfall"} <= set(lines)  # fmt: skip
    assert [line.split("mailto:")[1] for line in lines if line.startswith("ATTENDEE")] == [
        guests[0].contact,
        guests[1].contact,
    ]
    row = meetings.edit_meeting(row, held_on=dt.date(2026, 5, 13), actor=pmo)
    assert row.sequence == 1
    row = meetings.cancel_meeting(row, reason="Holiday", actor=pmo)
    text = calendar_of_meeting(row).decode()
    assert "METHOD:CANCEL" in text
    assert "SEQUENCE:2" in text
    assert "STATUS:CANCELLED" in text
    assert Notification.objects.filter(person=owner).count() == 3


def test_unreadable_agenda_names_every_line(programme, pmo, guests, browse):
    row = planned(programme, pmo, guests)
    answer = browse(pmo).post(
        f"{row.get_absolute_url()}agenda/", {"items": "10 | Lights\nMoney\n0 | None\n5′ | Rest | X"}
    )
    assert answer.status_code == 400
    assert answer.context["form"].errors["items"] == [
        "Line 2: write the minutes, then “|”, then the point.",
        "Line 3: write the minutes, then “|”, then the point.",
    ]
    with pytest.raises(BadInputError, match="Line 1: there is no decision D-77"):
        meetings.set_agenda(row, items=[ITEMS[0] | {"decision": "D-77"}], actor=pmo)
    assert not row.agenda.exists()


def test_attendance_tells_present_excused_and_absent(programme, pmo, guests):
    row = called(programme, pmo, guests, kind="kickoff")
    assert not executive_attended(programme)
    with pytest.raises(BadInputError) as refused:
        meetings.record_attendance(row, present=[guests[0]], excused=[guests[0]], actor=pmo)
    assert "excused" in refused.value.fields
    row = meetings.record_attendance(row, present=[guests[1]], excused=[guests[0]], actor=pmo)
    told = {one.stakeholder.name: one.presence for one in row.attendances.all()}
    assert told == {"Owner": Presence.PRESENT, "Sponsor": Presence.EXCUSED, "Guest": Presence.ABSENT}
    assert not executive_attended(programme)


def test_meeting_ahead_is_not_recorded_as_held(programme, pmo, guests):
    row = called(programme, pmo, guests, held_on=dt.date(2026, 5, 13))
    with pytest.raises(BadInputError, match="once it was held"):
        meetings.record_attendance(row, present=guests, actor=pmo)
    with pytest.raises(BadInputError):
        meetings.record_attendance(called(programme, pmo, guests), present=[], actor=pmo)


def signed(request, person, decision="sign", **words):
    person.set_password("pw")
    person.save()
    request = mark_viewed(request, actor=person)
    seen = fingerprint(content_now(request))
    return sign(request, actor=person, password="pw", seen_hash=seen, decision=decision, **words)


def test_minutes_are_written_sent_out_and_signed(programme, pmo, sponsor, guests):
    row = held(programme, pmo, guests)
    assert "send_out" in {act.name for act in meeting_actions(row, pmo) if act.blocked}
    with pytest.raises(BadInputError):
        meetings.write_minutes(row, minutes="", actor=pmo)
    with pytest.raises(BadInputError, match="no point 9"):
        meetings.write_minutes(row, minutes="x", outcomes={9: "x"}, actor=pmo)
    meetings.write_minutes(row, minutes="All agreed.", outcomes={1: "Amber", 2: ""}, actor=pmo)
    todo.agree_action(programme, text="Send it", owner=pmo, due_on=DAY, meeting=row, actor=pmo)
    row = meetings.send_out_minutes(row, actor=pmo)
    with pytest.raises(IllegalNowError):
        meetings.write_minutes(row, minutes="Otherwise", actor=pmo)
    request = SignatureRequest.objects.get(programme=programme)
    words = str(request.frozen)
    assert all(text in words for text in ("All agreed.", "Amber", "AC-01", "Sponsor"))
    signed(request, sponsor)
    row.refresh_from_db()
    assert (row.state, row.approved_at is not None) == ("approved", True)
    assert AuditEvent.objects.filter(action="governance.minutes_signed").count() == 1


def test_declined_minutes_come_back_to_who_wrote_them(programme, pmo, sponsor, guests):
    row = meetings.write_minutes(held(programme, pmo, guests), minutes="All agreed.", actor=pmo)
    meetings.send_out_minutes(row, actor=pmo)
    signed(SignatureRequest.objects.get(programme=programme), sponsor, "decline", comment="I did not agree")
    row.refresh_from_db()
    assert row.state == "held"
    assert Notification.objects.filter(person=pmo, text__startswith="The minutes were not signed").count() == 1


def test_minutes_taken_back_withdraw_their_request(programme, pmo, guests):
    row = meetings.write_minutes(held(programme, pmo, guests), minutes="All agreed.", actor=pmo)
    row = meetings.send_out_minutes(row, actor=pmo)
    with pytest.raises(BadInputError):
        meetings.take_back_minutes(row, reason=" ", actor=pmo)
    row = meetings.take_back_minutes(row, reason="Wrong name", actor=pmo)
    assert row.state == "held"
    assert [one.is_open for one in SignatureRequest.objects.filter(programme=programme)] == [False]


def test_open_actions_are_carried_over_to_the_next_meeting(programme, pmo, owner, guests):
    first = held(programme, pmo, guests, held_on=dt.date(2026, 4, 14))
    open_one = todo.agree_action(
        programme, text="Send the contract", owner=owner, due_on=dt.date(2026, 4, 20), meeting=first, actor=pmo
    )
    done = todo.agree_action(programme, text="Book a room", owner=pmo, due_on=DAY, meeting=first, actor=pmo)
    todo.finish_action(done, note="Room 3", actor=pmo)
    assert [one.person for one in Notification.objects.filter(text__startswith="Yours to do")] == [owner]
    other = held(programme, pmo, guests, kind="team", held_on=dt.date(2026, 4, 20))
    second = held(programme, pmo, guests)
    open_one.refresh_from_db()
    assert (open_one.carried, list(open_one.carried_to.all())) == (1, [second])
    assert list(ActionItem.objects.filter(carried_to=other)) == []
    held(programme, pmo, guests)
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert (open_one.carried, done.carried) == (2, 0)


def test_next_meeting_shows_what_is_open_before_it_is_held(programme, pmo, owner, guests, browse):
    first = held(programme, pmo, guests, held_on=dt.date(2026, 4, 14))
    row = todo.agree_action(programme, text="Send it", owner=owner, due_on=DAY, meeting=first, actor=pmo)
    following = called(programme, pmo, guests)
    page = browse(pmo).get(following.get_absolute_url())
    assert page.context["carried"] == [row]
    assert "Open from earlier meetings" in page.content.decode()


def test_action_needs_owner_and_day_of_this_programme(programme, other_programme, pmo, outsider, guests):
    with pytest.raises(BadInputError) as refused:
        todo.agree_action(programme, text="", owner=None, due_on=None, actor=pmo)
    assert set(refused.value.fields) == {"owner", "due_on"}
    ahead = called(programme, pmo, guests)
    with pytest.raises(BadInputError) as refused:
        todo.agree_action(programme, text="x", owner=outsider, due_on=DAY, meeting=ahead, actor=pmo)
    assert set(refused.value.fields) == {"owner", "meeting"}


def test_overdue_action_is_told_to_its_owner_and_settled_by_him(programme, pmo, owner, trainer, browse):
    row = todo.agree_action(programme, text="Send it", owner=owner, due_on=dt.date(2026, 5, 11), actor=pmo)
    assert [item.text for item in attention["governance.actions"](programme, owner)] == [f"Overdue: {row}"]
    assert [item.text for item in attention["governance.actions"](programme, pmo)] == ["1 action is overdue"]
    assert browse(pmo).get(f"/p/{programme.slug}/governance/actions/?late=true").context["paginator"].count == 1
    with pytest.raises(ForbiddenError):
        todo.finish_action(row, actor=trainer)
    with pytest.raises(StaleError):
        todo.edit_action(row, text="Other", version=9, actor=pmo)
    row = todo.finish_action(row, actor=owner)
    with pytest.raises(IllegalNowError):
        todo.edit_action(row, text="Other", actor=pmo)
    with pytest.raises(BadInputError):
        todo.reopen_action(row, note="", actor=pmo)
    row = todo.reopen_action(row, note="Came back", actor=pmo)
    with pytest.raises(BadInputError):
        todo.drop_action(row, note="", actor=pmo)
    assert todo.drop_action(row, note="Not needed", actor=pmo).state == "dropped"
    assert attention["governance.actions"](programme, pmo) == []


def test_meeting_that_passed_or_lacks_minutes_is_told(programme, pmo, guests, clock):
    row = called(programme, pmo, guests)
    assert attention["governance.meetings"](programme, pmo) == []
    clock.move_to(dt.datetime(2026, 5, 13, 10, tzinfo=HERE))
    assert [item.text for item in attention["governance.meetings"](programme, pmo)] == [f"Was it held? {row}"]
    meetings.record_attendance(row, present=guests, actor=pmo)
    assert [item.text for item in attention["governance.meetings"](programme, pmo)] == [f"Minutes to be sent: {row}"]


def test_agenda_and_waiting_are_computed():
    assert (timing([10, 20, 35], 60).left, timing([10, 20, 30], 60).fits) == (-5, True)
    assert waited(dt.date(2026, 5, 2), DAY) == 10
    assert waited(None, DAY) is None
    assert cost_of_waiting(7000, 10) == 10000
    assert cost_of_waiting(1000, 4) == 571
    assert cost_of_waiting(None, 4) is None


@pytest.mark.requirement("S0-07")
def test_decision_without_a_goal_is_refused(programme, pmo, steering, browse):
    row = decisions.ask_decision(
        programme, question="Go?", options=["Yes", "No"], recommendation="A", delay_week_minor=700_000, due_on=DAY,
        actor=pmo,
    )  # fmt: skip
    with pytest.raises(BadInputError) as refused:
        decisions.request_decision(row, actor=pmo)
    assert refused.value.fields == {"goals": ["A decision cites at least one goal of the charter."]}
    goal = GoalFactory(programme=programme)
    decisions.edit_decision(
        row, question="Go?", options=["Yes", "No"], recommendation="A", delay_week_minor=700_000, due_on=DAY,
        goals=[goal], actor=pmo,
    )  # fmt: skip
    row = decisions.request_decision(row, actor=pmo)
    with time_machine.travel(dt.datetime(2026, 5, 22, 10, tzinfo=HERE)):
        page = browse(steering).get(row.get_absolute_url()).content.decode()
        assert "CNY 10,000.00" in page  # ten days at 7,000 a week
        assert "10 days" in page
        home = browse(steering).get(f"/p/{programme.slug}/home/steering/").content.decode()
        assert "CNY 7,000.00 a week, CNY 10,000.00 so far" in home


def test_goal_of_another_programme_is_refused(programme, other_programme, pmo):
    with pytest.raises(BadInputError) as refused:
        decisions.ask_decision(programme, question="Go?", goals=[GoalFactory(programme=other_programme)], actor=pmo)
    assert set(refused.value.fields) == {"goals"}
