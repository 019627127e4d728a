"""The demo's risks, scored over time, and its issues; one risk occurred, one response is overdue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from programme.raid import services
from programme.raid.models import Issue, Risk

REVIEW_EVERY = 30


@dataclass(frozen=True, slots=True)
class Life:
    """What became of a risk of the blueprint: who owns it, how it began, and its later scores."""

    code: str
    owner: str
    scores: tuple[tuple[int, int], ...]  # first at opening, the last is today's
    state: str = "open"
    due: int | None = None  # of the response, in working days from today
    residual: tuple[int, int] | None = None
    end: str = ""  # the task with whose end it was closed or occurred
    words: tuple[str, str] = ("", "")


LIVES = (
    Life("R01", "owner", ((4, 4),), "closed", None, (1, 3), "T09",
         ("四个目标均为SMART且基线已签认。", "Four goals are SMART and their baselines signed.")),
    Life("R02", "sponsor", ((4, 5), (3, 5), (4, 5)), "responding", 8, (2, 5)),
    Life("R03", "service", ((4, 5),), "closed", None, (1, 5), "T19",
         ("15项输出在配置前全部批准。", "All 15 outputs were approved before configuration.")),
    Life("R04", "owner", ((3, 4), (2, 4)), "monitored", None, (2, 3)),
    Life("R05", "pmo", ((4, 3), (3, 3)), "monitored", None, (2, 3)),
    Life("R06", "it", ((3, 4), (2, 4)), "monitored", None, (2, 3)),
    Life("R07", "finance", ((3, 4),), "closed", None, (1, 4), "T23",
         ("首席顾问写入合同，更换须经同意。", "The lead consultant is named in the contract.")),
    Life("R08", "pmo", ((4, 3),), "occurred", None, (2, 3), "T31",
         ("两名关键用户被季末冲量抽走三周，三项设计决策停滞。",
          "Two key users were called away for three weeks at the end of the quarter; three decisions stalled.")),
    Life("R09", "data", ((4, 4), (4, 4), (3, 4)), "responding", 12, (2, 4)),
    Life("R10", "it", ((3, 3), (3, 4)), "responding", 6, (2, 4)),
    Life("R11", "change", ((3, 4), (3, 4), (4, 4)), "responding", -3, (2, 4)),
    Life("R12", "trainer", ((3, 4), (2, 4)), "monitored", None, (1, 4)),
    Life("R13", "it", ((2, 5),), "closed", None, (1, 5), "T40",
         ("试点切换在窗口内完成，未触发回退。", "The pilot's cutover ended inside its window, without rollback.")),
    Life("R14", "it", ((2, 5),), "responding", 20, (1, 5)),
    Life("R15", "steering", ((3, 4),), "responding", 60, (2, 3)),
    Life("R16", "data", ((3, 3), (2, 3)), "monitored", None, (2, 2)),
)  # fmt: skip
DELAYS = {  # working days lost if it happens, and at what: empty is the next gate
    "R02": (10, ""), "R04": (10, "T54"), "R09": (8, "T51"), "R10": (5, "T49"), "R11": (10, "T57"), "R14": (15, "T62"),
    "R15": (20, "T60"),
}  # fmt: skip
OWN = (
    ("T28", "it", "technology", 3, 4, "mitigate", 5,
     ("呼叫中心话单延迟", "Call records arrive late"),
     ("话务商每晚才推送话单", "the carrier sends call records at night only"),
     ("客服看不到当天来电", "service does not see the calls of the day"),
     ("响应时间指标失真", "first-response figures are wrong"),
     ("改为每15分钟拉取", "Fetch every 15 minutes")),
    ("T36", "wave", "delivery", 3, 3, "accept", None,
     ("季末与首批切换重叠", "Quarter end meets the first wave"),
     ("首批窗口靠近季末", "the first wave's window is near the quarter end"),
     ("销售无暇培训", "sales has no time for training"),
     ("首批推迟两周", "the first wave moves by two weeks"),
     ("保留两周缓冲", "Keep two weeks of reserve")),
    ("T40", "trainer", "people", 3, 4, "mitigate", -1,
     ("大使投入不足", "Ambassadors have too little time"),
     ("14名大使中5名未减负", "5 of 14 ambassadors kept their full load"),
     ("一线求助无人应答", "nobody answers on the floor"),
     ("转回旧表格", "people return to their old sheets"),
     ("大区总监书面减负10%", "Their directors take 10 % off in writing")),
    ("T40", "data", "data", 2, 4, "mitigate", 15,
     ("ERP客户编码合并", "ERP merges customer codes"),
     ("财务月底合并编码", "finance merges codes at month end"),
     ("匹配键失效", "match keys break"),
     ("重复客户回升", "duplicates rise again"),
     ("同步映射表并复核", "Keep a map of codes and check it")),
)  # fmt: skip


@seams.demo.provide("30.raid.risks")
def risks(story: Story) -> None:
    """Open the blueprint's risks with the stakeholder analysis, then review, answer, close or meet them."""
    day = story.ended("T06")
    for minute, life in enumerate(LIVES):
        story.then(day, partial(_open, story, life), hour=14, minute=minute)
        for number, (probability, impact) in enumerate(life.scores[1:], start=1):
            parts = len(life.scores) - (life.state != "monitored")  # a watched risk calmed down long ago
            on = _spread(story, day, number, parts)
            story.then(on, partial(_review, story, life, probability, impact), hour=15, minute=minute)
        if life.state in MOVES and not life.end:
            story.then(_answered_on(story), partial(MOVES[life.state], story, life), hour=16, minute=minute)
        if life.end:
            story.then(story.ended(life.end), partial(MOVES[life.state], story, life), hour=16, minute=minute)
        else:
            story.then(story.workday(-6), partial(_look, story, life), hour=9, minute=minute)
    for number, row in enumerate(OWN):
        story.then(story.ended(row[0]), partial(_raise, story, row), hour=17, minute=10 + number)
    story.then(story.workday(-6), partial(_look_at, story, 0), hour=9, minute=30)


