"""Words of the budget."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Nature(models.TextChoices):
    """Paid once, or every year."""

    ONE_OFF = "one_off", _("One-off")
    ANNUAL = "annual", _("Annual")


class Category(models.TextChoices):
    """What the money is for."""

    SUBSCRIPTION = "subscription", _("Subscription")
    IMPLEMENTATION = "implementation", _("Implementation")
    DEVELOPMENT = "development", _("Secondary development")
    CONSULTING = "consulting", _("Consulting")
    TRAINING = "training", _("Training")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    INTERNAL = "internal", _("Internal effort")
    CONTINGENCY = "contingency", _("Contingency")
    OTHER = "other", _("Other")
