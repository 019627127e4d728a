"""What was promised and what was forecast: baselines, milestone forecasts by day, simulations."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record
from phases.plan.choices import Distribution
from phases.plan.models.tasks import Task


class PlanBaseline(Record):
    """The plan's dates as they were promised once; the newest is what slip is counted from."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="plan_baselines")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120)
    note = models.CharField(_("why"), max_length=300, blank=True)
    taken_on = models.DateField(_("taken on"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("taken by")
    )
    automatic = models.BooleanField(_("taken before an import"), default=False)
    change = models.ForeignKey(
        "programme.ChangeRequest", models.SET_NULL, null=True, blank=True, related_name="plan_baselines",
        verbose_name=_("change request"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("baseline")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="plan_baseline_number_once",
                violation_error_message=_("A baseline has this number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"


class PlanBaselineTask(Record):
    """One task in a baseline; ``ref``, ``name`` and dates stay when the task is deleted or renamed."""

    baseline = models.ForeignKey(PlanBaseline, models.CASCADE, related_name="tasks")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="plan_baselines")
    ref = models.CharField(_("task"), max_length=240)
    name = models.CharField(_("name"), max_length=300)
    milestone = models.BooleanField(_("milestone"), default=False)
    summary = models.BooleanField(_("summary"), default=False)
    start = models.DateField(_("start"), null=True)
    finish = models.DateField(_("finish"), null=True)
    minutes = models.PositiveIntegerField(_("duration (working minutes)"), default=0)

    class Meta:
        verbose_name = _("task of a baseline")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class MilestoneForecast(Record):
    """Where a milestone or a gate was forecast to fall on a reporting day; one row for each and day."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="milestone_forecasts")
    subject = models.CharField(_("milestone"), max_length=64)  # a task's public id, or "gate:" and its key
    reported_on = models.DateField(_("reported on"))
    forecast = models.DateField(_("forecast"))

    class Meta:
        verbose_name = _("forecast of a milestone")
        ordering = ["reported_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "subject", "reported_on"],
                name="milestone_forecast_once_a_day",
                violation_error_message=_("This milestone was reported on this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.reported_on:%Y-%m-%d}"


class Simulation(Record):
    """A run of the Monte-Carlo forecast (F05): what went in, the seed, and what came out; never changed."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="simulations")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    seed = models.BigIntegerField(_("seed"))
    runs = models.PositiveIntegerField(_("runs"))
    distribution = models.CharField(_("distribution"), max_length=8, choices=Distribution.choices)
    correlation = models.PositiveSmallIntegerField(
        _("correlation inside a team (%)"), default=30, validators=[MaxValueValidator(99)]
    )
    risks = models.BooleanField(_("with risk events"), default=True)
    status_on = models.DateField(_("status date"), null=True, blank=True)
    inputs = models.CharField(_("fingerprint of the plan"), max_length=64)
    results = models.JSONField(_("results"), default=dict)

    class Meta:
        verbose_name = _("simulation")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M} · {self.runs}"

    def get_absolute_url(self) -> str:
        """Address of the forecast it made; needs the programme."""
        return reverse("plan:simulation", kwargs={"slug": self.programme.slug, "public_id": self.public_id})
