"""Filters of the registers of documents and the audit trail, for pages and API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import SearchFilter
from programme.records.choices import DocumentState, JobState
from programme.records.models import Attachment, AuditEvent, Comment, GeneratedDocument, Job


class DocumentFilter(django_filters.FilterSet):
    """Papers by state and kind."""

    q = SearchFilter("number", "kind", "subject")
    state = django_filters.ChoiceFilter(label=_("State"), choices=DocumentState)

    class Meta:
        model = GeneratedDocument
        fields = ["q", "state", "kind"]


class JobFilter(django_filters.FilterSet):
    """Jobs by state."""

    q = SearchFilter("label", "task")
    state = django_filters.ChoiceFilter(label=_("State"), choices=JobState)

    class Meta:
        model = Job
        fields = ["q", "state"]


class AuditFilter(django_filters.FilterSet):
    """Audit events by time, person, act and record."""

    q = SearchFilter("object_text", "action", "actor_name", "reason")
    at = django_filters.DateFromToRangeFilter(label=_("Time"))

    class Meta:
        model = AuditEvent
        fields = ["q", "at", "kind", "object_id"]


class CommentFilter(django_filters.FilterSet):
    """Comments on one record."""

    class Meta:
        model = Comment
        fields = ["kind", "object_id"]


class AttachmentFilter(django_filters.FilterSet):
    """Attachments of one record."""

    class Meta:
        model = Attachment
        fields = ["kind", "object_id"]
