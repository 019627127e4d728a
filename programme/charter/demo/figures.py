"""The demo's goals and KPIs: measured, signed by their owner, and read every week since."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from core import seams
from core.demo import Story
from programme.charter import services
from programme.charter.models import Goal, Kpi, StrategyObjective

WEEKS = 16  # of readings before today
DIP = Decimal("0.12")  # of the whole way, lost in the first week of the new tool
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Measure:
    """A KPI of this company: where it stood, where it shall go, and where it is today."""

    code: str
    unit: str
    baseline: str
    n: int
    target: str
    now: str
    now_n: int
    months: int
    owner: str
    source: tuple[str, str]
    before: bool = True  # was read before the pilot too


MEASURES = (
    Measure("K01", "%", "25.0", 1236, "35", "27.8", 412, 6, "owner", ("CRM线索漏斗", "Lead funnel of the CRM")),
    Measure("K02", "days", "62", 143, "52", "61.2", 58, 6, "owner", ("CRM商机历史", "Deal history of the CRM")),
    Measure("K07", "count", "8.0", 74, "10.0", "8.9", 74, 3, "owner", ("CRM跟进记录", "Follow-ups in the CRM")),
    Measure("K08", "%", "41", 74, "80", "78.4", 74, 3, "change", ("CRM使用日志", "Usage log of the CRM"), before=False),
    Measure(
        "K10", "%", "82", 5480, "95", "93.1", 5120, 6, "owner", ("数据质量检查", "Data quality check"), before=False
    ),
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A goal: its sentence, its KPI, and how its change is meant."""

    code: str
    kpi: str
    kind: str
    change: str
    strategy: str
    zh: str
    en: str
    metric: tuple[str, str]
    why: tuple[str, str]


PROMISES = (
    Promise(
        "GL01", "K01", "pp", "10", "SO1",
        "试点上线后6个月内，将线索转化率从25%提升到35%",
        "Raise lead conversion from 25 % to 35 % within 6 months of the pilot's go-live",
        ("线索转化率", "Lead conversion"),
        ("华仪科技同类项目一年内提升12个百分点；先规范分配与跟进时限",
         "Huayi Technology rose by 12 pp in a year; assignment and follow-up times are set first"),
    ),
    Promise(
        "GL02", "K02", "absolute", "10", "SO2",
        "试点上线后6个月内，将平均销售周期从62天缩短到52天",
        "Shorten the average sales cycle from 62 days to 52 days within 6 months of the pilot's go-live",
        ("平均销售周期", "Average sales cycle"),
        ("报价审批分级后可省4天，合同模板可省3天，其余来自并行评审",
         "Approval by amount saves 4 days, contract templates 3, parallel review the rest"),
    ),
    Promise(
        "GL03", "K07", "relative", "25", "SO2",
        "试点上线后3个月内，将销售人员日均客户跟进从8.0次提高到10.0次",
        "Raise daily customer follow-ups per salesperson from 8.0 to 10.0 within 3 months of the pilot's go-live",
        ("日均跟进次数", "Follow-ups per rep-day"),
        ("移动端记录每次省6分钟，相当于每天多2次跟进",
         "Recording on the phone saves 6 minutes each, worth two more a day"),
    ),
    Promise(
        "GL04", "K10", "pp", "13", "SO3",
        "试点上线后6个月内，将客户数据完整度从82%提升到95%",
        "Raise the completeness of customer data from 82 % to 95 % within 6 months of the pilot's go-live",
        ("客户数据完整度", "Completeness of customer data"),
        ("必填规则与清洗已在试迁移中验证到94%", "Mandatory fields and cleansing reached 94 % in the trial migration"),
    ),
)  # fmt: skip


