"""What an audit event changed, in words: fields by their names, states by their labels, references by who they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programme.records.models import AuditEvent
from programme.records.selectors.facts import VALUES, fact_name

HIDDEN = frozenset({"public_id", "programme", "content", "read_marks", "object_id"})
LONGEST = 200  # characters of a value that is a structure for programs; longer ones are counted
EMPTY: tuple[Any, ...] = (None, "", [], {})
Fields = dict[str, "Field[Any, Any] | None"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after; ``raw`` pairs name references by public id, for programs."""

    name: str
    label: str
    before: str
    after: str
    raw: tuple[Any, Any]


def tell(events: Iterable[AuditEvent]) -> dict[int, list[Difference]]:
    """Say the changes of these events by their keys; one query for each kind of row that is referred to."""
    rows = list(events)
    fields = {event.pk: {name: _field(event.kind, name) for name in event.changes} for event in rows}
    known = _referred(rows, fields)
    return {event.pk: list(_differences(event, fields[event.pk], known)) for event in rows}


def _field(kind: str, name: str) -> "Field[Any, Any] | None":
    try:
        found = apps.get_model(kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found if isinstance(found, Field) else None


def _referred(rows: list[AuditEvent], fields: dict[int, Fields]) -> dict[type[Model], dict[Any, Model]]:
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for event in rows:
        for name, pair in event.changes.items():
            field = fields[event.pk][name]
            if isinstance(field, ForeignKey) and isinstance(pair, list):
                wanted[field.related_model].update(value for value in pair if isinstance(value, int))
    return {model: model._base_manager.in_bulk(sorted(keys)) for model, keys in wanted.items()}


def _differences(event: AuditEvent, fields: Fields, known: dict[type[Model], dict[Any, Model]]) -> Iterable[Difference]:
    for name, pair in event.changes.items():
        if name in HIDDEN or not isinstance(pair, list) or len(pair) != 2 or all(one in EMPTY for one in pair):  # noqa: PLR2004
            continue
        field = fields[name]
        label = capfirst(label_of(field, name))
        before, after = (_said(field, value, known) for value in pair)
        raw = tuple(_raw(field, value, known) for value in pair)
        yield Difference(name, label, before, after, (raw[0], raw[1]))


def label_of(field: "Field[Any, Any] | None", name: str) -> str:
    """Call a fact by its field's name in the reader's language; what has none, by the house's word for it."""
    return fact_name(name if field is None else str(field.verbose_name))


def _row(field: "Field[Any, Any] | None", value: Any, known: dict[type[Model], dict[Any, Model]]) -> Model | None:
    if not isinstance(field, ForeignKey) or not isinstance(value, int):
        return None
    return known.get(field.related_model, {}).get(value)


def _said(field: "Field[Any, Any] | None", value: Any, known: dict[type[Model], dict[Any, Model]]) -> str:
    if value in EMPTY:
        return "–"
    if isinstance(field, ForeignKey):
        return str(_row(field, value, known) or _("a row that is gone"))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    lines = isinstance(value, list) and all(isinstance(one, dict) and "text" in one for one in value)
    if isinstance(value, list) and not lines and any(isinstance(one, dict | list) for one in value):
        return ngettext("%(n)s entry", "%(n)s entries", len(value)) % {"n": len(value)}
    if isinstance(value, list):
        return _(", ").join(_said(field, one, known) for one in value)
    if isinstance(value, dict):
        return " ".join(_said(field, one, known) for one in value.values())
    return _named(field, value)


def _named(field: "Field[Any, Any] | None", value: Any) -> str:
    """Say a plain value: a choice by its label, a kind of record by its name, a long structure by its length."""
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    text = str(value)
    if field is None and text in VALUES:
        return str(VALUES[text])
    if field is not None and field.name == "kind" and "." in text:
        try:
            return str(apps.get_model(text)._meta.verbose_name)
        except (LookupError, ValueError):
            return text
    if text[:1] in {"{", "["} and len(text) > LONGEST:
        return ngettext("data, %(n)s character", "data, %(n)s characters", len(text)) % {"n": len(text)}
    return text


def _raw(field: "Field[Any, Any] | None", value: Any, known: dict[type[Model], dict[Any, Model]]) -> Any:
    """No sequential number leaves the system."""
    if not isinstance(field, ForeignKey):
        return value
    row = _row(field, value, known)
    return getattr(row, "public_id", None if row is None else str(row))
