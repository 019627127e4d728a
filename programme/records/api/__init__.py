"""The API front of the records, one module for each sort."""

from programme.records.api.documents import DocumentViewSet
from programme.records.api.imports import ImportViewSet
from programme.records.api.jobs import JobViewSet
from programme.records.api.notes import AttachmentViewSet, AuditViewSet, CommentViewSet

__all__ = [
    "AttachmentViewSet",
    "AuditViewSet",
    "CommentViewSet",
    "DocumentViewSet",
    "ImportViewSet",
    "JobViewSet",
]
