"""Factories of what the company brings."""

import factory

from programme.capability.models import Department, ExecutiveTest, TeamSkill
from tests.factories.programme import ProgrammeFactory


class ExecutiveTestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExecutiveTest

    programme = factory.SubFactory(ProgrammeFactory)
    test = "position"
    score = 3
    evidence = "Seen"


class TeamSkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeamSkill

    programme = factory.SubFactory(ProgrammeFactory)
    area = "process"
    score = 4
    evidence = "Seen"


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department

    programme = factory.SubFactory(ProgrammeFactory)
    desk = "finance"
    contact = "Zheng Ning"
