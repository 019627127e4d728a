import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.imports.kinds import Batch, Change
from programme.records.models import AuditEvent
from tests.factories.rollout import WaveFactory
from tests.factories.training import (
    EnrolmentFactory,
    RoomFactory,
    SessionFactory,
    at,
    held,
    published,
    trainer_for,
)
from training.timetable import services
from training.timetable.models import Session
from training.timetable.selectors import too_empty, unconfirmed, week_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def edition(programme):
    return published(programme)


@pytest.fixture
def values(programme, edition):
    return {
        "course": "C02", "room": RoomFactory(programme=programme, name="Lab 1"), "trainer": trainer_for(edition, name="He"),
        "starts_at": at(9), "ends_at": at(12), "capacity": 12,
    }  # fmt: skip


def plan(programme, values, actor, **changes):
    return services.create_session(programme, values=values | changes, actor=actor)


def test_session_is_planned_opened_and_numbered(programme, trainer, values, member):
    with pytest.raises(ForbiddenError):
        plan(programme, values, member)
    session = plan(programme, values, trainer)
    assert (session.code, session.state, session.edition.number) == ("S001", "scheduled", 1)
    assert services.open_session(session, actor=trainer).state == "open"
    assert session.when == "2099-03-02 09:00–12:00"


def test_room_and_trainer_taken_name_the_other_session_and_back_to_back_is_fine(programme, trainer, values):
    first = plan(programme, values, trainer)
    with pytest.raises(BadInputError) as refusal:
        plan(programme, values, trainer, starts_at=at(11), ends_at=at(13))
    assert refusal.value.fields == {
        "room": [f"Lab 1, Suzhou is taken by {first.label}."],
        "trainer": [f"He gives {first.label} at that time."],
    }
    assert plan(programme, values, trainer, starts_at=at(12), ends_at=at(13)).code == "S002"
    assert Session.objects.count() == 2


def test_an_edit_does_not_meet_itself_and_meets_the_next(programme, trainer, values):
    first = plan(programme, values, trainer)
    services.update_session(first, values={"ends_at": at(12, 30)}, actor=trainer)
    plan(programme, values, trainer, starts_at=at(13), ends_at=at(14))
    with pytest.raises(BadInputError, match="is taken by"):
        services.update_session(first, values={"ends_at": at(13, 1)}, actor=trainer)


def test_a_cancelled_session_frees_room_and_trainer(programme, trainer, values):
    first = plan(programme, values, trainer)
    services.cancel_session(first, reason="Ill", actor=trainer)
    assert plan(programme, values, trainer).state == "scheduled"


def test_holiday_small_room_and_unqualified_trainer_are_refused_together(programme, trainer, values, edition):
    holiday = dt.date(2026, 10, 1)
    stranger = trainer_for(published(programme, "C03"), name="Li")
    with pytest.raises(BadInputError) as refusal:
        plan(
            programme,
            values,
            trainer,
            starts_at=at(9, day=holiday),
            ends_at=at(12, day=holiday),
            capacity=13,
            trainer=stranger,
        )
    assert refusal.value.fields == {
        "starts_at": ["2026-10-01 is no working day of the programme's calendar."],
        "capacity": ["Lab 1, Suzhou has 12 seats, the session offers 13."],
        "trainer": ["Li may not give C02 yet."],
    }


def test_a_make_up_day_is_worked(programme, trainer, values):
    saturday = dt.date(2026, 10, 10)  # worked in exchange for the national holiday
    session = plan(programme, values, trainer, starts_at=at(9, day=saturday), ends_at=at(12, day=saturday))
    assert session.begins.weekday() == 5


def test_a_new_time_at_which_a_learner_sits_elsewhere_is_refused(programme, trainer, values, edition):
    mine, other = plan(programme, values, trainer), SessionFactory(programme=programme, edition=edition,
                                                                  starts_at=at(14), ends_at=at(16))  # fmt: skip
    seat = EnrolmentFactory(session=mine)
    EnrolmentFactory(session=other, entry=seat.entry, state="attended", course=published(programme, "C05").course)
    with pytest.raises(BadInputError) as refusal:
        services.update_session(mine, values={"starts_at": at(15), "ends_at": at(17)}, actor=trainer)
    assert refusal.value.fields == {"starts_at": [f"{seat.entry.name} sits in {other.label} at that time."]}


