"""Parts: immutable files of events."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from adoption.usage.choices import Source
from core.models import Record


def place(part: "UsagePart", name: str) -> str:
    """Say where a part is stored: by programme and month."""
    return f"usage/{part.programme.public_id}/{part.month:%Y-%m}/{name}"


class UsagePart(Record):
    """The events of one month that one import brought, as a Parquet file; it is never changed, only taken out."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="usage_parts")
    run = models.ForeignKey("programme.ImportRun", models.PROTECT, related_name="usage_parts")
    source = models.CharField(_("layout"), max_length=16, choices=Source.choices)
    month = models.DateField(_("month"))
    file = models.FileField(upload_to=place, max_length=300)
    rows = models.PositiveBigIntegerField(_("events"))
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    first_at = models.DateTimeField(_("first event"))
    last_at = models.DateTimeField(_("last event"))
    has_object = models.BooleanField(_("says what was worked on"))

    class Meta:
        verbose_name = _("part of usage")
        ordering = ["month", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "month"], name="usage_part_once")]
        indexes = [models.Index(fields=["programme", "last_at"], name="usage_part_recent")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.get_source_display()}"
