"""Courses, sessions and enrolments in named states."""

import datetime as dt
from zoneinfo import ZoneInfo

import factory
from django.utils import timezone

from phases.rollout.models import Wave
from tests.factories.programme import ProgrammeFactory
from tests.factories.rollout import RosterEntryFactory, WaveFactory
from training.catalogue.models import Course, CourseEdition, CurriculumItem, Room, Trainer
from training.learners.models import Enrolment
from training.timetable.models import Session

HERE = ZoneInfo("Asia/Shanghai")
MONDAY = dt.date(2099, 3, 2)  # far enough ahead; no holiday is computed there


class CourseFactory(factory.django.DjangoModelFactory):
    """A course that may be published: basic, scored at 80."""

    class Meta:
        model = Course

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"K{n:03}")
    name_en = "Basics"
    name_zh = "基础"
    tier = "basic"
    audience = "All users"
    objectives = "Enters a customer alone"
    pain_points = "Three sheets for one customer"
    hours = 3
    hands_on = 2
    passed_by = "score"
    pass_mark = 80


def published(programme, code="C02", **values):
    """Make a published course; returns its edition."""
    course = CourseFactory(programme=programme, code=code, state="published", edition=1, **values)
    return CourseEdition.objects.create(
        course=course, number=1, hours=course.hours, hands_on=course.hands_on, passed_by=course.passed_by,
        pass_mark=course.pass_mark, attendance_need=course.attendance_need, valid_months=course.valid_months,
        published_on=dt.date(2026, 3, 2),
    )  # fmt: skip


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Lab {n}")
    site = "Suzhou"
    capacity = 12


class TrainerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Trainer

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Trainer {n}")


def trainer_for(edition, **values):
    """Make a trainer who may give the course."""
    trainer = TrainerFactory(programme=edition.course.programme, **values)
    trainer.courses.add(edition.course)
    return trainer


def at(hour, minute=0, day=MONDAY):
    """A moment of the far Monday, where sessions are held."""
    return dt.datetime.combine(day, dt.time(hour, minute), HERE)


class SessionFactory(factory.django.DjangoModelFactory):
    """An open session of the far Monday, 9 to 12, 12 seats."""

    class Meta:
        model = Session

    edition = factory.LazyAttribute(lambda o: published(o.programme))
    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"S{n:03}")
    starts_at = factory.LazyFunction(lambda: at(9))
    ends_at = factory.LazyFunction(lambda: at(12))
    capacity = 12
    state = "open"


def held(edition, **values):
    """Make a session that began three hours ago and is over."""
    now = timezone.now()
    span = {"starts_at": now - dt.timedelta(hours=3), "ends_at": now - dt.timedelta(hours=1)}
    return SessionFactory(programme=edition.course.programme, edition=edition, **(span | values))


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """Somebody with a seat."""

    class Meta:
        model = Enrolment

    session = factory.SubFactory(SessionFactory)
    programme = factory.SelfAttribute("session.programme")
    course = factory.SelfAttribute("session.edition.course")
    entry = factory.SubFactory(RosterEntryFactory, programme=factory.SelfAttribute("..programme"))
    state = "confirmed"


def person(programme, role="sales", wave=None, **values):
    """Put somebody on the roster, in a wave of the code given."""
    found = None
    if wave is not None:
        found = Wave.objects.filter(programme=programme, code=wave).first() or WaveFactory(
            programme=programme, code=wave, planned_on=dt.date(2099, 4, 1)
        )
    return RosterEntryFactory(programme=programme, crm_role=role, wave=found, **values)


def needs(edition_or_course, role="", **values):
    """Require a course of a role."""
    course = getattr(edition_or_course, "course", edition_or_course)
    return CurriculumItem.objects.create(programme=course.programme, course=course, crm_role=role, **values)
