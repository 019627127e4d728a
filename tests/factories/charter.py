"""Goals, KPIs, readiness, budget and stakeholders in named states."""

import datetime as dt
from decimal import Decimal

import factory

from programme.budget.models import BudgetLine
from programme.charter.choices import Cause, Moment
from programme.charter.models import (
    Goal,
    Kpi,
    KpiReading,
    ReadinessAnswer,
    ReadinessCheck,
    ReferenceCase,
    ScopeItem,
    StrategyObjective,
)
from programme.people.choices import MANDATORY_SEATS
from programme.stakeholders.models import CommunicationItem, Stakeholder
from tests.factories.programme import ProgrammeFactory, SeatFactory, member_of


class StrategyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StrategyObjective

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"ST{n:02}")
    title = "Grow with the customers we have"


class KpiFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Kpi

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"K{n:02}")
    name_zh = "线索转化率"
    name_en = "Lead conversion"
    unit = "%"
    direction = "up"
    baseline = Decimal(25)
    target = Decimal(35)
    starts_on = dt.date(2026, 1, 1)
    due_on = dt.date(2026, 7, 1)


class ReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KpiReading

    kpi = factory.SubFactory(KpiFactory)
    read_on = dt.date(2026, 4, 1)
    value = Decimal(31)
    n = 412


class GoalFactory(factory.django.DjangoModelFactory):
    """A goal that passes all five checks."""

    class Meta:
        model = Goal

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"GL{n:02}")
    statement = "Raise the lead conversion rate from 25 % to 35 % within 6 months"
    metric = "Lead conversion rate"
    unit = "%"
    unit_kind = "pp"
    baseline = Decimal(25)
    baseline_on = dt.date(2025, 12, 20)
    baseline_n = 412
    baseline_source = "CRM export"
    target = Decimal(35)
    starts_on = dt.date(2026, 1, 1)
    due_on = dt.date(2026, 7, 1)
    achievability = "The pilot team reached 34 %."
    owner_role = "BO"
    strategy = factory.SubFactory(StrategyFactory, programme=factory.SelfAttribute("..programme"))


class ReferenceCaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReferenceCase

    programme = factory.SubFactory(ProgrammeFactory)
    company = "Beimen Valves"
    similar = True


class ScopeItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScopeItem

    programme = factory.SubFactory(ProgrammeFactory)
    side = "in"
    text = "Sales in three regions"


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"B{n:02}")
    title = "Subscription"
    category = "subscription"
    nature = "annual"
    amount_minor = 30_000_000


class StakeholderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stakeholder

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"S{n:02}")
    name = factory.Sequence(lambda n: f"Stakeholder {n}")
    power = 4
    interest = 4


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommunicationItem

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"M{n:02}")
    message_zh = "为什么变"
    message_en = "Why we change"
    sender = "CEO"
    audience = "all"
    channel = "meeting"
    when = "T09"


def readiness_with(programme, scores, *, moment=Moment.START, state="open"):
    """Make a check whose five causes have these scores, in the order of the causes."""
    check = ReadinessCheck.objects.create(programme=programme, moment=moment, state=state)
    for cause, score in zip(Cause, scores, strict=True):
        ReadinessAnswer.objects.create(check_of=check, cause=cause, score=score, evidence="minutes of 12 March")
    return check


def filled_seats(programme):
    """Fill the five mandatory seats; returns the holders by role."""
    holders = {role.value: member_of(programme, role.value) for role in MANDATORY_SEATS}
    for role, holder in holders.items():
        SeatFactory(programme=programme, role=role, holder=holder)
    return holders


def ready_to_sign(programme):
    """Make everything that a charter needs before it is put to its signers; returns the people by role."""
    people = filled_seats(programme) | {role: member_of(programme, role) for role in ("SP", "FIN")}
    programme.purposes = ["unify", "sales"]
    programme.purpose_text = "Three regions keep three customer lists."
    programme.save()
    GoalFactory(programme=programme)
    ScopeItemFactory(programme=programme)
    BudgetLineFactory(programme=programme)
    ReferenceCaseFactory(programme=programme)
    readiness_with(programme, [3, 3, 3, 3, 3], state="passed")
    return people
