"""States and decisions of a sign-off."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignState(models.TextChoices):
    """The life of one request for a signature."""

    REQUESTED = "requested", _("Awaiting signature")
    VIEWED = "viewed", _("Read")
    SIGNED = "signed", _("Signed")
    CONDITIONAL = "signed_with_conditions", _("Signed with conditions")
    DECLINED = "declined", _("Declined to sign")
    EXPIRED = "expired", _("Request expired")
    VOIDED = "voided", _("Voided")


OPEN_STATES = (SignState.REQUESTED, SignState.VIEWED)
SIGNED_STATES = (SignState.SIGNED, SignState.CONDITIONAL)


class SignDecision(models.TextChoices):
    """What the signer says."""

    SIGN = "sign", _("Accept")
    CONDITIONAL = "sign_with_conditions", _("Accept with conditions")
    DECLINE = "decline", _("Decline")


class SignMethod(models.TextChoices):
    """How the signer proved who signs."""

    PASSWORD = "password", _("Password entered again")
    SESSION = "session", _("Logged in")
