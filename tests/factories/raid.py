"""Risks and issues in named states."""

import datetime as dt

import factory

from programme.raid.models import Issue, Risk, RiskScore
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
