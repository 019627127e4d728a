"""The money as the API prints it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from core.money import Money
from programme.budget.rules.standing import Stand
from programme.budget.selectors.findings import money_findings
from programme.budget.selectors.money import cash_view, locked_through, money_stand

if TYPE_CHECKING:
    from programme.charter.models import Programme


def money_report(programme: "Programme", today: date) -> dict[str, Any]:
    """Give the sum and every line as money, shares as fractions, the months, and what is wrong."""
    stand = money_stand(programme)
    cash, locked = cash_view(stand, programme, today), locked_through(programme)

    def said(minor: int | None) -> dict[str, int | str] | None:
        return None if minor is None else Money(minor, stand.currency).to_json()

    def told(one: Stand) -> dict[str, Any]:
        against = None if one.baseline is None else one.at_completion - one.baseline
        return {
            "baseline": said(one.baseline), "budget": said(one.budget), "committed": said(one.committed),
            "actual": said(one.actual), "to_complete": said(one.to_complete),
            "at_completion": said(one.at_completion), "against_baseline": said(against),
        }  # fmt: skip

    before, left = stand.contingency
    return told(stand.total) | {
        "currency": stand.currency,
        "baseline_number": None if stand.baseline is None else stand.baseline.number,
        "overrun_share": None if stand.overrun is None else round(float(stand.overrun), 6),
        "contingency": {"budget": said(before), "left": said(left)},
        "locked_through": None if locked is None else locked.isoformat(),
        "missing_categories": [category.value for category in stand.missing],
        "lines": [
            {"public_id": row.line.public_id, "code": row.line.code, "category": row.line.category} | told(row.stand)
            for row in stand.lines
        ],
        "months": [
            {
                "month": one.month.isoformat(), "planned": said(one.planned), "actual": said(one.actual),
                "expected": said(one.expected),
            }
            for one in cash.months
        ],
        "findings": [
            {"rule": one.rule, "severity": one.severity, "text": one.text, "remedy": one.remedy}
            for one in money_findings(stand, programme)
        ],
    }  # fmt: skip
