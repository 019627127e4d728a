"""Factories of needs."""

import factory

from programme.needs.models import Capability, Elicitation, Requirement, UserGroup
from tests.factories.charter import StrategyFactory
from tests.factories.programme import ProgrammeFactory, UnitFactory


class UserGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UserGroup

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"UG{n:03}")
    name = factory.Sequence(lambda n: f"Group {n}")
    headcount = 12


class RequirementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Requirement
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"RQ{n:04}")
    title = factory.Sequence(lambda n: f"Requirement {n}")
    acceptance = "Seen on the screen"

    @factory.post_generation
    def goals(self, create, given):
        if create and given:
            self.goals.set(given)


class ElicitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Elicitation

    programme = factory.SubFactory(ProgrammeFactory)
    held_on = "2026-03-05"
    unit = factory.SubFactory(UnitFactory)
    summary = "Leads get lost"


class CapabilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Capability

    programme = factory.SubFactory(ProgrammeFactory)
    objective = factory.LazyAttribute(lambda row: StrategyFactory(programme=row.programme))
    name = factory.Sequence(lambda n: f"Capability {n}")
