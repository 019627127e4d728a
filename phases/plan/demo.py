"""The demo's plan: promised when the charter was signed, then followed month by month."""

from datetime import date
from functools import partial

from core import seams
from core.demo import Story
from phases.plan.models import MINUTES_PER_DAY, Task
from phases.plan.services import record_history, set_basis, take_baseline, update_task
from phases.plan.services.progress import Progress

REPORT_EVERY = 20  # working days
TRIAL = "T41"
TRIAL_DAYS = 35  # five more than promised
EXTENDED_BEFORE = 4  # working days before today
GONE = {"T41": 52, "T42": 57, "T43": 57}  # per cent done of what runs: a little ahead of the clock


@seams.demo.provide("35.plan.progress")
def progress(story: Story) -> None:
    """Promise the dates with the charter, then record what really happened once a month and today."""
    pmo = story.people["pmo"]
    promise = partial(
        take_baseline,
        story.programme,
        name=story.say("章程", "Charter"),
        note=story.say("章程签署时承诺", "Promised when the charter was signed"),
        actor=pmo,
    )
    story.then(story.ended("T08"), promise, hour=17)
    day = story.programme.starts_on
    while day < story.today:
        story.then(day, partial(_record, story, day), hour=18)
        day = story.calendar.add_days(day, REPORT_EVERY)
    story.then(story.workday(-EXTENDED_BEFORE), partial(_extend, story), hour=9, minute=40)
    story.then(story.today, partial(_record, story, story.today), hour=8, minute=20)


def _record(story: Story, on: date) -> None:
    facts = [_fact(code, begin, end, on) for code, (begin, end) in story.spans.items() if begin <= on]
    record_history(story.programme, facts=facts, actor=story.people["pmo"])
    set_basis(story.programme, status_on=on, actor=story.people["pmo"])


def _fact(code: str, begin: date, end: date | None, on: date) -> Progress:
    if end is not None and end <= on:
        return Progress(code, begin, end)
    return Progress(code, begin, percent=GONE.get(code, 50))


def _extend(story: Story) -> None:
    task = Task.objects.get(programme=story.programme, code=TRIAL)
    update_task(task, minutes=TRIAL_DAYS * MINUTES_PER_DAY, actor=story.people["pmo"])