@pytest.mark.parametrize("missing", ["course", "starts_at", "ends_at", "capacity"])
def test_what_a_session_needs_is_named(programme, trainer, values, missing):
    with pytest.raises(BadInputError) as refusal:
        plan(programme, values, trainer, **{missing: None})
    assert list(refusal.value.fields) == [missing]


def test_an_unpublished_course_is_not_given(programme, trainer, values):
    with pytest.raises(BadInputError, match="C99 is not published"):
        plan(programme, values, trainer, course="C99")


def test_end_before_beginning_is_refused(programme, trainer, values):
    with pytest.raises(BadInputError) as refusal:
        plan(programme, values, trainer, ends_at=at(9))
    assert list(refusal.value.fields) == ["ends_at"]


def test_opening_needs_place_and_trainer(programme, trainer, values):
    session = plan(programme, values, trainer, room=None, trainer=None)
    with pytest.raises(IllegalNowError) as refusal:
        services.open_session(session, actor=trainer)
    assert [str(reason) for reason in refusal.value.reasons] == [
        "Choose a room, or give the link.",
        "Name the trainer.",
    ]


def test_a_lowered_capacity_asks_the_planner_and_demotes_nobody(programme, trainer, values):
    session = services.open_session(plan(programme, values, trainer), actor=trainer)
    EnrolmentFactory.create_batch(3, session=session)
    with pytest.raises(BadInputError) as refusal:
        services.update_session(session, values={"capacity": 2}, actor=trainer)
    assert refusal.value.fields == {
        "capacity": ["3 people have a seat: take some out first, nobody is moved down by a number."]
    }
    assert session.enrolments.filter(state="confirmed").count() == 3


def test_a_raised_capacity_moves_up_who_waited_first(programme, trainer, values):
    session = services.open_session(plan(programme, values, trainer, capacity=1), actor=trainer)
    EnrolmentFactory(session=session)
    now = timezone.now()
    late = EnrolmentFactory(session=session, state="waitlisted", waiting_since=now)
    early = EnrolmentFactory(session=session, state="waitlisted", waiting_since=now - dt.timedelta(hours=1))
    services.settle(session, actor=trainer)
    session.refresh_from_db()
    assert session.state == "full"
    services.update_session(session, values={"capacity": 2}, actor=trainer)
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.state, late.state) == ("confirmed", "waitlisted")
    assert early.changes.get().was == "waitlisted"
    assert AuditEvent.objects.filter(action="session.moved_up").count() == 1


def test_cancelling_gives_every_place_back_with_the_reason(programme, trainer, values):
    session = services.open_session(plan(programme, values, trainer), actor=trainer)
    seat, waits = EnrolmentFactory(session=session), EnrolmentFactory(session=session, state="waitlisted")
    with pytest.raises(BadInputError):
        services.cancel_session(session, reason=" ", actor=trainer)
    services.cancel_session(session, reason="Trainer ill", actor=trainer)
    for row in (seat, waits):
        row.refresh_from_db()
        assert (row.state, row.session, row.changes.get().note) == ("assigned", None, "Trainer ill")
    event = AuditEvent.objects.get(action="session.seats_released")
    assert set(event.changes) == {f"{row.entry} ({row.entry.key})" for row in (seat, waits)}


def test_session_is_completed_only_when_everybody_is_marked(programme, trainer, edition):
    session = held(edition, state="in_progress")
    seat = EnrolmentFactory(session=session)
    with pytest.raises(IllegalNowError, match="whether they came"):
        services.complete_session(session, actor=trainer)
    seat.attend(100)
    seat.save()
    waits = EnrolmentFactory(session=session, state="waitlisted")
    assert services.complete_session(session, actor=trainer).state == "completed"
    waits.refresh_from_db()
    assert waits.state == "assigned"


def test_reaction_below_three_and_a_half_asks_for_a_revision(programme, trainer, edition):
    session = held(edition, state="completed")
    with pytest.raises(BadInputError):
        services.evaluate_session(session, reaction_score=None, reaction_n=3, actor=trainer)
    services.evaluate_session(session, reaction_score=Decimal("3.49"), reaction_n=11, actor=trainer)
    edition.course.refresh_from_db()
    assert (edition.course.state, "3.49" in edition.course.revision_reason) == ("needs_revision", True)
    second = held(edition, state="completed", code="S900")
    services.evaluate_session(second, reaction_score=Decimal("3.5"), reaction_n=4, actor=trainer)
    assert AuditEvent.objects.filter(action="course.revision_asked").count() == 1


