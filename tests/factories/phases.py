"""Gates and deliverables in named states."""

import datetime as dt

import factory

from phases.gates.choices import Binding, Op
from phases.gates.models import Criterion, Deliverable, DeliverablePart, Gate, Phase, Stage
from tests.factories.programme import ProgrammeFactory


class PhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Phase

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"P{n}")
    name_zh = "阶段"
    name_en = "Phase"
    position = factory.Sequence(lambda n: n)


class StageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stage

    phase = factory.SubFactory(PhaseFactory)
    programme = factory.SelfAttribute("phase.programme")
    code = factory.Sequence(lambda n: f"S{n}")
    name_zh = "子阶段"
    name_en = "Stage"


class DeliverableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deliverable

    stage = factory.SubFactory(StageFactory)
    programme = factory.SelfAttribute("stage.programme")
    code = factory.Sequence(lambda n: f"DEL-{n:02}")
    name_zh = "交付物"
    name_en = "Deliverable"
    doer_roles = ["PO"]
    approver_role = "BO"
    mandatory = False


class PartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DeliverablePart

    deliverable = factory.SubFactory(DeliverableFactory)
    programme = factory.SelfAttribute("deliverable.programme")
    code = factory.Sequence(lambda n: f"part-{n}")
    name_zh = "输出"
    name_en = "Output"


class GateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Gate

    phase = factory.SubFactory(PhaseFactory)
    programme = factory.SelfAttribute("phase.programme")
    code = factory.Sequence(lambda n: f"G{n}")
    name_zh = "门"
    name_en = "Gate"
    position = factory.Sequence(lambda n: n)
    keepers = ["SP", "FIN"]
    holds = ["T10"]


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    gate = factory.SubFactory(GateFactory)
    programme = factory.SelfAttribute("gate.programme")
    key = factory.Sequence(lambda n: f"g.{n}")
    label = factory.Sequence(lambda n: f"M{n}")
    name_zh = "准则"
    name_en = "Criterion"
    must = True
    binding = Binding.MANUAL
    op = Op.SIGNED


def due(days=30):
    """A day some days from now."""
    return dt.date.today() + dt.timedelta(days=days)
