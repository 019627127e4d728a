"""The demo's costs: each budget line planned by instalments, and what was posted of them until today."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from core import seams
from core.demo import Story
from programme.budget.models import BudgetLine
from roi.ledger.choices import Basis, Rhythm
from roi.ledger.services import create_cost

MINOR = 100
POSTED_AFTER = 3  # working days from the voucher's day to its import
Words = tuple[str, str]  # Chinese, English
When = str | int  # the end of a task, or working days from today


@dataclass(frozen=True, slots=True)
class Instalment:
    """A share of a budget line: when it is due, and what was posted for it, with whose bill."""

    line: str
    share: int  # per cent of the line
    due: When
    text: Words
    posted: int | None = None  # yuan
    vendor: Words = ("", "")


CLOUD, VENDOR = ("远图软件", "Yuantu Software"), ("凌云软件", "Lingyun Software")
ADVISER, LINES = ("明道咨询", "Mingdao Consulting"), ("华东电信", "East Telecom")
HOUSE = ("内部结算", "Internal charge")
INSTALMENTS = (
    Instalment("B01", 100, "T27", ("CRM订阅费", "CRM subscription"), 960_000, CLOUD),
    Instalment("B02", 30, "T19", ("实施首付款：蓝图确认", "Implementation: design accepted"), 444_000, VENDOR),
    Instalment("B02", 40, "T33", ("实施进度款：集成测试通过", "Implementation: integration tested"), 592_000, VENDOR),
    Instalment("B02", 30, 25, ("实施尾款：试点验收", "Implementation: pilot accepted")),
    Instalment("B03", 50, "T27", ("接口开发首付款", "Interfaces: order"), 260_000, VENDOR),
    Instalment("B03", 50, "T33", ("接口开发进度款", "Interfaces: delivered"), 260_000, VENDOR),
    Instalment("B04", 50, "T13", ("流程咨询：现状", "Process consulting: as is"), 230_000, ADVISER),
    Instalment("B04", 50, "T19", ("流程咨询：设计", "Process consulting: design"), 245_000, ADVISER),
    Instalment("B05", 30, "T35", ("大使与测试人培训", "Training of ambassadors and testers"), 84_000, CLOUD),
    Instalment("B05", 40, "T39", ("试点培训", "Training of the pilot"), 118_600, CLOUD),
    Instalment("B05", 30, 30, ("第一批培训", "Training of wave 1")),
    Instalment("B06", 100, "T27", ("专线与云资源", "Lines and cloud resources"), 158_400, LINES),
    Instalment("B07", 35, "T19", ("内部投入：设计", "Internal effort: design"), 217_000, HOUSE),
    Instalment("B07", 40, "T36", ("内部投入：构建与测试", "Internal effort: build and test"), 263_500, HOUSE),
    Instalment("B07", 25, 22, ("内部投入：试点", "Internal effort: pilot")),
    Instalment("B08", 100, 40, ("应急储备", "Contingency")),
)
CREDIT = ("B04", -15_000, ("流程咨询：差旅退款", "Process consulting: travel refunded"), ADVISER)
CREDIT_AFTER = 12  # working days after the design review
ADDED = ("合同接口改为准实时", "Contract interface near real time")
ADDED_BEFORE, ADDED_DUE = 8, 15  # working days before and after today: written down, due
LATE = ("B04", 12_400, ("流程咨询：研讨会场地（补寄）", "Process consulting: workshop rooms (late)"), ADVISER)
ACCOUNTS = {"B01": "6602.18", "B06": "6602.18", "B07": "6602.01"}
PROJECT_ACCOUNT = "1604.07"


def due_on(story: Story, due: When) -> date:
    """Give the day of an instalment."""
    return story.ended(due) if isinstance(due, str) else story.workday(due)


@seams.demo.provide("63.ledger.costs")
def costs(story: Story) -> None:
    """Plan the budget's lines by instalments on the day of the budget, and post each bill some days after it came."""
    story.then(story.ended("T07"), partial(_plan, story), hour=15)
    for row in INSTALMENTS:
        if row.posted is not None:
            _bill(story, due_on(story, row.due), (row.line, row.posted, row.text, row.vendor))
    _bill(story, story.calendar.add_days(story.ended("T19"), CREDIT_AFTER), CREDIT)
    story.then(story.workday(-ADDED_BEFORE), partial(_add, story), hour=10)
    story.facts["late_bill"] = partial(_post, story, LATE)


def _bill(story: Story, day: date, bill: tuple[str, int, Words, Words]) -> None:
    posting = story.calendar.add_days(day, POSTED_AFTER)
    story.then(posting, partial(_post, story, bill, day), hour=9, minute=50)


def _line(story: Story, code: str) -> BudgetLine:
    return BudgetLine.objects.get(programme=story.programme, code=code)


def _plan(story: Story) -> None:
    for row in INSTALMENTS:
        line = _line(story, row.line)
        values = {
            "title": story.say(*row.text), "basis": Basis.PLANNED, "nature": line.nature, "category": line.category,
            "posted_on": due_on(story, row.due), "amount_minor": line.amount_minor * row.share // 100,
            "vendor": story.say(*row.vendor), "budget_line": line,
        }  # fmt: skip
        create_cost(story.programme, values=values, actor=story.people["finance"])


def _post(story: Story, bill: tuple[str, int, Words, Words], day: date) -> None:
    """Post a bill of the day; its voucher is numbered by month."""
    code, yuan, text, vendor = bill
    line = _line(story, code)
    number = line.cost_lines.posted().count() + 1
    values = {
        "title": story.say(*text), "basis": Basis.ACTUAL, "nature": line.nature, "category": line.category,
        "posted_on": day, "amount_minor": yuan * MINOR, "vendor": story.say(*vendor), "budget_line": line,
        "ledger_ref": f"{day:%Y%m}-{code[1:]}{number:02}", "cost_centre": "4100",
        "account": ACCOUNTS.get(code, PROJECT_ACCOUNT), "project": "CRM",
    }  # fmt: skip
    create_cost(story.programme, values=values, actor=story.people["finance"])


def _add(story: Story) -> None:
    """Plan what a line of the budget has grown by, so that plan and budget stay the same sum."""
    for line in BudgetLine.objects.filter(programme=story.programme).order_by("code"):
        grown = line.amount_minor - sum(row.amount_minor for row in line.cost_lines.filter(basis=Basis.PLANNED))
        if grown <= 0:
            continue
        values = {
            "title": story.say(*ADDED), "basis": Basis.PLANNED, "nature": Rhythm.ONE_OFF, "category": line.category,
            "posted_on": story.workday(ADDED_DUE), "amount_minor": grown, "budget_line": line,
            "vendor": story.say(*VENDOR),
        }  # fmt: skip
        create_cost(story.programme, values=values, actor=story.people["finance"])
