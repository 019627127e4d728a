"""What the writes of the ledger share: applying values, reading rows again under the lock."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.errors import BadInputError, IllegalNowError
from core.models import Record
from roi.ledger import selectors
from roi.ledger.models import Benefit, BenefitActual
from roi.ledger.selectors.acts import ACTUAL_LABELS, BENEFIT_LABELS


def apply(row: Record, values: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Put the values on the row; refuses names outside ``allowed``."""
    if unknown := sorted(set(values) - allowed):
        raise BadInputError({name: [_("This cannot be changed here.")] for name in unknown})
    for name, value in values.items():
        setattr(row, name, value)


def locked(benefit: Benefit) -> Benefit:
    """Read the benefit again under the programme's lock."""
    rows = Benefit.objects.select_for_update(of=("self",))
    return rows.select_related("programme", "kpi", "owner", "wave").get(pk=benefit.pk)


def locked_actual(actual: BenefitActual) -> BenefitActual:
    """Read the actual again under the programme's lock."""
    rows = BenefitActual.objects.select_for_update(of=("self",))
    return rows.select_related("benefit__programme", "benefit__kpi").get(pk=actual.pk)


def check_possible(benefit: Benefit, act: str) -> None:
    """Raise ``IllegalNowError`` where the state does not allow the act or something is missing."""
    if not selectors.benefit_possible(benefit, act):
        said = {"state": benefit.get_state_display(), "act": BENEFIT_LABELS[act]}
        raise IllegalNowError(_("“%(act)s” is not possible: the benefit is %(state)s.") % said)
    if missing := selectors.benefit_lacks(benefit, act):
        raise IllegalNowError(*missing.values())


def check_actual(actual: BenefitActual, act: str) -> None:
    """Raise ``IllegalNowError`` where the actual's state does not allow the act."""
    if not selectors.actual_possible(actual, act):
        said = {"state": actual.get_state_display(), "act": ACTUAL_LABELS[act]}
        raise IllegalNowError(_("“%(act)s” is not possible: the actual is %(state)s.") % said)
