"""The demo's committee: the kick-off and its monthly meetings, decisions made and waiting, and lights kept by day."""

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from programme.governance.choices import ChangeCause, Colour, Dimension, MeetingKind
from programme.governance.models import ActionItem, ChangeRequest, Decision, Meeting
from programme.governance.services.actions import agree_action, finish_action
from programme.governance.services.changes import assess_change, request_change, submit_change
from programme.governance.services.decisions import (
    answer_question,
    approve_decision,
    ask_back,
    ask_decision,
    reject_decision,
    request_decision,
)
from programme.governance.services.granting import approve_change, carry_into_charter, close_change, verify_change
from programme.governance.services.lights import declare_light, record_lights
from programme.governance.services.meetings import call_meeting, hold_meeting, plan_meeting, set_agenda
from programme.stakeholders.models import Stakeholder

COMMITTEE = 5  # the first of the register: top executive, VP, pilot's owner, south, finance
WEEKS = 10

# Task after which it was asked, who asked, who decided (None: rejected by the sponsor), chosen, question, context,
# options, recommendation, why, cost of delay, outcome.
DECIDED = (
    ("T38", "owner", "steering", "A",
     ("先在哪个单元试点？", "Which unit goes first?"),
     ("华东评分82，华南71，苏州服务中心64。", "East scores 82, south 71, the Suzhou service centre 64."),
     (("华东大区", "East"), ("华南大区", "South")), "A",
     ("业务负责人投入40%，数据最完整。", "Its owner gives 40 %, its data are the fullest."),
     ("支持名册已排到四月中。", "The support roster is planned until the middle of April."),
     ("同意。", "Agreed.")),
    ("T40", "change", None, "",
     ("试点期间同时上线经销商门户？", "Open the dealer portal during the pilot?"),
     ("两家经销商提出要求，不在章程范围内。", "Two dealers ask for it; it is out of the charter's scope."),
     (("同时上线", "Open now"), ("推广后再议", "Look again after the rollout")), "B",
     ("占用接口组两名工程师六周。", "It takes two interface engineers for six weeks."),
     ("无。", "None."),
     ("不做，推广完成后另立需求。", "Not now; a request of its own after the rollout.")),
)  # fmt: skip
# Working days ago, asked by, needed in working days, as above.
WAITING = (
    (9, "pmo", -2,
     ("苏州服务中心是否并入首批推广？", "Does the Suzhou service centre join the first wave?"),
     ("并入后首批由74人增至112人，培训增加两场。",
      "The first wave grows from 74 to 112 people and needs two more sessions."),
     (("并入首批", "Join the first wave"), ("留在第二批", "Stay in the second wave")), "A",
     ("客服与销售共用客户主数据，分批会产生两套流程。",
      "Service and sales share customer data; two waves would mean two ways of working."),
     ("还有4个工作日浮动，之后首批窗口顺延两周。",
      "4 working days of float are left; then the first wave moves by two weeks.")),
    (4, "owner", 3,
     ("线索分配由按区域改为按行业？", "Assign leads by industry instead of region?"),
     ("试点中31%的线索被转派过一次。", "In the pilot 31 % of the leads were handed on once."),
     (("改为按行业", "By industry"), ("保持按区域", "Keep by region")), "A",
     ("重点行业转化率高6个百分点。", "Key industries convert 6 pp better."),
     ("还有6个工作日浮动。", "6 working days of float are left.")),
    (2, "it", 8,
     ("ERP合同接口：日批还是准实时？", "Contract interface to ERP: nightly or near real time?"),
     ("准实时需追加15.07万元（预算的3.1%）。", "Near real time costs CNY 150,660 more (3.1 % of the budget)."),
     (("日批", "Nightly"), ("准实时", "Near real time")), "B",
     ("签约当天即可开票。", "Invoices go out on the day of signing."),
     ("还有11个工作日浮动。", "11 working days of float are left.")),
)  # fmt: skip


WEEK_OF_DELAY = {  # minor units a week
    "Does the Suzhou service centre join the first wave?": 4_800_000,
    "Contract interface to ERP: nightly or near real time?": 1_250_000,
}
# Working days ago it was agreed (of the meeting before), owner, due in working days, done, text.
ACTIONS = (
    (2, "it", -6, "", ("与ERP团队书面确认合同接口字段", "Agree the fields of the interface with the ERP team")),
    (1, "owner", -2, "", ("为华东三个小组指定旧表格停用日", "Name the day on which three teams drop their sheets")),
    (1, "change", 5, "", ("大区总监书面确认大使减负10%", "Directors confirm 10 % relief for ambassadors in writing")),
    (1, "trainer", -1, "done", ("补开两场移动端签到培训", "Hold two more sessions on phone check-in")),
)  # fmt: skip
AGENDA = (
    (10, ("状态与红黄绿灯", "Status and lights"), ("PMO", "PMO"), 0),
    (20, ("苏州服务中心是否并入首批", "Suzhou in the first wave"), ("服务总监", "Service director"), 1),
    (15, ("ERP合同接口方案", "Contract interface to ERP"), ("IT负责人", "IT lead"), 3),
    (10, ("未结行动与下步", "Open actions and next steps"), ("PMO", "PMO"), 0),
)  # fmt: skip


