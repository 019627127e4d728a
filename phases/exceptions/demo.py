"""The demo's stage tolerances, and the exception that the late trial brought before the committee."""

from decimal import Decimal
from functools import partial

from core import seams
from core.demo import Story
from phases.exceptions.models import ExceptionReport
from phases.exceptions.services.reports import decide_exception, edit_exception, raise_exception
from phases.exceptions.services.tolerances import set_tolerance
from phases.exceptions.services.watching import watch_forecasts
from phases.gates.models import Stage

# Stage, dimension, limit.
TOLERANCES = (("P1.4", "time", 5), ("P2.2", "time", 5), ("P2.3", "time", 5), ("P3.1", "time", 10))
LOOK_BEFORE, RAISED_BEFORE, DECIDED_BEFORE = 3, 2, 1  # working days before today


@seams.demo.provide("36.exceptions")
def exceptions(story: Story) -> None:
    """Set the tolerances with the charter; look at the forecasts before today's committee."""
    story.then(story.ended("T08"), partial(_set, story), hour=18)
    story.then(story.workday(-LOOK_BEFORE), partial(watch_forecasts, story.programme, actor=None), hour=2)
    story.then(story.workday(-RAISED_BEFORE), partial(_raise, story), hour=9, minute=30)
    story.then(story.workday(-DECIDED_BEFORE), partial(_decide, story), hour=16)
    story.then(story.today, partial(watch_forecasts, story.programme, actor=None), hour=2)


def _set(story: Story) -> None:
    for code, dimension, limit in TOLERANCES:
        stage = Stage.objects.filter(programme=story.programme, code=code).first()
        if stage is not None:
            values = {"stage": stage, "dimension": dimension, "limit": Decimal(limit)}
            set_tolerance(story.programme, values=values, actor=story.people["pmo"])


def _found(story: Story, state: str) -> list[ExceptionReport]:
    return list(ExceptionReport.objects.filter(programme=story.programme, state=state).order_by("code"))


def _raise(story: Story) -> None:
    """The project manager raises what the night found first, with the lesson; the rest is still a proposal."""
    for row in _found(story, "proposed")[:2]:
        lesson = story.say("试运营时长应按同类案例的P80而非计划值承诺。",
                           "Promise a trial by the P80 of similar cases, not by the plan.")  # fmt: skip
        if row.dimension == "time":
            edit_exception(row, lesson=lesson, actor=story.people["pmo"])
        raise_exception(row, actor=story.people["pmo"])


def _decide(story: Story) -> None:
    """The committee asks for a new plan about the first."""
    for row in _found(story, "raised")[:1]:
        note = story.say("不放宽容差：一周内提交赶工计划，先压缩不影响试点评价的工作。",
                         "No wider tolerance: a recovery plan within a week; the verdict stays.")  # fmt: skip
        decide_exception(row, outcome="plan", note=note, actor=story.people["steering"])
