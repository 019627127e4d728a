"""What pages, commands and the API show of imports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.access import allows
from core.errors import BadInputError
from core.imports.kinds import Kind, Row
from core.imports.mapping import match
from core.imports.readers import read_table
from core.imports.streams import StreamFile
from core.imports.templates import FORMATS, error_file, export_file
from core.imports.verdict import words_by_line
from core.imports.words import read_in
from core.personal import OPEN, Wall
from core.seams import kinds
from core.storage import local_path
from programme.records.choices import FINISHED
from programme.records.models import ImportRun

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme
    from programme.people.models import User

COUNTS = ("rows", "accepted", "refused", "unchanged", "created", "updated")


def kind_named(code: str) -> Kind:
    """Return the kind; raises ``BadInputError`` that lists what there is."""
    kind = kinds.get(code)
    if kind is None:
        sentence = _("There is no kind “%(code)s”; there are: %(kinds)s.") % {"code": code, "kinds": ", ".join(kinds)}
        raise BadInputError({"kind": [sentence]})
    return kind


def kinds_for(user: "User | None", programme: "Programme") -> list[Kind]:
    """Kinds this person may import here, in their order."""
    return sorted((kind for kind in kinds.values() if allows(kind.can, user, programme)), key=lambda kind: kind.order)


def imports_of(programme: "Programme") -> "QuerySet[ImportRun]":
    """Imports of a programme, the newest first, with person and job."""
    return ImportRun.objects.filter(programme=programme).select_related("actor", "job").order_by("-created_at", "-pk")


def is_working(run: ImportRun) -> bool:
    """Tell whether a job works on it, or will."""
    return run.job is not None and run.job.state not in FINISHED


def import_json(run: ImportRun, language: str | None = None) -> dict[str, Any]:
    """Return the shape that the command and the API print, sentences in one language."""
    verdict = run.verdict
    return {
        "kind": run.kind,
        "dry_run": verdict.get("dry_run", True),
        **{name: verdict.get(name) for name in COUNTS},
        "errors": [
            {
                "row": error["row"],
                "column": error["column"],
                "value": error["value"],
                "message": read_in(error["message"], language),
                "accepted_values": [read_in(one, language) for one in error["accepted_values"]],
            }
            for error in verdict.get("errors", [])
        ],
        "import_id": run.public_id,
        **verdict.get("figures", {}),
        "absent": verdict.get("absent"),
        "errors_left_out": verdict.get("errors_left_out", 0),
        "unknown_headings": verdict.get("unknown_headings", []),
        "duplicate_headings": verdict.get("duplicate_headings", []),
        "notes": [read_in(note, language) for note in verdict.get("notes", run.reading.get("notes", []))],
    }


def remembered_mapping(run: ImportRun) -> dict[str, str | None]:
    """What people last said about headings of this kind here, as far as this file has those headings."""
    last = imports_of(run.programme).filter(kind=run.kind, applied_at__isnull=False).exclude(mapping={}).first()
    return {
        heading: key for heading, key in (last.mapping if last else {}).items() if heading in run.reading["headings"]
    }


@dataclass(frozen=True, slots=True)
class HeadingChoice:
    """One heading of the file on the mapping page: what it is taken for, and its first cells."""

    name: str
    position: int
    chosen: str
    automatic: str
    examples: tuple[str, ...]


def heading_choices(run: ImportRun) -> list[HeadingChoice]:
    """Headings with what they are taken for: what was said, else what was remembered, else what is recognised."""
    kind = kinds[run.kind]
    headings = run.reading["headings"]
    automatic = match(kind, headings).columns
    chosen = match(kind, headings, run.mapping or remembered_mapping(run)).columns
    samples = run.reading.get("samples") if kind.stream else _first_cells(run, kind)
    names: list[str] = []
    for heading in headings:
        names.append(heading if heading not in names else f"{heading}#{headings[: len(names) + 1].count(heading)}")
    return [
        HeadingChoice(
            name,
            index,
            chosen[index].key if index in chosen else "",
            automatic[index].key if index in automatic else "",
            tuple(str(cells[index]) for cells in samples or () if index < len(cells)),
        )
        for index, name in enumerate(names)
    ]


def _first_cells(run: ImportRun, kind: Kind) -> list[Sequence[Any]]:
    with run.file.open("rb") as file:
        table = read_table(file.read(), run.filename, kind=kind)
    return [line.cells for line in table.lines[:3]]


@dataclass(frozen=True, slots=True)
class BadValue:
    """One refused value of a column: the rows that have it, and what to choose instead where there is a list."""

    value: str
    key: str
    column: str
    message: str
    accepted: str
    nearest: str
    rows: list[int]
    choices: list[tuple[str, str, bool]]  # code, label, whether it is the nearest

    @property
    def others(self) -> str:
        """The further rows, the first dozen by number."""
        more = self.rows[1:]
        return ", ".join(str(row) for row in more[:12]) + (" …" if len(more) > 12 else "")  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Cause:
    """Errors of one cause, as a group of the page."""

    title: str
    rows: int
    values: list[BadValue]
    left_out: int = 0


def causes(run: ImportRun, shown: int = 30) -> list[Cause]:
    """Group the errors by cause and column, the most frequent first, and then by value."""
    groups: dict[tuple[str, str], dict[tuple[str, str], list[dict[str, Any]]]] = {}
    for error in run.verdict.get("errors", []):
        values = groups.setdefault((error["cause"], error["column"]), {})
        values.setdefault((error["value"], read_in(error["message"])), []).append(error)
    found = [
        Cause(
            _title(cause, _column_label(run.kind, column)),
            sum(len(errors) for errors in values.values()),
            [_bad_value(run.kind, errors) for errors in list(values.values())[:shown]],
            max(len(values) - shown, 0),
        )
        for (cause, column), values in groups.items()
    ]
    return sorted(found, key=lambda cause: -cause.rows)


def _column_label(kind: str, name: str) -> str:
    """Say a key in the reader's language; a heading of the file stays as it is."""
    column = next((column for column in kinds[kind].columns if column.key == name), None)
    return column.label(get_language() or "en") if column else name


