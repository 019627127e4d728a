"""Import and export of postings and benefit profiles."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.imports.kinds import Column, Kind, Objection, Row, Type, row_by_row
from core.money import Money
from programme.budget.choices import Category
from programme.charter.models import Kpi
from programme.people.models import User
from roi.ledger import permissions, services
from roi.ledger.choices import Basis, Driver, Grade, Rhythm, Worth
from roi.ledger.models import Benefit, CostLine
from roi.ledger.selectors.rows import benefit_rows, cost_rows


def _currency(programme: Any, rows: Sequence[Row]) -> Iterator[Objection]:
    """Another currency than the programme's is not added up; a file that names currencies names each."""
    for index, row in enumerate(rows):
        if "currency" in row and not row["currency"]:
            yield index, "currency", gettext_lazy("Say the currency of the amount."), [programme.currency]
            continue
        code = str(row.get("currency") or programme.currency).upper()
        if code != programme.currency:
            text = _("The programme counts in %(ours)s; %(theirs)s must be converted first.")
            yield index, "currency", text % {"ours": programme.currency, "theirs": code}, [programme.currency]


COSTS = {"posting_date": "posted_on", "text": "title", "voucher": "ledger_ref"}


def _cost(programme: Any, row: Row) -> Row:
    values = {COSTS.get(key, key): value for key, value in row.items() if key not in {"amount", "currency"}}
    for name in ("category", "nature"):
        if values.get(name) is None:
            values.pop(name, None)
    if row.get("amount") is not None:
        values["amount_minor"] = Money.from_decimal(row["amount"], programme.currency).minor
    return values


def _update_cost(programme: Any, ref: str, row: Row, actor: Any) -> None:
    line = CostLine.objects.select_related("programme").get(programme=programme, public_id=ref)
    services.update_cost(line, values=_cost(programme, row), actor=actor)


seams.kinds.add(
    "costs",
    Kind(
        code="costs",
        label=gettext_lazy("Posted costs"),
        columns=(
            Column("posting_date", "过账日期", "Posting date", Type.DATE, required=True, aliases=("记账日期", "date"),
                   example_zh="2026-03-31", example_en="2026-03-31"),
            Column("cost_centre", "成本中心", "Cost centre", max_length=40, aliases=("cost center",)),
            Column("account", "科目", "Account", max_length=40, example_zh="6602", example_en="6602"),
            Column("vendor", "供应商", "Vendor", max_length=120, example_zh="远图软件", example_en="Yuantu Software"),
            Column("text", "摘要", "Text", required=True, max_length=200, example_zh="CRM订阅费",
                   example_en="CRM subscription"),
            Column("amount", "金额", "Amount", Type.MONEY, required=True, example_zh="960000", example_en="960000"),
            Column("currency", "币种", "Currency", max_length=3, example_zh="CNY", example_en="CNY",
                   help_zh="项目币种，每行都要填写；文件没有此列时，金额均为项目币种。",
                   help_en="The programme's, in every row; without this column all amounts are in it."),
            Column("project", "项目", "Project", max_length=60),
            Column("voucher", "凭证号", "Voucher", max_length=60, example_zh="2026-0417", example_en="2026-0417"),
            Column("category", "类别", "Category", Type.CHOICE, choices=Category),
            Column("nature", "性质", "Nature", Type.CHOICE, choices=Rhythm),
        ),
        id_column="voucher",
        natural_key=("posting_date", "account", "vendor", "text", "amount", "project"),
        existing=cost_rows,
        check=_currency,
        write=row_by_row(
            lambda programme, row, actor: services.create_cost(
                programme, values=_cost(programme, row) | {"basis": Basis.ACTUAL}, actor=actor
            ).public_id,
            _update_cost,
        ),
        remove=lambda programme, refs, actor: services.remove_costs(programme, refs=refs, actor=actor),
        can=permissions.can_edit_costs,
        order=51,
    ),
)  # fmt: skip

DEFAULTED = {
    "disbenefit", "worth", "driver", "priority", "ramp_months", "margin_percent", "attribution_percent",
    "correction_percent", "risk_percent",
}  # fmt: skip


def _benefit(programme: Any, row: Row) -> Row:
    values = {key: value for key, value in row.items() if key not in {"kpi", "owner", "unit_value", "grade"}}
    for name in DEFAULTED:
        if values.get(name) is None:
            values.pop(name, None)
    if "kpi" in row:
        values["kpi"] = Kpi.objects.filter(programme=programme, code=row["kpi"]).first() if row["kpi"] else None
    if "owner" in row:
        values["owner"] = User.objects.filter(email__iexact=row["owner"]).first() if row["owner"] else None
    if "grade" in row:
        values["grade"] = row["grade"] or ""
    if "unit_value" in row:
        value = row["unit_value"]
        values["unit_value_minor"] = None if value is None else Money.from_decimal(value, programme.currency).minor
    return values


