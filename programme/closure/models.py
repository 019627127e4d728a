"""Lessons."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Record
from programme.closure.choices import Area
from programme.closure.querysets import LessonQuerySet


class Lesson(Record):
    """What happened, why, what came of it, what to do next time, and whether it was adopted."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="lessons")
    code = models.CharField(_("code"), max_length=20)
    event = models.CharField(pgettext_lazy("lesson", "what happened"), max_length=300)
    cause = models.TextField(_("cause"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    recommendation = models.TextField(_("what to do next time"))
    area = models.CharField(_("applies to"), max_length=10, choices=Area.choices)
    found_on = models.DateField(_("found on"), default=timezone.localdate)
    written_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("written by"),
    )  # fmt: skip
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_in = models.CharField(_("adopted in"), max_length=300, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="lesson_code", violation_error_message=_("This code is taken.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.event}"

    def get_absolute_url(self) -> str:
        """The lesson's page."""
        return reverse("closure:lesson", args=[self.programme.slug, self.public_id])
