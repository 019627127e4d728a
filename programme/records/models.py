"""What the house remembers: audit events, jobs, import runs, snapshots, documents and what people attach and say."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.people.models import said_name
from programme.records.choices import DocumentState, JobState, Occasion, Queue
from programme.records.querysets import (
    AttachmentQuerySet,
    AuditQuerySet,
    CommentQuerySet,
    DocumentQuerySet,
    JobQuerySet,
    SnapshotQuerySet,
)

SYSTEM = "system ("  # how the kept name of the system begins; the operating-system user follows


class AuditEvent(models.Model):
    """One act with what changed; the events of a chain (a programme, or the installation) are linked by hashes."""

    chain = models.CharField(max_length=22, editable=False)  # the programme's public id, "" for the installation
    seq = models.PositiveIntegerField(editable=False)
    programme = models.ForeignKey(
        "programme.Programme", models.CASCADE, null=True, blank=True, related_name="audit_events"
    )
    at = models.DateTimeField(_("time"), editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=160)  # "system (os user)" where nobody was logged in
    action = models.CharField(_("act"), max_length=80)
    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.CharField(_("record"), max_length=64)
    object_text = models.CharField(_("record's name"), max_length=200)
    changes = models.JSONField(_("changes"), default=dict, blank=True)  # field -> [before, after]
    reason = models.TextField(_("reason"), blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "seq"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_chain_seq")]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="audit_object"),
            models.Index(fields=["programme", "-at"], name="audit_programme_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_text}"

    @property
    def who(self) -> str:
        """The person's name, or the system in the reader's words; the kept name is part of the hash and stays."""
        if self.actor_id is not None or not self.actor_name.startswith(SYSTEM):
            return said_name(self.actor_name)
        return gettext("system (%(user)s)") % {"user": self.actor_name.removeprefix(SYSTEM).removesuffix(")")}


class Job(Record):
    """Background work: written in the transaction that wants it, leased by workers, the truth in every mode."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, null=True, blank=True, related_name="jobs")
    task = models.CharField(_("task"), max_length=120)
    label = models.CharField(_("what"), max_length=200, blank=True)
    args = models.JSONField(default=dict, blank=True)
    queue = models.CharField(_("queue"), max_length=12, choices=Queue.choices, default=Queue.INTERACTIVE)
    queue_rank = models.PositiveSmallIntegerField(default=0, editable=False)
    key = models.CharField(
        max_length=120, null=True, blank=True, unique=True, editable=False
    )  # at most one job per key
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="parts", editable=False
    )  # the job that was cut into parts
    state = models.CharField(_("state"), max_length=12, choices=JobState.choices, default=JobState.PENDING)
    run_at = models.DateTimeField(_("due"), default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    lease_token = models.CharField(max_length=22, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)  # when the sweeper last told the broker
    worker = models.CharField(_("worker"), max_length=80, blank=True, editable=False)  # host:process of the last lease
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done_units = models.PositiveBigIntegerField(_("done"), default=0)
    total_units = models.PositiveBigIntegerField(_("of"), default=0)
    progress_text = models.CharField(max_length=200, blank=True)
    cancel_asked = models.BooleanField(default=False)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    result = models.JSONField(default=dict, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "queue_rank", "run_at"], name="job_due")]

    def __str__(self) -> str:
        return self.label or self.task


class ImportRun(Record):
    """One import: the file's hash, the verdict, and what undo needs."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="imports")
    kind = models.CharField(_("kind"), max_length=40)
    filename = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to="imports/", max_length=300)
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField(default=dict, blank=True)  # headings, rows, sheet, encoding, notes
    mapping = models.JSONField(default=dict, blank=True)  # heading -> column key, as far as a person said it
    replacements = models.JSONField(default=dict, blank=True)  # column key -> cell -> what is read instead
    all_or_nothing = models.BooleanField(_("all or nothing"), default=False)
    verdict = models.JSONField(default=dict, blank=True)  # empty until the dry run
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    before = models.JSONField(default=list, blank=True)  # [ref, row before or null] in the order of writing
    after = models.JSONField(default=dict, blank=True)  # ref -> row after
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["programme", "-created_at"], name="import_recent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.filename}"


class Snapshot(Record):
    """Every figure as it stood at a moment, as canonical JSON with its SHA-256; never changed."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="snapshots")
    as_of = models.DateTimeField(_("as of"))
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    slot = models.CharField(max_length=60, null=True, blank=True)  # e.g. night:2026-05-12, at most one
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    release = models.CharField(max_length=20)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "slot"], name="snapshot_slot_once")]
        indexes = [models.Index(fields=["programme", "-as_of"], name="snapshot_recent")]

    def __str__(self) -> str:
        return f"{self.programme} {self.as_of:%Y-%m-%d %H:%M}"


