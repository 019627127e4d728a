"""Words of the budget."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Nature(models.TextChoices):
    """Paid once, or every year."""

    ONE_OFF = "one_off", _("One-off")
    ANNUAL = "annual", _("Annual")


class Category(models.TextChoices):
    """What the money is for."""

    SUBSCRIPTION = "subscription", _("Subscription")
    IMPLEMENTATION = "implementation", _("Implementation")
    DEVELOPMENT = "development", _("Secondary development")
    INTEGRATION = "integration", _("Integration")
    CONSULTING = "consulting", _("Consulting")
    TRAINING = "training", _("Training")
    SUPPORT = "support", _("Support and maintenance")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    INTERNAL = "internal", _("Internal effort")
    CONTINGENCY = "contingency", _("Contingency")
    OTHER = "other", _("Other")


# What a CRM budget must name, with an amount or with 0 and the reason.
NEEDED = (
    Category.SUBSCRIPTION,
    Category.IMPLEMENTATION,
    Category.INTEGRATION,
    Category.TRAINING,
    Category.SUPPORT,
    Category.CONTINGENCY,
)


class CommitmentKind(models.TextChoices):
    """What binds the money."""

    ORDER = "order", _("Purchase order")
    CONTRACT = "contract", _("Contract")
    AMENDMENT = "amendment", _("Contract amendment")


class ActualKind(models.TextChoices):
    """What shows that the money is spent."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    TIME_SHEET = "time_sheet", _("Time sheet")
    ADJUSTMENT = "adjustment", _("Adjustment")


class DrawState(models.TextChoices):
    """How a draw-down of contingency stands."""

    ASKED = "asked", pgettext_lazy("draw-down", "Waits for approval")
    GRANTED = "granted", pgettext_lazy("draw-down", "Granted")
    REFUSED = "refused", pgettext_lazy("draw-down", "Refused")


DRAW_STATUS = {DrawState.ASKED: "wait", DrawState.GRANTED: "done", DrawState.REFUSED: "none"}
