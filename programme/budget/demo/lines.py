"""The demo's budget: 4.86 million, authorised; then one line grew, and the signature waits to be given anew."""

from datetime import date
from functools import partial

from core import seams
from core.demo import Story
from programme.budget.models import BudgetLine
from programme.budget.services import create_line, request_authorisation, update_line

# Code, category, nature, amount in yuan, phase, title, paid from and until (the end of a task, or working days from
# today).
LINES = (
    (
        "B01",
        "subscription",
        "annual",
        960_000,
        "P1",
        "CRM订阅（320个用户）",
        "CRM subscription (320 users)",
        "T27",
        "T27",
    ),
    ("B02", "implementation", "one_off", 1_480_000, "P1", "实施服务", "Implementation services", "T19", 25),
    (
        "B03",
        "integration",
        "one_off",
        520_000,
        "P1",
        "ERP与呼叫中心接口开发",
        "Interfaces to ERP and call centre",
        "T27",
        "T33",
    ),
    ("B04", "consulting", "one_off", 460_000, "P1", "流程咨询", "Process consulting", "T13", "T19"),
    ("B05", "training", "one_off", 280_000, "P2", "培训与大使计划", "Training and ambassadors", "T35", 30),
    ("B06", "infrastructure", "annual", 160_000, "P1", "专线与云资源", "Lines and cloud resources", "T27", "T27"),
    ("B07", "internal", "one_off", 620_000, "P1", "内部投入（18人月）",
     "Internal effort (18 person-months)", "T19", 22),
    ("B08", "contingency", "one_off", 380_000, "P2", "应急储备", "Contingency", 20, 60),
    ("B09", "support", "annual", 0, "P2", "支持与维护", "Support and maintenance", 20, 60),
)  # fmt: skip
FREE = ("第一年含在订阅费内", "In the subscription for the first year")
GROWN, GROWN_TO = "B03", 670_660  # +3.1 % of the whole
MINOR = 100
GREW_BEFORE = 9  # working days before today


def day_of(story: Story, when: str | int) -> date:
    """Give the end of a task, or the day so many working days from today."""
    return story.ended(when) if isinstance(when, str) else story.workday(when)


@seams.demo.provide("32.budget.lines")
def budget(story: Story) -> None:
    """Write the lines, have them authorised with the charter, and let one grow during the pilot."""
    finance, sponsor = story.people["finance"], story.people["sponsor"]
    day = story.ended("T07")
    for code, category, nature, amount, phase, zh, en, first, last in LINES:
        values = {
            "code": code,
            "title": story.say(zh, en),
            "category": category,
            "nature": nature,
            "amount_minor": amount * MINOR,
            "phase": phase,
            "pay_from": day_of(story, first),
            "pay_until": day_of(story, last),
            "note": "" if amount else story.say(*FREE),
        }
        story.then(day, partial(create_line, story.programme, values=values, actor=finance), hour=10)
    story.then(day, lambda: request_authorisation(story.programme, actor=finance), hour=14)
    story.then(
        story.calendar.add_days(day, 2),
        lambda: story.facts["sign"](sponsor, "programme.BudgetAuthorisation"),
        hour=9,
        minute=30,
    )
    story.then(story.workday(-GREW_BEFORE), lambda: _grow(story), hour=11, minute=10)


def _grow(story: Story) -> None:
    line = BudgetLine.objects.get(programme=story.programme, code=GROWN)
    note = story.say("合同接口由日批改为准实时（待授权）", "Contract interface near real time (not authorised yet)")
    values = {"amount_minor": GROWN_TO * MINOR, "note": note}
    update_line(line, values=values, actor=story.people["finance"])
