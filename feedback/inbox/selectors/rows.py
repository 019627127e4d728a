"""Items as rows of their import kind."""

from typing import TYPE_CHECKING, Any

from feedback.inbox.choices import Act
from feedback.inbox.models import FeedbackItem

if TYPE_CHECKING:
    from programme.charter.models import Programme

WRITTEN = (Act.ANSWER, Act.LINK_DEFECT, Act.BACKLOG, Act.PLAN, Act.RELEASE, Act.DECLINE, Act.CLOSE, Act.CONFIRM)


def item_rows(programme: "Programme", **only: Any) -> dict[str, dict[str, Any]]:
    """Give every item as a row of the kind ``feedback``, by public id; two queries."""
    rows = FeedbackItem.objects.filter(programme=programme, **only).select_related("submitter", "process", "original")
    return {row.public_id: _row(row) for row in rows.with_steps().order_by("pk")}


def _row(row: FeedbackItem) -> dict[str, Any]:
    same = ("code", "title", "text", "module", "reach", "release", "defect", "channel", "state", "received_at")
    last = next((step for step in reversed(row.history) if step.act in WRITTEN), None)  # type: ignore[attr-defined]
    return {name: getattr(row, name) for name in same} | {
        "kind": row.kind or None,
        "category": row.category or None,
        "process": row.process.code if row.process else "",
        "submitter": _written(row),
        "original": row.original.code if row.original else "",
        "response": last.text if last else "",
        "responded_at": last.at if last else None,
        "votes": row.votes_elsewhere + 1,
    }


def _written(row: FeedbackItem) -> str:
    """Name the submitter as a file wrote it, else by the account."""
    return row.submitter_email or row.submitter_name or (row.submitter.email if row.submitter else "")
