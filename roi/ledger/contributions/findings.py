"""What the plan check finds in benefits: none written, none owned, none looked after."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.seams import Finding, Rule, plan_rules
from programme.charter.choices import COMMITTED, Pitfall
from roi.ledger.choices import UNAPPROVED
from roi.ledger.models import Benefit, BenefitActual

NONE = Rule(
    "ledger.no_benefits", "bad", Pitfall.GOALS,
    gettext_lazy("The benefits that pay for the programme are written"),
    gettext_lazy("Write each benefit with measure, owner and value."),
)  # fmt: skip
OWNERLESS = Rule(
    "ledger.benefit_without_owner", "warn", Pitfall.GOALS,
    gettext_lazy("Every live benefit has an owner in the business"),
    gettext_lazy("Name who will have the benefit in their figures."),
)  # fmt: skip
NO_BASELINE = Rule(
    "ledger.benefit_without_baseline", "bad", Pitfall.GOALS,
    gettext_lazy("Every approved benefit has a baseline"),
    gettext_lazy("Measure before the wave goes live; afterwards it cannot be measured any more."),
)  # fmt: skip
UNREVIEWED = Rule(
    "ledger.review_overdue", "warn", Pitfall.ITERATION,
    gettext_lazy("No review of a benefit is overdue"),
    gettext_lazy("Review it with its owner, and plan the next review."),
)  # fmt: skip
UNMOVED = Rule(
    "ledger.value_overdue", "bad", Pitfall.ITERATION,
    gettext_lazy("No benefit's first value is overdue"),
    gettext_lazy("Record what came, or say why it does not come and what follows."),
)  # fmt: skip


@plan_rules.provide("ledger.benefits", NONE, OWNERLESS, NO_BASELINE, UNREVIEWED, UNMOVED)
def benefits(programme: Any) -> list[Finding]:
    """What is wrong with the live benefits; one query, another where there are none."""
    today = timezone.localdate()
    actuals = BenefitActual.objects.filter(benefit=OuterRef("pk"))
    found = Benefit.objects.filter(programme=programme).own().live().order_by("code")
    rows: list[Any] = list(found.annotate(moved=Exists(actuals)))
    url = reverse("ledger:benefit_list", args=[programme.slug])
    if not rows:
        none = programme.state in COMMITTED and not Benefit.objects.filter(programme=programme).own().exists()
        return NONE.when(none, url)
    approved = [row for row in rows if row.state not in UNAPPROVED]
    return [
        *OWNERLESS.over((row.code for row in rows if row.owner_id is None), url),
        *NO_BASELINE.over((row.code for row in approved if row.baseline is None), url),
        *UNREVIEWED.over((row.code for row in rows if row.next_review_on and row.next_review_on < today), url),
        *UNMOVED.over((r.code for r in approved if r.first_value_on and r.first_value_on < today and not r.moved), url),
    ]
