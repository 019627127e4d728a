"""Writes of actuals: recorded with evidence, validated by finance, restated and never overwritten."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.charter.services.rows import require_alive
from programme.records.services import change, writes
from roi.ledger import permissions
from roi.ledger.choices import BenefitState, ReadingState
from roi.ledger.models import Benefit, BenefitActual
from roi.ledger.services.acts import ready
from roi.ledger.services.common import check_actual, locked_actual

if TYPE_CHECKING:
    from programme.people.models import User


def _worth(benefit: Benefit, volume: Decimal) -> int:
    """Value the measured units with the profile as it stands, to the minor unit, half to even."""
    return round(Fraction(benefit.value.of(volume)))


def _checked_month(month: date | None) -> date:
    if month is None:
        raise BadInputError({"month": [_("Name the month.")]})
    first = month.replace(day=1)
    if first > timezone.localdate():
        raise BadInputError({"month": [_("This month has not begun.")]})
    return first


@writes
def record_actual(
    benefit: Benefit,
    *,
    month: date | None,
    volume: Decimal,
    actor: "User | None",
    n: int | None = None,
    evidence: str = "",
    evidence_url: str = "",
) -> BenefitActual:
    """Record what a month brought; the value follows from the units measured. The first one begins the realising."""
    benefit = ready(benefit, "record", actor)
    first = _checked_month(month)
    if BenefitActual.objects.standing().filter(benefit=benefit, month=first).exists():
        raise BadInputError({"month": [_("This month has an actual; restate it.")]})
    actual = BenefitActual(benefit=benefit, month=first, n=n, evidence=evidence, evidence_url=evidence_url)
    _value(actual, volume, actor)
    with change(actual, "ledger.actual_recorded", actor=actor):
        save_validated(actual)
    if benefit.state == BenefitState.ENABLED:
        with change(benefit, "ledger.benefit_began", actor=actor):
            benefit.begin()
            save_validated(benefit)
    return actual


def _value(actual: BenefitActual, volume: Decimal, actor: "User | None") -> None:
    actual.volume, actual.amount_minor = volume, _worth(actual.benefit, volume)
    actual.recorded_by, actual.recorded_at = actor, timezone.now()


def _ready(actual: BenefitActual, act: str, actor: "User | None") -> BenefitActual:
    require(permissions.ACTUAL_ACTS[act], actor, actual)
    require_alive(actual.programme)
    actual = locked_actual(actual)
    check_actual(actual, act)
    return actual


@writes
def validate_actual(actual: BenefitActual, *, actor: "User | None", note: str = "") -> BenefitActual:
    """Validate as finance what another person recorded; nothing without evidence."""
    actual = _ready(actual, "validate", actor)
    if not (actual.evidence.strip() or actual.evidence_url):
        raise IllegalNowError(_("There is no evidence: restate it with the evidence."))
    return _judged(actual, "ledger.actual_validated", actor, note)


@writes
def reject_actual(actual: BenefitActual, *, note: str, actor: "User | None") -> BenefitActual:
    """Reject as finance; needs the reason."""
    if not note.strip():
        raise BadInputError({"note": [_("Give a reason.")]})
    return _judged(_ready(actual, "reject", actor), "ledger.actual_rejected", actor, note)


def _judged(actual: BenefitActual, action: str, actor: "User | None", note: str) -> BenefitActual:
    with change(actual, action, actor=actor, reason=note):
        if action == "ledger.actual_validated":
            actual.validate()
        else:
            actual.reject()
        actual.validated_by, actual.validated_at, actual.note = actor, timezone.now(), note
        save_validated(actual)
    return actual


@writes
def restate_actual(
    actual: BenefitActual,
    *,
    volume: Decimal,
    reason: str,
    actor: "User | None",
    n: int | None = None,
    evidence: str = "",
    evidence_url: str = "",
) -> BenefitActual:
    """Put another figure in its place, claimed anew; the old one stays with its validator. Needs a reason."""
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    old = _ready(actual, "restate", actor)
    with change(old, "ledger.actual_restated", actor=actor, reason=reason):
        old.give_way()
        save_validated(old)
    new = BenefitActual(
        benefit=old.benefit, month=old.month, n=n, replaces=old, reason=reason,
        evidence=evidence or old.evidence, evidence_url=evidence_url or old.evidence_url,
        state=ReadingState.CLAIMED,
    )  # fmt: skip
    _value(new, volume, actor)
    with change(new, "ledger.actual_recorded", actor=actor, reason=reason):
        save_validated(new)
    return new
