"""What the registers share: the scale and people."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

SCALE = [MinValueValidator(1), MaxValueValidator(5)]
MAX_LEVEL = 3
MAX_DELAY = 1000  # working days, four years


def scale(label: Any) -> "models.PositiveSmallIntegerField[Any, Any]":
    """Make a column of the scale 1 to 5."""
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=SCALE)


def person(label: Any) -> "models.ForeignKey[Any, Any]":
    """Make a column for an account, which may be empty."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )
