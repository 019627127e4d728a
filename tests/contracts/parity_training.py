"""The acts of the training room through both fronts."""

import datetime as dt

from django.utils import timezone

from phases.rollout.models import RosterEntry
from tests.contracts.fronts import Pair
from tests.contracts.world import _of
from tests.factories.training import (
    CourseFactory,
    EnrolmentFactory,
    SessionFactory,
    held,
    person,
    published,
    trainer_for,
)
from training.catalogue.models import CurriculumItem, Room, Trainer
from training.learners.models import Certificate, Enrolment, Waiver


def the(model):
    """The world's row of a kind."""
    return lambda world: _of(model)(world.programme)


def course(state, **values):
    return lambda world: CourseFactory(programme=world.programme, code="C95", state=state, **values)


def session(state, *, past=False, **values):
    """A session of its own course, with a place and a trainer."""

    def arrange(world):
        edition = published(world.programme, "C96")
        teacher = trainer_for(edition)
        if past:
            return held(edition, state=state, code="S96", trainer=teacher, **values)
        return SessionFactory(programme=world.programme, edition=edition, code="S96", state=state, trainer=teacher,
                              link="https://meet.example.com/", **values)  # fmt: skip

    return arrange


def seat(state, *, past=False, session_state="open", **values):
    """Somebody in such a session."""

    def arrange(world):
        row = EnrolmentFactory(session=session(session_state, past=past)(world), state=state, **values)
        if state == "passed":
            Certificate.objects.create(programme=world.programme, enrolment=row, edition=row.session.edition,
                                       number="C96-1", issued_on=dt.date(2026, 3, 2))  # fmt: skip
        return row

    return arrange


def full_house(state, *, past):
    """A session with one person in it; the session is what is acted on."""
    return lambda world: seat(state, past=past, session_state="open" if not past else "in_progress", attended=100 if state ==
                              "attended" else None)(world).session  # fmt: skip


def the_seat(row):
    return Enrolment.objects.get(session=row).public_id


COURSE = {
    "code": "C97", "name_zh": "报价", "name_en": "Quotations", "tier": "basic", "audience": "Sales", "hours": "3",
    "objectives": "Quotes alone", "pain_points": "Slow quotations", "hands_on": "2", "passed_by": "score",
    "pass_mark": 80, "attendance_need": 90, "when": "early",
}  # fmt: skip
DAY = dt.date(2099, 3, 3)
SPAN = {"starts_at": "2099-03-03T09:00:00+08:00", "ends_at": "2099-03-03T12:00:00+08:00"}
TYPED = {"on": DAY.isoformat(), "begins": "09:00", "ends": "12:00"}


def whose(model, name="course"):
    return lambda world, _row: {name: _of(model)(world.programme).public_id}


def named(prefix, api, name, **more):
    return Pair(f"{prefix}_{name} POST", f"{api} {name}", **({"role": "TR"} | more))


