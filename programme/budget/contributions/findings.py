"""What the plan check finds in the money: no budget, none signed, and what runs beyond."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from core import seams
from core.seams import Finding, Rule
from programme.budget.contributions.readings import stand_of
from programme.budget.models import BudgetAuthorisation, BudgetLine
from programme.budget.rules import bac
from programme.budget.selectors.findings import (
    BESIDE_BASELINE,
    BEYOND_COMMITMENT,
    BEYOND_LINE,
    BOUND_BEYOND,
    FORECAST_SHORT,
    NO_CATEGORY,
    money_findings,
)
from programme.charter.choices import COMMITTED, Pitfall

NO_LINES = Rule(
    "budget.empty", "bad", Pitfall.GOALS,
    gettext_lazy("The budget has lines"),
    gettext_lazy("Enter what the programme may spend, by category."),
)  # fmt: skip
UNSIGNED = Rule(
    "budget.not_authorised", "warn", Pitfall.GOALS,
    gettext_lazy("The sponsor has authorised the sum of the budget"),
    gettext_lazy("Ask the sponsor to authorise the lines."),
)  # fmt: skip


BEYOND = gettext_lazy("Draw on contingency, or request a change of the budget.")
BOOK = (
    Rule(
        BEYOND_COMMITMENT, "bad", Pitfall.GOALS,
        gettext_lazy("Invoices stay within their commitment"),
        gettext_lazy("Check the invoices, or record the amendment of the contract."),
    ),
    Rule(BEYOND_LINE, "bad", Pitfall.GOALS, gettext_lazy("Actual costs stay within their line"), BEYOND),
    Rule(BOUND_BEYOND, "warn", Pitfall.GOALS, gettext_lazy("Commitments stay within their line"), BEYOND),
    Rule(
        FORECAST_SHORT, "warn", Pitfall.GOALS,
        gettext_lazy("Every forecast covers what is committed"),
        gettext_lazy("Forecast at least what is committed, or close the commitment."),
    ),
    Rule(
        BESIDE_BASELINE, "warn", Pitfall.GOALS,
        gettext_lazy("Every line is as its baseline has it"),
        gettext_lazy("Request a change; once it is granted, the baseline moves."),
    ),
    Rule(
        NO_CATEGORY, "warn", Pitfall.GOALS,
        gettext_lazy("The budget speaks of every category that such a programme needs"),
        gettext_lazy("Write a line for it, or one of 0 with the reason."),
    ),
)  # fmt: skip


@seams.plan_rules.provide("budget.money", *BOOK)
def money_rules(programme: Any) -> list[Finding]:
    """Costs beyond their commitment or line, forecasts below what is bound, lines beside the baseline."""
    return money_findings(stand_of(programme), programme)


@seams.plan_rules.provide("budget.lines", NO_LINES, UNSIGNED)
def line_findings(programme: Any) -> list[Finding]:
    """A budget that is missing, or that the sponsor has not signed as it is; two queries."""
    lines = list(BudgetLine.objects.filter(programme=programme))
    url = reverse("budget:line_list", args=[programme.slug])
    if not lines:
        return NO_LINES.when(programme.state in COMMITTED, url)
    return UNSIGNED.when(programme.state in COMMITTED and not _authorised_sum(programme, lines), url)


def _authorised_sum(programme: Any, lines: Sequence[BudgetLine]) -> bool:
    """Tell whether the last sum that was put to the sponsor is signed and is that of the lines now; one query."""
    last = BudgetAuthorisation.objects.filter(programme=programme).first()
    total = bac((line.nature, line.amount_minor) for line in lines)
    return last is not None and last.signed_at is not None and last.total_minor == total
