"""The views that people saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record

TWICE = _("You have a view of this name.")


class PersonalView(Record):
    """A view of a register that a person saved: a name for a query string.

    ``register`` is the name of the register's route; a register outside programmes, such as the portfolio, has none.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=80)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("saved view")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user", "register", "name"], condition=models.Q(programme__isnull=False),
                name="personal_view_once", violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=["user", "register", "name"], condition=models.Q(programme=None),
                name="personal_view_once_outside", violation_error_message=TWICE,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
