"""Dimensions of data quality."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Dimension(models.TextChoices):
    """What aspect of quality a rule reads."""

    COMPLETENESS = "completeness", _("Completeness")
    UNIQUENESS = "uniqueness", _("Uniqueness")
    VALIDITY = "validity", _("Validity")
    TIMELINESS = "timeliness", _("Timeliness")
    CONSISTENCY = "consistency", _("Consistency")
    ACCURACY = "accuracy", _("Accuracy")
