"""What the registers share: the scale, people, and the views that people saved."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.raid.choices import Register

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


class RaidView(Record):
    """A view of a register that a person saved: a name for a query string."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=12, choices=Register.choices)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("saved view")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user", "register", "name"], name="raid_view_once",
                violation_error_message=_("You have a view of this name."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
