"""Requests for signatures, the signatures given, and wrong passwords counted."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.people.choices import Role
from programme.people.models import said_name
from programme.signoff import rules
from programme.signoff.choices import OPEN_STATES, SIGNED_STATES, SignDecision, SignMethod, SignState
from programme.signoff.querysets import SignatureRequestQuerySet


class SignatureRequest(Record, StateModel):
    """One person, or the holder of one role, is asked to sign one subject.

    The subject is named by kind (the model's label) and public id. ``content`` is what the signer last read, in
    canonical JSON; ``read_marks`` maps each part to the fingerprint under which it was read.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="signature_requests")
    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.CharField(_("record"), max_length=64)
    title = models.CharField(_("what is signed"), max_length=200)
    issue = models.PositiveSmallIntegerField(_("version"), default=1)
    content = models.TextField()
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    meaning: Any = models.JSONField(_("meaning of the signature"))
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signer")
    )
    role = models.CharField(_("role"), max_length=3, choices=Role.choices, blank=True)
    capacity = models.CharField(_("capacity"), max_length=120, blank=True)
    state = StateField(_("state"), max_length=24, choices=SignState.choices, default=SignState.REQUESTED)
    read_marks: Any = models.JSONField(default=dict, blank=True)
    viewed_at = models.DateTimeField(_("read"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )

    objects = SignatureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature request")
        indexes = [models.Index(fields=["kind", "object_id"], name="signoff_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signer__isnull=False) | ~models.Q(role=""), name="signoff_someone_signs",
                violation_error_message=_("Name the person or the role that signs."),
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id", "signer", "role"],
                condition=models.Q(state__in=["requested", "viewed"], signer__isnull=False),
                name="signoff_person_asked_once",
                violation_error_message=_("This signature has been asked for already."),
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id", "role"],
                condition=models.Q(state__in=["requested", "viewed"], signer=None),
                name="signoff_role_asked_once",
                violation_error_message=_("This signature has been asked for already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for its signer."""
        return self.state in OPEN_STATES

    @property
    def is_signed(self) -> bool:
        """Tell whether a signature stands, with or without conditions."""
        return self.state in SIGNED_STATES

    @property
    def frozen(self) -> rules.Frozen:
        """Return the content that the signer last read."""
        content: rules.Frozen = json.loads(self.content)
        return content

    @property
    def meaning_text(self) -> str:
        """Say the meaning in the language of the page."""
        return rules.say(self.meaning, get_language() or "en")

    @transition(state, (SignState.REQUESTED, SignState.VIEWED), SignState.VIEWED, label=_("Read"))
    def view(self) -> None:
        """Every part was read as it stands."""

    @transition(state, (SignState.REQUESTED, SignState.VIEWED), SignState.REQUESTED, label=_("Name another signer"))
    def readdress(self) -> None:
        """Another person starts reading from the beginning."""
        self.read_marks = {}
        self.viewed_at = None

    @transition(state, SignState.VIEWED, SignState.SIGNED, label=_("Sign"))
    def sign(self) -> None:
        """The signer accepts."""

    @transition(state, SignState.VIEWED, SignState.CONDITIONAL, label=_("Sign with conditions"))
    def sign_with_conditions(self) -> None:
        """The signer accepts with conditions."""

    @transition(state, SignState.VIEWED, SignState.DECLINED, label=_("Decline"))
    def decline(self) -> None:
        """The signer refuses."""

    @transition(state, (SignState.REQUESTED, SignState.VIEWED), SignState.EXPIRED, label=_("Expire"))
    def expire(self) -> None:
        """The last day passed."""

    @transition(state, (*OPEN_STATES, *SIGNED_STATES), SignState.VOIDED, label=_("Void"))
    def void(self) -> None:
        """A new version took its place, or the request was withdrawn."""


class Signature(Record):
    """What one person declared about one content at one moment; never changed."""

    request = models.OneToOneField(SignatureRequest, models.PROTECT, related_name="signature")
    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures", verbose_name=_("signer")
    )
    signer_name = models.CharField(_("name"), max_length=250)  # a deputy's with that of the person deputised for
    role = models.CharField(_("role"), max_length=3, choices=Role.choices, blank=True)
    capacity = models.CharField(_("capacity"), max_length=120, blank=True)
    decision = models.CharField(_("decision"), max_length=24, choices=SignDecision.choices)
    conditions = models.TextField(_("conditions"), blank=True)
    conditions_due = models.DateField(_("conditions met by"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    content = models.TextField()
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    method = models.CharField(_("method"), max_length=12, choices=SignMethod.choices, default=SignMethod.PASSWORD)
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("signature")

    def __str__(self) -> str:
        return f"{self.who} {self.get_decision_display()}"

    @property
    def who(self) -> str:
        """Say who signed; a deputy with the person deputised for."""
        return said_name(self.signer_name)

    @property
    def frozen(self) -> rules.Frozen:
        """Return the content that was signed."""
        content: rules.Frozen = json.loads(self.content)
        return content


class WrongPassword(models.Model):
    """One wrong password at signing; too many close the door for a while."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="signoff_wrong_password")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"
