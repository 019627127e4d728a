"""Reads of the terms in which issues are solved."""

from typing import TYPE_CHECKING

from programme.raid.models import IssueTerm
from programme.raid.rules.terms import USUAL, Term

if TYPE_CHECKING:
    from programme.charter.models import Programme


def terms_of(programme: "Programme") -> dict[str, Term]:
    """Give hours and level of every severity: those of the programme, else the usual ones; one query."""
    own = {row.severity: Term(row.hours, row.level) for row in IssueTerm.objects.filter(programme=programme)}
    return {**USUAL, **own}


def term_of(programme: "Programme", severity: str) -> Term:
    """Give hours and level of a severity; one query."""
    return terms_of(programme)[severity]
