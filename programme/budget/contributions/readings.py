"""What the money says to plan, lights and linter: what was spent, the overrun at completion, what is wrong."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core import seams
from core.documents.words import money_text
from core.memo import shared
from core.money import Money
from core.seams import Evidence, EvidenceItem, Scope
from programme.budget.models import ActualCost
from programme.budget.rules.cash import month_of
from programme.budget.selectors import MoneyStand, money_stand


def _day(scope: Scope) -> date:
    """The day by whose end a scope counts: of its ``until``, an ISO date, else today."""
    until = scope.get("until")
    return date.fromisoformat(str(until)) if until else timezone.localdate()


@seams.evidence.provide("budget.actual_cost")
def actual_cost(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """What was spent in major units of the programme's currency, by the end of today or of the scope's ``until``.

    None where nothing was ever booked; the detail is the sum of each month. One query.
    """
    url = reverse("budget:actuals", args=[programme.slug])
    rows = ActualCost.objects.filter(programme=programme).order_by("booked_on").values_list("booked_on", "amount_minor")
    booked = list(rows)
    return [_spent(programme, booked, _day(scope), url) for scope in scopes]


def _spent(programme: Any, booked: list[tuple[date, int]], day: date, url: str) -> Evidence:
    months: dict[date, int] = {}
    for on, minor in booked:
        if on <= day:
            months[month_of(on)] = months.get(month_of(on), 0) + minor
    return Evidence(
        value=Money(sum(months.values()), programme.currency).to_decimal() if booked else None,
        unit=programme.currency,
        as_of=timezone.now(),
        source_url=url,
        detail=[
            EvidenceItem(
                f"{month:%Y-%m}: {money_text(Money(minor, programme.currency))}", f"{url}?since={month:%Y-%m-%d}"
            )
            for month, minor in months.items()
        ],
    )


def stand_of(programme: Any) -> MoneyStand:
    """Return how the money stands, read once within an evaluation."""
    return shared(programme, "budget.money", lambda: money_stand(programme))


@seams.evidence.provide("budget.overrun_share")
def overrun_share(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """F07: by what share the forecast at completion exceeds the baseline; None without a baseline."""
    stand = stand_of(programme)
    total, over = stand.total, stand.overrun
    known = over is not None and total.baseline is not None
    reading = Evidence(
        value=over,
        numerator=Money(total.at_completion - (total.baseline or 0), stand.currency).to_decimal() if known else None,
        denominator=Money(total.baseline or 0, stand.currency).to_decimal() if known else None,
        unit="share",
        as_of=timezone.now(),
        source_url=reverse("budget:money", args=[programme.slug]),
    )
    return [reading for _scope in scopes]
