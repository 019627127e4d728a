"""The register page: a table over a FilterSet with saved views, sorting, chosen columns, export and bulk acts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView
from django_filters import FilterSet

from core.acts import Act
from core.counts import counts_of
from core.documents.values import Cell, CellValue
from core.documents.words import as_cell
from core.exports import table_response
from core.filters import Chip, chips
from core.personal import Wall

NOT_KEPT = frozenset({"page", "export", "personal"})  # of an address, when a view is saved
NOT_FILTERS = NOT_KEPT | {"sort", "cols"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register.

    ``value`` is a dotted attribute path (the name where empty) or a function of the row; it gives anything a document
    cell may hold. ``sort`` is the field to order by, empty where the column does not sort. ``shown`` columns are there
    until the reader chooses others; ``title`` marks the one that links to the record. ``edit`` gives the address of a
    ``core.pages.CellView`` for a row that this person may edit in place, empty otherwise. ``personal`` says what it
    tells of a person (``core.personal.Personal``): files hide it where the programme masks that.
    """

    name: str
    label: Any
    value: str | Callable[[Any], CellValue] = ""
    sort: str = ""
    number: bool = False
    unit: Any = ""
    title: bool = False
    shown: bool = True
    hint: Any = ""
    edit: Callable[[Any], str] | None = None
    nowrap: bool = False
    personal: str = ""

    def of(self, row: Any) -> CellValue:
        """Read the row's value."""
        if callable(self.value):
            return self.value(row)
        found = row
        for part in (self.value or self.name).split("."):
            found = getattr(found, part, None)
        value = found() if callable(found) else found
        return str(value) if isinstance(value, Model) else value


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell as the template draws it."""

    column: Column
    label: str  # the column's, said once for all rows
    cell: Cell
    edit_url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the template draws it."""

    row: Any
    key: str
    url: str
    label: str
    cells: Sequence[Drawn]


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view that everybody finds, or one of a person's own: the filters as a query string, empty for everything."""

    label: Any
    query: str = ""


