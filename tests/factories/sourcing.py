"""Factories of the sourcing decision."""

import datetime as dt

import factory

from programme.signoff.selectors import requests_of
from programme.signoff.services import mark_viewed, sign
from programme.sourcing import services
from programme.sourcing.models import Sourcing, SourcingCriterion, Vendor, VendorScore
from tests.factories.charter import GoalFactory
from tests.factories.programme import PASSWORD, ProgrammeFactory, UserFactory

DUE = dt.date(2099, 1, 5)


class SourcingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sourcing

    programme = factory.SubFactory(ProgrammeFactory)
    open_reason = "Nobody keeps it up"
    build_reason = "Not our business"


class SourcingCriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SourcingCriterion

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"C{n:03}")
    name = factory.Sequence(lambda n: f"Criterion {n}")
    weight = 50


class VendorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Vendor

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"V{n:03}")
    name = factory.Sequence(lambda n: f"Vendor {n}")
    price_minor = 300_000_000
    days = 400
    reference = "A maker of valves"


class VendorScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VendorScore

    vendor = factory.SubFactory(VendorFactory)
    criterion = factory.LazyAttribute(lambda row: SourcingCriterionFactory(programme=row.vendor.programme))
    scorer = factory.SubFactory(UserFactory)
    score = 4
    evidence = "Shown"


def scored(programme, *people, **vendors):
    """Two criteria and the named candidates, each scored alike by everybody: ``V1="54"``. Gives the decision."""
    row = SourcingFactory(programme=programme)
    criteria = [
        SourcingCriterionFactory(programme=programme, code="C01", aspect="feature", name="", weight=60),
        SourcingCriterionFactory(programme=programme, code="C02", aspect="consultant", name="", weight=40),
    ]
    for code, scores in vendors.items():
        vendor = VendorFactory(programme=programme, code=code, name=f"Vendor {code}")
        for person in people:
            for criterion, score in zip(criteria, scores, strict=True):
                VendorScoreFactory(vendor=vendor, criterion=criterion, scorer=person, score=int(score))
    return row


def proposed(programme, by, code="V1", **more):
    """Put a candidate to the committee; gives the decision."""
    if not programme.goals.exists():
        GoalFactory(programme=programme, code="GL1")
    values = {"reason": "Best", "goals": ["GL1"], "cost_of_delay": "A week", "due_on": DUE} | more
    vendor = Vendor.objects.select_related("programme").get(programme=programme, code=code)
    return services.propose_vendor(programme, vendor=vendor, actor=by, **values)


def signed(row, person):
    """Sign what is open of the decision."""
    (request,) = [one for one in requests_of(row) if one.is_open]
    read = mark_viewed(request, actor=person)
    sign(read, actor=person, password=PASSWORD, seen_hash=read.sha256, decision="sign")
