"""The demo's training: the pilot is trained, the first wave half-way, with seats ahead and a waiting list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from phases.rollout.models import RosterEntry, Wave
from training.catalogue import services as catalogue
from training.catalogue.models import Course, Room, Trainer
from training.learners.choices import EnrolmentState
from training.learners.selectors import needing, seats_of
from training.learners.services import enrol_people, record_attendance, record_results, waive_course
from training.timetable.models import Session
from training.timetable.services import create_session, evaluate_session, open_session

PILOT, FIRST = "W0", "W1"
BOOKED, BOOKED_LATE = 4, 1  # working days before a session people get seats; late where they must have passed another
ROOMS = (("一号机房", "Lab 1", "苏州", "Suzhou", 24), ("二号机房", "Lab 2", "苏州", "Suzhou", 24),
         ("3A会议室", "Room 3A", "广州", "Guangzhou", 30))  # fmt: skip
TRAINERS = (("trainer", "C02 C03 C06 C08 C12"), (("罗倩", "Luo Qian"), "C02 C04 C05 C12"),
            (("唐宁", "Tang Ning"), "C02 C03 C05 C06 C08"))  # fmt: skip
CURRICULUM = (("C02", "", True), ("C12", "", True), ("C03", "sales", True), ("C04", "marketing", True),
              ("C05", "service", True), ("C06", "managers", True), ("C08", "sales", False),
              ("C07", "managers", False))  # fmt: skip
TAUGHT = {
    "C02": (("独立登录、查找客户并记录跟进", "Signs in, finds a customer and records a follow-up alone"),
            ("同一客户在三张表里重复登记", "One customer is entered in three sheets")),
    "C03": (("当天录入客户、跟进与商机", "Enters customers, follow-ups and deals the same day"),
            ("周报靠回忆补写", "Weekly reports are written from memory")),
    "C04": (("把活动线索转给销售并跟踪", "Hands campaign leads to sales and follows them"),
            ("线索转出后没有回音", "Nothing is heard of leads once handed over")),
    "C05": (("从来电建立工单并用知识库答复", "Opens a ticket from a call and answers from the knowledge base"),
            ("客户重复说明问题", "Customers tell their problem twice")),
    "C06": (("用漏斗开周会并给出预测", "Leads the weekly meeting from the funnel and forecasts"),
            ("预测靠电话逐人询问", "The forecast is asked together by telephone")),
    "C08": (("独立走完一单LTC流程", "Takes one deal through the whole LTC process alone"),
            ("交接时信息丢失", "Facts get lost at hand-overs")),
    "C12": (("按规范维护客户主数据", "Keeps customer master data to the standard"),
            ("重复客户影响对账", "Duplicate customers disturb the accounts")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """A session of the story: working days from its base day, hours, trainer, room (None: online) and seats."""

    wave: str
    course: str
    day: int
    hour: int
    length: int
    trainer: int
    room: int | None
    seats: int
    rated: str = ""
    marked: bool = True
    people: int = 0  # at most so many; 0 for everybody who needs it


OF_PILOT = (  # from the pilot's go-live
    Planned(PILOT, "C02", -6, 9, 3, 0, 0, 24, "4.3"), Planned(PILOT, "C02", -6, 14, 3, 1, 1, 24, "4.1"),
    Planned(PILOT, "C02", -5, 9, 3, 2, 0, 24, "4.2"), Planned(PILOT, "C12", -5, 14, 1, 0, None, 80, "3.9"),
    Planned(PILOT, "C03", -4, 9, 4, 0, 0, 24, "4.4"), Planned(PILOT, "C03", -4, 14, 4, 2, 1, 24, "4.0"),
    Planned(PILOT, "C04", -3, 9, 3, 1, 0, 12, "4.1"), Planned(PILOT, "C05", -3, 14, 3, 1, 1, 24, "3.3"),
    Planned(PILOT, "C06", -3, 14, 4, 2, 2, 12, "4.5"),
)  # fmt: skip
AROUND_TODAY = (  # from today
    Planned(FIRST, "C02", -12, 9, 3, 0, 0, 24, "4.2"), Planned(FIRST, "C02", -12, 14, 3, 1, 1, 24, "4.4"),
    Planned(FIRST, "C02", -11, 9, 3, 2, 2, 24, "4.3"), Planned(FIRST, "C02", -11, 14, 3, 0, 0, 24, "4.1"),
    Planned(FIRST, "C02", -10, 9, 3, 1, 1, 24, "4.4"), Planned(FIRST, "C12", -10, 14, 1, 0, None, 60, "4.0"),
    Planned(FIRST, "C12", -9, 14, 1, 1, None, 60, "4.1"), Planned(FIRST, "C03", -7, 9, 4, 0, 0, 20, "4.4"),
    Planned(FIRST, "C03", -6, 9, 4, 2, 2, 20), Planned(FIRST, "C04", -6, 14, 3, 1, 1, 12, "4.2"),
    Planned(FIRST, "C05", -5, 9, 3, 1, 0, 22, "4.3"), Planned(FIRST, "C05", -1, 14, 3, 2, 1, 12, marked=False),
    Planned(PILOT, "C08", 1, 9, 4, 0, 0, 12, people=12), Planned(FIRST, "C03", 2, 9, 4, 0, 2, 16),
    Planned(FIRST, "C05", 3, 9, 3, 1, 1, 12), Planned(FIRST, "C06", 3, 14, 4, 0, 0, 8),
    Planned(PILOT, "C08", 4, 9, 4, 2, 2, 12, people=4),
)  # fmt: skip
STAYED_AWAY, FELL_SHORT = 0.03, 0.04  # of those with a seat, and of those who came
LINK = "https://meet.chengjiang.example/training"


@seams.demo.provide("62.training.story")
def training(story: Story) -> None:
    """Write the courses up, say who needs which, train the pilot before its go-live, and half of the first wave."""
    live, ready = story.ended("T40"), story.ended("T38")
    first = max(story.calendar.add_days(ready, 2), story.calendar.add_days(live, -10))
    story.then(first, partial(_catalogue, story), hour=10)
    story.then(first, partial(_curricula, story), hour=11)
    for number, one in enumerate(OF_PILOT):
        _hold(story, one, max(story.calendar.add_days(live, one.day), story.calendar.add_days(first, 1)), number)
    revised = story.workday(-14)
    story.then(revised, partial(_second_edition, story), hour=9, minute=30)
    story.then(revised, partial(_waive, story), hour=11)
    for number, one in enumerate(AROUND_TODAY, start=len(OF_PILOT)):
        _hold(story, one, story.workday(one.day), number)


def _hold(story: Story, one: Planned, day: date, number: int) -> None:
    """Plan and fill a session some days before, and mark, assess and rate it when it is over."""
    code = f"S{number + 1:03}"
    before = min(
        story.calendar.add_days(day, -(BOOKED_LATE if one.course in {"C06", "C08"} else BOOKED)),
        story.calendar.add_days(story.today, -1),
    )
    opened = story.calendar.add_days(story.ended("T38"), 2)
    story.then(max(before, opened), partial(_plan, story, one, day, code), hour=12, minute=number)
    if one.marked:
        story.then(day, partial(_mark, story, code), hour=one.hour + one.length, minute=10 + number % 40)
    if one.rated:
        rate = partial(_rate, story, code, one.rated)
        story.then(story.calendar.add_days(day, 1), rate, hour=18, minute=number)


def _catalogue(story: Story) -> None:
    programme, trainer, owner = story.programme, story.people["trainer"], story.people["owner"]
    for zh, en, site_zh, site_en, seats in ROOMS:
        values: dict[str, Any] = {"name": story.say(zh, en), "site": story.say(site_zh, site_en), "capacity": seats}
        catalogue.create_room(programme, values=values, actor=trainer)
    for who, codes in TRAINERS:
        own = isinstance(who, str)
        name = story.people[who].name if isinstance(who, str) else story.say(*who)
        email = story.people[who].email if isinstance(who, str) else ""
        values = {"name": name, "email": email if own else "", "courses": codes.split()}
        catalogue.create_trainer(programme, values=values, actor=trainer)
    for code, (objectives, pain) in TAUGHT.items():
        course = Course.objects.get(programme=programme, code=code)
        texts = {"objectives": story.say(*objectives), "pain_points": story.say(*pain)}
        course = catalogue.submit_course(catalogue.update_course(course, values=texts, actor=trainer), actor=trainer)
        catalogue.publish_course(course, notes=story.say("首版", "First edition"), actor=owner)


def _curricula(story: Story) -> None:
    for code, role, before in CURRICULUM:
        course = Course.objects.get(programme=story.programme, code=code)
        values = {"course": course, "crm_role": role, "wave": None, "before_go_live": before}
        catalogue.add_requirement(story.programme, values=values, actor=story.people["change"])


def _second_edition(story: Story) -> None:
    """Write the service course anew after the pilot rated it too low."""
    course = Course.objects.get(programme=story.programme, code="C05")
    if course.may_be_changed:
        trainer = story.people["trainer"]
        catalogue.submit_course(course, actor=trainer)
        notes = story.say("按试点反馈增加一小时来电演练", "One more hour of call practice, as the pilot asked")
        catalogue.publish_course(course, notes=notes, actor=story.people["change"])


def _waive(story: Story) -> None:
    """Let one person who goes live late off the basics: the same course was passed at another company."""
    course = Course.objects.get(programme=story.programme, code="C02")
    entry = needing(story.programme, course)[-1].entry
    reason = story.say("在原公司已通过同一课程，证书已核对", "Passed it elsewhere; the certificate was seen")
    waive_course(entry, course=course, reason=reason, actor=story.people["change"])


def _plan(story: Story, one: Planned, day: date, code: str) -> None:
    programme, actor = story.programme, story.people["trainer"]
    starts = datetime.combine(day, time(one.hour), story.zone)
    wave = Wave.objects.get(programme=programme, code=one.wave)
    rooms = {row.name: row for row in Room.objects.filter(programme=programme)}
    names = [story.people[who].name if isinstance(who, str) else story.say(*who) for who, _codes in TRAINERS]
    values = {
        "code": code, "course": one.course, "capacity": one.seats, "wave": wave, "language": story.language,
        "room": None if one.room is None else rooms[story.say(*ROOMS[one.room][:2])],
        "link": LINK if one.room is None else "", "starts_at": starts, "ends_at": starts + timedelta(hours=one.length),
        "trainer": Trainer.objects.get(programme=programme, name=names[one.trainer]),
    }  # fmt: skip
    session = open_session(create_session(programme, values=values, actor=actor), actor=actor)
    people = [standing.entry for standing in needing(programme, session.course, wave)]
    own = [one for one in people if one.user_id == story.people["user"].pk]
    entries = [*own, *(one for one in people if one not in own)][: one.people or _room_for(one)]
    if entries:
        enrol_people(session, entries=entries, actor=actor)


def _room_for(one: Planned) -> int:
    """Managers wait for a second session; of the other courses nobody is asked beyond the seats."""
    return one.seats + 2 if one.course == "C06" else one.seats


def _session(story: Story, code: str) -> Session:
    return Session.objects.select_related("programme", "edition__course").get(programme=story.programme, code=code)


def _mark(story: Story, code: str) -> None:
    """Most came and most passed; who did not is the trainer's work of the next days."""
    session, dice = _session(story, code), story.dice(f"training.{code}")
    rows = [row for row in seats_of(session) if row.state == EnrolmentState.CONFIRMED]
    user = story.people["user"].pk
    marks = {row.public_id: 0 if dice.random() < STAYED_AWAY and row.entry.user_id != user else 100 for row in rows}
    record_attendance(session, marks=marks, actor=story.people["trainer"], complete=True)
    scores = {
        row.public_id: Decimal(dice.randint(60, 78) if dice.random() < FELL_SHORT and row.entry.user_id != user
                               else dice.randint(81, 99))
        for row in rows if marks[row.public_id]
    }  # fmt: skip
    passable = _with_basis(session, rows, scores)
    record_results(_session(story, code), results=passable, actor=story.people["trainer"])


def _with_basis(session: Session, rows: Sequence[Any], scores: dict[str, Decimal]) -> dict[str, Decimal]:
    """Leave those out who have not passed the course before this one: they are assessed when they have."""
    code = session.course.prerequisite
    if not code:
        return scores
    passed = RosterEntry.objects.filter(
        enrolments__course__code=code, enrolments__state=EnrolmentState.PASSED, programme=session.programme
    )
    keys = set(passed.values_list("pk", flat=True))
    return {row.public_id: scores[row.public_id] for row in rows if row.public_id in scores and row.entry_id in keys}


def _rate(story: Story, code: str, score: str) -> None:
    session = _session(story, code)
    n = session.enrolments.exclude(state=EnrolmentState.NO_SHOW).count()
    if session.state == "completed" and n:
        evaluate_session(
            session, reaction_score=Decimal(score), reaction_n=max(1, n - 2), actor=story.people["trainer"]
        )
