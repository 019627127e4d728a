"""Exceptions and stage tolerances, and a plan whose forecast leaves its baseline."""

import datetime as dt

import factory

from phases.exceptions.models import ExceptionReport, StageTolerance
from phases.gates.models import Phase, Stage
from tests.factories.plan import TaskFactory
from tests.factories.programme import ProgrammeFactory

OPTIONS = [{"key": "A", "text": "Wait"}, {"key": "B", "text": "Plan anew", "time": "back to 5"}]


class ExceptionReportFactory(factory.django.DjangoModelFactory):
    """An exception of the scope that nobody raised, with everything a report needs."""

    class Meta:
        model = ExceptionReport

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"EX-{n + 100:03}")
    dimension = "scope"
    limit = 10
    forecast = 12
    first_forecast = 11
    found_on = dt.date(2026, 3, 3)
    cause = "Three wishes were granted"
    consequence = "The test takes longer"
    options = OPTIONS
    recommendation = "B"
    reason = "Cheapest"


class StageToleranceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StageTolerance

    programme = factory.SubFactory(ProgrammeFactory)
    dimension = "time"
    limit = 5


def stage_of(programme, code="P2.2"):
    """Make a stage with its phase."""
    phase = Phase.objects.create(programme=programme, code=code[:2], name_en="Pilot", name_zh="试点")
    return Stage.objects.create(programme=programme, phase=phase, code=code, name_en="Trial", name_zh="试运营")


def promised(programme, days, *, wbs="2.2.41", base=dt.date(2099, 6, 1), **values):
    """Make a row of work of that stage whose finish is forecast so many days after the promised one."""
    return TaskFactory(
        programme=programme, wbs=wbs, baseline_start=base, baseline_finish=base, early_start=base,
        early_finish=base + dt.timedelta(days), **values,
    )  # fmt: skip
