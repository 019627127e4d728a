"""Writes of the terms in which issues are solved."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from programme.people.models import User
from programme.raid import permissions
from programme.raid.choices import Level, Severity
from programme.raid.models import IssueTerm
from programme.raid.rules.terms import MAX_HOURS, Term
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme


@writes
def set_terms(programme: "Programme", *, terms: Mapping[str, Term], actor: User | None) -> None:
    """Set hours and level of every severity at once; running terms keep the day they were given."""
    require(permissions.is_pm, actor, programme)
    _check(terms)
    kept = {row.severity: row for row in IssueTerm.objects.filter(programme=programme)}
    for severity, term in terms.items():
        row = kept.get(severity) or IssueTerm(programme=programme, severity=severity)
        with change(row, "raid.terms_set", actor=actor):
            row.hours, row.level = term.hours, term.level
            save_validated(row)


def _check(terms: Mapping[str, Term]) -> None:
    bad = {}
    for severity in Severity:
        term = terms.get(severity)
        if term is None or not 1 <= term.hours <= MAX_HOURS:
            bad[f"{severity.value}_hours"] = [_("Give hours between 1 and %(n)d.") % {"n": MAX_HOURS}]
        elif term.level not in Level.values:
            bad[f"{severity.value}_level"] = [_("Choose a level.")]
    ordered = [terms[one].hours for one in Severity if one in terms]
    if not bad and ordered != sorted(ordered):
        bad[""] = [_("What is more severe is not given more hours.")]
    if bad:
        raise BadInputError(bad)
