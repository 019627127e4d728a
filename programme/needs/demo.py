"""The demo's needs: who the users are, who was asked, the catalogue by family, and what the strategy asks."""

from decimal import Decimal
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from programme.needs import services
from programme.needs.choices import Theme
from programme.needs.models import Capability, Requirement, UserGroup
from programme.people.models import Unit

# Code, name, where they work, unit, people, how much their work changes, what they need.
GROUPS = (
    ("UG01", ("客户经理", "Account managers"), "sales", "EAST", 38, "high",
     ("手机当天记录拜访，少填一次表", "Record visits on the phone the same day, fill in one form less")),
    ("UG02", ("销售内勤", "Inside sales"), "sales", "SOUTH", 24, "medium",
     ("报价一次生成，不再抄合同", "Quotations in one go, no copying of contracts")),
    ("UG03", ("客服坐席", "Service agents"), "service", "SERVICE", 38, "high",
     ("来电即见客户全貌", "The whole customer on the screen when the phone rings")),
    ("UG04", ("营销专员", "Marketing staff"), "marketing", "HQ", 9, "medium",
     ("线索来源可追溯", "Know where each lead came from")),
    ("UG05", ("销售管理层", "Sales management"), "management", "HQ", 6, "low",
     ("不催表也能看预测", "Forecasts without chasing sheets")),
)  # fmt: skip
# Method, unit, people, what came of it.
ASKED = (
    ("interview", "EAST", 18, ("线索跟到哪一步没人说得清", "Nobody can say how far a lead was followed")),
    ("survey", "SOUTH", 31, ("六成的人月底补填拜访", "Six of ten write visits down at the end of the month")),
    ("interview", "SERVICE", 12, ("同一客户有三个名称", "One customer has three names")),
    ("observation", "SERVICE", 4, ("接听时平均打开四个系统", "Four systems are opened during a call")),
    ("workshop", "HQ", 9, ("目标与痛点逐条对应", "Pains and goals were matched one by one")),
)
# Code, title, family, needed, fit, increment, person-days, goal, groups, acceptance, why custom, upgrades.
NEEDS = (
    (
        "RQ001",
        ("线索24小时未跟进自动回公海", "Leads untouched for 24 hours return to the pool"),
        "leads",
        "must",
        "config",
        "sales",
        "2",
        "GL01",
        ("UG01",),
        ("超时线索在公海可见，原负责人收到提醒", "The lead is in the pool, its owner is told"),
        None,
        None,
    ),
    (
        "RQ002",
        ("线索评分由MQL转SQL", "Scoring turns an MQL into an SQL"),
        "leads",
        "must",
        "standard",
        "sales",
        "1",
        "GL01",
        ("UG01", "UG04"),
        ("80分以上自动转SQL", "At 80 points a lead becomes an SQL by itself"),
        None,
        None,
    ),
    (
        "RQ003",
        ("客户360°视图含合同与服务", "360° view with contracts and service"),
        "customer",
        "must",
        "extension",
        "sales",
        "12",
        "GL04",
        ("UG01", "UG03"),
        ("一屏看到合同、回款与工单", "Contracts, payments and requests on one screen"),
        None,
        None,
    ),
    (
        "RQ004",
        ("客户查重与合并", "Customers are matched and merged"),
        "customer",
        "must",
        "standard",
        "sales",
        "3",
        "GL04",
        ("UG02", "UG03"),
        ("重复客户录入时即被拒", "A duplicate is refused as it is typed"),
        None,
        None,
    ),
    (
        "RQ005",
        ("商机阶段与进入条件", "Stages of an opportunity with their entry conditions"),
        "pipeline",
        "must",
        "config",
        "sales",
        "4",
        "GL02",
        ("UG01", "UG05"),
        ("缺条件不能进入下一阶段", "No stage without its condition"),
        None,
        None,
    ),
    (
        "RQ006",
        ("行业报价配置器", "Quotations by industry"),
        "pipeline",
        "could",
        "custom",
        "later",
        "48",
        "GL02",
        ("UG02",),
        ("三个行业一次生成报价", "Three industries quote in one go"),
        ("标准报价不支持行业价格表", "The standard knows no price list by industry"),
        ("每次升级回归12个用例", "Twelve cases are run again at each upgrade"),
    ),
    (
        "RQ007",
        ("报价按金额分级审批", "Quotations are approved by amount"),
        "automation",
        "must",
        "config",
        "sales",
        "3",
        "GL02",
        ("UG02", "UG05"),
        ("5万元以下当日自动通过", "Below CNY 50,000 it passes the same day"),
        None,
        None,
    ),
    (
        "RQ008",
        ("拜访后自动生成待办", "A visit makes its next step"),
        "automation",
        "should",
        "standard",
        "sales",
        "1",
        "GL03",
        ("UG01",),
        ("保存拜访即出现待办", "Saving a visit shows the next step"),
        None,
        None,
    ),
    (
        "RQ009",
        ("服务请求时限与升级", "Clocks and escalation of service requests"),
        "automation",
        "must",
        "config",
        "service",
        "6",
        "GL04",
        ("UG03",),
        ("超时自动升级到主管", "Over time it goes to the head by itself"),
        None,
        None,
    ),
    (
        "RQ010",
        ("按角色的经营看板", "Dashboards by role"),
        "insight",
        "should",
        "standard",
        "sales",
        "5",
        "GL03",
        ("UG05",),
        ("可从指标下钻到记录", "Every figure leads to its records"),
        None,
        None,
    ),
    (
        "RQ011",
        ("营销活动自动化", "Automated campaigns"),
        "automation",
        "wont",
        "standard",
        "marketing",
        "10",
        "GL01",
        ("UG04",),
        ("第二期再做", "In the second step"),
        None,
        None,
    ),
)
UNAPPROVED = frozenset({"RQ006", "RQ011"})


