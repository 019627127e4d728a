"""What the demo ordered and was invoiced: bills with the day of their task, locked months, contingency, a forecast."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from programme.budget.choices import ActualKind, CommitmentKind
from programme.budget.demo.lines import day_of
from programme.budget.models import BudgetLine, Commitment, ContingencyDraw
from programme.budget.rules.cash import after, month_of
from programme.budget.services import (
    ask_draw,
    close_commitment,
    create_commitment,
    grant_draw,
    lock_month,
    record_actual,
    set_forecast,
)

Words = tuple[str, str]  # Chinese, English
CLOUD, VENDOR = ("远图软件", "Yuantu Software"), ("凌云软件", "Lingyun Software")
ADVISER, LINES = ("明道咨询", "Mingdao Consulting"), ("华东电信", "East Telecom")
HOUSE = ("内部结算", "Internal charge")
HOURLY = 250  # yuan
ORDERED, BOOKED, LOCKED = 5, 3, 6  # working days after authorisation, after the bill's day, after a month's end


@dataclass(frozen=True, slots=True)
class Order:
    """A contract or order of a line, in yuan; ``when`` is the end of a task, or working days from today."""

    line: str
    number: str
    kind: str
    amount: int
    supplier: Words
    when: str | int
    due: str | int
    text: Words


@dataclass(frozen=True, slots=True)
class Bill:
    """What was spent on a line, in yuan, on the day on which a task ended; ``pays`` is the order's number."""

    line: str
    amount: int
    when: str
    text: Words
    supplier: Words
    pays: str = ""


CONTRACT, ORDER, AMENDMENT = CommitmentKind.CONTRACT, CommitmentKind.ORDER, CommitmentKind.AMENDMENT
ORDERS = (
    Order("B01", "HT-2601", CONTRACT, 960_000, CLOUD, "T07", "T27", ("CRM订阅框架合同", "CRM subscription")),
    Order("B02", "HT-2602", CONTRACT, 1_480_000, VENDOR, "T07", 25, ("实施服务合同", "Implementation")),
    Order("B03", "HT-2603", CONTRACT, 520_000, VENDOR, "T07", "T33", ("接口开发合同", "Interfaces")),
    Order("B04", "HT-2604", CONTRACT, 460_000, ADVISER, "T07", "T19", ("流程咨询合同", "Process consulting")),
    Order("B06", "PO-0118", ORDER, 160_000, LINES, "T19", "T27", ("专线与云资源", "Lines and cloud")),
    Order("B05", "PO-0131", ORDER, 240_000, CLOUD, "T27", 30, ("培训与大使计划", "Training, ambassadors")),
    Order("B03", "HT-2603-1", AMENDMENT, 150_660, VENDOR, -8, 15,
          ("合同接口改为准实时", "Contract interface near real time")),
)  # fmt: skip
BILLS = (
    Bill("B04", 230_000, "T13", ("流程咨询：现状", "Process consulting: as is"), ADVISER, "HT-2604"),
    Bill("B04", 245_000, "T19", ("流程咨询：设计", "Process consulting: design"), ADVISER, "HT-2604"),
    Bill("B02", 444_000, "T19", ("实施首付款：蓝图确认", "Implementation: design accepted"), VENDOR, "HT-2602"),
    Bill("B07", 217_000, "T19", ("内部投入：设计", "Internal effort: design"), HOUSE),
    Bill("B01", 960_000, "T27", ("CRM订阅费", "CRM subscription"), CLOUD, "HT-2601"),
    Bill("B03", 260_000, "T27", ("接口开发首付款", "Interfaces: order"), VENDOR, "HT-2603"),
    Bill("B06", 158_400, "T27", ("专线与云资源", "Lines and cloud resources"), LINES, "PO-0118"),
    Bill("B02", 592_000, "T33", ("实施进度款：集成测试通过", "Implementation: integration tested"), VENDOR, "HT-2602"),
    Bill("B03", 260_000, "T33", ("接口开发进度款", "Interfaces: delivered"), VENDOR, "HT-2603"),
    Bill("B05", 84_000, "T35", ("大使与测试人培训", "Training of ambassadors and testers"), CLOUD, "PO-0131"),
    Bill("B07", 263_500, "T36", ("内部投入：构建与测试", "Internal effort: build and test"), HOUSE),
    Bill("B05", 118_600, "T39", ("试点培训", "Training of the pilot"), CLOUD, "PO-0131"),
)
CREDIT = Bill("B04", -15_000, "T19", ("流程咨询：差旅退款", "Process consulting: travel refunded"), ADVISER, "HT-2604")
CREDIT_AFTER = 12  # working days after the design review
LATE = Bill("B04", 12_400, "", ("流程咨询：研讨会场地（补寄）", "Process consulting: workshop rooms (late)"), ADVISER)
LATE_BEFORE, LATE_BOOKED = 20, 10  # days before the end of its quarter, working days after it
GRANTED = (24, 21, "B05", 60_000, ("试点新增两场补训。", "Two more sessions for latecomers of the pilot."))
ASKED = (4, "B04", 12_400, ("补寄的场地发票超出咨询预算。", "The late bill for rooms exceeds the consulting line."))
FORECAST = (6, "B07", 160_000, ("试点支持延长两周", "Two more weeks of support in the pilot"))


