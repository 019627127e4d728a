"""Pages of what the company brings: three registers."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.books.pages import BookEdit, BookNew, BookRecord, BookRegister, BookRemove
from programme.capability import permissions, services
from programme.capability.selectors import BOOKS
from programme.records.selectors import history_of
from programme.scope import ProgrammeMixin


class OwnPart(ProgrammeMixin):
    """What the pages share."""

    nav = "charter.overview"
    books: ClassVar[Any] = BOOKS
    space: ClassVar[str] = "capability"
    home_title: ClassVar[Any] = gettext_lazy("Readiness")
    services: ClassVar[Any] = services
    writes: ClassVar[Any] = permissions.can_write
    reads = permissions.can_read

    def way(self) -> list[tuple[Any, str]]:
        """Readiness stands above."""
        return [(self.home_title, reverse("charter:readiness", args=[self.programme.slug]))]


class Register(OwnPart, BookRegister):
    """One of the registers."""

    template_name = "capability/register.html"


class RowPage(OwnPart, BookRecord):
    """One row."""

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.object)


class RowNew(OwnPart, BookNew):
    """Write a row."""

    acts = permissions.can_write


class RowEdit(OwnPart, BookEdit):
    """Change a row."""

    acts = permissions.can_write


class RowRemove(OwnPart, BookRemove):
    """Take a row out."""

    acts = permissions.can_write
