"""The demo's assumptions and external dependencies: tested, broken, past their day; promised, slipped, delivered."""

from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from programme.raid import services
from programme.raid.choices import Becomes
from programme.raid.models import Assumption, Dependency

# Task with whose end it was written down, owner, to be tested by (working days from today), what came of it,
# statement, test, effect, finding.
ASSUMPTIONS = (
    ("T06", "data", -60, "confirmed",
     ("ERP中客户编码唯一", "Customer codes in ERP are unique"),
     ("统计抽取中的重复编码", "Count duplicates in the extract"),
     ("匹配键失效，迁移推迟两周", "Match keys break and migration moves by two weeks"),
     ("12,480个编码，重复0个。", "12,480 codes, no duplicate.")),
    ("T21", "it", -35, "broken",
     ("话务商可实时推送话单", "The carrier can push call records in real time"),
     ("向话务商索取接口文档", "Ask the carrier for its interface document"),
     ("客服看不到当天来电", "Service does not see the calls of the day"),
     ("话务商只提供每晚批量。", "The carrier gives a nightly batch only.")),
    ("T28", "finance", -4, "",
     ("财务月底合并编码不影响迁移窗口", "Merging codes at month end leaves the migration window alone"),
     ("与财务核对五月关账日历", "Check the closing calendar of May with finance"),
     ("迁移窗口缩短两天", "The migration window is two days shorter"), ("", "")),
    ("T36", "change", 9, "",
     ("大区总监在首批前释放大使10%工时", "Directors free 10 % of the ambassadors' time before the first wave"),
     ("逐一取得书面确认", "Get it from each in writing"),
     ("一线求助无人应答", "Nobody answers on the floor"), ("", "")),
)  # fmt: skip
# Task with whose end it was asked for, owner, promised days, needed by the task, delivered, what, giver, taker.
DEPENDENCIES = (
    ("T21", "it", (-70,), "T36", -68, ("ERP测试环境", "Test system of ERP"), ("ERP团队", "ERP team")),
    ("T28", "it", (10, 24), "T49", None, ("合同接口正式环境账号", "Production account for the contract interface"),
     ("ERP团队", "ERP team")),
    ("T36", "data", (-3,), "T54", None, ("经销商清单与税号", "List of dealers with their tax numbers"),
     ("财务共享中心", "Shared finance centre")),
    ("T40", "pmo", (), "T57", None, ("首批会议室与投影", "Rooms and projectors for the first wave"),
     ("行政部", "Facilities")),
)  # fmt: skip


@seams.demo.provide("31.raid.stands")
def stands(story: Story) -> None:
    """Write down what the plan stands on, and what others owe it."""
    for minute, row in enumerate(ASSUMPTIONS):
        story.then(story.ended(row[0]), partial(_assume, story, row), hour=17, minute=30 + minute)
    for minute, wanted in enumerate(DEPENDENCIES):
        story.then(story.ended(wanted[0]), partial(_depend, story, wanted), hour=17, minute=40 + minute)


def _assume(story: Story, row: tuple[Any, ...]) -> None:
    _task, owner, due, end, title, test, effect, finding = row
    values = {
        "title": story.say(*title),
        "test": story.say(*test),
        "effect": story.say(*effect),
        "owner": story.people[owner],
        "expires_on": story.workday(due),
    }
    found = services.create_assumption(story.programme, values=values, actor=story.people["pmo"])
    if end:
        story.then(story.workday(due - 2), partial(_test, found.pk, end, story.say(*finding)), hour=16, minute=30)


def _test(pk: int, end: str, finding: str) -> None:
    row = Assumption.objects.get(pk=pk)
    if end == "confirmed":
        services.confirm_assumption(row, finding=finding, actor=row.owner)
    else:
        services.refute_assumption(row, finding=finding, becomes=Becomes.RISK, actor=row.owner)


def _depend(story: Story, row: tuple[Any, ...]) -> None:
    _task, owner, promises, task, delivered, title, giver = row
    values = {
        "title": story.say(*title),
        "giver": story.say(*giver),
        "taker": story.say("项目组", "Programme"),
        "owner": story.people[owner],
        "needed_by": task,
    }
    found = services.create_dependency(story.programme, values=values, actor=story.people["pmo"])
    for due in promises:
        services.promise_dependency(
            Dependency.objects.get(pk=found.pk), promised_on=story.workday(due), actor=story.people[owner]
        )
    if delivered is not None:
        story.then(story.workday(delivered), partial(_deliver, story, found.pk, delivered), hour=11)


def _deliver(story: Story, pk: int, day: int) -> None:
    row = Dependency.objects.get(pk=pk)
    services.deliver_dependency(row, delivered_on=story.workday(day), actor=row.owner)
