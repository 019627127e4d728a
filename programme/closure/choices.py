"""What a lesson applies to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.TextChoices):
    """Where the next programme should think of it."""

    CHARTER = "charter", _("Charter and goals")
    PROCESS = "process", _("Process redesign")
    PEOPLE = "people", _("People and change")
    SUPPLIER = "supplier", _("Sourcing and suppliers")
    DATA = "data", _("Data and migration")
    BUILD = "build", _("Build and acceptance")
    TRAINING = "training", _("Training")
    ROLLOUT = "rollout", _("Rollout and operation")
    MONEY = "money", _("Budget and benefits")