@seams.demo.provide("36.governance.meetings")
def meetings(story: Story) -> None:
    """Hold the kick-off with the top executive, then a meeting of the committee each month."""
    kickoff = story.ended("T09")
    words = story.say("总经理宣布启动，并说明为什么现在做。", "The general manager opens it and says why now.")
    story.then(kickoff, partial(_meet, story, MeetingKind.KICKOFF, kickoff, 9, words), hour=12, minute=5)
    words = story.say("听取月度报告，逐项确认待办。", "Heard the monthly report and went through what is open.")
    day = story.calendar.add_days(kickoff, 20)
    held = []
    while day < story.today:
        story.then(day, partial(_meet, story, MeetingKind.STEERING, day, COMMITTEE, words), hour=17, minute=30)
        held.append(day)
        day = story.calendar.add_days(day, 20)
    for minute, row in enumerate(ACTIONS):
        if len(held) >= row[0]:
            story.then(held[-row[0]], partial(_agree, story, held[-row[0]], row), hour=18, minute=minute)
    story.then(story.workday(-1), partial(_call, story, story.workday(4)), hour=15)


def _meet(story: Story, kind: MeetingKind, day: date, people: int, minutes: str) -> None:
    there = list(Stakeholder.objects.filter(programme=story.programme).order_by("code")[:people])
    hold_meeting(story.programme, kind=kind, held_on=day, present=there, minutes=minutes, actor=story.people["pmo"])


def _agree(story: Story, day: date, row: tuple[Any, ...]) -> None:
    _back, owner, due, end, text = row
    meeting = Meeting.objects.get(programme=story.programme, kind=MeetingKind.STEERING, held_on=day)
    action = agree_action(
        story.programme, text=story.say(*text), owner=story.people[owner], due_on=story.workday(due), meeting=meeting,
        actor=story.people["pmo"],
    )  # fmt: skip
    if end:
        story.then(story.workday(-2), partial(_done, story, action.pk), hour=16)


def _done(story: Story, pk: int) -> None:
    note = story.say("两场共31人。", "Two sessions, 31 people.")
    action = ActionItem.objects.get(pk=pk)
    finish_action(action, note=note, actor=action.owner)


def _call(story: Story, day: date) -> None:
    """Plan the committee's next meeting with its agenda, and call it."""
    pmo = story.people["pmo"]
    there = list(Stakeholder.objects.filter(programme=story.programme).order_by("code")[:COMMITTEE])
    row = plan_meeting(
        story.programme, kind=MeetingKind.STEERING, held_on=day, begins=time(14), length=60, invited=there,
        place=story.say("总部三楼会议室", "Head office, meeting room on the third floor"), actor=pmo,
    )  # fmt: skip
    open_ones = {one.question: one.code for one in Decision.objects.filter(programme=story.programme).open()}
    items = []
    for minutes, text, speaker, about in AGENDA:
        code = open_ones.get(story.say(*WAITING[about - 1][3]), "") if about else ""
        items.append({"minutes": minutes, "text": story.say(*text), "speaker": story.say(*speaker), "decision": code})
    call_meeting(set_agenda(row, items=items, actor=pmo), actor=pmo)


@seams.demo.provide("52.governance.decisions")
def decisions(story: Story) -> None:
    """Ask the committee; two questions are answered beside the vendor's, three wait, the first past its day."""
    for task, who, by, chosen, *words, outcome in DECIDED:
        day = story.ended(task)
        story.then(story.calendar.add_days(day, -3), partial(_ask, story, who, day, words), hour=9, minute=30)
        end = partial(_decide, story, words[0], by, chosen, story.say(*outcome))
        story.then(day, end, hour=13)
    for ago, who, due, *words in WAITING:
        story.then(story.workday(-ago), partial(_ask, story, who, story.workday(due), words), hour=10, minute=20)
    story.then(story.workday(-3), partial(_asked_back, story), hour=11)


def _ask(story: Story, who: str, due: date, words: list[Any]) -> None:
    question, context, options, recommendation, reason, cost = words
    row = ask_decision(
        story.programme,
        question=story.say(*question),
        context=story.say(*context),
        options=[story.say(*option) for option in options],
        recommendation=recommendation,
        reason=story.say(*reason),
        cost_of_delay=story.say(*cost),
        delay_week_minor=WEEK_OF_DELAY.get(question[1]),
        due_on=due,
        goals=list(story.programme.goals.current().order_by("code")[:1]),
        actor=story.people[who],
    )
    request_decision(row, actor=story.people[who])


