"""Which lines of a newer blueprint a programme took over, and which it chose to keep as they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record


class BlueprintLine(Record):
    """One row of the blueprint as the programme last answered it: in which version, and whether it was taken."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="blueprint_lines")
    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("row"), max_length=60)
    answered = models.PositiveSmallIntegerField(_("version"))
    taken = models.BooleanField(_("taken"))

    class Meta:
        verbose_name = _("line of the blueprint")
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["programme", "kind", "key"], name="blueprint_line_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
