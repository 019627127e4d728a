"""The demo's benefits: two came with the new processes, the others begin with the pilot, one has no owner yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from phases.rollout.models import Wave
from programme.charter.models import Kpi
from roi.ledger import services
from roi.ledger.choices import Driver, Grade, Worth
from roi.ledger.models import Benefit, BenefitActual

MINOR = 100
PILOT = "W0"
RECORDED, VALIDATED = 3, 4  # working days after a month's end
Words = tuple[str, str]  # Chinese, English


@dataclass(frozen=True, slots=True)
class Gain:
    """A benefit as it was proposed; without a grade it stays only identified."""

    code: str
    title: Words
    driver: Driver
    worth: Worth
    grade: Grade | str = ""
    kpi: str = ""
    measure: Words = ("", "")
    unit: Words = ("", "")
    volume: int | None = None
    yuan: int | None = None  # of one unit
    shares: dict[str, int] = field(default_factory=dict)  # margin, attribution, correction, risk, in per cent
    baseline: tuple[int, int] | None = None  # where there is no KPI: baseline and target
    after: str = "T40"  # the task with whose end it begins
    ramp: int = 6
    ends: int = 0  # months after its beginning
    owner: str = ""
    who: Words = ("", "")  # gains
    assumptions: Words = ("", "")
    review: int = 30  # working days from today
    initiative: Words = ("", "")
    disbenefit: bool = False


GAINS = (
    Gain("BN01", ("线索转化率提高带来的新增订单", "More orders from better lead conversion"), Driver.SALES,
         Worth.CASHABLE, Grade.A, "K01", ("赢单数，每月，试点对比华南", "Won deals, monthly, pilot against south"),
         ("单", "deals"), 168, 118_000, {"margin": 28, "attribution": 60, "risk": 15}, owner="owner",
         who=("华东大区", "East region"), review=12,
         assumptions=("毛利率按上年财务决算；华南未上线，作对照组。",
                      "Margin as in last year's accounts; the south is not live and serves as control group.")),
    Gain("BN02", ("销售周期缩短节省的跟单时间", "Sales time saved by a shorter cycle"), Driver.PRODUCTIVITY,
         Worth.NON_CASHABLE, Grade.B, "K02", ("商机历史，每月", "Deal history, monthly"), ("小时", "hours"), 2_400, 165,
         {"attribution": 70, "correction": 50, "risk": 10}, owner="owner", who=("华东大区", "East region")),
    Gain("BN03", ("移动端记录节省的补录时间", "Time saved by recording on the phone"), Driver.PRODUCTIVITY,
         Worth.NON_CASHABLE, Grade.C, "K07", ("跟进次数×6分钟，每月", "Follow-ups × 6 minutes, monthly"),
         ("小时", "hours"), 3_400, 165, {"attribution": 80, "correction": 50, "risk": 20}, ramp=3, owner="wave",
         who=("华东大区", "East region"), review=-2),
    Gain("BN04", ("停用旧名录与重复工具", "Old lists and doubled tools switched off"), Driver.SAVING, Worth.CASHABLE,
         Grade.B, "", ("停付账单，每月", "Bills no longer paid, monthly"), ("月", "months"), 12, 26_500,
         {"attribution": 100}, (31_000, 4_500), "T24", 1, owner="it", who=("信息技术部", "Information technology")),
    Gain("BN05", ("报价按金额分级审批节省的时间", "Time saved by approving quotes by amount"), Driver.PRODUCTIVITY,
         Worth.NON_CASHABLE, Grade.B, "", ("OA审批记录，每月", "Approvals of the office system, monthly"),
         ("份", "quotes"), 3_600, 124, {"attribution": 90, "correction": 50, "risk": 5}, (6, 2), "T24", 2,
         owner="service", who=("各大区与服务中心", "Regions and service centre")),
    Gain("BN06", ("续约率提高保住的服务收入", "Service revenue kept by more renewals"), Driver.RETENTION,
         Worth.CASHABLE, "", "K03", unit=("份", "contracts"), volume=45, yuan=52_000, shares={"margin": 40},
         who=("苏州服务中心", "Suzhou service centre"),
         assumptions=("归因未定：续约率同时受新服务套餐影响。",
                      "Attribution open: the new service packages move renewals too.")),
    Gain("BN07", ("新价目表对转化率的贡献", "Share of the new price list in conversion"), Driver.SALES, Worth.CASHABLE,
         Grade.C, "K01", shares={"attribution": 40}, owner="owner", initiative=("新价目表", "New price list")),
    Gain("BN08", ("客户数据完整可信", "Customer data complete and trusted"), Driver.OTHER, Worth.STRATEGIC, Grade.C,
         "K10", ("数据质量检查，每周", "Data quality check, weekly"), owner="service",
         who=("全公司", "The whole company")),
    Gain("BN09", ("试点期新旧表格双录的工时", "Hours of double entry during the pilot"), Driver.PRODUCTIVITY,
         Worth.NON_CASHABLE, Grade.C, "", ("小组长抽样，每月", "Samples by team leaders, monthly"), ("小时", "hours"),
         1_800, 165, {"correction": 50}, (0, 0), ramp=1, ends=2, owner="wave", who=("华东大区", "East region"),
         disbenefit=True),
)  # fmt: skip
# Units measured in a month, as a share of the plan's month at full effect; with which evidence.
MEASURED: dict[str, tuple[tuple[str, str], Words]] = {
    "BN01": (("0.16", "0.22"), ("CRM报表“赢单对照”", "CRM report “won deals against control”")),
    "BN02": (("0.10", "0.18"), ("CRM商机历史导出", "Export of the deal history")),
    "BN03": (("0.30", "0.45"), ("", "")),  # claimed without evidence: finance does not validate it
    "BN04": (("1.00", "1.00"), ("应付账款明细", "Accounts payable")),
    "BN05": (("0.58", "0.72"), ("OA审批导出", "Export of approvals")),
    "BN09": (("0.90", "1.10"), ("双录抽样表", "Sample of double entry")),
}
SHARES = {"margin": "margin_percent", "attribution": "attribution_percent", "correction": "correction_percent",
          "risk": "risk_percent"}  # fmt: skip
FINDING = (
    "仍有三成报价走旧流程：金额分级未覆盖框架合同。下月补规则。",
    "Three in ten quotes still go the old way: frame contracts have no level. The rule follows next month.",
)


def begins(story: Story, gain: Gain) -> date:
    """Give the first day of value: the first of the month after its task, at go-live the day itself."""
    day = story.ended(gain.after)
    return day if gain.after == "T40" else (day.replace(day=28) + timedelta(days=4)).replace(day=1)


@seams.demo.provide("64.ledger.benefits")
def benefits(story: Story) -> None:
    """Propose and approve the benefits beside the charter, enable them, and read them month by month."""
    day = story.calendar.add_days(story.ended("T07"), 1)
    for number, gain in enumerate(GAINS):
        story.then(day, partial(_propose, story, gain), hour=10, minute=number)
        if gain.grade and not gain.initiative[0]:
            _agree(story, gain, day, number)
            _follow(story, gain, number)
    story.then(story.workday(-6), partial(_review, story, "BN05"), hour=15)


def _agree(story: Story, gain: Gain, day: date, number: int) -> None:
    """Complete the profile; finance and the sponsor approve it; it is enabled when its task has ended."""
    acts = (
        (day, 11, "profile_benefit", "pmo"),
        (day, 14, "approve_benefit", "finance"),
        (story.calendar.add_days(day, 1), 10, "approve_benefit", "sponsor"),
    )
    for on, hour, act, who in acts:
        story.then(on, partial(_act, story, gain.code, act, who), hour=hour, minute=number)
    if gain.after == "T40":
        story.then(story.ended("T38"), partial(_join, story, gain.code), hour=15, minute=number)
    story.then(story.ended(gain.after), partial(_act, story, gain.code, "enable_benefit", "pmo"), hour=19)


def _follow(story: Story, gain: Gain, number: int) -> None:
    """Record every month that is over; finance validates what has evidence."""
    if gain.code not in MEASURED:
        return
    for month, end in _months(begins(story, gain), story.today):
        record = story.calendar.add_days(end, RECORDED)
        story.then(record, partial(_record, story, gain, month), hour=10, minute=30 + number)
        if MEASURED[gain.code][1][0]:
            validate = story.calendar.add_days(end, VALIDATED)
            story.then(validate, partial(_validate, story, gain.code, month), hour=16, minute=number)


def _months(first: date, today: date) -> Iterator[tuple[date, date]]:
    """Give the first and the last day of each month that is over."""
    month = first.replace(day=1)
    while (after := (month.replace(day=28) + timedelta(days=4)).replace(day=1)) <= today:
        yield month, after - timedelta(days=1)
        month = after


def _propose(story: Story, gain: Gain) -> None:
    values: dict[str, Any] = {
        "code": gain.code, "title": story.say(*gain.title), "driver": gain.driver, "worth": gain.worth,
        "grade": gain.grade, "measure": story.say(*gain.measure), "unit": story.say(*gain.unit), "volume": gain.volume,
        "disbenefit": gain.disbenefit, "beneficiary": story.say(*gain.who), "ramp_months": gain.ramp,
        "initiative": story.say(*gain.initiative), "assumptions": story.say(*gain.assumptions),
    }  # fmt: skip
    values |= {SHARES[name]: Decimal(share) for name, share in gain.shares.items()}
    values["unit_value_minor"] = None if gain.yuan is None else gain.yuan * MINOR
    if gain.kpi:
        values["kpi"] = Kpi.objects.get(programme=story.programme, code=gain.kpi)
    if gain.baseline:
        values |= {"baseline": Decimal(gain.baseline[0]), "target": Decimal(gain.baseline[1]),
                   "baseline_on": story.ended("T04")}  # fmt: skip
    if gain.owner:
        values |= {"owner": story.people[gain.owner], "next_review_on": story.workday(gain.review)}
        values["first_value_on"] = begins(story, gain)
    if gain.ends:
        values["ends_on"] = begins(story, gain) + timedelta(days=31 * gain.ends)
    services.create_benefit(story.programme, values=values, actor=story.people["owner"])


def _benefit(story: Story, code: str) -> Benefit:
    return Benefit.objects.select_related("programme", "kpi", "wave").get(programme=story.programme, code=code)


def _act(story: Story, code: str, act: str, who: str) -> None:
    getattr(services, act)(_benefit(story, code), actor=story.people[who])


def _join(story: Story, code: str) -> None:
    """Tie the benefit to the pilot, now that the pilot is chosen."""
    wave = Wave.objects.get(programme=story.programme, code=PILOT)
    services.update_benefit(_benefit(story, code), values={"wave": wave}, actor=story.people["pmo"])


def _record(story: Story, gain: Gain, month: date) -> None:
    benefit = _benefit(story, gain.code)
    (low, high), evidence = MEASURED[gain.code]
    share = story.dice(f"benefit.{gain.code}.{month}").randint(int(Decimal(low) * 100), int(Decimal(high) * 100))
    services.record_actual(
        benefit,
        month=month,
        volume=(Decimal(gain.volume or 0) / 12 * share / 100).quantize(Decimal("0.1")),
        evidence=story.say(*(f"{words} {month:%Y-%m}" if words else "" for words in evidence)),
        actor=story.people["data"],
    )


def _validate(story: Story, code: str, month: date) -> None:
    actual = BenefitActual.objects.select_related("benefit__programme").get(
        benefit__programme=story.programme, benefit__code=code, month=month
    )
    services.validate_actual(actual, actor=story.people["finance"])


def _review(story: Story, code: str) -> None:
    services.review_benefit(
        _benefit(story, code),
        finding=story.say(*FINDING),
        next_review_on=story.workday(20),
        actor=story.people["owner"],
    )
