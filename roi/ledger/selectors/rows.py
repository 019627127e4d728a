"""Costs and benefits laid out by month, for whoever computes with them; and as rows of their import kinds."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from core.money import Money
from roi.ledger.choices import Basis
from roi.ledger.models import Benefit, BenefitReview, CostLine
from roi.ledger.rules import money
from roi.ledger.selectors.standing import plan_of

if TYPE_CHECKING:
    from programme.charter.models import Programme


def cost_months(row: CostLine, horizon: int) -> list[int]:
    """Number the months in which a planned cost is paid, up to a month; a posting has its own month only."""
    if row.basis == Basis.ACTUAL:
        return [money.month_of(row.posted_on)]
    return list(money.payments(row.nature, row.posted_on, row.until, horizon))


def plan_months(row: Benefit, horizon: int) -> dict[int, Fraction]:
    """Give what a benefit should bring by month, up to a month, risk taken off."""
    return plan_of(row).months(horizon)


def reviews_held(programme: "Programme") -> int:
    """Count the benefit reviews of a programme; one query."""
    return BenefitReview.objects.filter(benefit__programme=programme).count()


def cost_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Give every posting as a row of the import kind, by public id; one query."""
    rows = CostLine.objects.filter(programme=programme, basis=Basis.ACTUAL).order_by("posted_on", "code", "pk")
    return {row.public_id: _cost_row(row, programme.currency) for row in rows}


def _cost_row(row: CostLine, currency: str) -> dict[str, Any]:
    return {
        "posting_date": row.posted_on, "cost_centre": row.cost_centre, "account": row.account, "vendor": row.vendor,
        "text": row.title, "amount": Money(row.amount_minor, currency).to_decimal(), "currency": currency,
        "project": row.project, "voucher": row.ledger_ref, "category": row.category, "nature": row.nature,
    }  # fmt: skip


SAME = (
    "code", "title", "description", "disbenefit", "worth", "driver", "priority", "beneficiary", "initiative", "measure",
    "unit", "baseline_on", "target_on", "first_value_on", "ends_on", "ramp_months", "enablers", "assumptions",
    "next_review_on",
)  # fmt: skip
NUMBERS = (
    "baseline", "target", "volume", "margin_percent", "attribution_percent", "correction_percent", "risk_percent",
)  # fmt: skip


def benefit_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Give every benefit as a row of the import kind, by public id; one query."""
    rows = Benefit.objects.filter(programme=programme).select_related("kpi", "owner").order_by("code", "pk")
    return {row.public_id: _benefit_row(row, programme.currency) for row in rows}


def _benefit_row(row: Benefit, currency: str) -> dict[str, Any]:
    minor = row.unit_value_minor
    return (
        {name: getattr(row, name) for name in SAME}
        | {name: _tidy(getattr(row, name)) for name in NUMBERS}
        | {
            "kpi": row.kpi.code if row.kpi else "",
            "owner": row.owner.email if row.owner else None,
            "grade": row.grade or None,
            "unit_value": None if minor is None else Money(minor, currency).to_decimal(),
        }
    )


def _tidy(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value.normalize():f}")
