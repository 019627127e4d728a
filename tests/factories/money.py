"""Commitments, actual costs, draw-downs and baselines in named states."""

import datetime as dt

import factory
from django.utils import timezone

from programme.budget.models import ActualCost, BudgetBaseline, BudgetBaselineLine, Commitment, ContingencyDraw
from programme.budget.rules import bac
from tests.factories.charter import BudgetLineFactory
from tests.factories.programme import ProgrammeFactory


class CommitmentFactory(factory.django.DjangoModelFactory):
    """An order over 5 000."""

    class Meta:
        model = Commitment

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"PO{n:03}")
    line = factory.SubFactory(BudgetLineFactory, programme=factory.SelfAttribute("..programme"))
    number = factory.Sequence(lambda n: f"PO-2026-{n:03}")
    supplier = "Lingyun Software"
    signed_on = dt.date(2026, 3, 4)
    stated_minor = 500_000
    amount_minor = factory.SelfAttribute("stated_minor")
    currency = "CNY"


class ActualCostFactory(factory.django.DjangoModelFactory):
    """An invoice over 1 000 that pays no commitment."""

    class Meta:
        model = ActualCost

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"A{n:04}")
    line = factory.SubFactory(BudgetLineFactory, programme=factory.SelfAttribute("..programme"))
    number = factory.Sequence(lambda n: f"INV-{n:04}")
    supplier = "Lingyun Software"
    dated_on = dt.date(2026, 4, 15)
    booked_on = factory.SelfAttribute("dated_on")
    stated_minor = 100_000
    amount_minor = factory.SelfAttribute("stated_minor")
    currency = "CNY"


class DrawFactory(factory.django.DjangoModelFactory):
    """A wish for 500 of contingency."""

    class Meta:
        model = ContingencyDraw

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"CD{n:02}")
    source = factory.SubFactory(
        BudgetLineFactory, programme=factory.SelfAttribute("..programme"), category="contingency", nature="one_off"
    )
    line = factory.SubFactory(BudgetLineFactory, programme=factory.SelfAttribute("..programme"))
    amount_minor = 50_000
    reason = "More interfaces"


def baselined(programme, number=1):
    """Freeze the lines of a programme as they are, as its baseline."""
    lines = list(programme.budget_lines.all())
    total = bac((line.nature, line.amount_minor) for line in lines)
    row = BudgetBaseline.objects.create(
        programme=programme, number=number, set_at=timezone.now(), total_minor=total
    )  # fmt: skip
    copied = ("code", "title", "category", "nature", "phase", "amount_minor")
    BudgetBaselineLine.objects.bulk_create(
        BudgetBaselineLine(baseline=row, line=line, **{name: getattr(line, name) for name in copied}) for line in lines
    )
    return row
