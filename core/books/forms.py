"""The form of a plain row: a model's fields as values for a service."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.books.book import Book
from core.money import Money

MOST = 10**13  # major units


class RowForm(forms.ModelForm[Any]):
    """Values for a service; ``version`` carries what the editor saw. Every rule is the service's."""

    book: Book
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency: str = programme.currency
        for name, field in self.fields.items():
            rows: Any = getattr(field, "queryset", None)
            if isinstance(field, forms.ModelChoiceField) and hasattr(rows.model, "programme"):
                field.queryset = rows.filter(programme=programme)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            if name in self.book.helps:
                field.help_text = self.book.helps[name]
        if "code" in self.fields:
            self.fields["code"].required = False
            self.fields["code"].help_text = _("Left empty, the next number is given.")
        for name in self.book.pairs:
            self.initial[name] = as_lines(getattr(self.instance, name) or {})
        for name in self.book.money:
            minor = getattr(self.instance, name)
            self.initial[name] = None if minor is None else Money(minor, self.currency).to_decimal()
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Read the lines of ``name = value``."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.book.pairs:
            pairs, bad = from_lines(found.get(name) or "")
            found[name] = pairs
            if bad:
                self.add_error(name, _("Write each line as “name = value”: %(line)s") % {"line": bad})
        for name in self.book.money:
            if found.get(name) is not None:
                found[name] = self._minor(name, found[name])
        return found

    def _minor(self, name: str, amount: Decimal) -> int | None:
        try:
            return Money.from_decimal(amount, self.currency).minor
        except ValueError:
            self.add_error(name, _("%(currency)s has no such fraction.") % {"currency": self.currency})
            return None

    def _post_clean(self) -> None:
        """Leave the instance as it is; the service checks."""

    def values(self) -> dict[str, Any]:
        """Give the clean values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def seen(self) -> int | None:
        """The version that the editor saw."""
        version: int | None = self.cleaned_data.get("version")
        return version


def as_lines(pairs: dict[str, str]) -> str:
    """Write text by name, a line each."""
    return "\n".join(f"{name} = {value}" for name, value in pairs.items())


def from_lines(text: str) -> tuple[dict[str, str], str]:
    """Read text by name; gives the first line that is none, else an empty word."""
    pairs: dict[str, str] = {}
    for line in filter(None, (part.strip() for part in text.replace(";", "\n").replace("\uff1b", "\n").splitlines())):
        name, sign, value = line.partition("=")
        if not sign or not name.strip():
            return pairs, line
        pairs[name.strip()] = value.strip()
    return pairs, ""


def form_of(book: Book) -> type[RowForm]:
    """Make the form of a book."""
    meta = type("Meta", (), {"model": book.model, "fields": list(book.fields)})
    body: dict[str, Any] = {"Meta": meta, "book": book, "__doc__": str(book.model.__doc__)}
    for name, choices in book.lists.items():
        body[name] = forms.MultipleChoiceField(
            label=_capital(book, name), choices=choices.choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    for name in book.money:
        blank = bool(book.column_of(name).blank)
        body[name] = forms.DecimalField(
            label=_capital(book, name), required=not blank, min_value=0, max_value=MOST, decimal_places=2
        )
    for name in book.pairs:
        body[name] = forms.CharField(label=_capital(book, name), required=False, widget=forms.Textarea)
    return type(f"{book.model.__name__}Form", (RowForm,), body)


def _capital(book: Book, name: str) -> Any:

    return lazy(capfirst, str)(book.column_of(name).verbose_name)
