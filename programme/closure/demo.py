"""The demo's lessons: from the trial, and one of an earlier programme's kind that was taken up."""

from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from programme.closure.choices import Area
from programme.closure.services import adopt_lesson, write_lesson

A = Area
# Working days before today, area, event, cause, effect, recommendation, adopted in.
LESSONS = (
    (40, A.DATA, ("清洗比计划多用两周", "Cleansing took two weeks more than planned"),
     ("重复客户率到试迁移才测", "Duplicates were first counted in the trial migration"),
     ("试迁移推迟一次", "The trial migration was put off once"),
     ("立项时就抽样测重复率，再排清洗工期。", "Sample the duplicates while chartering, then plan the cleansing."),
     ("数据标准第2版", "Data standard, version 2")),
    (12, A.TRAINING, ("大使培训过早，到试点时已生疏", "Ambassadors were trained too early and had forgotten"),
     ("培训日期按教室排，不按上线日排", "Dates followed the rooms, not the go-live"),
     ("加开两场复训", "Two refreshers were added"),
     ("大使培训放在UAT前一周，试点前再做两小时复训。", "Train a week before UAT, and refresh before the pilot."),
     ("", "")),
    (3, A.ROLLOUT, ("试运营比承诺长五天", "The trial ran five days longer than promised"),
     ("工期按计划值而非同类案例承诺", "It was promised by the plan, not by similar cases"),
     ("例外上报，推广启动门后移", "An exception was raised; the rollout gate moved"),
     ("试运营按参照类P80承诺。", "Promise a trial by the P80 of the reference class."), ("", "")),
)  # fmt: skip


@seams.demo.provide("58.closure.lessons")
def lessons(story: Story) -> None:
    """Write each on its day."""
    for row in LESSONS:
        story.then(story.workday(-row[0]), partial(_write, story, row), hour=17, minute=45)


def _write(story: Story, row: tuple[Any, ...]) -> None:
    _ago, area, event, cause, effect, recommendation, adopted = row
    values = {
        "area": area,
        "event": story.say(*event),
        "cause": story.say(*cause),
        "effect": story.say(*effect),
        "recommendation": story.say(*recommendation),
    }
    lesson = write_lesson(story.programme, values=values, actor=story.people["pmo"])
    if any(adopted):
        adopt_lesson(lesson, adopted_in=story.say(*adopted), actor=story.people["data"])
