"""Import and export of budget lines, commitments and actual costs."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.errors import BadInputError
from core.imports.kinds import Column, Kind, Row, Rows, Type, row_by_row
from core.money import Money
from programme.budget import permissions, services
from programme.budget.choices import ActualKind, Category, CommitmentKind, Nature
from programme.budget.models import ActualCost, BudgetLine, Commitment
from programme.budget.selectors.entries import actual_rows, commitment_rows


def _rows(programme: Any) -> Rows:
    """Lines as rows; the amount in major units."""
    return {
        line.public_id: {
            "code": line.code,
            "title": line.title,
            "category": line.category,
            "nature": line.nature,
            "amount": Money(line.amount_minor, programme.currency).to_decimal(),
            "phase": line.phase,
            "pay_from": line.pay_from,
            "pay_until": line.pay_until,
            "note": line.note,
        }
        for line in BudgetLine.objects.filter(programme=programme)
    }


DATES = ("pay_from", "pay_until")


def _values(programme: Any, row: Row) -> Row:
    values = {key: value for key, value in row.items() if key != "amount" and (value is not None or key in DATES)}
    if row.get("amount") is not None:
        values["amount_minor"] = Money.from_decimal(row["amount"], programme.currency).minor
    return values


def _update(programme: Any, ref: str, row: Row, actor: Any) -> None:
    line = BudgetLine.objects.get(programme=programme, public_id=ref)
    services.update_line(line, values=_values(programme, row), actor=actor)


seams.kinds.add(
    "budget",
    Kind(
        code="budget",
        label=gettext_lazy("Budget lines"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="B01", example_en="B01"),
            Column("title", "预算项", "Line", required=True, max_length=160, example_zh="订阅费",
                   example_en="Subscription"),
            Column("category", "类别", "Category", Type.CHOICE, choices=Category),
            Column("nature", "性质", "Nature", Type.CHOICE, choices=Nature),
            Column("amount", "金额", "Amount", Type.MONEY, required=True, minimum=0, example_zh="300000",
                   example_en="300000", help_zh="以项目币种计", help_en="in the programme's currency"),
            Column("phase", "阶段", "Phase", max_length=20),
            Column("pay_from", "付款起", "Paid from", Type.DATE, example_zh="2026-03-01", example_en="2026-03-01"),
            Column("pay_until", "付款止", "Paid until", Type.DATE, example_zh="2026-12-31", example_en="2026-12-31"),
            Column("note", "备注", "Note", max_length=200),
        ),
        id_column="code",
        natural_key=("title",),
        existing=_rows,
        write=row_by_row(
            lambda programme, row, actor: services.create_line(
                programme, values=_values(programme, row), actor=actor
            ).public_id,
            _update,
        ),
        remove=lambda programme, refs, actor: services.remove_lines(programme, refs=refs, actor=actor),
        can=permissions.can_edit,
        order=50,
    ),
)  # fmt: skip

OPTIONAL = frozenset(
    {"rate", "due_on", "hours", "hourly", "amount"}
)  # an empty cell of these says nothing stands there


def _linked(programme: Any, row: Row) -> Row:
    """Find the rows that a file names, and leave empty cells of what has a default out."""
    values = {key: value for key, value in row.items() if value is not None or key in OPTIONAL}
    if "line" in values:
        code = values["line"]
        line = BudgetLine.objects.filter(programme=programme, code=code).first() if code else None
        if code and line is None:
            raise BadInputError({"line": [_("There is no budget line %(code)s.") % {"code": code}]})
        values["line"] = line
    if "commitment" in values:
        values["commitment"] = _commitment(programme, values["commitment"], str(row.get("supplier") or ""))
    return values


def _commitment(programme: Any, number: str, supplier: str) -> Commitment | None:
    """Find a commitment by its number, the supplier's own first."""
    if not number:
        return None
    rows = list(Commitment.objects.filter(programme=programme, number=number).select_related("line").order_by("pk"))
    own = [row for row in rows if row.supplier == supplier]
    if len(own or rows) != 1:
        text = (
            _("There is no commitment %(number)s.") if not rows else _("Several suppliers have a document %(number)s.")
        )
        raise BadInputError({"commitment": [text % {"number": number}]})
    return (own or rows)[0]


def _lines_of(programme: Any) -> dict[str, Any]:
    return {
        "line": list(BudgetLine.objects.filter(programme=programme).order_by("code").values_list("code", flat=True))
    }


