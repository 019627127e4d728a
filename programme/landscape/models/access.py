"""Who may do what with whose records in the CRM."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programme.landscape.choices import Deed, Held, Reach
from programme.landscape.models.common import Placed, once


class AccessRule(Placed):
    """A cell of the access matrix: a role does something with records of a reach."""

    kind = "access"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="access_rules")
    code = models.CharField(_("code"), max_length=20)
    role = models.CharField(_("role in the CRM"), max_length=80)
    object = models.CharField(_("object"), max_length=12, choices=Held.choices, default=Held.CUSTOMER)
    deed = models.CharField(_("may"), max_length=8, choices=Deed.choices, default=Deed.READ)
    reach = models.CharField(_("whose"), max_length=6, choices=Reach.choices, default=Reach.OWN)

    class Meta:
        verbose_name = _("access rule")
        ordering = ["code", "pk"]
        constraints = [
            once("access_rule_code"),
            models.UniqueConstraint(
                fields=["programme", "role", "object", "deed"], name="access_rule_once",
                violation_error_message=_("The matrix has this cell already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.role}: {self.get_object_display()}"