def _found(story: Story, question: Any) -> Decision:
    return Decision.objects.get(programme=story.programme, question=story.say(*question))


def _decide(story: Story, question: Any, by: str | None, chosen: str, outcome: str) -> None:
    row = _found(story, question)
    if by is None:
        reject_decision(row, actor=story.people["sponsor"], outcome=outcome)
    else:
        approve_decision(row, actor=story.people[by], chosen=chosen, outcome=outcome)


def _asked_back(story: Story) -> None:
    row = _found(story, WAITING[1][3])
    asked = story.say("现有客户归属如何交接？", "How are existing customers handed over?")
    said = story.say("在途商机不动，新线索按行业。", "Open deals stay, new leads go by industry.")
    row = ask_back(row, actor=story.people["steering"], text=asked)
    answer_question(row, actor=story.people["owner"], text=said)


# What the pilot taught: a request that changes the signed charter, with its effects and the links of the chain.
OFFLINE = {
    "title": ("无网络也能记录拜访", "Visits can be recorded without a network"),
    "wanted": ("移动端离线记录拜访，联网后同步。", "The phone records visits offline and sends them later."),
    "reason": ("试点中17%的拜访在无信号的车间里。", "In the pilot 17 % of the visits were in halls without a signal."),
}
ITEM = ("移动端离线拜访记录", "Visits recorded offline on the phone")
EFFECTS = {
    "scope": ("增加一项范围", "One more item in scope"),
    "benefit": ("当天记录率更高", "More visits recorded the same day"),
    "risk": ("同步冲突，需规则", "Conflicts when it sends; a rule is needed"),
    "training": ("现有课程加十分钟", "Ten more minutes in the course"),
    "data": ("增加同步时间字段", "One more field: time of sending"),
}
LINKS = {
    "customer": ("回访更及时", "Faster follow-up"),
    "business": ("无", "none"),
    "process": ("拜访流程加离线分支", "The visit process has an offline branch"),
    "organisation": ("无", "none"),
    "system": ("启用平台标准离线包", "The platform's own offline package"),
}
LONG_AGO = 32  # working days before today


@seams.demo.provide("57.governance.charter")
def charter_change(story: Story) -> None:
    """Change the signed charter by a request: asked, assessed, granted by the sponsor, in force as version 1.1."""
    ask, assess, grant, see = (story.workday(-LONG_AGO + later) for later in (0, 2, 4, 9))
    story.then(ask, partial(_ask_offline, story), hour=10)
    story.then(assess, partial(_assess_offline, story), hour=11)
    story.then(grant, partial(_grant_offline, story), hour=16)
    story.then(see, partial(_see_offline, story), hour=14)


def _ask_offline(story: Story) -> None:
    owner = story.people["owner"]
    words: dict[str, Any] = {name: story.say(*said) for name, said in OFFLINE.items()}
    row = request_change(
        story.programme,
        cause=ChangeCause.FINDING,
        goals=[story.programme.goals.get(code="GL03")],
        charter_edits=[{"op": "new_scope", "set": {"side": "in", "text": story.say(*ITEM)}}],
        actor=owner,
        **words,
    )
    submit_change(row, actor=owner)


def _offline(story: Story) -> ChangeRequest:
    return ChangeRequest.objects.get(programme=story.programme, title=story.say(*OFFLINE["title"]))


def _assess_offline(story: Story) -> None:
    assess_change(
        _offline(story),
        actor=story.people["it"],
        effort=Decimal(12),
        cost_minor=4_800_000,
        chain={name: story.say(*words) for name, words in LINKS.items()},
        **{name: story.say(*words) for name, words in EFFECTS.items()},
    )


def _grant_offline(story: Story) -> None:
    sponsor = story.people["sponsor"]
    row = approve_change(
        _offline(story), note=story.say("同意，纳入章程。", "Agreed; into the charter."), actor=sponsor
    )
    carry_into_charter(row, actor=sponsor)


def _see_offline(story: Story) -> None:
    verify_change(_offline(story), actor=story.people["owner"])
    close_change(_offline(story), actor=story.people["pmo"])


@seams.demo.provide("70.governance.lights")
def lights(story: Story) -> None:
    """Keep the lights of each week, and let the owner say what the adoption light cannot read yet."""
    for week in range(WEEKS, 0, -1):
        day = story.today - timedelta(days=7 * week)
        story.then(day, partial(_keep, story, day), hour=23)
    story.then(story.workday(-6), partial(_declare, story), hour=16)


def _keep(story: Story, day: date) -> None:
    record_lights(story.programme, day=day)


def _declare(story: Story) -> None:
    reason = story.say("每日更新58/74人（78.4%），目标80%。", "58 of 74 people update daily (78.4 %), target 80 %.")
    declare_light(
        story.programme,
        dimension=Dimension.ADOPTION,
        colour=Colour.AMBER,
        reason=reason,
        actor=story.people["owner"],
    )