@seams.demo.provide("33.budget.money")
def money(story: Story) -> None:
    """Order, book, lock each month some days after its end; draw on contingency, forecast one line by hand."""
    for order in ORDERS:
        start = day_of(story, order.when)
        day = story.calendar.add_days(start, ORDERED) if isinstance(order.when, str) else start
        story.then(day, partial(_order, story, order, day), hour=10, minute=40)
    for bill in BILLS:
        _bill(story, bill, story.ended(bill.when))
    _bill(story, CREDIT, story.calendar.add_days(story.ended("T19"), CREDIT_AFTER))
    _late(story)
    month = month_of(story.ended("T07"))
    while after(month) <= story.today:
        ended = after(month) - timedelta(days=1)
        lock = partial(lock_month, story.programme, month=month, actor=story.people["finance"])
        story.then(story.calendar.add_days(ended, LOCKED), lock, hour=17)
        month = after(month)
    story.then(story.calendar.add_days(story.ended("T27"), 9), partial(_close, story, "PO-0118"), hour=11)
    asked, decided, *draw = GRANTED
    story.then(story.workday(-asked), partial(_ask, story, draw, "pmo"), hour=9, minute=20)
    story.then(story.workday(-decided), partial(_grant, story), hour=15, minute=40)
    story.then(story.workday(-ASKED[0]), partial(_ask, story, ASKED[1:], "pmo"), hour=9, minute=10)
    story.then(story.workday(-FORECAST[0]), partial(_forecast, story), hour=16, minute=20)


def _line(story: Story, code: str) -> BudgetLine:
    return BudgetLine.objects.select_related("programme").get(programme=story.programme, code=code)


def _order(story: Story, order: Order, day: date) -> None:
    values = {
        "line": _line(story, order.line), "number": order.number, "kind": order.kind, "amount": Decimal(order.amount),
        "currency": story.programme.currency, "supplier": story.say(*order.supplier), "signed_on": day,
        "due_on": max(day, day_of(story, order.due)), "text": story.say(*order.text),
    }  # fmt: skip
    create_commitment(story.programme, values=values, actor=story.people["finance"])


def _bill(story: Story, bill: Bill, day: date) -> None:
    booked = story.calendar.add_days(day, BOOKED)
    story.then(booked, partial(_book, story, bill, day), hour=9, minute=40)


def _late(story: Story) -> None:
    """A bill of the last but one quarter that came after its month was locked, and names no contract."""
    quarter = date(story.today.year, (story.today.month - 1) // 3 * 3 + 1, 1)
    ended = after(quarter, -3) - timedelta(days=1)
    day = ended - timedelta(days=LATE_BEFORE)
    story.then(story.calendar.add_days(ended, LATE_BOOKED), partial(_book, story, LATE, day), hour=9)


def _book(story: Story, bill: Bill, day: date) -> None:
    """Book a bill of the day; its document is numbered by month, as the ledger's voucher is."""
    line = _line(story, bill.line)
    house = bill.supplier is HOUSE
    kind = ActualKind.TIME_SHEET if house else ActualKind.CREDIT_NOTE if bill.amount < 0 else ActualKind.INVOICE
    paid = Commitment.objects.filter(programme=story.programme, number=bill.pays).select_related("line").first()
    values: dict[str, Any] = {
        "line": line, "kind": kind, "commitment": paid, "dated_on": day, "currency": story.programme.currency,
        "number": f"{day:%Y%m}-{bill.line[1:]}{line.actual_costs.count() + 1:02}", "text": story.say(*bill.text),
        "supplier": story.say(*bill.supplier),
    }  # fmt: skip
    more = (
        {"hours": Decimal(bill.amount) / HOURLY, "hourly": Decimal(HOURLY)}
        if house
        else {"amount": Decimal(bill.amount)}
    )
    record_actual(story.programme, values=values | more, actor=story.people["finance"])


def _close(story: Story, number: str) -> None:
    row = Commitment.objects.select_related("programme").get(programme=story.programme, number=number)
    close_commitment(row, actor=story.people["finance"])


def _ask(story: Story, draw: Any, who: str) -> None:
    code, amount, why = draw
    source = BudgetLine.objects.get(programme=story.programme, category="contingency")
    ask_draw(
        story.programme, source=source, line=_line(story, code), amount=Decimal(amount), reason=story.say(*why),
        actor=story.people[who],
    )  # fmt: skip


def _grant(story: Story) -> None:
    row = ContingencyDraw.objects.select_related("programme").order_by("code").filter(programme=story.programme)[0]
    note = story.say("同意，控制在两场之内。", "Agreed, two sessions at most.")
    grant_draw(row, note=note, actor=story.people["sponsor"])


def _forecast(story: Story) -> None:
    _day, code, amount, why = FORECAST
    note = story.say(*why)
    set_forecast(_line(story, code), amount=Decimal(amount), note=note, actor=story.people["pmo"])
