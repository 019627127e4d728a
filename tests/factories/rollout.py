"""Waves, the roster and absences of it."""

import datetime as dt

import factory

from phases.rollout.models import Absence, RosterEntry, Wave
from tests.factories.programme import ProgrammeFactory


class WaveFactory(factory.django.DjangoModelFactory):
    """A wave; its units are given as ``units=[…]``."""

    class Meta:
        model = Wave
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"W{n}")
    name_zh = "批次"
    name_en = "Wave"
    position = factory.Sequence(lambda n: n)

    @factory.post_generation
    def units(self, create, extracted, **_given):
        if create and extracted:
            self.units.set(extracted)


class RosterEntryFactory(factory.django.DjangoModelFactory):
    """A person who holds a licence; give ``wave``, ``unit``, ``user`` and ``programme`` as the test needs."""

    class Meta:
        model = RosterEntry

    programme = factory.SubFactory(ProgrammeFactory)
    key = factory.Sequence(lambda n: f"E{n:05}")
    name = factory.Sequence(lambda n: f"Colleague {n}")
    email = factory.LazyAttribute(lambda o: f"{o.key.lower()}@example.com")


class AbsenceFactory(factory.django.DjangoModelFactory):
    """A week away."""

    class Meta:
        model = Absence

    entry = factory.SubFactory(RosterEntryFactory)
    first = dt.date(2026, 5, 4)
    last = dt.date(2026, 5, 8)