class GeneratedDocument(Record, StateModel):
    """A paper drawn from a snapshot, in one or more languages and formats.

    Drafts are 0.1, 0.2 …, the issue is 1.0; what was issued is stored and served as stored.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=40, blank=True)  # a gate, a wave, a quarter
    number = models.CharField(_("number"), max_length=80)
    issue = models.PositiveSmallIntegerField(_("issue"), default=1)  # the one it is, or is to become
    revision = models.PositiveSmallIntegerField(_("draft"), default=1)
    snapshot = models.ForeignKey(Snapshot, models.RESTRICT, related_name="documents")
    state = StateField(_("state"), max_length=12, choices=DocumentState.choices, default=DocumentState.DRAFT)
    verify_code = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=60, null=True, blank=True, unique=True, editable=False)  # the job that drew it
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    supersedes = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="superseded_by")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        constraints = [models.UniqueConstraint(fields=["number", "issue", "revision"], name="document_once")]
        indexes = [models.Index(fields=["programme", "kind", "subject", "-created_at"], name="document_recent")]

    def __str__(self) -> str:
        return f"{self.number} {self.version_text}"

    @property
    def version_text(self) -> str:
        """The version as it prints: 1.0 once issued, 0.3 while a draft."""
        return f"{self.issue}.0" if self.issued_at else f"{self.issue - 1}.{self.revision}"

    @transition(state, DocumentState.DRAFT, DocumentState.IN_REVIEW, label=_("Submit for review"))
    def submit(self) -> None:
        """The author is done."""

    @transition(state, DocumentState.IN_REVIEW, DocumentState.DRAFT, label=_("Send back"))
    def send_back(self) -> None:
        """The reviewer wants another draft."""

    @transition(state, DocumentState.IN_REVIEW, DocumentState.APPROVED, label=_("Approve"))
    def approve(self, by: Any, at: Any, note: str) -> None:
        """Someone other than the author approves."""
        self.approved_by, self.approved_at, self.note = by, at, note

    @transition(state, DocumentState.APPROVED, DocumentState.ISSUED, label=_("Issue"))
    def publish(self, at: Any) -> None:
        """From now on nothing in it changes."""
        self.issued_at = at

    @transition(state, DocumentState.ISSUED, DocumentState.SUPERSEDED, label=_("Supersede"))
    def give_way(self) -> None:
        """A later issue took its place."""

    @transition(
        state,
        (DocumentState.DRAFT, DocumentState.IN_REVIEW, DocumentState.APPROVED, DocumentState.ISSUED),
        DocumentState.WITHDRAWN,
        label=_("Withdraw"),
    )
    def withdraw(self) -> None:
        """It is not to be used; its files stay."""


class DocumentFile(Record):
    """One language and format of a paper, stored under its hash and served as stored."""

    document = models.ForeignKey(GeneratedDocument, models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=10)
    format = models.CharField(_("format"), max_length=5)
    file = models.FileField(upload_to="documents/", max_length=300)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)

    class Meta:
        verbose_name = _("file of a document")
        ordering = ["-language", "-format", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "language", "format"], name="document_file_once")]

    def __str__(self) -> str:
        return f"{self.document} {self.language} {self.format}"

    @property
    def programme(self) -> Any:
        """The document's programme."""
        return self.document.programme

    def read(self) -> bytes:
        """Return the bytes as kept."""
        with self.file.storage.open(str(self.file.name)) as file:
            content: bytes = file.read()
        return content


class OnRecord(Record):
    """Base of what hangs on any record: named by kind and public id, so that no slice needs a foreign key."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class Attachment(OnRecord):
    """A file on a record."""

    file = models.FileField(upload_to="attachments/", max_length=300)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="attachment_object")]

    def __str__(self) -> str:
        return self.name


class Comment(OnRecord):
    """What a person said about a record; never changed, only followed."""

    text = models.TextField(_("comment"))

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="comment_object")]

    def __str__(self) -> str:
        return self.text[:60]


class IdempotentAnswer(models.Model):
    """The answer once given to a POST with an ``Idempotency-Key``; the same key answers the same again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body: Any = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotent_once")]

    def __str__(self) -> str:
        return self.key
