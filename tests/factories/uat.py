"""Cycles, cases, executions and defects in named states."""

import datetime as dt

import factory

from phases.uat.models import Defect, Execution, TestCase, UatCycle
from tests.factories.programme import ProgrammeFactory


class CycleFactory(factory.django.DjangoModelFactory):
    """A running cycle."""

    class Meta:
        model = UatCycle

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n % 900 + 1)
    build = "2.3.1"
    environment = "UAT-1"
    state = "running"


class CaseFactory(factory.django.DjangoModelFactory):
    """A confirmed case of two steps."""

    class Meta:
        model = TestCase

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"UAT-{n:03}")
    title = factory.Sequence(lambda n: f"Scenario {n}")
    steps = [
        {"action": "Open the deal", "expected": "Its amount is shown"},
        {"action": "Approve the quote", "expected": "The amount is the same"},
    ]
    state = "confirmed"


class ExecutionFactory(factory.django.DjangoModelFactory):
    """A case of a cycle that is not run yet."""

    class Meta:
        model = Execution

    cycle = factory.SubFactory(CycleFactory)
    programme = factory.SelfAttribute("cycle.programme")
    case = factory.SubFactory(CaseFactory, programme=factory.SelfAttribute("..programme"))


class DefectFactory(factory.django.DjangoModelFactory):
    """A new defect of severity 2."""

    class Meta:
        model = Defect

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"DEF-{n:04}")
    title = factory.Sequence(lambda n: f"Defect {n}")
    severity = 2
    reported_on = dt.date(2026, 5, 4)