def _links(programme: Any, rows: Sequence[Row]) -> Iterator[Objection]:
    """KPIs and owners must be there."""
    codes = list(Kpi.objects.filter(programme=programme).order_by("code").values_list("code", flat=True))
    members = User.objects.active().filter(memberships__programme=programme, memberships__ended_on=None)
    people = set(members.values_list("email", flat=True))
    for index, row in enumerate(rows):
        if row.get("kpi") and row["kpi"] not in codes:
            yield index, "kpi", _("There is no KPI %(code)s.") % {"code": row["kpi"]}, codes
        if row.get("owner") and row["owner"] not in people:
            yield index, "owner", _("%(name)s has no role in this programme.") % {"name": row["owner"]}, ()


def _update_benefit(programme: Any, ref: str, row: Row, actor: Any) -> None:
    record = Benefit.objects.get(programme=programme, public_id=ref)
    services.update_benefit(record, values=_benefit(programme, row), actor=actor)


def _percent(key: str, zh: str, en: str, example: str) -> Column:
    return Column(key, zh, en, Type.DECIMAL, minimum=0, maximum=100, example_zh=example, example_en=example)


seams.kinds.add(
    "benefits",
    Kind(
        code="benefits",
        label=gettext_lazy("Benefit profiles"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="BN01", example_en="BN01"),
            Column("title", "收益", "Benefit", required=True, max_length=200, example_zh="续费率提高",
                   example_en="More renewals"),
            Column("description", "说明", "Description", max_length=4000),
            Column("disbenefit", "负收益", "Disbenefit", Type.BOOLEAN),
            Column("worth", "价值类型", "Kind of value", Type.CHOICE, choices=Worth),
            Column("driver", "驱动因素", "Driver", Type.CHOICE, choices=Driver),
            Column("priority", "优先级", "Priority", Type.INTEGER, minimum=1, maximum=5),
            Column("beneficiary", "受益方", "Who gains", max_length=160),
            Column("kpi", "KPI", "KPI", max_length=20, example_zh="K03", example_en="K03"),
            Column("initiative", "其他举措", "Other initiative", max_length=160),
            Column("measure", "度量与频率", "Measure and rhythm", max_length=200),
            Column("unit", "单位", "Unit", max_length=40),
            Column("baseline", "基线", "Baseline", Type.DECIMAL),
            Column("baseline_on", "基线日期", "Baseline measured on", Type.DATE),
            Column("target", "目标", "Target", Type.DECIMAL),
            Column("target_on", "目标日期", "Target date", Type.DATE),
            Column("volume", "年数量", "Volume per year", Type.DECIMAL, minimum=0, example_zh="100", example_en="100"),
            Column("unit_value", "单位价值", "Value of one unit", Type.MONEY, minimum=0, example_zh="20000",
                   example_en="20000", help_zh="以项目币种计", help_en="in the programme's currency"),
            _percent("margin_percent", "毛利率%", "Margin %", "40"),
            _percent("attribution_percent", "归因%", "Attribution %", "60"),
            _percent("correction_percent", "修正系数%", "Correction factor %", "100"),
            _percent("risk_percent", "风险%", "Risk %", "20"),
            Column("grade", "归因等级", "Grade of attribution", Type.CHOICE, choices=Grade),
            Column("first_value_on", "首次见效", "First value", Type.DATE),
            Column("ends_on", "末次见效", "Last value", Type.DATE),
            Column("ramp_months", "爬坡月数", "Months until full value", Type.INTEGER, minimum=1, maximum=60),
            Column("enablers", "使能与依赖", "Enablers and dependencies", max_length=300),
            Column("assumptions", "假设", "Assumptions", max_length=4000),
            Column("owner", "责任人", "Owner", Type.PERSON),
            Column("next_review_on", "下次复核", "Next review", Type.DATE),
        ),
        id_column="code",
        natural_key=("title",),
        existing=benefit_rows,
        check=_links,
        write=row_by_row(
            lambda programme, row, actor: services.create_benefit(
                programme, values=_benefit(programme, row), actor=actor
            ).public_id,
            _update_benefit,
        ),
        remove=lambda programme, refs, actor: services.remove_benefits(programme, refs=refs, actor=actor),
        can=permissions.can_propose,
        order=52,
    ),
)  # fmt: skip
