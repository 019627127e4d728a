"""Filters as a register shows them: search over several fields, and chips that say what is chosen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet
from django.forms import BoundField, Form, MultiWidget
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _

from core.documents.words import day

# django-filter's own words: its Chinese catalogue is named for a territory and is not found under zh-hans.
FRAMEWORK_WORDS = (
    gettext_noop("Any date"), gettext_noop("Today"), gettext_noop("Yesterday"), gettext_noop("Past 7 days"),
    gettext_noop("This month"), gettext_noop("This year"), gettext_noop("Multiple values may be separated by commas."),
    gettext_noop("Unknown"), gettext_noop("Yes"), gettext_noop("No"), gettext_noop("Range query expects two values."),
)  # fmt: skip


class SearchFilter(django_filters.CharFilter):
    """Free text over several fields; every word must stand in one of them."""

    def __init__(self, *fields: str, **kwargs: Any) -> None:
        """Take the lookups to search; names without a lookup are searched for containing the word."""
        kwargs.setdefault("label", _("Search in this table"))
        super().__init__(**kwargs)
        self.lookups = [name if name.endswith(("__iexact", "__icontains")) else f"{name}__icontains" for name in fields]

    def filter(self, qs: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        """Keep the rows in which every word is found."""
        for word in (value or "").split():
            found = Q()
            for lookup in self.lookups:
                found |= Q(**{lookup: word})
            qs = qs.filter(found)
        return qs


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: its field, what is chosen in words, and the query string without it."""

    field: BoundField
    label: str
    chosen: str
    off: str

    @property
    def widget(self) -> SafeString:
        """The field; both ends of a range carry the label, since a range has none of its own."""
        ranged = isinstance(self.field.field.widget, MultiWidget)
        return self.field.as_widget(attrs={"aria-label": self.label} if ranged else {})


def chips(form: Form, data: QueryDict) -> list[Chip]:
    """Give a chip for every filter but the search; a hidden one only while it is on."""
    if form.is_bound:
        form.is_valid()
    found = [_chip(form, name, data) for name in form.fields if name != "q"]
    return [chip for chip in found if chip.chosen or not chip.field.is_hidden]


def _chip(form: Form, name: str, data: QueryDict) -> Chip:
    rest = data.copy()
    for key in [name, "page", *(f"{name}_{part}" for part in ("min", "max", "after", "before"))]:
        rest.pop(key, None)
    cleaned = getattr(form, "cleaned_data", {}).get(name)
    field = form[name]
    return Chip(field, str(field.label), _words(form, name, cleaned), rest.urlencode())


def _words(form: Form, name: str, value: Any) -> str:
    """Say in words what is chosen; empty where nothing is."""
    if value in {None, ""} if not isinstance(value, list | slice | QuerySet) else False:
        return ""
    if isinstance(value, slice):
        ends = [_one(form, name, end) for end in (value.start, value.stop)]
        return " – ".join(ends) if any(ends) else ""
    many = list(value) if isinstance(value, list | QuerySet) else [value]
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    return comma.join(_one(form, name, one) for one in many)


def _one(form: Form, name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, date):
        return day(value)
    options = dict(getattr(form.fields[name], "choices", ()) or ())
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return str(options.get(value, options.get(str(value), value)))
