"""The demo's plan: promised with the charter, followed month by month, and changed by request only."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from phases.plan.models import MINUTES_PER_DAY, Task
from phases.plan.services import (
    assign,
    record_history,
    save_calendar,
    save_resource,
    set_basis,
    simulate,
    take_baseline,
    update_task,
)
from phases.plan.services.changes import carry_out
from phases.plan.services.progress import Progress
from programme.governance.choices import ChangeCause
from programme.governance.models import ChangeRequest
from programme.governance.services.changes import assess_change, request_change, submit_change
from programme.governance.services.granting import approve_change

REPORT_EVERY = 20  # working days
TRIAL = "T41"
TRIAL_DAYS = 35  # five more than promised
FIRST_FORECAST = 22  # working days before today, with the monthly report
BIG_DAYS, BEST, WORST, HUNDRED = 10, 80, 160, 100  # per cent of the planned duration
EXTENDED_BEFORE = 4  # working days before today
STAFF = (
    ("实施顾问", "CRM consultant", 100, {"T46": 100, "T48": 50}),
    ("数据组", "Data team", 200, {"T42": 100, "T51": 150}),
    ("培训组", "Trainers", 100, {"T47": 100}),
)
DEADLINES = {"T44": 1, "T56": 10}  # working days after the day that was forecast
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
    story.then(story.workday(-FIRST_FORECAST), partial(_forecast, story, 20), hour=11)
    story.then(story.today, partial(_forecast, story, 80), hour=8, minute=40)


@seams.demo.provide("36.plan.estimates")
def estimates(story: Story) -> None:
    """Estimate the best and the worst case of the big tasks that are ahead."""
    story.then(story.workday(-FIRST_FORECAST), partial(_estimate, story), hour=10)
    story.then(story.today, partial(_set_deadlines, story), hour=8, minute=30)


@seams.demo.provide("37.plan.resources")
def resources(story: Story) -> None:
    """Say who works on what is ahead; the consultant has too much to do for some days, and one task could wait."""
    story.then(story.workday(-FIRST_FORECAST), partial(_staff, story), hour=9)


def _staff(story: Story) -> None:
    pmo, tasks = story.people["pmo"], Task.objects.filter(programme=story.programme)
    nights = {str(day): [[1320, 1440]] for day in range(5)}
    save_calendar(story.programme, name=story.say("夜间切换", "Cutover nights"), week=nights, actor=pmo)
    for chinese, english, units, shares in STAFF:
        row = save_resource(story.programme, name=story.say(chinese, english), max_units=Decimal(units), actor=pmo)
        for code, share in shares.items():
            assign(tasks.get(code=code), resource=row, units=Decimal(share), actor=pmo)


def _estimate(story: Story) -> None:
    rows = Task.objects.filter(programme=story.programme, minutes__gte=BIG_DAYS * MINUTES_PER_DAY)
    for task in rows.unfinished().order_by("position"):
        best, worst = task.minutes * BEST // HUNDRED, task.minutes * WORST // HUNDRED
        update_task(task, optimistic=best, pessimistic=worst, actor=story.people["pmo"])


def _set_deadlines(story: Story) -> None:
    for code, days in DEADLINES.items():
        task = Task.objects.get(programme=story.programme, code=code)
        if task.late_finish is not None and not task.done:
            update_task(task, deadline=story.calendar.add_days(task.late_finish, days), actor=story.people["pmo"])


def _forecast(story: Story, seed: int) -> None:
    simulate(story.programme, seed=seed, actor=story.people["pmo"])


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


CHAIN = ("customer", "business", "process", "organisation", "system")
# Task and its new length in working days, requester, goals, touches, person-days, cost in minor units, title, what is
# asked, why, then the effects and the links of the chain in their order.
TRAINING = (
    ("T47", 9), "trainer", 1, ("C02",), 6, 3_600_000,
    ("内勤也参加角色培训", "Role training for the inside sales too"),
    ("为38名销售内勤增加半天实操课。", "Half a day of practice for 38 people of the inside sales."),
    ("试点中六成的报价由内勤录入。", "In the pilot six of ten quotations are typed by them."),
    (("增加一类角色", "One more role"), ("采用度更高", "More adoption"), ("降低被动录入的风险", "Less passive entry"),
     ("每批多一场", "One more session a wave"), ("无", "none")),
    (("报价更快", "Faster quotations"), ("内勤成为用户", "Inside sales become users"), ("无", "none"),
     ("内勤主管任大使", "Their head is an ambassador"), ("无", "none")),
)  # fmt: skip
QUOTATION = (
    ("T46", 24), "owner", 2, ("C03",), 48, 28_000_000,
    ("行业报价配置器", "A quotation configurator by industry"),
    ("按行业给出配置与价格表，报价单一次生成。", "Options and price lists by industry; one click makes the quotation."),
    ("试点中31%的报价被退回修改。", "In the pilot 31 % of the quotations came back."),
    (("报价范围扩大到三个行业", "Quotations for three industries"), ("报价退回减半", "Half as many come back"),
     ("推广启动后移", "The rollout starts later"), ("报价课重写", "The quotation course is written anew"),
     ("三张价格表入库", "Three price lists come in")),
    (("一次拿到准确报价", "An exact quotation at once"), ("按行业定价", "Prices by industry"),
     ("报价审批少一级", "One approval less"), ("设价格管理员", "A keeper of prices"),
     ("二次开发", "Secondary development")),
)  # fmt: skip


@seams.demo.provide("58.plan.changes")
def changes(story: Story) -> None:
    """Grant one change that the float takes up; a second one, which moves the rollout, waits for the committee."""
    story.then(story.workday(-14), partial(_ask, story, TRAINING), hour=10)
    story.then(story.workday(-13), partial(_assess, story, TRAINING), hour=11)
    story.then(story.workday(-12), partial(_grant, story), hour=15)
    story.then(story.workday(-2), partial(_ask, story, QUOTATION), hour=14)
    story.then(story.today, partial(_assess, story, QUOTATION), hour=8, minute=50)


def _ask(story: Story, told: tuple[Any, ...]) -> None:
    (task, days), who, goals, touches, _effort, _cost, title, wanted, reason, *_rest = told
    person = story.people[who]
    row = request_change(
        story.programme,
        title=story.say(*title),
        wanted=story.say(*wanted),
        reason=story.say(*reason),
        cause=ChangeCause.FINDING,
        goals=list(story.programme.goals.order_by("code")[:goals]),
        touches=list(touches),
        edits=[{"op": "set", "task": task, "minutes": days * MINUTES_PER_DAY}],
        actor=person,
    )
    submit_change(row, actor=person)


def _asked(story: Story, told: tuple[Any, ...]) -> ChangeRequest:
    return ChangeRequest.objects.get(programme=story.programme, title=story.say(*told[6]))


def _assess(story: Story, told: tuple[Any, ...]) -> None:
    *_head, effort, cost, _title, _wanted, _reason, effects, links = told
    assess_change(
        _asked(story, told),
        actor=story.people["it"],
        effort=Decimal(effort),
        cost_minor=cost,
        chain={name: story.say(*words) for name, words in zip(CHAIN, links, strict=True)},
        **{
            name: story.say(*words)
            for name, words in zip(("scope", "benefit", "risk", "training", "data"), effects, strict=True)
        },
    )


def _grant(story: Story) -> None:
    note = story.say("浮动时间足以吸收，同意。", "The float takes it up; agreed.")
    row = approve_change(_asked(story, TRAINING), note=note, actor=story.people["pmo"])
    carry_out(row, actor=story.people["pmo"])