@dataclass(frozen=True, slots=True)
class Bulk:
    """An act on the selected rows: a POST of ``row`` (public ids) to the address."""

    label: Any
    url: str


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty register teaches: a sentence, one act, one real example."""

    title: Any
    text: Any
    act: Act | None = None
    example: Any = ""


class RegisterView(ListView[Any]):
    """Base of every register; put ``ProgrammeMixin`` before it.

    A slice gives ``title``, ``columns``, ``filterset_class`` and ``rows()``; perhaps ``order``, ``views`` or
    ``counted_views()``, ``acts()``, ``bulk()``, ``empty()`` and ``row_url()``. Costs five queries: count, total, page,
    the views of one's own, and one that counts every view.
    """

    template_name = "components/register.html"
    fragment_name = "components/_register.html"
    context_object_name = "records"
    paginate_by = 50
    title: Any = ""
    sub: Any = ""
    columns: Sequence[Column] = ()
    views: Sequence[SavedView] = ()
    order: str = ""  # a column's name, with a minus for descending
    filterset_class: type[FilterSet] | None = None
    aside_name = ""  # a template drawn at the right

    def rows(self) -> QuerySet[Any]:
        """Give the rows this person sees here, with what the columns read already joined."""
        raise NotImplementedError

    def acts(self) -> Sequence[Act]:
        """Give the buttons of the page, the primary one last."""
        return ()

    def bulk(self) -> Sequence[Bulk]:
        """Give the acts on selected rows."""
        return ()

    def counted_views(self) -> Sequence[tuple[SavedView, int]]:
        """Give views that everybody finds with their counts, where a slice has counted them already."""
        return ()

    def own_views(self) -> Sequence[SavedView]:
        """Give the views that this person saved here."""
        return ()

    def keep_url(self) -> str:
        """Give the page that saves the filters at hand as a view of one's own; empty where there is none."""
        return ""

    def empty(self) -> Empty:
        """Give what stands here while there is nothing."""
        return Empty(_("Nothing here yet"), _("Records appear here as soon as they are created or imported."))

    def row_url(self, row: Any) -> str:
        """Give the address of a row's record; empty where it has none."""
        address = getattr(row, "get_absolute_url", None)
        return str(address()) if address else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, with the table alone to htmx, or with a file."""
        kind = request.GET.get("export", "")
        if kind in {"csv", "xlsx"}:
            return self.export(kind)
        return super().get(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        """Choose the whole page, or the table alone where htmx asks."""
        htmx = getattr(self.request, "htmx", False)
        return [self.fragment_name if htmx else str(self.template_name)]

    @cached_property
    def all_rows(self) -> QuerySet[Any]:
        """The rows before any filter."""
        return self.rows()

    @cached_property
    def filterset(self) -> FilterSet | None:
        """The filters over the rows, filled from the query string."""
        return self._filtered(self.request.GET)

    def get_queryset(self) -> QuerySet[Any]:
        """Give the filtered rows in the chosen order."""
        rows: QuerySet[Any] = self.filterset.qs if self.filterset else self.all_rows
        column, down = self.sorting
        if column is None:
            return rows if rows.ordered else rows.order_by("pk")
        return rows.order_by(f"{'-' if down else ''}{column.sort}", "pk")

    @property
    def sorting(self) -> tuple[Column | None, bool]:
        """The column sorted by, and whether downwards."""
        named = {column.name: column for column in self.columns if column.sort}
        asked = self.request.GET.get("sort", "")
        order = asked if asked.lstrip("-") in named else self.order
        return named.get(order.lstrip("-")), order.startswith("-")

    @cached_property
    def chosen(self) -> list[Column]:
        """The columns the reader sees."""
        wanted = set(self.request.GET.getlist("cols"))
        named = [c for c in self.columns if c.title or (c.name in wanted if wanted else c.shown)]
        return named or [c for c in self.columns if c.shown]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add everything the register's templates draw."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        filtered = bool(self._filters(self.request.GET))
        column, down = self.sorting
        form = self.filterset.form if self.filterset else None
        masks = bool(self.hides(self.telling))
        views = self._views()
        return context | {
            "title": self.title,
            "sub": self.sub,
            "acts": list(self.acts()),
            "columns": self.chosen,
            "every_column": [(c, c in self.chosen) for c in self.columns],
            "drawn": [self._drawn(row) for row in context["records"]],
            "views": views,
            "named": any(here for _view, _count, here in views),
            "keep_url": self._keep_url(),
            "own": list(self.own),
            "chips": chips(form, self.request.GET) if form else [],
            "search": form["q"] if form and "q" in form.fields else None,
            "filtered": filtered,
            "total": self.all_rows.count() if filtered else context["paginator"].count,
            "sorted": column,
            "sorted_down": down,
            "bulk": list(self.bulk()),
            "empty": self.empty(),
            "aside_name": self.aside_name,
            "masks": masks,
            "may_open": masks and self.may_open(),
        }

    def hides(self, kinds: Collection[str]) -> frozenset[str]:  # noqa: ARG002
        """Say which of these kinds of personal data are hidden in files; nothing outside programmes."""
        return frozenset()

    def wall(self, kinds: Collection[str], title: Any, *, own: bool = False) -> Wall:  # noqa: ARG002
        """Give what a file with these kinds of personal data hides."""
        return Wall(self.hides(kinds), shut=own)

    def may_open(self) -> bool:
        """Tell whether this person may have files in the open."""
        return False

    @cached_property
    def telling(self) -> frozenset[str]:
        """What the chosen columns tell of persons."""
        return frozenset(column.personal for column in self.chosen if column.personal)

    def export(self, kind: str) -> HttpResponse:
        """Write every filtered row, in order, with the chosen columns, behind the wall of personal data."""
        headings = [f"{c.label} ({c.unit})" if c.unit else str(c.label) for c in self.chosen]
        wall = self.wall(self.telling, self.title)
        rows = ([wall.cell(c.personal, as_cell(c.of(row))) for c in self.chosen] for row in self.get_queryset())
        return table_response(str(self.title), headings, rows, kind)

    def _filtered(self, data: QueryDict) -> FilterSet | None:
        if self.filterset_class is None:
            return None
        return self.filterset_class(data, queryset=self.all_rows, request=self.request)

    def _filters(self, data: QueryDict) -> Mapping[str, list[str]]:
        pairs = ((name, sorted(filter(None, values))) for name, values in data.lists() if name not in NOT_FILTERS)
        return {name: values for name, values in pairs if values}

    @cached_property
    def own(self) -> Sequence[SavedView]:
        """The views of one's own, read once for a page."""
        return self.own_views()

    def _keep_url(self) -> str:
        url, kept = self.keep_url(), self.request.GET.copy()
        for name in NOT_KEPT:
            kept.pop(name, None)
        return f"{url}?{kept.urlencode()}" if url and kept else url

    def _views(self) -> list[tuple[SavedView, int, bool]]:
        here = self._filters(self.request.GET)
        asked = [*self.views, *self.own]
        filtered = [self._filtered(QueryDict(view.query)) for view in asked]
        me = get_user_model()._base_manager.filter(pk=self.request.user.pk or 0)
        counts = counts_of([one.qs if one else self.all_rows for one in filtered], beside=me)
        found = [*self.counted_views(), *zip(asked, counts, strict=True)]
        return [(view, count, self._filters(QueryDict(view.query)) == here) for view, count in found]

    @cached_property
    def _labelled(self) -> list[tuple[Column, str]]:
        return [(column, str(column.label)) for column in self.chosen]

    def _drawn(self, row: Any) -> Row:
        cells = [
            Drawn(column, label, as_cell(column.of(row)), column.edit(row) if column.edit else "")
            for column, label in self._labelled
        ]
        return Row(row, str(getattr(row, "public_id", row.pk)), self.row_url(row), str(row), cells)


__all__ = ["Bulk", "Chip", "Column", "Empty", "RegisterView", "SavedView"]