def _bad_value(kind: str, errors: list[dict[str, Any]]) -> BadValue:
    first, language = errors[0], get_language() or "en"
    nearest = read_in(first["nearest"]) if first["nearest"] else ""
    offered = kinds[kind].column(first["key"]).accepted() if first["cause"] == "choice" else ()
    return BadValue(
        first["value"],
        first["key"],
        _column_label(kind, first["column"]),
        read_in(first["message"]),
        ("、" if language.startswith("zh") else ", ").join(read_in(one) for one in first["accepted_values"]),
        nearest,
        [error["row"] for error in errors],
        [(one.code, one.label(language), one.label(language) == nearest) for one in offered],
    )


def _title(cause: str, column: str) -> str:
    titles = {
        "choice": _("%(column)s: not in the list"),
        "date": _("%(column)s: not a valid date"),
        "number": _("%(column)s: not a valid number"),
        "range": _("%(column)s: out of range"),
        "required": _("%(column)s: required but empty"),
        "column": _("%(column)s: the column is missing"),
        "duplicate": _("%(column)s: twice in the file"),
        "shape": _("Too many cells"),
        "person": _("%(column)s: not an e-mail address"),
        "boolean": _("%(column)s: neither yes nor no"),
        "text": _("%(column)s: text not accepted"),
        "formula": _("%(column)s: an error of the spreadsheet"),
    }
    if not column and cause != "shape":
        return _("Refused by a rule")
    return titles.get(cause, _("%(column)s: refused by a rule")) % {"column": column}


def refused_file(run: ImportRun, language: str, file_format: str) -> bytes:
    """Return the refused lines with what is wrong, to be corrected and imported again."""
    kind = kinds[run.kind]
    refused = set(run.verdict.get("refused_rows", []))
    if kind.stream is not None:
        with local_path(run.file.storage, str(run.file.name)) as path:
            table = kind.stream.refused(
                StreamFile(run.programme, path, run.filename, run.mapping), run.verdict.get("refused_rows", [])
            )
    else:
        with run.file.open("rb") as file:
            table = read_table(file.read(), run.filename, kind=kind)
    words = words_by_line(run.verdict.get("errors", []), language)
    return error_file(table, refused, words, language, file_format)


def export_kind(programme: "Programme", kind: Kind, *, language: str, suffix: str, wall: Wall = OPEN) -> bytes:
    """Return all rows of a kind as a file that imports again unchanged; raises ``BadInputError`` for other endings.

    What the wall hides is masked; such cells are refused when they come back.
    """
    suffix = suffix.lower()
    if suffix in kind.exporters:
        with translation.override(language):
            return kind.exporters[suffix](programme)
    if suffix.lstrip(".") not in FORMATS:
        known = ", ".join([*(f".{name}" for name in FORMATS), *kind.exporters])
        raise BadInputError({"format": [_("This format is not written; there are: %(formats)s.") % {"formats": known}]})
    rows: Iterable[Row] = kind.existing(programme).values()
    if wall.shut and kind.hide is not None:
        rows = kind.hide(programme, rows)
    telling = {column.key: column.personal for column in kind.columns if column.personal in wall.hidden}
    if telling:
        rows = [row | {key: wall.value(what, row.get(key)) for key, what in telling.items()} for row in rows]
    return export_file(kind, rows, language, suffix.lstrip("."))
