"""What the pages of commitments and actual costs share."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import allows
from core.acts import Act
from core.documents.values import Cell, Figure
from core.documents.words import money_text
from core.money import Money
from programme.budget import permissions
from programme.scope import ProgrammeMixin


def major(minor: int, currency: str) -> Figure:
    """Give an amount as a column of a register shows it."""
    return Figure(Money(minor, currency).to_decimal(), places=2)


def stated(row: Any) -> str:
    """Say the amount as its document states it, where that is another currency."""
    if row.rate is None:
        return ""
    return f"{money_text(Money(row.stated_minor, row.currency))} × {row.rate.normalize():f}"


def amount(row: Any) -> Cell:
    """The amount, and what the document states."""
    return Cell(major(row.amount_minor, row.programme.currency), second=stated(row))


def document(row: Any) -> Cell:
    """Number and supplier."""
    return Cell(row.number, second=row.supplier)


class EntryMixin(ProgrammeMixin):
    """What the pages of commitments and actual costs share."""

    nav = "budget.money"
    reads = permissions.can_read

    def acts_for(self, kind: str, new: str, label: Any) -> Sequence[Act]:
        """Import, and write by hand."""
        if not allows(permissions.can_book, self.person, self.programme):
            return ()
        slug = [self.programme.slug]
        bring = reverse("records:import_new", args=slug)
        return [
            Act("import", _("Import"), f"{bring}?kind={kind}", quiet=True),
            Act("new", label, reverse(new, args=slug), "dialog", primary=True),
        ]
