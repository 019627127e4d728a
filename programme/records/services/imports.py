"""Imports: a file is kept, judged by a dry run that writes and rolls back, written in one transaction."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.imports.kinds import Batch, Kind, Outcome, Row
from core.imports.mapping import match
from core.imports.readers import read_table
from core.imports.rows import name_of, row_to_json
from core.imports.run import dry_run as judge
from core.imports.run import refusals
from core.imports.table import Table
from core.imports.templates import printed
from core.imports.values import CellError, parse
from core.imports.verdict import Status, Verdict
from core.imports.words import LANGUAGES, both
from core.models import save_validated
from programme.records.choices import Queue
from programme.records.models import ImportRun
from programme.records.rules import KEPT_ERRORS, SHOWN
from programme.records.selectors.imports import kind_named
from programme.records.services.audit import append_event, writes
from programme.records.services.jobs import enqueue
from programme.records.services.streams import finish_stream, judged_stream, keep_stream

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

BIG = 2_000  # rows; more are a job
Tell = Callable[[int], None]
QUIET: Tell = lambda _done: None  # noqa: E731  a default, not a function anybody calls by name


def upload_import(
    programme: "Programme",
    *,
    kind: str,
    data: bytes | Path,
    filename: str,
    actor: "User | None",
    mapping: Mapping[str, str | None] | None = None,
    all_or_nothing: bool = False,
) -> ImportRun:
    """Keep a file that can be read; raises ``UnreadableError`` where it cannot, and keeps nothing then."""
    found = kind_named(kind)
    require(found.can, actor, programme)
    name = PurePath(filename.replace("\\", "/")).name[-200:] or "file"
    run = ImportRun(
        programme=programme,
        kind=kind,
        filename=name,
        mapping=dict(mapping or {}),
        all_or_nothing=all_or_nothing,
        actor=actor,
    )
    if found.stream is not None:
        with _as_path(data) as path:
            return keep_stream(run, found, path)
    return _keep_rows(run, found, data.read_bytes() if isinstance(data, Path) else data)


@writes
def _keep_rows(run: ImportRun, kind: Kind, data: bytes) -> ImportRun:
    table = read_table(data, run.filename, kind=kind)
    match(kind, table.headings, run.mapping)
    run.sha256 = hashlib.sha256(data).hexdigest()
    run.reading = {
        "headings": list(table.headings),
        "rows": len(table.lines),
        "sheet": table.sheet,
        "encoding": table.encoding,
        "notes": [both(note) for note in table.notes],
    }
    run.file.save(f"{run.public_id}{PurePath(run.filename).suffix[:8]}", ContentFile(data), save=False)
    save_validated(run)
    return run


@contextmanager
def _as_path(data: bytes | Path) -> Iterator[Path]:
    """Give the file as a path on this machine."""
    if isinstance(data, Path):
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="landfall-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        yield path


def sent_file(file: Any, kind: str) -> bytes | Path:
    """Give an uploaded file as bytes; of a kind that streams, as the path where the upload was put."""
    if kind_named(kind).stream is not None and hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path())
    content: bytes = file.read()
    return content


@writes
def map_import(
    run: ImportRun, *, mapping: Mapping[str, str | None], actor: "User | None", all_or_nothing: bool = False
) -> ImportRun:
    """Say which heading is which column; the verdict so far falls."""
    kind = kind_named(run.kind)
    require(kind.can, actor, run.programme)
    refuse_applied(run)
    match(kind, run.reading["headings"], mapping)
    run.mapping, run.verdict, run.all_or_nothing = dict(mapping), {}, all_or_nothing
    save_validated(run)
    return run


@writes
def replace_value(run: ImportRun, *, key: str, old: str, new: str, actor: "User | None") -> ImportRun:
    """Read one value of a column as another from now on; the verdict so far falls."""
    kind = kind_named(run.kind)
    require(kind.can, actor, run.programme)
    refuse_applied(run)
    column = next((column for column in kind.columns if column.key == key), None)
    if column is None:
        raise BadInputError({"key": [_("There is no such column.")]})
    try:
        parse(column, new)
    except CellError as error:
        raise BadInputError({"new": [error.message]}) from error
    run.replacements = {**run.replacements, key: {**run.replacements.get(key, {}), old: new}}
    run.verdict = {}
    save_validated(run)
    return run


def refuse_applied(run: ImportRun) -> None:
    """Raise ``IllegalNowError`` where the file is in already."""
    if run.applied_at is not None:
        raise IllegalNowError(_("This file has been imported already."))


def start_import(run: ImportRun, *, dry_run: bool, actor: "User | None") -> ImportRun:
    """Check or import the file now, or as a job where it is big."""
    if run.reading["rows"] <= BIG:
        return perform_import(run, dry_run=dry_run, actor=actor)
    return _ask_job(run, dry_run=dry_run, actor=actor)


@writes
def _ask_job(run: ImportRun, *, dry_run: bool, actor: "User | None") -> ImportRun:
    require(kind_named(run.kind).can, actor, run.programme)
    refuse_applied(run)
    label = _("Check %(file)s") if dry_run else _("Import %(file)s")
    run.job = enqueue(
        "records.import",
        args={"run": run.pk, "dry_run": dry_run},
        programme=run.programme,
        actor=actor,
        label=label % {"file": run.filename},
        queue=Queue.BULK,
    )
    save_validated(run)
    return run


def perform_import(run: ImportRun, *, dry_run: bool, actor: "User | None", tell: Tell = QUIET) -> ImportRun:
    """Judge and write the file; what is long and writes nothing is done before the programme is locked."""
    with prepared_import(run, actor=actor, tell=tell) as judged:
        return finish_import(run, judged=judged, dry_run=dry_run, actor=actor, tell=tell)


@contextmanager
def prepared_import(run: ImportRun, *, actor: "User | None", tell: Tell = QUIET) -> Iterator[Any]:
    """Judge a file that streams; of other kinds nothing is done yet."""
    kind = kind_named(run.kind)
    require(kind.can, actor, run.programme)
    refuse_applied(run)
    if kind.stream is None:
        yield None
        return
    with judged_stream(run, kind, tell) as judged:
        yield judged


@writes
def finish_import(run: ImportRun, *, judged: Any, dry_run: bool, actor: "User | None", tell: Tell = QUIET) -> ImportRun:
    """Write in one transaction; a dry run of rows writes too, so that services object, and rolls back."""
    kind = kind_named(run.kind)
    require(kind.can, actor, run.programme)
    refuse_applied(run)
    if judged is not None:
        return finish_stream(run, judged, dry_run=dry_run, actor=actor)
    table = table_of(run, kind)
    kept = kind.existing(run.programme)
    verdict = judge(kind, table, run.mapping, kept, programme=run.programme, replacements=run.replacements)
    beside = _beside(kind, run.programme)
    verdict, outcomes, figures = write_accepted(run, verdict, table, actor, dry_run=dry_run, tell=tell)
    run.verdict = told(kind, verdict, table, dry_run=dry_run, found=figures)
    nothing = run.all_or_nothing and verdict.refused > 0 and not dry_run
    if nothing:
        run.verdict |= {"created": 0, "updated": 0, "created_rows": [], "updated_rows": []}
    elif not dry_run:
        run.before, run.after = images(run, kind, verdict, outcomes)
        if kind.beside:
            run.verdict |= {"beside": changed_beside(beside, _beside(kind, run.programme))}
        run.applied_at = timezone.now()
    save_validated(run)
    if not dry_run and not nothing:
        note_imported(run, actor)
    return run


def table_of(run: ImportRun, kind: Kind) -> Table:
    """Read the kept file again."""
    with run.file.open("rb") as file:
        return read_table(file.read(), run.filename, kind=kind)


def write_accepted(
    run: ImportRun, verdict: Verdict, table: Table, actor: "User | None", *, dry_run: bool, tell: Tell
) -> tuple[Verdict, list[Outcome], dict[str, Any]]:
    """Write the accepted rows, so that services object too; roll back a dry run, and all where one row is refused."""
    changes = verdict.changes()
    with transaction.atomic():
        batch = Batch(changes, table.context, tell)
        asked = changes or verdict.kind.beside
        outcomes = list(verdict.kind.write(run.programme, batch, actor)) if asked else []
        verdict = verdict.refuse(refusals(verdict, outcomes, run.programme))
        if dry_run or (run.all_or_nothing and verdict.refused):
            transaction.set_rollback(True)
            outcomes = []
    return verdict, outcomes, batch.figures


def _beside(kind: Kind, programme: "Programme") -> Mapping[str, Any]:
    return kind.beside.read(programme) if kind.beside else {}


def changed_beside(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return before and after of what an import changed beside its rows."""
    keys = sorted(before.keys() | after.keys())
    return {key: [before.get(key), after.get(key)] for key in keys if before.get(key) != after.get(key)}