def _update_commitment(programme: Any, ref: str, row: Row, actor: Any) -> None:
    found = Commitment.objects.select_related("programme").get(programme=programme, public_id=ref)
    services.update_commitment(found, values=_linked(programme, row), actor=actor)


def _update_actual(programme: Any, ref: str, row: Row, actor: Any) -> None:
    found = ActualCost.objects.select_related("programme").get(programme=programme, public_id=ref)
    services.update_actual(found, values=_linked(programme, row), actor=actor)


LINE = Column("line", "预算项编号", "Budget line", max_length=20, aliases=("预算项", "line"), example_zh="B02",
              example_en="B02")  # fmt: skip
MONEY = (
    Column("amount", "金额", "Amount", Type.DECIMAL, example_zh="444000", example_en="444000"),
    Column("currency", "币种", "Currency", max_length=3, required=True, example_zh="CNY", example_en="CNY"),
    Column("rate", "汇率", "Rate", Type.DECIMAL, help_zh="外币时填写：一单位外币折合项目币种的金额。",
           help_en="For another currency: what one unit of it is worth in the programme's."),
)  # fmt: skip

seams.kinds.add(
    "commitments",
    Kind(
        code="commitments",
        label=gettext_lazy("Commitments"),
        columns=(
            Column("code", "编号", "No.", max_length=20),
            LINE,
            Column("kind", "类型", "Kind", Type.CHOICE, choices=CommitmentKind),
            Column("number", "单据号", "Document number", required=True, max_length=60, example_zh="PO-2026-017",
                   example_en="PO-2026-017"),
            Column("supplier", "供应商", "Supplier", required=True, max_length=120, example_zh="凌云软件",
                   example_en="Lingyun Software"),
            Column("signed_on", "日期", "Date", Type.DATE, required=True, example_zh="2026-03-02",
                   example_en="2026-03-02"),
            Column("due_on", "预计末次付款", "Last payment expected", Type.DATE),
            *MONEY,
            Column("text", "摘要", "Text", max_length=200),
            Column("note", "备注", "Note", max_length=200),
        ),
        id_column="code",
        natural_key=("supplier", "number"),
        existing=commitment_rows,
        accepts=_lines_of,
        write=row_by_row(
            lambda programme, row, actor: services.create_commitment(
                programme, values=_linked(programme, row), actor=actor
            ).public_id,
            _update_commitment,
        ),
        remove=lambda programme, refs, actor: services.remove_commitments(programme, refs=refs, actor=actor),
        can=permissions.can_book,
        order=52,
    ),
)  # fmt: skip

seams.kinds.add(
    "actuals",
    Kind(
        code="actuals",
        label=gettext_lazy("Actual costs"),
        columns=(
            Column("code", "编号", "No.", max_length=20),
            LINE,
            Column("commitment", "承诺单据号", "Commitment", max_length=60, aliases=("订单号", "purchase order"),
                   example_zh="PO-2026-017", example_en="PO-2026-017"),
            Column("kind", "类型", "Kind", Type.CHOICE, choices=ActualKind),
            Column("number", "单据号", "Document number", required=True, max_length=60, example_zh="INV-0417",
                   example_en="INV-0417"),
            Column("supplier", "供应商", "Supplier", required=True, max_length=120, example_zh="凌云软件",
                   example_en="Lingyun Software"),
            Column("dated_on", "单据日期", "Document date", Type.DATE, required=True, example_zh="2026-03-31",
                   example_en="2026-03-31"),
            *MONEY,
            Column("hours", "工时", "Hours", Type.DECIMAL, minimum=0),
            Column("hourly", "小时费率", "Hourly rate", Type.DECIMAL, minimum=0),
            Column("text", "摘要", "Text", max_length=200),
            Column("note", "备注", "Note", max_length=200),
        ),
        id_column="code",
        natural_key=("supplier", "number"),
        existing=actual_rows,
        accepts=_lines_of,
        write=row_by_row(
            lambda programme, row, actor: services.record_actual(
                programme, values=_linked(programme, row), actor=actor
            ).public_id,
            _update_actual,
        ),
        remove=lambda programme, refs, actor: services.remove_actuals(programme, refs=refs, actor=actor),
        can=permissions.can_book,
        order=53,
    ),
)  # fmt: skip
