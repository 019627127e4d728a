"""Deliverables and their parts: drafted by one person, approved by another."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from core.naming import Named
from phases.gates.choices import DeliverableState
from phases.gates.models.phases import Stage
from phases.gates.querysets import DeliverableQuerySet

D = DeliverableState


class Approvable(Record, StateModel):
    """What is submitted by its author and approved by somebody else; ``edition`` counts the approved versions."""

    state = StateField(_("state"), max_length=10, choices=DeliverableState.choices, default=DeliverableState.DRAFT)
    edition = models.PositiveSmallIntegerField(_("version"), default=1)
    link = models.URLField(_("link to the document"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approver")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_approved(self) -> bool:
        """Tell whether the current version is approved."""
        return self.state == DeliverableState.APPROVED

    @transition("state", [D.DRAFT, D.REJECTED], D.SUBMITTED, label=_("Submit"))
    def submit(self) -> None:
        """Hand in for approval."""

    @transition("state", D.SUBMITTED, D.APPROVED, label=_("Approve"))
    def approve(self) -> None:
        """Accept the version."""

    @transition("state", D.SUBMITTED, D.REJECTED, label=_("Reject"))
    def reject(self) -> None:
        """Send back with a reason."""

    @transition("state", D.APPROVED, D.DRAFT, label=_("New version"))
    def revise(self) -> None:
        """Begin the next version."""
        self.edition += 1
        self.approved_by = None
        self.approved_at = None


class Deliverable(Named, Approvable):
    """A result that the blueprint asks for; with parts it is approved when all of them are."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="deliverables")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deliverables", verbose_name=_("stage"))
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    wave = models.CharField(_("wave"), max_length=10, blank=True)
    mandatory = models.BooleanField(_("mandatory"), default=True)
    doer_roles = models.JSONField(_("done by"), default=list, blank=True)
    approver_role = models.CharField(_("approved by"), max_length=3, blank=True)

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        verbose_name = _("deliverable")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="deliverable_code_once",
                violation_error_message=_("There is a deliverable with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("author")),
                name="deliverable_other_approver",
                violation_error_message=_("Whoever made a deliverable does not approve it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class DeliverablePart(Named, Approvable):
    """One of the outputs that a deliverable consists of, approved on its own."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="parts")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("output")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "code"], name="deliverable_part_once"),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("author")),
                name="deliverable_part_other_approver",
                violation_error_message=_("Whoever made an output does not approve it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.deliverable.code} {self.name}"
