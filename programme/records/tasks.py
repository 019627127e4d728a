"""Background work of the records: the broker's message, reactions, nightly snapshots, drawing documents."""

from typing import Any

from celery import shared_task
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import seams
from core.jobs import Progress, task
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.records.choices import Occasion
from programme.records.models import AuditEvent, ImportRun, Snapshot
from programme.records.services.audit import lock_programme
from programme.records.services.import_parts import goes_in_parts, merge_import, plan_import, write_part
from programme.records.services.imports import finish_import, prepared_import
from programme.records.services.papers import build_paper
from programme.records.services.runner import run_one
from programme.records.services.snapshots import take_snapshot
from programme.records.services.telling import sweep
from programme.records.services.working import ask_the_clock


@shared_task(name="programme.records.tasks.run_job", ignore_result=True)
def run_job(job_id: int) -> None:
    """Work one job if it is still due; the row, not the message, decides."""
    run_one(job_id)


@shared_task(name="programme.records.tasks.tick", ignore_result=True)
def tick() -> None:
    """What Celery beat sends where it runs in the place of ``manage.py scheduler``."""
    sweep()
    ask_the_clock(timezone.now())


@task("records.react")
def react(progress: Progress, *, event: int, handler: str) -> None:
    """Let one handler react to one event; its effects and the job's end are one transaction."""
    row: Any = AuditEvent.objects.select_related("programme", "actor").get(pk=event)
    with transaction.atomic():
        lock_programme(row.programme)
        seams.reactions[handler](row)
        progress.finish()


@task("records.import")
def import_file(progress: Progress, *, run: int, dry_run: bool) -> None:
    """Check or import a big file: as one transaction with the job's end, or cut into parts and put together."""
    row = _run(run)
    total = int(row.reading["rows"])
    actor = progress.actor
    parts = progress.parts

    def tell(done: int) -> None:
        progress.progress(done, total)

    if parts:
        with transaction.atomic():
            lock_programme(row.programme)
            merge_import(row, parts=parts, actor=actor)
            _tell_asker(row, actor, dry_run=dry_run)
            return progress.finish({"import_id": row.public_id})
    with prepared_import(row, actor=actor, tell=tell) as judged, transaction.atomic():
        lock_programme(row.programme)
        cuts = plan_import(row, actor=actor) if goes_in_parts(row, dry_run=dry_run) else []
        if cuts:
            return progress.split("records.import_part", cuts)
        finish_import(row, judged=judged, dry_run=dry_run, actor=actor, tell=tell)
        _tell_asker(row, actor, dry_run=dry_run)
        return progress.finish({"import_id": row.public_id})


@task("records.import_part")
def import_part(progress: Progress, *, run: int, lines: list[list[int]]) -> None:
    """Write a part of a big file; its rows and its end are one transaction, so a kill leaves all of it or nothing."""
    row = _run(run)
    total = sum(last - first + 1 for first, last in lines)
    with transaction.atomic():
        lock_programme(row.programme)
        result = write_part(row, lines=lines, actor=progress.actor, tell=lambda done: progress.progress(done, total))
        progress.finish(result)


def _tell_asker(run: ImportRun, actor: Any, *, dry_run: bool) -> None:
    """Tell who waits for a big file how it ended."""
    if actor is None:
        return
    refused = int(run.verdict.get("refused", 0))
    said = _("Checked: %(file)s, %(n)d rows refused") if dry_run else _("Imported: %(file)s, %(n)d rows refused")
    notify(
        actor,
        topic=Topic.IMPORT,
        text=lambda: str(said) % {"file": run.filename, "n": refused},
        url=reverse("records:import", args=[run.programme.slug, run.public_id]),
        programme=run.programme,
    )


def _run(pk: int) -> ImportRun:
    return ImportRun.objects.select_related("programme").get(pk=pk)


@task("records.nightly_snapshot", nightly=True)
def nightly_snapshot(progress: Progress, *, day: str) -> dict[str, Any]:
    """Freeze the programme's figures; at most one per night."""
    snapshot = take_snapshot(progress.programme, occasion=Occasion.NIGHT, actor=None, slot=f"night:{day}")
    return {"snapshot": snapshot.public_id}


@task("records.build_document")
def build_document(
    progress: Progress, *, kind: str, subject: str, languages: list[str], formats: list[str], snapshot: str = ""
) -> dict[str, Any]:
    """Draft a paper and draw its files one by one; started again after a fault, it goes on where it was."""
    given = Snapshot.objects.get(programme=progress.programme, public_id=snapshot) if snapshot else None
    paper = build_paper(
        progress, kind=kind, subject=subject, languages=languages, formats=formats, snapshot=given
    )  # fmt: skip
    return {"document": paper.public_id}
