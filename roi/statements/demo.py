"""The demo's statements: the last but one quarter is approved; the last waits for finance, once its days have come."""

from datetime import date
from decimal import Decimal
from functools import partial

from core import seams
from core.demo import Story
from roi.statements.rules.quarters import Quarter, quarter_of
from roi.statements.services import lock_quarter, set_terms

RATE = Decimal(8)  # per cent a year
HORIZON = 3
USERS = 320  # as subscribed
LOCKED = 8  # working days after the quarter's end
SIGNED = {"finance": 11, "sponsor": 14}
KIND = "roi.RoiStatement"
LATE = 20  # days before the quarter's end: the bill that came after it was locked


def last_quarters(today: date) -> tuple[Quarter, Quarter]:
    """Give the last two quarters that are over."""
    over = [quarter_of(today)]
    while len(over) < 3:  # noqa: PLR2004
        first = over[0].first
        over.insert(0, quarter_of(date.fromordinal(first.toordinal() - 1)))
    return over[0], over[1]


@seams.demo.provide("65.statements.quarters")
def quarters(story: Story) -> None:
    """Set the terms with the budget, lock each quarter some days after its end, and sign the first of the two."""
    story.then(story.ended("T07"), partial(_terms, story), hour=16)
    earlier, latest = last_quarters(story.today)
    for quarter in (earlier, latest):
        day = story.calendar.add_days(quarter.last, LOCKED)
        story.then(day, partial(_lock, story, quarter), hour=10)
    for who, after in SIGNED.items():
        day = story.calendar.add_days(earlier.last, after)
        story.then(day, partial(_sign, story, who), hour=11)
    bill = partial(story.facts["late_bill"], date.fromordinal(earlier.last.toordinal() - LATE))
    story.then(story.calendar.add_days(earlier.last, LOCKED + 2), bill, hour=9)


def _terms(story: Story) -> None:
    values = {
        "rate": RATE, "finance_rate": RATE, "reinvest_rate": RATE, "horizon_years": HORIZON,
        "value_from": story.ended("T40"), "users": USERS,
    }  # fmt: skip
    set_terms(story.programme, values=values, actor=story.people["finance"])


def _lock(story: Story, quarter: Quarter) -> None:
    lock_quarter(story.programme, quarter=str(quarter), actor=story.people["data"])


def _sign(story: Story, who: str) -> None:
    story.facts["sign"](story.people[who], KIND)
