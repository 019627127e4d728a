"""Big imports in parts: judged whole, written part by part by any worker, put together once.

A part is written and ends in one transaction, so a killed worker leaves all of it or nothing, and only that part is
tried again. Between two parts the programme's lock is free and people go on working.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from core.access import require
from core.imports.run import dry_run as judge
from core.jobs import Part
from core.models import save_validated
from programme.records.models import ImportRun
from programme.records.rules import merged_verdict, ranges, within
from programme.records.selectors.imports import kind_named
from programme.records.services.audit import writes
from programme.records.services.imports import (
    QUIET,
    Tell,
    images,
    note_imported,
    refuse_applied,
    table_of,
    told,
    write_accepted,
)

if TYPE_CHECKING:
    from programme.people.models import User

Cut = tuple[Mapping[str, Any], int]


def goes_in_parts(run: ImportRun, *, dry_run: bool) -> bool:
    """Tell whether the file is written in parts: big, its rows stand alone, and not all or nothing.

    A dry run is taken back as a whole and so is one transaction, as is all or nothing.
    """
    alone = kind_named(run.kind).in_parts and not run.all_or_nothing and not dry_run
    return alone and int(run.reading["rows"]) > 2 * settings.IMPORT_PART_ROWS


@writes
def plan_import(run: ImportRun, *, actor: "User | None") -> list[Cut]:
    """Judge the whole file and return the parts of what is to be written: their arguments and sizes."""
    kind = kind_named(run.kind)
    require(kind.can, actor, run.programme)
    refuse_applied(run)
    table = table_of(run, kind)
    kept = kind.existing(run.programme)
    verdict = judge(kind, table, run.mapping, kept, programme=run.programme, replacements=run.replacements)
    run.verdict = told(kind, verdict, table, dry_run=False)
    save_validated(run)
    lines, size = [change.line for change in verdict.changes()], settings.IMPORT_PART_ROWS
    return [_cut(run, lines[start : start + size]) for start in range(0, len(lines), size)]


def _cut(run: ImportRun, lines: Sequence[int]) -> Cut:
    return {"run": run.pk, "lines": ranges(lines)}, len(lines)


@writes
def write_part(
    run: ImportRun, *, lines: Sequence[Sequence[int]], actor: "User | None", tell: Tell = QUIET
) -> dict[str, Any]:
    """Write one part; returns its verdict and images, for the merge.

    Its rows are judged again under the lock: what people wrote since the plan counts.
    """
    kind = kind_named(run.kind)
    require(kind.can, actor, run.programme)
    whole = table_of(run, kind)
    table = replace(whole, lines=tuple(line for line in whole.lines if within(lines, line.number)), notes=())
    kept = kind.existing(run.programme)
    verdict = judge(kind, table, run.mapping, kept, programme=run.programme, replacements=run.replacements)
    verdict, outcomes, figures = write_accepted(run, verdict, table, actor, dry_run=False, tell=tell)
    before, after = images(run, kind, verdict, outcomes)
    return {"verdict": told(kind, verdict, table, dry_run=False, found=figures), "before": before, "after": after}


@writes
def merge_import(run: ImportRun, *, parts: Sequence[Part], actor: "User | None") -> ImportRun:
    """Put the parts together: one verdict, what undo needs, one event. A part that failed is named as refused rows."""
    if run.applied_at is not None:
        return run
    run.verdict = merged_verdict(run.verdict, parts)
    done = [part.result for part in parts if part.done]
    run.before = [image for result in done for image in result["before"]]
    run.after = {ref: row for result in done for ref, row in result["after"].items()}
    run.applied_at = timezone.now()
    save_validated(run)
    note_imported(run, actor)
    return run
