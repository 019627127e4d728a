"""Which heading of a file is which column of a kind.

Headings are known by key, by either language's label and by aliases, when case, width, spaces, punctuation and a
bracketed remark do not count. Where two headings mean the same column the first counts; the second is reported and
kept aside like an unknown one, so nothing is lost and nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import BadInputError
from core.imports.cells import folded
from core.imports.kinds import Column, Kind
from core.imports.words import listed, say

OWN = frozenset({folded("Problem"), folded("问题说明")})  # the column that an error file adds
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")


@dataclass(frozen=True, slots=True)
class Mapped:
    """The outcome: ``columns`` by position in the file, ``extra`` headings kept aside by position."""

    columns: Mapping[int, Column]
    extra: Mapping[int, str]
    unknown: tuple[str, ...]
    duplicates: tuple[str, ...]
    missing: tuple[Column, ...]
    notes: tuple[Any, ...]
    headings: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the columns the file has."""
        return frozenset(column.key for column in self.columns.values())

    def heading_of(self, key: str) -> str:
        """Return the file's own heading of a column, or nothing where the file lacks it."""
        return next((self.headings[index] for index, column in self.columns.items() if column.key == key), "")


def match(kind: Kind, headings: Sequence[str], explicit: Mapping[str, str | None] | None = None) -> Mapped:
    """Match headings to columns; ``explicit`` (heading → key, or nothing to leave it out) goes first.

    A second heading of the same words is called ``heading#2`` there. Raises ``BadInputError`` naming every key that
    is not a column and every column that is named twice.
    """
    names = _numbered(headings)
    told = _told(kind, explicit or {}, names)
    known = _known(kind)
    columns: dict[int, Column] = {index: column for index, column in told.items() if column is not None}
    extra: dict[int, str] = {}
    duplicates: list[str] = []
    for index, heading in enumerate(headings):
        if index in columns or folded(heading) in OWN or not heading.strip():
            continue
        column = None if index in told else _recognised(known, heading)
        if column is not None and column not in columns.values():
            columns[index] = column
            continue
        if column is not None or names[index] != heading:
            duplicates.append(heading)
        extra[index] = names[index]
    unknown = tuple(
        name for index, name in extra.items() if index not in told and _recognised(known, headings[index]) is None
    )
    missing = tuple(column for column in kind.columns if column.required and column not in columns.values())
    return Mapped(columns, extra, unknown, tuple(duplicates), missing, _notes(unknown, duplicates), tuple(headings))


def _numbered(headings: Sequence[str]) -> list[str]:
    """Name each heading apart: the second of the same words gets ``#2``."""
    seen: dict[str, int] = {}
    names = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        names.append(heading if seen[heading] == 1 else f"{heading}#{seen[heading]}")
    return names


def _known(kind: Kind) -> dict[str, Column]:
    known: dict[str, Column] = {}
    for column in kind.columns:
        known.setdefault(folded(column.key), column)
    for column in kind.columns:
        for word in (column.label_zh, column.label_en, *column.aliases):
            known.setdefault(folded(word), column)
    return known


def _recognised(known: Mapping[str, Column], heading: str) -> Column | None:
    whole = folded(heading)
    bare, changed = unicodedata.normalize("NFKC", heading), 1
    while changed:  # brackets inside brackets go first
        bare, changed = BRACKETS.subn("", bare)
    bare = folded(bare)
    return known.get(whole) or known.get(bare)


def _told(kind: Kind, explicit: Mapping[str, str | None], names: Sequence[str]) -> dict[int, Column | None]:
    """Resolve the explicit mapping; headings the file does not have are passed over."""
    by_key = {column.key: column for column in kind.columns}
    at = {folded(name.replace("#", "\x01")): index for index, name in reversed(list(enumerate(names)))}
    told: dict[int, Column | None] = {}
    wrong: dict[str, list[Any]] = {}
    for heading, key in explicit.items():
        if key and key not in by_key:
            wrong[heading] = [say(_("There is no column “{key}”; there are: {keys}."), key=key, keys=", ".join(by_key))]
            continue
        index = at.get(folded(str(heading).replace("#", "\x01")))
        column = by_key[key] if key else None
        if index is None:
            continue
        if column is not None and column in told.values():
            wrong[heading] = [say(_("Two headings are mapped to “{key}”."), key=key)]
        told[index] = column
    if wrong:
        raise BadInputError(wrong)
    return told


def _notes(unknown: Sequence[str], duplicates: Sequence[str]) -> tuple[Any, ...]:
    notes: list[Any] = []
    if unknown:
        words = listed(lambda language: ("、" if language.startswith("zh") else ", ").join(unknown))
        notes.append(say(_("Unknown columns, kept aside: {columns}."), columns=words))
    notes.extend(
        say(_("Column “{column}” comes twice; the first counts, the second is kept aside."), column=heading)
        for heading in duplicates
    )
    return tuple(notes)
