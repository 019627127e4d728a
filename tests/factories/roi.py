"""Costs, benefits, actuals and statements in named states."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone

from roi.ledger.models import Benefit, BenefitActual, BenefitReview, CostLine
from roi.statements.models import RoiStatement
from tests.factories.programme import ProgrammeFactory


class CostFactory(factory.django.DjangoModelFactory):
    """A posting of 10 000."""

    class Meta:
        model = CostLine

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"C{n:04}")
    title = "Implementation services"
    posted_on = dt.date(2026, 2, 10)
    amount_minor = 1_000_000
    category = "implementation"


class BenefitFactory(factory.django.DjangoModelFactory):
    """A complete profile worth 12 000 a year, not profiled yet."""

    class Meta:
        model = Benefit

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"BN{n:02}")
    title = "More renewals"
    driver = "retention"
    measure = "Renewed ÷ due, monthly"
    baseline = Decimal(65)
    baseline_on = dt.date(2025, 12, 20)
    target = Decimal(78)
    unit = "%"
    volume = Decimal(120)
    unit_value_minor = 10_000
    grade = "B"
    first_value_on = dt.date(2026, 1, 1)
    ends_on = dt.date(2028, 12, 31)
    next_review_on = dt.date(2027, 6, 1)


class ActualFactory(factory.django.DjangoModelFactory):
    """A claimed month of 1 000 with evidence."""

    class Meta:
        model = BenefitActual

    benefit = factory.SubFactory(BenefitFactory, state="realising")
    month = dt.date(2026, 2, 1)
    volume = Decimal(10)
    amount_minor = 100_000
    evidence = "Renewal list of February"
    recorded_at = factory.LazyFunction(timezone.now)


class ReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BenefitReview

    benefit = factory.SubFactory(BenefitFactory)
    held_on = dt.date(2026, 3, 1)
    finding = "On its way"


class StatementFactory(factory.django.DjangoModelFactory):
    """A locked quarter of what the ledger says now."""

    class Meta:
        model = RoiStatement

    programme = factory.SubFactory(ProgrammeFactory)
    quarter = "2026Q1"
    first_day = dt.date(2026, 1, 1)
    last_day = dt.date(2026, 3, 31)
    locked_at = factory.LazyFunction(timezone.now)

    @factory.lazy_attribute
    def inputs(self):
        from core.documents.canonical import dumps
        from roi.statements.rules.quarters import quarter_named
        from roi.statements.selectors.inputs import inputs_for

        return dumps(inputs_for(self.programme, quarter_named(self.quarter)))

    @factory.lazy_attribute
    def sha256(self):
        from core.documents.canonical import sha256_of

        return sha256_of(self.inputs)
