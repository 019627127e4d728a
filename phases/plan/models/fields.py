"""Fields that records of the plan share."""

from django.core.validators import MaxValueValidator
from django.db import models


def minute_of_day() -> "models.PositiveSmallIntegerField[int | None, int | None]":
    """Make the field of the minute that belongs to a date; empty means the day's own beginning or end."""
    return models.PositiveSmallIntegerField(null=True, blank=True, editable=False, validators=[MaxValueValidator(1440)])
