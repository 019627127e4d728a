"""Chainable reads of costs, benefits and their actuals."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from roi.ledger.choices import LIVE, STANDING, Basis, ReadingState

if TYPE_CHECKING:
    from roi.ledger.models import Benefit, BenefitActual, BenefitReview, CostLine


class CostQuerySet(QuerySet["CostLine"]):
    """Reads of cost lines."""

    def for_list(self) -> "CostQuerySet":
        """With programme and budget line."""
        return self.select_related("programme", "budget_line")

    def posted(self, until: date | None = None) -> "CostQuerySet":
        """Postings, up to a day."""
        rows = self.filter(basis=Basis.ACTUAL)
        return rows if until is None else rows.filter(posted_on__lte=until)


class BenefitQuerySet(QuerySet["Benefit"]):
    """Reads of benefits."""

    def for_list(self) -> "BenefitQuerySet":
        """With KPI, owner, wave and all actuals."""
        return self.select_related("programme", "kpi", "owner", "wave", "endorsed_by", "approved_by").prefetch_related(
            "actuals__validated_by", "actuals__recorded_by", "kpi__baselines"
        )

    def own(self) -> "BenefitQuerySet":
        """Those of this programme, without the shares that other initiatives claim."""
        return self.filter(initiative="")

    def live(self) -> "BenefitQuerySet":
        """Those that are not concluded."""
        return self.filter(state__in=LIVE)

    def incomplete(self) -> "BenefitQuerySet":
        """Those without owner or review date."""
        return self.filter(Q(owner=None) | Q(next_review_on=None))

    def review_due(self, today: date) -> "BenefitQuerySet":
        """Live ones whose review date has come."""
        return self.live().filter(next_review_on__lte=today)


class ActualQuerySet(QuerySet["BenefitActual"]):
    """Reads of actuals."""

    def for_list(self) -> "ActualQuerySet":
        """With the benefit and the people."""
        return self.select_related("benefit__programme", "benefit__kpi", "recorded_by", "validated_by").order_by(
            "-month", "-pk"
        )

    def standing(self) -> "ActualQuerySet":
        """Those that count: neither rejected nor restated."""
        return self.filter(state__in=STANDING)

    def claimed(self) -> "ActualQuerySet":
        """Those that wait for finance."""
        return self.filter(state=ReadingState.CLAIMED)


class ReviewQuerySet(QuerySet["BenefitReview"]):
    """Reads of benefit reviews."""

    def for_list(self) -> "ReviewQuerySet":
        """With who held it, the newest first."""
        return self.select_related("held_by", "benefit__programme").order_by("-held_on", "-pk")
