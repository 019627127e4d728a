"""The registers of the landscape: list, record, and the three acts on a row."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.books.pages import BookEdit, BookNew, BookRecord, BookRegister, BookRemove
from core.documents.values import CellValue
from programme.landscape import permissions, services
from programme.landscape.models import MasterRecord
from programme.landscape.selectors import BOOKS, row_actions, shown_values
from programme.records.selectors import history_of
from programme.scope import ProgrammeMixin

NAV = "landscape.overview"


class Landscape(ProgrammeMixin):
    """What the pages of the registers share."""

    nav = NAV
    books: ClassVar[Any] = BOOKS
    space: ClassVar[str] = "landscape"
    home_title: ClassVar[Any] = gettext_lazy("Systems and data")
    services: ClassVar[Any] = services
    writes: ClassVar[Any] = permissions.can_write
    reads = permissions.can_read


class Register(Landscape, BookRegister):
    """One of the registers."""

    template_name = "landscape/register.html"

    def acts(self) -> Sequence[Act]:
        """Write one; the access rules have the usual ones to begin with."""
        found = list(super().acts())
        if found and self.book.kind == "access":
            url = reverse("landscape:access_preset", args=[self.programme.slug])
            found.insert(0, Act("preset", _("Add the usual rules"), url, method="dialog"))
        return found


class RowPage(Landscape, BookRecord):
    """One row of a register."""

    template_name = "landscape/row.html"

    def actions(self) -> Sequence[Action]:
        """Specify, test, merge, approve."""
        return row_actions(self.object, self.person)

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.object)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """The columns, and what an approval said."""
        more = [(_("Why they may be used as they are"), row)] if (row := getattr(self.object, "approval", "")) else []
        return [*super().facts(), *more]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add values and aliases of a golden record."""
        context = super().get_context_data(**kwargs)
        row = self.object
        if isinstance(row, MasterRecord):
            shown = row.values
            if not allows(permissions.can_write, self.person, self.programme):
                shown = shown_values(self.programme, row.object, row.values)
            context |= {
                "values": [(name, value, row.picks.get(name, "")) for name, value in shown.items()],
                "aliases": list(row.aliases.select_related("system", "programme")),
                "into": row.merged_into,
            }
        return context


class RowNew(Landscape, BookNew):
    """Write a row."""

    acts = permissions.can_write


class RowEdit(Landscape, BookEdit):
    """Change a row."""

    acts = permissions.can_write


class RowRemove(Landscape, BookRemove):
    """Take a row out."""

    acts = permissions.can_write
