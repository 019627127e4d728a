"""The waves in which a company goes live."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record
from core.naming import Named
from phases.rollout.choices import WaveLink
from phases.rollout.querysets import WaveQuerySet


class WaveOverlap(Record):
    """How the waves of a programme follow one another, where that is not as the blueprint says."""

    programme = models.OneToOneField("programme.Programme", models.CASCADE, related_name="wave_overlap")
    kind = models.CharField(_("a wave waits for"), max_length=2, choices=WaveLink.choices, default=WaveLink.START)
    lag = models.IntegerField(_("lag (working days)"), null=True, blank=True)
    at_once = models.PositiveSmallIntegerField(_("waves at once"), null=True, blank=True)

    class Meta:
        verbose_name = _("overlap of the waves")

    def __str__(self) -> str:
        return f"{self.kind} {self.lag} {self.at_once}"


class Wave(Named, Record):
    """A group of business units that goes live on one day; its code is that of the wave's gates, tasks and work."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="waves")
    code = models.CharField(_("code"), max_length=10)
    position = models.PositiveSmallIntegerField(default=0)
    units = models.ManyToManyField("programme.Unit", blank=True, related_name="waves", verbose_name=_("business units"))
    planned_on = models.DateField(_("go-live planned"), null=True, blank=True)
    live_on = models.DateField(_("live since"), null=True, blank=True)

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("wave")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="wave_code_once",
                violation_error_message=_("There is a wave with this code."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("rollout:wave", args=[self.programme.slug, self.public_id])

    @property
    def goes_live_on(self) -> date | None:
        """The day from which its people are expected to work in the CRM: that on which it did, else that planned."""
        return self.live_on or self.planned_on
