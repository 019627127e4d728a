"""KPIs, their signed baselines and their readings."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.charter.choices import Family
from programme.charter.models.goals import Goal, Measured
from programme.charter.querysets import KpiQuerySet, ReadingQuerySet


class Kpi(Measured):
    """A figure that is read again and again; an example is not this company's promise."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="kpis")
    code = models.CharField(_("code"), max_length=20)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    formula = models.CharField(_("formula"), max_length=200, blank=True)
    family = models.CharField(_("family"), max_length=12, choices=Family.choices, default=Family.VALUE)
    source = models.CharField(_("source"), max_length=200, blank=True)
    target_note = models.CharField(_("target in words"), max_length=200, blank=True)
    is_example = models.BooleanField(_("example"), default=False)

    objects = KpiQuerySet.as_manager()

    class Meta:
        verbose_name = _("KPI")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="kpi_code", violation_error_message=_("This code is taken.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en


class Baseline(Record):
    """A signed measurement before the change; a correction supersedes it, nothing overwrites it."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="baselines")
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="baselines")
    kpi = models.ForeignKey(Kpi, models.CASCADE, null=True, blank=True, related_name="baselines")
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=8)
    measured_on = models.DateField(_("measured on"))
    n = models.PositiveIntegerField(_("sample n"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed"))
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    superseded_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("signed baseline")
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(goal=None, kpi__isnull=False) | models.Q(goal__isnull=False, kpi=None),
                name="baseline_of_one",
                violation_error_message=_("A baseline belongs to one goal or one KPI."),
            ),
            models.UniqueConstraint(
                fields=["goal"], condition=models.Q(superseded_at=None), name="baseline_once_per_goal"
            ),
            models.UniqueConstraint(
                fields=["kpi"], condition=models.Q(superseded_at=None), name="baseline_once_per_kpi"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal or self.kpi} {self.value.normalize():f} {self.unit}"


class KpiReading(Record):
    """What a KPI read on a day: a dated fact; a correction is written over the same day."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="readings", verbose_name=_("KPI"))
    read_on = models.DateField(_("date"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    n = models.PositiveIntegerField(_("sample n"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("KPI reading")
        ordering = ["read_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "read_on"],
                name="reading_once_a_day",
                violation_error_message=_("This KPI has a reading of that day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kpi.code} {self.read_on} {self.value.normalize():f}"

    @property
    def programme(self) -> Any:
        """The programme of the KPI."""
        return self.kpi.programme