def months_after(day: date, months: int) -> date:
    """Give the same day some months later, at latest the 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def go_live(story: Story) -> date:
    """Give the day on which the trial operation began."""
    return story.began("T41")


def make_goals(story: Story) -> dict[str, Goal]:
    """Write the goals of the workshop, still without their measured baselines."""
    made = {}
    for row in PROMISES:
        values = {
            "code": row.code,
            "statement": story.say(row.zh, row.en),
            "metric": story.say(*row.metric),
            "achievability": story.say(*row.why),
            "strategy": StrategyObjective.objects.get(programme=story.programme, code=row.strategy),
            "kpi": _kpi(story, row.kpi),
            "unit_kind": row.kind,
            "unit": _measure(row.kpi).unit,
            "direction": "down" if Decimal(_measure(row.kpi).target) < Decimal(_measure(row.kpi).baseline) else "up",
            "owner_role": "BO",
            "owner": story.people["owner"],
        }
        made[row.code] = services.create_goal(story.programme, values=values, actor=story.people["owner"])
    return made


def _kpi(story: Story, code: str) -> Kpi:
    return Kpi.objects.get(programme=story.programme, code=code)


def _measure(code: str) -> Measure:
    return next(row for row in MEASURES if row.code == code)


@seams.demo.provide("27.charter.baselines")
def baselines(story: Story) -> None:
    """Measure at the end of T04, and let each figure's owner sign where it stood."""
    day = story.ended("T04")
    story.then(day, partial(_measured, story, day), hour=11)
    story.then(day, partial(_signed, story), hour=16)


def _baseline(story: Story, row: Measure, day: date) -> dict[str, Any]:
    return {
        "baseline": Decimal(row.baseline),
        "baseline_on": story.calendar.add_days(day, -1),
        "baseline_n": row.n,
        "baseline_source": story.say("旧系统导出，近12个月", "Export of the old systems, last 12 months"),
        "starts_on": go_live(story),
        "due_on": months_after(go_live(story), row.months),
    }


def _measured(story: Story, day: date) -> None:
    data = story.people["data"]
    for row in MEASURES:
        values = _baseline(story, row, day) | {
            "unit": row.unit,
            "target": Decimal(row.target),
            "owner": story.people[row.owner],
            "source": story.say(*row.source),
            "is_example": False,
        }
        services.update_kpi(_kpi(story, row.code), values=values, actor=data)
    for promise in PROMISES:
        goal = Goal.objects.get(programme=story.programme, code=promise.code)
        values = _baseline(story, _measure(promise.kpi), day) | {"change": Decimal(promise.change)}
        services.update_goal(goal, values=values, actor=data)


def _signed(story: Story) -> None:
    for row in MEASURES:
        services.sign_baseline(_kpi(story, row.code), actor=story.people[row.owner])
    for promise in PROMISES:
        goal = Goal.objects.get(programme=story.programme, code=promise.code)
        services.sign_baseline(goal, actor=story.people["owner"])


@seams.demo.provide("60.charter.readings")
def readings(story: Story) -> None:
    """Read every KPI once a week: about the baseline before the pilot, a dip with the new tool, then the way up."""
    for row in MEASURES:
        for day, value, n in curve(story, row):
            story.then(day, partial(_read, story, row, day, value, n), hour=22)


def _read(story: Story, row: Measure, day: date, value: Decimal, n: int) -> None:
    services.record_reading(_kpi(story, row.code), read_on=day, value=value, n=n, actor=story.people["data"])


def curve(story: Story, row: Measure) -> list[tuple[date, Decimal, int]]:
    """Give day, value and sample of each weekly reading; the last one is what the KPI says now."""
    chance = story.dice(f"kpi.{row.code}")
    base, now = Decimal(row.baseline), Decimal(row.now)
    whole = abs(Decimal(row.target) - base)
    up = 1 if Decimal(row.target) > base else -1
    last = story.today - timedelta(days=1)
    live = max((last - go_live(story)).days, 1)
    found = []
    for week in range(WEEKS, 0, -1):
        day = last - timedelta(days=7 * week)
        noise = whole * Decimal(chance.randint(-30, 30)) / 1000
        gone = (day - go_live(story)).days
        if gone < 0:
            if row.before and day > story.ended("T04"):
                found.append((day, _round(base + noise), row.now_n - chance.randint(0, row.now_n // 10)))
            continue
        share = Decimal(gone) / live
        value = base + (now - base) * share * share - (up * whole * DIP * (1 - share) if gone < 7 else 0) + noise / 3  # noqa: PLR2004
        found.append((day, _round(value), row.now_n - chance.randint(0, row.now_n // 12)))
    return [*found, (last, now, row.now_n)]


def _round(value: Decimal) -> Decimal:
    return value.quantize(TENTH)
