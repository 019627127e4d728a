"""Rows of the registers in named states."""

import datetime as dt

import factory

from programme.raid.models import Assumption, Dependency, Issue, Risk, RiskScore
from tests.factories.programme import ProgrammeFactory


class RiskFactory(factory.django.DjangoModelFactory):
    """A whole risk with a score of 12 as it stands in a register; its state is ``open`` unless told."""

    class Meta:
        model = Risk

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"R{n:03}")
    title = factory.Sequence(lambda n: f"Risk {n}")
    cause = "part-time staff"
    event = "decisions stall"
    effect = "slip"
    category = "people"
    probability = 3
    impact = 4
    score = factory.LazyAttribute(lambda o: o.probability * o.impact if o.probability and o.impact else None)
    state = "open"
    raised_on = dt.date(2026, 3, 2)


class IssueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Issue

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"I{n:03}")
    title = factory.Sequence(lambda n: f"Issue {n}")
    state = "raised"
    raised_on = dt.date(2026, 3, 2)


class RiskScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RiskScore

    risk = factory.SubFactory(RiskFactory)
    on = dt.date(2026, 3, 2)
    probability = 3
    impact = 4


class AssumptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assumption

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"A{n:03}")
    title = factory.Sequence(lambda n: f"Assumption {n}")
    test = "Count duplicates"
    effect = "match keys break"
    expires_on = dt.date(2099, 1, 1)
    state = "open"
    raised_on = dt.date(2026, 3, 2)


class DependencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Dependency

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"X{n:03}")
    title = factory.Sequence(lambda n: f"Dependency {n}")
    giver = "ERP team"
    taker = "Programme"
    state = "open"
    raised_on = dt.date(2026, 3, 2)
