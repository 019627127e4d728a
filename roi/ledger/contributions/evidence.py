"""Readings for gates and lights, and what needs attention."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.access import allows
from core.money import Money
from core.seams import AttentionItem, Evidence, EvidenceItem, Scope
from roi.ledger import permissions, selectors
from roi.ledger.models import Benefit, BenefitActual

SOON = timedelta(days=7)
SHOWN = 5


def _list(programme: Any, query: str = "") -> str:
    return reverse("ledger:benefit_list", args=[programme.slug]) + query


@seams.evidence.provide("ledger.benefits_without_owner_or_date")
def incomplete_benefits(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Count benefits without owner or review date; undecidable while there is no benefit at all. One query."""
    rows = list(Benefit.objects.filter(programme=programme).own().select_related("programme").order_by("code", "pk"))
    known, lacking = len(rows), [row for row in rows if row.owner_id is None or row.next_review_on is None]
    detail = [
        EvidenceItem(_("Name owner and review date of %(benefit)s") % {"benefit": row}, row.get_absolute_url())
        for row in lacking
    ]
    reading = Evidence(
        value=len(lacking) if known else None,
        numerator=len(lacking),
        denominator=known,
        unit="count",
        as_of=timezone.now(),
        source_url=_list(programme, "?incomplete=true"),
        detail=detail if known else [EvidenceItem(_("Write the benefit profiles"), _list(programme))],
    )
    return [reading for _scope in scopes]


@seams.evidence.provide("ledger.benefit_forecast_share")
def forecast_share(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Forecast ÷ planned benefit: the share reached of the months that are due; nothing before any is."""
    found = selectors.forecast(selectors.standings(programme, timezone.localdate()))
    if found is None:
        return [Evidence(value=None, unit="share", as_of=timezone.now(), source_url=_list(programme))] * len(scopes)
    reached, planned = (Money(round(value), programme.currency).to_decimal() for value in found)
    value = (Decimal(reached) / Decimal(planned)).quantize(Decimal("0.0001")) if planned else None
    reading = Evidence(
        value=value, numerator=reached, denominator=planned, unit="share", as_of=timezone.now(),
        source_url=_list(programme),
    )  # fmt: skip
    return [reading for _scope in scopes]


@seams.attention.provide("ledger.reviews_due")
def reviews_due(programme: Any, user: Any) -> list[AttentionItem]:
    """Benefit reviews that are due or soon, for those who hold them."""
    today = timezone.localdate()
    rows = Benefit.objects.filter(programme=programme).own().review_due(today + SOON).select_related("programme")
    return [
        AttentionItem(
            "warn" if row.next_review_on and row.next_review_on < today else "wait",
            _("Review the benefit %(benefit)s") % {"benefit": row},
            row.get_absolute_url(),
            row.next_review_on,
            verb=_("Review"),
        )
        for row in rows.order_by("next_review_on", "pk")
        if allows(permissions.can_review, user, row)
    ]


@seams.attention.provide("ledger.unvalidated")
def unvalidated(programme: Any, user: Any) -> list[AttentionItem]:
    """Actuals that wait for finance."""
    if not allows(permissions.is_finance, user, programme):
        return []
    rows = BenefitActual.objects.filter(benefit__programme=programme).claimed().for_list().order_by("month", "pk")
    return [
        AttentionItem(
            "wait",
            _("Validate %(benefit)s of %(month)s") % {"benefit": row.benefit, "month": f"{row.month:%Y-%m}"},
            row.benefit.get_absolute_url(),
            verb=_("Validate"),
        )
        for row in rows[:SHOWN]
    ]
