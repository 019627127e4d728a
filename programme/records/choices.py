"""States of jobs, import runs and documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """A job's life; a row moves by leases, not by a state machine."""

    PENDING = "pending", _("Waiting")
    RUNNING = "running", _("Running")
    SPLIT = "split", _("Running in parts")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    QUARANTINED = "quarantined", _("Quarantined after three attempts")
    CANCELLED = "cancelled", _("Cancelled")


FINISHED = frozenset({JobState.DONE, JobState.FAILED, JobState.QUARANTINED, JobState.CANCELLED})


class Queue(models.TextChoices):
    """Where a job waits."""

    INTERACTIVE = "interactive", _("Interactive")
    BULK = "bulk", _("Bulk")


class Occasion(models.TextChoices):
    """Why a snapshot was taken."""

    NIGHT = "night", _("Nightly")
    DECISION = "decision", _("Gate decision")
    ISSUE = "issue", _("Issue of a document")
    ASKED = "asked", _("On request")


class DocumentState(models.TextChoices):
    """A generated document's life."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ISSUED_STATES = frozenset({DocumentState.ISSUED, DocumentState.SUPERSEDED})


class Format(models.TextChoices):
    """How a document is written."""

    PDF = "pdf", "PDF"
    HTML = "html", "HTML"
    PPTX = "pptx", "PPTX"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"


DOCUMENT_STATUS = {
    DocumentState.DRAFT: "wait",
    DocumentState.IN_REVIEW: "run",
    DocumentState.APPROVED: "good",
    DocumentState.ISSUED: "good",
    DocumentState.SUPERSEDED: "done",
    DocumentState.WITHDRAWN: "block",
}
JOB_STATUS = {
    JobState.PENDING: "wait",
    JobState.RUNNING: "run",
    JobState.SPLIT: "run",
    JobState.DONE: "good",
    JobState.FAILED: "bad",
    JobState.QUARANTINED: "block",
    JobState.CANCELLED: "none",
}
