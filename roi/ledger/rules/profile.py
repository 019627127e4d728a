"""What a benefit must have before it goes on, whether it keeps its plan, and how it ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from roi.ledger.choices import BenefitState

FULL = Decimal(100)
AT_RISK = Fraction(80, 100)
REACHED = Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the guards read of a benefit."""

    owner: bool
    measure: str
    driver_known: bool
    strategic: bool
    first_value_on: date | None
    next_review_on: date | None
    grade: str
    with_kpi: bool
    baseline_on: date | None
    baseline_signed_on: date | None


def missing_to_profile(profile: Profile) -> dict[str, Any]:
    """Name what the profile lacks: field → sentence; the baseline is fixed before the first value comes."""
    missing: dict[str, Any] = {}
    if not profile.owner:
        missing["owner"] = _("Name the owner.")
    if not profile.measure.strip():
        missing["measure"] = _("Say how it is measured and how often.")
    if not profile.driver_known and not profile.strategic:
        missing["volume"] = _("Give volume and unit value, or mark the benefit as strategic.")
    if profile.first_value_on is None:
        missing["first_value_on"] = _("Say when the first value comes.")
    if profile.next_review_on is None:
        missing["next_review_on"] = _("Set the date of the next review.")
    if not profile.grade:
        missing["grade"] = _("Grade the attribution: A, B or C.")
    return missing | _baseline(profile)


def _baseline(profile: Profile) -> dict[str, Any]:
    if profile.with_kpi:
        fixed, lacking = profile.baseline_signed_on, _("The baseline of the KPI is not signed.")
    else:
        fixed, lacking = profile.baseline_on, _("Give the baseline and the day it was measured.")
    if fixed is None:
        return {"baseline": lacking}
    if profile.first_value_on is not None and fixed > profile.first_value_on:
        return {"baseline": _("The baseline was fixed after the first value; it must be fixed before go-live.")}
    return {}


def shares_too_high(shares: Iterable[Decimal]) -> Decimal | None:
    """Give the sum of the shares of one KPI's change where it exceeds 100 %."""
    found = sum(shares, Decimal(0))
    return found if found > FULL else None


def is_at_risk(actual: int | Fraction, planned: int | Fraction) -> bool:
    """Tell whether the value so far is below 80 % of what was planned to date."""
    return planned > 0 and Fraction(actual) < AT_RISK * Fraction(planned)


def outcome(validated: int | Fraction, planned: int | Fraction) -> BenefitState:
    """Judge the validated value against the plan: from 95 % realised, from nothing not realised, else partly."""
    if planned > 0 and Fraction(validated) >= REACHED * Fraction(planned):
        return BenefitState.REALISED
    return BenefitState.PARTLY if validated > 0 else BenefitState.NOT_REALISED
