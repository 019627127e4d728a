"""Undo of an import: exactly its rows go back to what they were, or nothing does."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError
from core.imports.kinds import Batch, Change, Kind
from core.imports.rows import name_of, row_from_json, row_to_json
from core.models import save_validated
from programme.records.models import ImportRun
from programme.records.selectors.imports import kind_named
from programme.records.services.audit import append_event, writes

if TYPE_CHECKING:
    from programme.people.models import User

NAMED = 20  # rows named in a refusal


def undo_reasons(run: ImportRun) -> list[str]:
    """Say why an import cannot be undone; costs what reading the kind's rows costs."""
    kind = kind_named(run.kind)
    if run.applied_at is None:
        return [_("This file has not been imported.")]
    if run.undone_at is not None:
        return [_("This import has been undone already.")]
    if kind.stream is not None:
        return kind.stream.undo_reasons(run)
    if not run.after and not run.verdict.get("beside"):
        return [_("This import wrote nothing.")]
    if kind.remove is None and any(before is None for _ref, before in run.before):
        return [_("Imports of this kind cannot be undone.")]
    return _changed_since(run, kind) + _beside_changed_since(run, kind)


def _beside_changed_since(run: ImportRun, kind: Kind) -> list[str]:
    beside: dict[str, list[Any]] = run.verdict.get("beside", {})
    now = kind.beside.read(run.programme) if beside and kind.beside else {}
    if all(now.get(key) == after for key, (_before, after) in beside.items()):
        return []
    return [_("What the file brought beside its rows was changed since.")]


def _changed_since(run: ImportRun, kind: Kind) -> list[str]:
    now = kind.existing(run.programme)
    moved = []
    for ref, after in run.after.items():
        row = now.get(ref)
        if row is None:
            moved.append(_("“%(row)s” was removed since.") % {"row": name_of(kind, row_from_json(kind, after))})
        elif row_to_json(kind, row) != after:
            moved.append(_("“%(row)s” was changed since.") % {"row": name_of(kind, row)})
    if len(moved) > NAMED:
        moved = [*moved[:NAMED], _("… and %(n)d more.") % {"n": len(moved) - NAMED}]
    return moved


@writes
def undo_import(run: ImportRun, *, actor: "User | None") -> ImportRun:
    """Remove the rows an import created and restore those it changed; refused when one of them changed since."""
    kind = kind_named(run.kind)
    require(kind.can, actor, run.programme)
    run = ImportRun.objects.get(pk=run.pk)  # as it is under the lock
    if reasons := undo_reasons(run):
        raise IllegalNowError(*reasons)
    removed = kind.stream.undo(run, actor) if kind.stream is not None else _take_back(run, kind, actor)
    run.undone_at = timezone.now()
    save_validated(run)
    append_event("records.import_undone", run, actor=actor, changes={"removed": [None, removed]})
    return run


def _take_back(run: ImportRun, kind: Kind, actor: "User | None") -> int:
    """Restore what was changed and remove what was created; returns how many were created."""
    created = [ref for ref, before in run.before if before is None]
    _restore(run, kind, actor)
    if created and kind.remove is not None:
        kind.remove(run.programme, created[::-1], actor)
    if kind.beside and (beside := run.verdict.get("beside")):
        kind.beside.restore(run.programme, {key: before for key, (before, _after) in beside.items()}, actor)
    _check_restored(run, kind)
    return len(created)


def _restore(run: ImportRun, kind: Kind, actor: "User | None") -> None:
    """Write back the columns that the import changed."""
    changes = [
        Change(number, _old_values(kind, before, run.after[ref]), ref, row_from_json(kind, run.after[ref]))
        for number, (ref, before) in enumerate(run.before, start=1)
        if before is not None
    ]
    outcomes = kind.write(run.programme, Batch(changes, undoing=True), actor) if changes else []
    refused = [str(text) for outcome in outcomes for texts in outcome.refused.values() for text in texts]
    if refused:
        raise IllegalNowError(*refused)


def _old_values(kind: Kind, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return row_from_json(kind, {key: value for key, value in before.items() if after.get(key) != value})


def _check_restored(run: ImportRun, kind: Kind) -> None:
    """Refuse, and so roll everything back, where a row did not become what it was."""
    now = kind.existing(run.programme)
    for ref, before in run.before:
        found = now.get(ref)
        if (None if found is None else row_to_json(kind, found)) != before:
            name = name_of(kind, row_from_json(kind, run.after[ref]))
            raise IllegalNowError(_("“%(row)s” cannot be brought back to what it was.") % {"row": name})
