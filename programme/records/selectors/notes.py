"""Reads of what hangs on a record: its comments, attachments and history, as its page shows them."""

from typing import Any

from django.urls import reverse

from core.access import allows
from programme.records.models import Attachment, AuditEvent, Comment
from programme.records.permissions import can_see_records, can_speak


def notes_on(row: Any, user: Any) -> dict[str, Any]:
    """Give the context of ``components/_comments.html`` and ``_attachments.html``: two queries.

    The addresses to write to are empty for who may only read; everything is empty for who may not see it.
    """
    if not allows(can_see_records, user, row):
        return {"comments": [], "attachments": [], "comment_url": "", "attach_url": ""}
    place = [row.programme.slug, row._meta.label, row.public_id]
    speaks = allows(can_speak, user, row)
    attachments = list(Attachment.objects.on(row))
    for one in attachments:
        one.url = reverse("records:attachment", args=[row.programme.slug, one.public_id])  # type: ignore[attr-defined]
    return {
        "comments": list(Comment.objects.on(row)),
        "attachments": attachments,
        "comment_url": reverse("records:comment", args=place) if speaks else "",
        "attach_url": reverse("records:attach", args=place) if speaks else "",
    }


def history_of(row: Any, count: int = 12) -> list[AuditEvent]:
    """The newest audit events of a record: one query."""
    return list(AuditEvent.objects.about(row._meta.label, row.public_id).order_by("-pk")[:count])
