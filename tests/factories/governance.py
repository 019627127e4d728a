"""Meetings and actions in named states."""

import datetime as dt

import factory

from programme.governance.models import ActionItem, AgendaItem, Meeting
from tests.factories.programme import ProgrammeFactory


class MeetingFactory(factory.django.DjangoModelFactory):
    """A meeting of the committee; its state is ``draft`` unless told."""

    class Meta:
        model = Meeting

    programme = factory.SubFactory(ProgrammeFactory)
    kind = "steering"
    held_on = dt.date(2026, 3, 3)
    begins = dt.time(14)
    length = 60
    state = "draft"


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = 1
    text = "Lights"
    length = 10


class ActionItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionItem

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"AC-{n:03}")
    text = factory.Sequence(lambda n: f"Action {n}")
    due_on = dt.date(2099, 1, 1)
    state = "open"
    raised_on = dt.date(2026, 3, 2)
