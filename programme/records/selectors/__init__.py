"""Reads of the records, shaped for pages and for other slices."""

from programme.records.selectors.documents import (
    document_of,
    frozen_document,
    last_issued,
    may_draft,
    register,
    siblings,
    stale_sources,
)
from programme.records.selectors.notes import history_of, notes_on
from programme.records.selectors.snapshots import figures_of, frozen, frozen_values, last_snapshot, snapshot_for

__all__ = [
    "document_of",
    "figures_of",
    "frozen",
    "frozen_document",
    "frozen_values",
    "history_of",
    "last_issued",
    "last_snapshot",
    "may_draft",
    "notes_on",
    "register",
    "siblings",
    "snapshot_for",
    "stale_sources",
]