def told(
    kind: Kind, verdict: Verdict, table: Table, *, dry_run: bool, found: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Give the verdict as it is kept, with some of what was created and updated to be looked at."""
    said = verdict.as_json()
    figures = {**table.figures, **(found or {})}
    if kind.figures:
        figures |= kind.figures([one.row for one in verdict.judged if one.status != Status.REFUSED])
    left_out = max(len(said["errors"]) - KEPT_ERRORS, 0)
    labels = {column.key: {"zh-hans": column.label_zh, "en": column.label_en} for column in kind.columns}
    return said | {
        "dry_run": dry_run,
        "figures": figures,
        "errors": said["errors"][:KEPT_ERRORS],
        "errors_left_out": left_out,
        "created_rows": [
            {"row": one.line, "name": _named(kind, one.row)} for one in verdict.judged if one.status == Status.CREATED
        ][:SHOWN],
        "updated_rows": [
            {
                "row": one.line,
                "name": _named(kind, {**(one.before or {}), **one.row}),
                "fields": [
                    {"label": labels[key], "old": _shown(kind, key, old), "new": _shown(kind, key, new)}
                    for key, (old, new) in one.changed.items()
                ],
            }
            for one in verdict.judged
            if one.status == Status.UPDATED
        ][:SHOWN],
    }


def _named(kind: Kind, row: Row) -> dict[str, str]:
    return {language: name_of(kind, row, language) for language in LANGUAGES}


def _shown(kind: Kind, key: str, value: Any) -> dict[str, str]:
    column = kind.column(key)
    return {language: printed(column, value, language)[:200] for language in LANGUAGES}


def images(run: ImportRun, kind: Kind, verdict: Verdict, outcomes: list[Outcome]) -> tuple[list[Any], dict[str, Any]]:
    """Give each written row before (or nothing) and after, which is what undo needs."""
    befores = {one.line: one.before for one in verdict.judged}
    written = [outcome for outcome in outcomes if outcome.ref and not outcome.refused]
    now = kind.existing(run.programme) if written else {}
    before = [
        [outcome.ref, row_to_json(kind, before) if (before := befores.get(outcome.line)) is not None else None]
        for outcome in written
    ]
    return before, {outcome.ref: row_to_json(kind, now[outcome.ref]) for outcome in written if outcome.ref in now}


def note_imported(run: ImportRun, actor: "User | None") -> None:
    """Write the one event of an import, with its counts."""
    counts = {name: [None, run.verdict[name]] for name in ("rows", "created", "updated", "unchanged", "refused")}
    append_event("records.imported", run, actor=actor, changes={"kind": [None, run.kind], **counts})


def run_import(
    programme: "Programme",
    *,
    kind: str,
    data: bytes | Path,
    filename: str,
    actor: "User | None",
    mapping: Mapping[str, str | None] | None = None,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    in_background: bool = False,
) -> ImportRun:
    """Take a file from beginning to end; ``in_background`` leaves a big one to a job."""
    run = upload_import(
        programme, kind=kind, data=data, filename=filename, actor=actor, mapping=mapping, all_or_nothing=all_or_nothing
    )
    if in_background:
        return start_import(run, dry_run=dry_run, actor=actor)
    return perform_import(run, dry_run=dry_run, actor=actor)
