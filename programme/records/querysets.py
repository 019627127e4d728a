"""Chainable reads of jobs, documents and the other records."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from programme.records.choices import ISSUED_STATES, JobState

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.records.models import (
        Attachment,
        AuditEvent,
        Comment,
        GeneratedDocument,
        Job,
        Snapshot,
    )


class JobQuerySet(QuerySet["Job"]):
    """Reads of jobs."""

    def due(self, now: datetime) -> "JobQuerySet":
        """Jobs that a worker may take: waiting and due, or running with a lease that ran out."""
        return self.filter(
            Q(state=JobState.PENDING, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
        ).order_by("queue_rank", "run_at", "pk")

    def whole(self) -> "JobQuerySet":
        """What people asked for, without the parts into which a job was cut."""
        return self.filter(parent=None)

    def visible_to(self, user: Any) -> "JobQuerySet":
        """All for an administrator; else what the person asked for."""
        return self if user.is_administrator else self.filter(actor=user)

    def for_list(self) -> "JobQuerySet":
        """Newest first, with who asked and for which programme."""
        return self.select_related("actor", "programme").order_by("-created_at", "-pk")


class AuditQuerySet(QuerySet["AuditEvent"]):
    """Reads of audit events."""

    def of_programme(self, programme: "Programme") -> "AuditQuerySet":
        """Events of the programme's chain."""
        return self.filter(chain=programme.public_id)

    def about(self, kind: str, object_id: str) -> "AuditQuerySet":
        """Events of one record."""
        return self.filter(kind=kind, object_id=object_id)

    def for_list(self) -> "AuditQuerySet":
        """Newest first."""
        return self.order_by("-seq")


class SnapshotQuerySet(QuerySet["Snapshot"]):
    """Reads of snapshots; the content is large and fetched only where asked."""

    def for_list(self) -> "SnapshotQuerySet":
        """Without their content."""
        return self.defer("content").order_by("-as_of", "-pk")


class DocumentQuerySet(QuerySet["GeneratedDocument"]):
    """Reads of documents."""

    def issued(self) -> "DocumentQuerySet":
        """Papers that were issued, also those a later one took the place of."""
        return self.filter(state__in=ISSUED_STATES)

    def of(self, kind: str, subject: str = "") -> "DocumentQuerySet":
        """Papers of one kind about one subject, the latest first."""
        return self.filter(kind=kind, subject=subject).order_by("-issue", "-revision", "-pk")

    def for_list(self) -> "DocumentQuerySet":
        """With author, files and the moment of the snapshot."""
        rows = self.select_related("author", "approved_by", "snapshot", "programme", "supersedes")
        return rows.defer("snapshot__content").prefetch_related("files").order_by("-created_at", "-pk")


class AttachmentQuerySet(QuerySet["Attachment"]):
    """Reads of attachments."""

    def on(self, row: Any) -> "AttachmentQuerySet":
        """Files on one record, the oldest first."""
        return self.filter(kind=row._meta.label, object_id=row.public_id).select_related("author").order_by("pk")

    def for_list(self) -> "AttachmentQuerySet":
        """With who attached it."""
        return self.select_related("author").order_by("-pk")


class CommentQuerySet(QuerySet["Comment"]):
    """Reads of comments."""

    def on(self, row: Any) -> "CommentQuerySet":
        """What was said about one record, the oldest first."""
        return self.filter(kind=row._meta.label, object_id=row.public_id).select_related("author").order_by("pk")

    def for_list(self) -> "CommentQuerySet":
        """With who said it."""
        return self.select_related("author").order_by("-pk")