def test_reaction_score_reads_second_editions_only(programme, edition):
    read = seams.evidence["training.reaction_score"]
    held(edition, state="evaluated", reaction_score=Decimal("3.9"), reaction_n=10)
    assert read(programme, [{}])[0].value is None
    edition.number = 2
    edition.save()
    assert (read(programme, [{}, {}])[1].value, read(programme, [{}])[0].denominator) == (Decimal("3.90"), 10)


def test_week_shows_days_seats_and_sessions_side_by_side(programme, edition):
    SessionFactory(programme=programme, edition=edition, code="A", starts_at=at(9), ends_at=at(12))
    SessionFactory(programme=programme, edition=edition, code="B", starts_at=at(11), ends_at=at(13))
    week = week_of(programme, dt.date(2099, 3, 5))
    monday = week.days[0]
    assert [(one.session.code, one.side, one.hour) for one in monday.placed] == [("A", "w", 9), ("B", "e", 11)]
    assert (len(week.days), week.hours, week.seats, week.taken) == (5, 5, 24, 0)


def test_attention_tells_missing_attendance_and_half_empty_sessions(programme, trainer, member, edition):
    over = held(edition)
    soon = timezone.now() + dt.timedelta(days=3)
    SessionFactory(
        programme=programme, edition=edition, code="S77", starts_at=soon, ends_at=soon + dt.timedelta(hours=1)
    )
    assert [one.code for one in unconfirmed(programme)] == [over.code]
    assert [one.code for one in too_empty(programme)] == ["S77"]
    give = seams.attention["training.sessions"]
    assert [item.text.split(":")[0] for item in give(programme, trainer)] == ["Attendance is missing", "Too few people"]
    assert give(programme, member) == []


ROW = {
    "code": "S900", "course": "C02", "on": dt.date(2099, 3, 2), "begins": "9:00", "ends": "12:00", "capacity": 12,
    "trainer": "he", "room": "lab 1", "link": "", "language": "en", "wave": "w1", "state": "open",
}  # fmt: skip


def test_sessions_come_from_a_file_open_and_go_out_as_they_came(programme, trainer, values):
    WaveFactory(programme=programme, code="W1")
    kind = seams.kinds["sessions"]
    outcome = kind.write(programme, Batch([Change(line=2, row=ROW)]), trainer)[0]
    assert outcome.refused == {}
    written = kind.existing(programme)[outcome.ref]
    assert written == ROW | {"begins": "09:00", "trainer": "He", "room": "Lab 1", "wave": "W1"}
    again = kind.write(programme, Batch([Change(line=2, row=written | {"ends": "11:30"}, ref=outcome.ref)]), trainer)[0]
    assert (again.refused, kind.existing(programme)[outcome.ref]["ends"]) == ({}, "11:30")
    kind.remove(programme, [outcome.ref], trainer)
    assert Session.objects.count() == 0


def test_every_bad_cell_of_a_row_is_named_and_clashes_name_the_other(programme, trainer, values):
    kind = seams.kinds["sessions"]
    bad = ROW | {"trainer": "Nobody", "room": "Cellar", "wave": "W9", "begins": "late"}
    refused = kind.write(programme, Batch([Change(line=2, row=bad)]), trainer)[0].refused
    assert set(refused) == {"trainer", "room", "wave", "begins"}
    first = plan(programme, values, trainer)
    refused = kind.write(programme, Batch([Change(line=2, row=ROW | {"wave": ""})]), trainer)[0].refused
    assert (set(refused), first.label in str(refused["room"][0])) == ({"room", "trainer"}, True)
    refused = kind.write(programme, Batch([Change(line=2, row=ROW | {"wave": "", "state": "full", "begins": "13:00",
                                                                     "ends": "14:00"})]), trainer)[0].refused  # fmt: skip
    assert set(refused) == {"state"}


def test_an_import_is_not_undone_under_learners(programme, trainer, edition):
    session = SessionFactory(programme=programme, edition=edition)
    EnrolmentFactory(session=session)
    with pytest.raises(IllegalNowError, match=session.code):
        services.remove_sessions(programme, [session.public_id], trainer)
