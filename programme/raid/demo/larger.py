"""What a larger demo adds to the registers: risks and issues of every team, spread over the programme's life."""

from functools import partial
from random import Random

from core import seams
from core.demo import Story
from programme.raid import services
from programme.raid.choices import RiskCategory, Severity, Strategy
from programme.raid.models import Issue

OWNERS = ("pmo", "owner", "service", "it", "data", "change", "trainer", "wave", "finance")
THINGS = (
    ("报价模板", "quotation templates"), ("客户分级", "customer grading"), ("拜访计划", "visit planning"),
    ("工单派发", "ticket routing"), ("合同归档", "contract filing"), ("移动端同步", "phone synchronisation"),
    ("ERP接口", "the ERP interface"), ("权限矩阵", "the rights matrix"), ("销售预测", "the sales forecast"),
    ("备件库存", "spare-part stock"),
)  # fmt: skip
PLACES = (
    ("华东", "east"), ("华南", "south"), ("苏州服务中心", "Suzhou service centre"), ("总部", "headquarters"),
)  # fmt: skip
CAUSES = (
    ("关键用户只有半天可用", "key users are free half a day only"),
    ("口径在两个部门间不一致", "two departments count differently"),
    ("供应商排期靠后", "the supplier is booked"),
    ("历史数据缺字段", "old data lacks fields"),
)
EVENTS = (
    ("配置返工", "configuration is done twice"), ("验收推迟", "acceptance moves"),
    ("一线绕开系统", "people work around it"),
)  # fmt: skip
EFFECTS = (
    ("里程碑顺延一周", "a milestone moves by a week"), ("采用率低于目标", "adoption stays below its target"),
    ("成本上升", "cost rises"),
)  # fmt: skip
DONE, WATCHED = 0.3, 0.5  # shares of the risks that are closed, and that are only watched


@seams.demo.provide("62.raid.larger")
def larger(story: Story) -> None:
    """Raise what the size asks for; the same seed and day give the same rows."""
    dice = story.dice("raid.larger")
    first = story.ended("T06")
    span = max(story.calendar.days_between(first, story.workday(-3)), 1)
    for number in range(story.more.risks):
        day = story.calendar.add_days(first, dice.randrange(span))
        story.then(day, partial(_risk, story, number, Random(dice.random())), hour=10, minute=number % 60)  # noqa: S311
    for number in range(story.more.issues):
        day = story.calendar.add_days(first, dice.randrange(span))
        story.then(day, partial(_issue, story, number, Random(dice.random())), hour=12, minute=number % 60)  # noqa: S311


def _title(story: Story, number: int) -> str:
    thing, place = THINGS[number % len(THINGS)], PLACES[number // len(THINGS) % len(PLACES)]
    lot = number // (len(THINGS) * len(PLACES)) + 1
    return f"{story.say(*place)} · {story.say(*thing)}" + (f" {lot}" if lot > 1 else "")


def _risk(story: Story, number: int, dice: Random) -> None:
    pmo, owner = story.people["pmo"], story.people[OWNERS[number % len(OWNERS)]]
    values = {
        "title": _title(story, number),
        "cause": story.say(*dice.choice(CAUSES)),
        "event": story.say(*dice.choice(EVENTS)),
        "effect": story.say(*dice.choice(EFFECTS)),
        "category": dice.choice(RiskCategory.values),
        "probability": dice.randint(1, 4),
        "impact": dice.randint(1, 3),
        "owner": owner,
        "strategy": dice.choice(Strategy.values),
        "response": story.say("由责任人每周跟进", "The owner follows it weekly"),
        "response_due": story.workday(dice.randint(3, 60)),
        "residual_probability": 1,
        "residual_impact": 1,
        "next_review_on": story.workday(dice.randint(2, 20)),
    }
    risk = services.create_risk(story.programme, values=values, actor=owner)
    risk = services.open_risk(risk, actor=pmo)
    fate = dice.random()
    if fate < DONE:
        reason = story.say("措施有效，已解除。", "The response worked.")
        services.close_risk(risk, reason=reason, actor=pmo)
    elif fate < WATCHED:
        services.review_risk(risk, probability=1, impact=dice.randint(1, 3), actor=owner)


def _issue(story: Story, number: int, dice: Random) -> None:
    pmo, owner = story.people["pmo"], story.people[OWNERS[number % len(OWNERS)]]
    values = {"title": _title(story, number), "impact": story.say(*dice.choice(EFFECTS))}
    issue = services.create_issue(story.programme, values=values, actor=owner)
    severity = dice.choice([Severity.LOW, Severity.MEDIUM])
    issue = services.triage_issue(issue, severity=severity, impact=values["impact"], actor=pmo)
    due = story.workday(dice.randint(3, 30))
    issue = services.assign_issue(issue, owner=owner, due_on=due, actor=pmo)
    if dice.random() < DONE:
        issue = services.start_issue(issue, actor=owner)
        text = story.say("已处理。", "Done.")
        issue = services.resolve_issue(issue, resolution=text, actor=owner)
        services.close_issue(services.verify_issue(Issue.objects.get(pk=issue.pk), actor=pmo), actor=pmo)
