"""Which days and hours a plan works: its basis, its calendars, the days an administrator changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from phases.plan.choices import CalendarKind
from phases.plan.models.fields import minute_of_day


class PlanBasis(Record):
    """What a programme's plan counts by: calendar, first day, status date; one row a programme."""

    programme = models.OneToOneField("programme.Programme", models.CASCADE, related_name="plan_basis")
    calendar = models.CharField(_("calendar"), max_length=8, choices=CalendarKind.choices, default=CalendarKind.CHINA)
    own_calendar = models.ForeignKey(
        "PlanCalendar", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("calendar of the plan")
    )
    starts_on = models.DateField(_("plan starts"), null=True, blank=True)
    starts_minute = minute_of_day()
    status_on = models.DateField(_("status date"), null=True, blank=True)
    status_moves = models.BooleanField(
        _("work not begun moves after the status date"), default=True,
        help_text=_("Microsoft Project leaves such work where it is until it is told to move it."),
    )  # fmt: skip
    honours_constraints = models.BooleanField(
        _("constraints come before links"), default=False,
        help_text=_("As in Microsoft Project: a fixed date is kept even where the work before it ends later."),
    )  # fmt: skip
    critical_slack = models.PositiveIntegerField(_("critical up to a float of (minutes)"), default=0)
    baselined_on = models.DateField(_("baseline set on"), null=True, blank=True, editable=False)
    scheduled_at = models.DateTimeField(_("dates computed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("basis of the plan")

    def __str__(self) -> str:
        return str(_("Basis of the plan"))


class PlanCalendar(Record):
    """A calendar of a plan: hours for each weekday, and dated exceptions; a derived one follows its base.

    ``week`` gives for each weekday ("0" is Monday) its shifts in minutes of the day, an empty list for a day off; a
    missing weekday follows the base. ``exceptions`` are as ``rules.worktime.Exception_`` keeps them as data: name,
    first and last day, shifts, and how they come back.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="plan_calendars")
    source = models.CharField(_("from plan"), max_length=200, blank=True, editable=False)
    uid = models.CharField(_("UID in its file"), max_length=20, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="derived", verbose_name=_("based on")
    )
    week = models.JSONField(_("hours of the week"), default=dict, blank=True)
    exceptions = models.JSONField(_("exceptions"), default=list, blank=True)

    class Meta:
        verbose_name = _("calendar of the plan")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "source", "uid"],
                condition=~models.Q(uid=""),
                name="plan_calendar_uid_once",
                violation_error_message=_("A calendar of this plan has this UID already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class InsertedPlan(Record):
    """A plan that came into a plan with work of its own: it keeps what its file counted by, until somebody decides.

    Its tasks are those whose ``source`` is this one's. While it stands apart it has its own calendar, first moment,
    rule for constraints and critical path, as Microsoft Project has for an inserted project.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="inserted_plans")
    source = models.CharField(_("from plan"), max_length=200, editable=False)
    calendar = models.ForeignKey(
        "PlanCalendar", models.PROTECT, related_name="inserted", verbose_name=_("calendar of the plan")
    )
    starts_on = models.DateField(_("plan starts"))
    starts_minute = minute_of_day()
    honours_constraints = models.BooleanField(_("constraints come before links"), default=False)
    critical_slack = models.PositiveIntegerField(_("critical up to a float of (minutes)"), default=0)
    apart = models.BooleanField(
        _("counts by its own file"), default=True,
        help_text=_("Own calendar, first day and critical path; otherwise it counts as the rest of the plan does."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("inserted plan")
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "source"],
                name="inserted_plan_once",
                violation_error_message=_("This plan is inserted already."),
            )
        ]

    def __str__(self) -> str:
        return self.source


class CalendarDay(Record):
    """A day that the programme decided to work, or not to work, against its calendar."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="calendar_days")
    day = models.DateField(_("calendar day"))
    works = models.BooleanField(_("worked"), default=False)
    note = models.CharField(_("why"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "day"],
                name="calendar_day_once",
                violation_error_message=_("This day was changed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
