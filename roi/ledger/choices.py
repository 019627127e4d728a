"""States and words of costs and benefits."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Basis(models.TextChoices):
    """Whether a cost is meant or was posted."""

    PLANNED = "planned", pgettext_lazy("cost", "Planned")
    ACTUAL = "actual", pgettext_lazy("cost", "Posted")


class Rhythm(models.TextChoices):
    """How often a cost comes; a posting is one payment of that nature."""

    ONE_OFF = "one_off", _("One-off")
    ANNUAL = "annual", _("Annual")
    QUARTERLY = "quarterly", _("Quarterly")
    MONTHLY = "monthly", _("Monthly")


class Driver(models.TextChoices):
    """What makes the money."""

    SALES = "sales", _("Sales uplift")
    RETENTION = "retention", _("Retention")
    PRODUCTIVITY = "productivity", _("Time saved")
    SAVING = "saving", _("Cost saved")
    AVOIDED = "avoided", _("Cost avoided")
    OTHER = "other", pgettext_lazy("benefit driver", "Other")


class Worth(models.TextChoices):
    """What kind of value it is; only validated cashable value counts as hard."""

    CASHABLE = "cashable", _("Cashable")
    NON_CASHABLE = "non_cashable", _("Non-cashable")
    AVOIDED = "avoided", _("Cost avoidance")
    STRATEGIC = "strategic", _("Strategic")


class Grade(models.TextChoices):
    """How well the change is attributed."""

    A = "A", _("A – measured against a control group")
    B = "B", _("B – before and after, other causes named")
    C = "C", _("C – share stated by the owner")


class BenefitState(models.TextChoices):
    """A benefit's life."""

    IDENTIFIED = "identified", pgettext_lazy("benefit state", "Identified")
    PROFILED = "profiled", pgettext_lazy("benefit state", "Profiled")
    APPROVED = "approved", pgettext_lazy("benefit state", "Approved")
    ENABLED = "enabled", pgettext_lazy("benefit state", "Enabled")
    REALISING = "realising", pgettext_lazy("benefit state", "Realising")
    REALISED = "realised", pgettext_lazy("benefit state", "Realised")
    PARTLY = "partly", pgettext_lazy("benefit state", "Partly realised")
    NOT_REALISED = "not_realised", pgettext_lazy("benefit state", "Not realised")
    SUSTAINED = "sustained", pgettext_lazy("benefit state", "Sustained")
    CLOSED = "closed", pgettext_lazy("benefit state", "Closed")


UNAPPROVED = (BenefitState.IDENTIFIED, BenefitState.PROFILED)
RUNNING = (BenefitState.ENABLED, BenefitState.REALISING)
CONCLUDED = (BenefitState.REALISED, BenefitState.PARTLY, BenefitState.NOT_REALISED)
LIVE = (*UNAPPROVED, BenefitState.APPROVED, *RUNNING)


class ReadingState(models.TextChoices):
    """Where an actual stands: finance validates or rejects it; a restatement takes its place."""

    CLAIMED = "claimed", pgettext_lazy("benefit actual", "Claimed")
    VALIDATED = "validated", pgettext_lazy("benefit actual", "Validated")
    REJECTED = "rejected", pgettext_lazy("benefit actual", "Rejected")
    RESTATED = "restated", pgettext_lazy("benefit actual", "Restated")


STANDING = (ReadingState.CLAIMED, ReadingState.VALIDATED)
