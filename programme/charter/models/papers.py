"""What the charter says beside goals and money, and its signed versions."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.charter.choices import Dimension, ScopeSide, StatementKind, VersionState


class ScopeItem(Record):
    """Something the programme does, or expressly does not do."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="scope_items")
    side = models.CharField(_("in or out"), max_length=3, choices=ScopeSide.choices)
    text = models.CharField(_("item"), max_length=300)
    increment = models.CharField(_("increment"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("scope item")
        ordering = ["side", "pk"]

    def __str__(self) -> str:
        return self.text


class Statement(Record):
    """An assumption, a constraint, a high-level requirement, an acceptance criterion or a limit of authority."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="statements")
    kind = models.CharField(_("kind"), max_length=12, choices=StatementKind.choices)
    text = models.CharField(_("statement"), max_length=400)

    class Meta:
        verbose_name = _("charter statement")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.text


class Tolerance(Record):
    """How far a dimension may move before the steering committee is asked."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="tolerances")
    dimension = models.CharField(_("dimension"), max_length=8, choices=Dimension.choices)
    limit = models.DecimalField(_("limit"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("tolerance")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "dimension"],
                name="tolerance_once",
                violation_error_message=_("This dimension has a tolerance already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} ± {self.limit} {self.unit}"


class CharterVersion(Record, StateModel):
    """A charter as it was put to the signers: frozen content with its hash."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="charter_versions")
    number = models.CharField(_("version"), max_length=8)
    state = StateField(_("state"), max_length=12, choices=VersionState.choices, default=VersionState.IN_REVIEW)
    content = models.JSONField(_("content"), default=dict, blank=True)  # frozen when all have signed
    sha256 = models.CharField(_("hash"), max_length=64, blank=True)
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    by_change = models.ForeignKey(
        "programme.ChangeRequest", models.PROTECT, null=True, blank=True, related_name="charter_versions",
        verbose_name=_("made by the change request"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("charter version")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], condition=~models.Q(state="withdrawn"), name="charter_version_number"
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(state="in_review"), name="charter_one_in_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} v{self.number}"

    def get_absolute_url(self) -> str:
        """The page on which the version stays readable."""
        return reverse("charter:version", args=[self.programme.slug, self.public_id])

    @transition(state, VersionState.IN_REVIEW, VersionState.APPROVED, label=_("Approve"))
    def approve(self, at: datetime) -> None:
        """Take effect: everyone has signed."""
        self.approved_at = at

    @transition(state, VersionState.APPROVED, VersionState.SUPERSEDED, label=_("Supersede"))
    def supersede(self) -> None:
        """Step back for a newer version."""

    @transition(state, VersionState.IN_REVIEW, VersionState.WITHDRAWN, label=_("Withdraw"))
    def withdraw(self) -> None:
        """Take it back before all have signed."""