CATALOGUE = [
    Pair("catalogue:course_new POST", "api-courses create", role="TR", same=COURSE),
    Pair("catalogue:course_edit POST", "api-courses partial_update", role="TR", row=course("draft"), same={"pass_mark": 70}),
    named("catalogue:course", "api-courses", "submit", row=course("draft")),
    named("catalogue:course", "api-courses", "send_back", role="BO", row=course("in_review"), same={"reason": "Too long"}),
    named("catalogue:course", "api-courses", "publish", role="BO", row=course("in_review"), same={"notes": "First"}),
    named("catalogue:course", "api-courses", "revise", row=course("published"), same={"reason": "New screens"}),
    named("catalogue:course", "api-courses", "retire", row=course("draft")),
    Pair("catalogue:room_new POST", "api-rooms create", role="TR", same={"name": "Lab 9", "site": "Suzhou", "capacity": 8,
         "equipment": "Screen"}, form={"active": "on"}),
    Pair("catalogue:room_edit POST", "api-rooms partial_update", role="TR", row=the(Room), same={"capacity": 9}),
    Pair("catalogue:trainer_new POST", "api-trainers create", role="TR", same={"name": "Li", "email": "li@example.com"},
         form={"active": "on"}),
    Pair("catalogue:trainer_edit POST", "api-trainers partial_update", role="TR", row=the(Trainer), same={"name": "Zhao"}),
    Pair("catalogue:requirement_new POST", "api-curriculum create", role="CM",
         same=lambda w, _r: {"course": CourseFactory(programme=w.programme, code="C98").public_id, "crm_role": "sales"},
         form={"before_go_live": "on"}),
    Pair("catalogue:requirement_remove POST", "api-curriculum destroy", role="CM", row=the(CurriculumItem)),
]  # fmt: skip
TIMETABLE = [
    Pair("timetable:session_new POST", "api-sessions create", role="TR", same={"capacity": 10, "language": "en"},
         form=lambda w, _r: TYPED | {"course": published(w.programme, "C99").course.public_id},
         body=lambda w, _r: SPAN | {"course": published(w.programme, "C99").course.code}),
    Pair("timetable:session_edit POST", "api-sessions partial_update", role="TR", row=session("open"), same={"capacity": 9}),
    named("timetable:session", "api-sessions", "open", row=session("scheduled")),
    named("timetable:session", "api-sessions", "start", row=session("open", past=True)),
    named("timetable:session", "api-sessions", "complete", row=session("in_progress", past=True)),
    named("timetable:session", "api-sessions", "evaluate", row=session("completed", past=True),
          same={"reaction_score": "4.20", "reaction_n": 9}),
    named("timetable:session", "api-sessions", "cancel", row=session("open"), same={"reason": "Ill"}),
]  # fmt: skip


def somebody(world):
    return RosterEntry.objects.filter(programme=world.programme).order_by("pk").first()


def house_with_a_wish(world):
    person(world.programme, "service", key="E-FREE", name="Free person")
    return session("open")(world)


def failed(world):
    return seat("failed", past=True, session_state="completed", attended=100)(world)


LEARNERS = [
    Pair("learners:enrol POST", "api-session-seats enrol", role="TR", row=house_with_a_wish,
         form={"others": "E-FREE"},
         body=lambda w, _r: {"people": [RosterEntry.objects.get(programme=w.programme, key="E-FREE").public_id]}),
    Pair("learners:attendance POST", "api-session-seats attendance", role="TR", row=full_house("confirmed", past=True),
         form=lambda _w, r: {the_seat(r): "75", "complete": "on"},
         body=lambda _w, r: {"marks": {the_seat(r): 75}, "complete": True}),
    Pair("learners:results POST", "api-session-seats results", role="TR", row=full_house("attended", past=True),
         form=lambda _w, r: {the_seat(r): "85"}, body=lambda _w, r: {"results": {the_seat(r): "85"}}),
    named("learners:enrolment", "api-enrolments", "seat", row=seat("requested"),
          same=lambda _w, r: {"session": r.session.public_id}),
    named("learners:enrolment", "api-enrolments", "release", row=seat("confirmed"), same={"note": "Ill"}),
    named("learners:enrolment", "api-enrolments", "again", row=failed),
    named("learners:enrolment", "api-enrolments", "withdraw", row=seat("confirmed"), same={"reason": "Left"}),
    named("learners:enrolment", "api-enrolments", "revoke", role="CM", same={"reason": "Another sat there"},
          row=seat("passed", past=True, session_state="completed", attended=100)),
    Pair("learners:waive POST", "api-learners waive", role="CM", row=somebody, same=lambda w, _r: {
        "course": CourseFactory(programme=w.programme, code="C94").public_id, "reason": "Built it",
        "until": (timezone.localdate() + dt.timedelta(30)).isoformat()}),
    Pair("learners:waiver_end POST", "api-training-waivers end", role="CM", row=the(Waiver), same={"reason": "Mistake"}),
]  # fmt: skip
TRAINING = [*CATALOGUE, *TIMETABLE, *LEARNERS]
