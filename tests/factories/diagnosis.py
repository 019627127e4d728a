"""Factories of the diagnosis."""

import factory

from programme.diagnosis.models import Diagnosis, DiagnosisAnswer, PainPoint
from tests.factories.programme import ProgrammeFactory


class DiagnosisFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Diagnosis

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    held_on = "2026-03-03"


class DiagnosisAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DiagnosisAnswer

    diagnosis = factory.SubFactory(DiagnosisFactory)
    question = "complete"
    score = 3
    evidence = "200 looked at"


class PainPointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PainPoint

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"PP{n:03}")
    block = "data"
    text = "Typed twice"
