"""The pages of plain registers; put ``ProgrammeMixin`` before each base.

A slice gives ``books``, ``space`` (its URL namespace), ``services`` and the rights. Its URL names are ``book``,
``row``, ``row_new``, ``row_edit`` and ``row_remove``, with ``kind`` and ``public_id`` in the address.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Predicate, allows
from core.acts import Act
from core.books.book import Book
from core.books.forms import form_of
from core.documents.values import CellValue
from core.pages import ActionView, RecordView
from core.register import Empty, RegisterView


class PlainForm(forms.Form):
    """An act that needs no words."""


class BookMixin:
    """A page of one book."""

    books: ClassVar[Mapping[str, Book]]
    space: ClassVar[str]
    home: ClassVar[str] = "overview"
    home_title: ClassVar[Any] = ""
    services: ClassVar[Any]
    writes: ClassVar[Predicate]
    kwargs: dict[str, Any]
    programme: Any
    person: Any

    @property
    def book(self) -> Book:
        """The book of the address; raises ``Http404`` for another word."""
        found = type(self).books.get(self.kwargs["kind"])
        if found is None:
            raise Http404
        return found

    def rows_of(self) -> QuerySet[Any]:
        """The programme's rows of this book, with what they lead to."""
        rows: QuerySet[Any] = self.book.model._default_manager.filter(programme=self.programme)
        return rows.select_related("programme", *self.book.links)

    def the_row(self) -> Any:
        """The row of the address."""
        return get_object_or_404(self.rows_of(), public_id=self.kwargs["public_id"])

    def at(self, name: str, *more: str) -> str:
        """The address of a page of this book."""
        return reverse(f"{type(self).space}:{name}", args=[self.programme.slug, self.book.kind, *more])

    def way(self) -> list[tuple[Any, str]]:
        """The page above the books."""
        space = type(self)
        return [(space.home_title, reverse(f"{space.space}:{space.home}", args=[self.programme.slug]))]


class BookRegister(BookMixin, RegisterView):
    """The register of a book."""

    filterset_class: Any = None

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Take title, columns and filters from the book."""
        super().setup(request, *args, **kwargs)
        book = self.book
        self.title, self.columns, self.order = book.title, book.columns, book.order
        self.filterset_class = book.filterset()

    def rows(self) -> QuerySet[Any]:
        """The programme's."""
        return self.rows_of()

    def row_url(self, row: Any) -> str:
        """The record."""
        return self.at("row", row.public_id)

    def acts(self) -> Sequence[Act]:
        """Write one."""
        if not allows(type(self).writes, self.person, self.programme):
            return ()
        label = _("New: %(one)s") % {"one": self.book.one}
        return [Act("new", label, self.at("row_new"), method="dialog", primary=True)]

    def empty(self) -> Empty:
        """Teach what belongs here."""
        title, text, example = self.book.empty
        return Empty(title, text, next(iter(self.acts()), None), example)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the pages above."""
        return super().get_context_data(**kwargs) | {"crumbs": self.way()}


class BookRecord(BookMixin, RecordView):
    """One row: its columns, what may be done, its history."""

    def get_object(self, queryset: Any = None) -> Any:  # noqa: ARG002
        """The row of the address."""
        return self.the_row()

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Every column but the title."""
        return [(one.label, one.of(self.object)) for one in self.book.columns if not one.title]

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The register above."""
        return [*self.way(), (self.book.title, self.at("book"))]

    def more_acts(self) -> Sequence[Act]:
        """Change it, take it out."""
        if not allows(type(self).writes, self.person, self.object):
            return ()
        key = self.object.public_id
        return (
            Act("remove", _("Remove"), self.at("row_remove", key), method="dialog", danger=True, quiet=True),
            Act("edit", _("Edit"), self.at("row_edit", key), method="dialog"),
        )


class BookAct(BookMixin, ActionView):
    """Base of the acts on a book's rows."""

    def acted_on(self) -> Any:
        """The row, else the programme."""
        return self.the_row() if "public_id" in self.kwargs else self.programme

    def get_form_class(self) -> Any:
        """The form of the book."""
        return form_of(self.book)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the programme, and the row where there is one."""
        kwargs = super().get_form_kwargs() | {"programme": self.programme}
        return kwargs | ({"instance": self.the_row()} if "public_id" in self.kwargs else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the book."""
        return super().get_context_data(**({"title": self.book.one} | kwargs))

    def back_url(self) -> str:
        """The record, else the register."""
        return self.at("row", self.kwargs["public_id"]) if "public_id" in self.kwargs else self.at("book")


class BookNew(BookAct):
    """Write a row."""

    def act(self, form: Any) -> Any:
        """Call the service."""
        give = type(self).services.create_row
        return give(self.programme, self.book.kind, values=form.values(), actor=self.person)


class BookEdit(BookAct):
    """Change a row."""

    def act(self, form: Any) -> Any:
        """Call the service."""
        give = type(self).services.update_row
        return give(self.the_row(), self.book.kind, values=form.values(), actor=self.person, version=form.seen)


class BookRemove(BookAct):
    """Take a row out."""

    verb = gettext_lazy("Remove")
    done = gettext_lazy("Removed.")
    danger = True

    def get_form_class(self) -> Any:
        """No words are needed."""
        return PlainForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """A plain form takes nothing."""
        kwargs = super().get_form_kwargs()
        return {name: value for name, value in kwargs.items() if name not in {"programme", "instance"}}

    def consequence(self) -> Any:
        """Say what goes and what stays."""
        return _("“%(row)s” is taken out; the history keeps what it said.") % {"row": self.the_row()}

    def next_url(self, result: Any) -> str:  # noqa: ARG002
        """The register."""
        return self.at("book")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return type(self).services.remove_row(self.the_row(), self.book.kind, actor=self.person)


class BookRowAct(BookAct):
    """Base of a further act on one row, with a form of its own or none."""

    form_class: Any = PlainForm
    wants_row: ClassVar[bool] = False

    def get_form_class(self) -> Any:
        """The act's own form."""
        return type(self).form_class

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the row only to a form that wants it."""
        kwargs = super().get_form_kwargs()
        left_out = {"programme", "instance"}
        kept = {name: value for name, value in kwargs.items() if name not in left_out}
        return kept | ({"row": self.the_row()} if type(self).wants_row else {})