def _spread(story: Story, first: date, number: int, parts: int) -> date:
    """Place a review between opening and a week ago."""
    days = story.calendar.days_between(first, story.workday(-7))
    return story.calendar.add_days(first, days * number // parts)


def _answered_on(story: Story) -> date:
    return story.calendar.add_days(story.ended("T19"), 5)


def _risk(story: Story, code: str) -> Risk:
    return Risk.objects.get(programme=story.programme, code=code)


def _actor(story: Story, life: Life) -> Any:
    return story.people[life.owner]


def _open(story: Story, life: Life) -> None:
    probability, impact = life.scores[0]
    residual = life.residual or (None, None)
    delay, at = DELAYS.get(life.code, (None, ""))
    values = {
        "owner": _actor(story, life),
        "probability": probability,
        "impact": impact,
        "residual_probability": residual[0],
        "residual_impact": residual[1],
        "response_due": story.workday(life.due) if life.due is not None else story.ended("T36"),
        "review_days": REVIEW_EVERY,
        "delay_days": delay,
        "delays": at,
    }
    risk = services.update_risk(_risk(story, life.code), values=values, actor=story.people["pmo"])
    services.open_risk(risk, actor=story.people["pmo"])


def _review(story: Story, life: Life, probability: int, impact: int) -> None:
    services.review_risk(_risk(story, life.code), probability=probability, impact=impact, actor=_actor(story, life))


def _look(story: Story, life: Life) -> None:
    """Look at it again without a new score, so that its next review lies ahead."""
    services.review_risk(_risk(story, life.code), actor=_actor(story, life))


def _look_at(story: Story, number: int) -> None:
    """Review one of the company's own risks; another waits past its day."""
    risk = Risk.objects.get(programme=story.programme, title=story.say(*OWN[number][7]))
    services.review_risk(risk, actor=risk.owner)


def _respond(story: Story, life: Life) -> None:
    services.respond_to_risk(_risk(story, life.code), actor=_actor(story, life))


def _monitor(story: Story, life: Life) -> None:
    risk = services.respond_to_risk(_risk(story, life.code), actor=_actor(story, life))
    services.finish_response(risk, actor=_actor(story, life))
    services.monitor_risk(_risk(story, life.code), actor=_actor(story, life))


def _close(story: Story, life: Life) -> None:
    services.close_risk(_risk(story, life.code), reason=story.say(*life.words), actor=story.people["pmo"])


def _occur(story: Story, life: Life) -> None:
    issue = services.risk_occurred(_risk(story, life.code), note=story.say(*life.words), actor=_actor(story, life))
    services.triage_issue(issue, severity="high", actor=story.people["pmo"])


MOVES: dict[str, Callable[[Story, Life], None]] = {
    "responding": _respond,
    "monitored": _monitor,
    "closed": _close,
    "occurred": _occur,
}


def _raise(story: Story, row: tuple[Any, ...]) -> None:
    _task, owner, category, probability, impact, strategy, due, title, cause, event, effect, response = row
    values = {
        "title": story.say(*title),
        "cause": story.say(*cause),
        "event": story.say(*event),
        "effect": story.say(*effect),
        "category": category,
        "probability": probability,
        "impact": impact,
        "owner": story.people[owner],
        "strategy": strategy,
        "response": story.say(*response),
        "response_due": story.workday(due) if due is not None else None,
    }
    risk = services.create_risk(story.programme, values=values, actor=story.people[owner])
    services.open_risk(risk, actor=story.people["pmo"])
    if due is not None:
        services.respond_to_risk(_risk(story, risk.code), actor=story.people[owner])


# Working days before today, raised by, owner, severity, due (working days from today), how far, title, impact.
ISSUES = (
    (34, "tests", "it", "high", -20, "closed", ("合同接口超时", "Contract interface times out"),
     ("签约数据晚一天", "Signed contracts arrive a day late"), ("改为分页拉取", "Read in pages")),
    (26, "owner", "service", "medium", -12, "closed",
     ("商机阶段名称与口语不符", "Deal stages do not match daily speech"),
     ("一线理解不一", "People read them differently"), ("按流程文件统一名称", "Named as in the process file")),
    (13, "user", "it", "high", -2, "progress", ("批量导入线索丢失来源字段", "Lead import loses the source field"),
     ("核心功能F-31未通过", "Core function F-31 fails"), ("", "")),
    (11, "wave", "it", "critical", 2, "progress", ("移动端签到偶发退出登录", "Phone check-in logs people out at times"),
     ("一级缺陷DEF-0142，影响每日更新", "Severity-1 defect DEF-0142, holds daily updates back"), ("", "")),
    (8, "change", "owner", "medium", 4, "assigned",
     ("华东三个小组仍用旧表格", "Three teams in the east still use old sheets"),
     ("每日更新率差2人", "Daily update rate is two people short"), ("", "")),
    (5, "data", "it", "medium", 6, "assigned", ("ERP数据四天未刷新", "ERP data is four days old"),
     ("数据质量快照过期", "The quality snapshot is stale"), ("", "")),
    (2, "service", "", "", 0, "raised", ("工单模板缺少序列号", "Ticket template lacks the serial number"),
     ("保修判断靠电话确认", "Warranty is checked by phone"), ("", "")),
)  # fmt: skip


@seams.demo.provide("61.raid.issues")
def issues(story: Story) -> None:
    """Raise issues during test and pilot, and bring each as far as it is today."""
    story.then(story.calendar.add_days(story.ended("T31"), 2), partial(_own_occurred, story), hour=10)
    for minute, row in enumerate(ISSUES):
        story.then(story.workday(-row[0]), partial(_issue, story, row), hour=11, minute=minute)


def _own_occurred(story: Story) -> None:
    """Give the issue of the risk that occurred to the PMO, who starts on it; it is overdue today."""
    pmo = story.people["pmo"]
    issue = Issue.objects.get(programme=story.programme, risk__code="R08")
    issue = services.assign_issue(issue, owner=pmo, due_on=story.workday(-4), actor=pmo)
    issue = services.start_issue(issue, actor=pmo)
    reason = story.say("部门间用人冲突，需要指导委员会定。", "Departments compete for people; the committee decides.")
    services.escalate_issue(issue, reason=reason, actor=pmo)


def _issue(story: Story, row: tuple[Any, ...]) -> None:
    _ago, raiser, owner, severity, due, far, title, impact, solved = row
    pmo, by = story.people["pmo"], story.people[raiser]
    values = {"title": story.say(*title), "impact": story.say(*impact)}
    issue = services.create_issue(story.programme, values=values, actor=by)
    if far == "raised":
        return
    issue = services.triage_issue(issue, severity=severity, impact=values["impact"], actor=pmo)
    day = story.workday(due)
    issue = services.assign_issue(issue, owner=story.people[owner], due_on=day, actor=pmo)
    if far in {"progress", "closed"}:
        issue = services.start_issue(issue, actor=story.people[owner])
    if far == "closed":
        text = story.say(*solved)
        story.then(day, lambda: _solve(story, issue.pk, owner, by, text), hour=15)


def _solve(story: Story, pk: int, owner: str, by: Any, text: str) -> None:
    issue = services.resolve_issue(Issue.objects.get(pk=pk), resolution=text, actor=story.people[owner])
    issue = services.verify_issue(issue, actor=by)
    services.close_issue(issue, actor=story.people["pmo"])
