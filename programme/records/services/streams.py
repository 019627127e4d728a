"""Imports of kinds that take files by path: kept while they are hashed, judged unlocked, written under the lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.imports.kinds import Kind
from core.imports.mapping import match
from core.imports.streams import HashingFile, JudgedFile, Stream, StreamFile
from core.imports.words import both
from core.models import save_validated
from core.storage import local_path
from programme.records.models import ImportRun
from programme.records.services.audit import append_event, writes

if TYPE_CHECKING:
    from programme.people.models import User

COUNTS = ("rows", "created", "updated", "unchanged", "refused")


def keep_stream(run: ImportRun, kind: Kind, path: Path) -> ImportRun:
    """Look at the file and keep it; raises ``UnreadableError`` where it cannot be read, and keeps nothing then."""
    looked = dict(stream_of(kind).look(StreamFile(run.programme, path, run.filename, run.mapping)))
    match(kind, looked["headings"], run.mapping)
    run.reading = looked | {"notes": [both(note) for note in looked["notes"]]}
    with path.open("rb") as file:
        hashed = HashingFile(file, run.filename)
        run.file.save(f"{run.public_id}{PurePath(run.filename).suffix[:8]}", hashed, save=False)
    run.sha256 = hashed.digest.hexdigest()
    return _keep(run)


@writes
def _keep(run: ImportRun) -> ImportRun:
    save_validated(run)
    return run


def stream_of(kind: Kind) -> Stream:
    """Return the kind's stream; asked only of kinds that have one."""
    if kind.stream is None:
        raise TypeError(f"{kind.code} takes rows")
    return kind.stream


@contextmanager
def judged_stream(run: ImportRun, kind: Kind, tell: Any) -> Iterator[JudgedFile]:
    """Do the long work on the kept file; nothing is locked meanwhile."""
    with local_path(run.file.storage, str(run.file.name)) as path:
        file = StreamFile(run.programme, path, run.filename, run.mapping, tell)
        with stream_of(kind).judge(file) as judged:
            yield judged


def finish_stream(run: ImportRun, judged: JudgedFile, *, dry_run: bool, actor: "User | None") -> ImportRun:
    """Count, or write and count; the caller holds the programme's lock."""
    verdict = judged.verdict()
    nothing = run.all_or_nothing and verdict["refused"] > 0
    if dry_run or nothing:
        run.verdict = verdict | {"dry_run": dry_run} | ({} if dry_run else {"created": 0})
    else:
        run.verdict = judged.write(run, actor) | {"dry_run": False}
        run.applied_at = timezone.now()
    save_validated(run)
    if run.applied_at is not None:
        changes = {"kind": [None, run.kind], **{name: [None, run.verdict[name]] for name in COUNTS}}
        append_event("records.imported", run, actor=actor, changes=changes)
    return run
