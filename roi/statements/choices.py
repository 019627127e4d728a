"""States of a statement, and the ways to count it."""

from django.db import models
from django.utils.translation import pgettext_lazy


class StatementState(models.TextChoices):
    """A statement's life: locked by the project, validated by finance, approved by the sponsor."""

    LOCKED = "locked", pgettext_lazy("ROI statement", "Locked")
    VALIDATED = "validated", pgettext_lazy("ROI statement", "Validated by finance")
    APPROVED = "approved", pgettext_lazy("ROI statement", "Approved")
    RETURNED = "returned", pgettext_lazy("ROI statement", "Returned")


SIGNED = (StatementState.VALIDATED, StatementState.APPROVED)


class Count(models.TextChoices):
    """What stands in a column: the plan, what is claimed, what finance has validated; the rest of each is planned."""

    PLAN = "plan", pgettext_lazy("ROI column", "Plan")
    CLAIMED = "claimed", pgettext_lazy("ROI column", "Claimed")
    VALIDATED = "validated", pgettext_lazy("ROI column", "Validated")
