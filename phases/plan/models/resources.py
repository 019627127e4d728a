"""Who and what does the work, how much of each, on which task."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from phases.plan.choices import ResourceKind
from phases.plan.models.tasks import Task
from phases.plan.querysets import AssignmentQuerySet
from phases.plan.rules.tokens import days_of


class PlanResource(Record):
    """A person, a team, a machine or a material of the plan; ``max_units`` is per cent, 100 for one person."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="plan_resources")
    source = models.CharField(_("from plan"), max_length=200, blank=True, editable=False)
    uid = models.CharField(_("UID in its file"), max_length=20, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=ResourceKind.choices, default=ResourceKind.WORK)
    max_units = models.DecimalField(
        _("capacity (%)"), max_digits=9, decimal_places=2, default=100, validators=[MinValueValidator(Decimal(0))]
    )
    calendar = models.ForeignKey(
        "PlanCalendar", models.PROTECT, null=True, blank=True, related_name="resources", verbose_name=_("own calendar")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="plan_resources",
        verbose_name=_("person"),
    )  # fmt: skip
    team = models.CharField(_("team"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("resource")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "source", "uid"],
                condition=~models.Q(uid=""),
                name="plan_resource_uid_once",
                violation_error_message=_("A resource of this plan has this UID already."),
            ),
            models.UniqueConstraint(
                fields=["programme", "name"],
                condition=models.Q(uid=""),
                name="plan_resource_name_once",
                violation_error_message=_("A resource has this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assignment(Record):
    """A resource on a task: ``units`` per cent of it, and the work in minutes where a file states it."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="assignments")
    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments", verbose_name=_("task"))
    resource = models.ForeignKey(PlanResource, models.CASCADE, related_name="assignments", verbose_name=_("resource"))
    units = models.DecimalField(
        _("allocation (%)"), max_digits=9, decimal_places=2, default=100, validators=[MinValueValidator(Decimal(0))]
    )
    work = models.PositiveIntegerField(_("work (minutes)"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "resource"],
                name="plan_assignment_once",
                violation_error_message=_("The resource works on this task already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.resource_id} {self.units} %"

    @property
    def days(self) -> Decimal | None:
        """The stated work in working days."""
        return None if self.work is None else days_of(self.work)