@seams.demo.provide("28.needs.asked")
def asked(story: Story) -> None:
    """Name the user groups, and ask the departments while the current state is described."""
    story.then(story.ended("T04"), partial(_groups, story), hour=14)
    story.then(story.ended("T04"), partial(_log, story), hour=15)


def _groups(story: Story) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    for code, name, kind, unit, people, impact, needs in GROUPS:
        values: dict[str, Any] = {
            "code": code, "name": story.say(*name), "kind": kind, "unit": units.get(unit), "headcount": people,
            "impact": impact, "needs": story.say(*needs),
        }  # fmt: skip
        services.create_row(story.programme, "groups", values=values, actor=story.people["change"])


def _log(story: Story) -> None:
    day = story.ended("T04")
    units = {unit.code: unit for unit in Unit.objects.all()}
    for number, (method, unit, people, summary) in enumerate(ASKED):
        values = {
            "held_on": story.calendar.add_days(day, -number - 1), "method": method, "unit": units[unit],
            "people": people, "summary": story.say(*summary),
        }  # fmt: skip
        services.create_row(story.programme, "elicitations", values=values, actor=story.people["change"])


@seams.demo.provide("29.needs.catalogue")
def catalogue(story: Story) -> None:
    """Write the catalogue before the charter is signed, approve it, and hold it against the strategy."""
    day = max(story.ended("T04"), story.ended("T05"))
    story.then(day, partial(_write, story), hour=17)
    story.then(day, partial(_approve, story), hour=18)
    story.then(day, partial(_strategy, story), hour=18, minute=30)


@seams.demo.provide("59.needs.offline")
def offline(story: Story) -> None:
    """Add to the signed scope what a granted change request brought in."""
    story.then(story.workday(-20), partial(_offline, story), hour=10)


def _offline(story: Story) -> None:
    granted = story.programme.charter_versions.exclude(by_change=None).first()
    if granted is None:
        return
    values: dict[str, Any] = {
        "code": "RQ012",
        "title": story.say("移动端离线记录拜访", "Visits recorded offline on the phone"),
        "family": "pipeline",
        "moscow": "must",
        "fit": "standard",
        "increment": "sales",
        "effort": Decimal(12),
        "goals": list(story.programme.goals.filter(code="GL03")),
        "groups": list(story.programme.user_groups.filter(code="UG01")),
        "acceptance": story.say(
            "断网录入，联网后五分钟内同步", "Typed without a network, there five minutes after it is back"
        ),
        "by_change": granted.by_change,
    }
    services.create_requirement(story.programme, values=values, actor=story.people["pmo"])


def _write(story: Story) -> None:
    goals = {goal.code: goal for goal in story.programme.goals.all()}
    groups = {group.code: group for group in UserGroup.objects.filter(programme=story.programme)}
    for code, title, family, moscow, fit, step, effort, goal, users, seen, why, upgrades in NEEDS:
        values: dict[str, Any] = {
            "code": code, "title": story.say(*title), "family": family, "moscow": moscow, "fit": fit,
            "increment": step, "effort": Decimal(effort), "goals": [goals[goal]],
            "groups": [groups[one] for one in users], "acceptance": story.say(*seen),
            "reason": story.say(*why) if why else "", "upgrade_impact": story.say(*upgrades) if upgrades else "",
        }  # fmt: skip
        services.create_requirement(story.programme, values=values, actor=story.people["pmo"])


def _approve(story: Story) -> None:
    rows = Requirement.objects.filter(programme=story.programme).exclude(code__in=UNAPPROVED).order_by("code")
    for row in rows:
        services.approve_requirement(row, actor=story.people["owner"])


def _strategy(story: Story) -> None:
    first = story.programme.strategy.order_by("code").first()
    if first is None:
        return
    services.prompt_capabilities(first, theme=Theme.KEY_ACCOUNTS, actor=story.people["pmo"])
    given = Requirement.objects.get(programme=story.programme, code="RQ005")
    row = Capability.objects.filter(programme=story.programme).order_by("pk")[1]
    services.update_row(row, "capabilities", values={"requirement": given}, actor=story.people["pmo"])
