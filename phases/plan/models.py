"""Tasks and their links, the days an administrator changed, and what the plan counts by."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.models import Record
from phases.plan.choices import CalendarKind, Constraint, LinkType, Recurrence
from phases.plan.querysets import TaskLinkQuerySet, TaskQuerySet
from phases.plan.rules.tokens import lag_text
from programme.people.choices import Role

MINUTES_PER_DAY = 480  # what "one working day" of a duration means; a calendar's own day may be longer


class PlanBasis(Record):
    """What a programme's plan counts by: calendar, first day, status date; one row a programme."""

    programme = models.OneToOneField("programme.Programme", models.CASCADE, related_name="plan_basis")
    calendar = models.CharField(_("calendar"), max_length=8, choices=CalendarKind.choices, default=CalendarKind.CHINA)
    file_calendar = models.JSONField(default=dict, blank=True, editable=False)
    starts_on = models.DateField(_("plan starts"), null=True, blank=True)
    status_on = models.DateField(_("status date"), null=True, blank=True)
    baselined_on = models.DateField(_("baseline set on"), null=True, blank=True, editable=False)
    scheduled_at = models.DateTimeField(_("dates computed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("basis of the plan")

    def __str__(self) -> str:
        return str(_("Basis of the plan"))


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


class Task(Record):
    """A piece of work, a milestone, or a summary of both; dates are computed and stored by ``reschedule``."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField(default=0, editable=False)
    code = models.CharField(_("code"), max_length=20, blank=True)
    wbs = models.CharField(_("WBS"), max_length=60, blank=True)
    source = models.CharField(_("from plan"), max_length=200, blank=True, editable=False)
    uid = models.CharField(_("UID in its file"), max_length=20, blank=True, editable=False)
    name_zh = models.CharField(_("name in Chinese"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    summary = models.BooleanField(_("summary"), default=False, editable=False)
    milestone = models.BooleanField(_("milestone"), default=False)
    minutes = models.PositiveIntegerField(_("duration (working minutes)"), default=MINUTES_PER_DAY)
    planned_start = models.DateField(_("planned start"), null=True, blank=True)
    planned_finish = models.DateField(_("planned finish"), null=True, blank=True)
    constraint = models.CharField(_("constraint"), max_length=4, choices=Constraint.choices, default=Constraint.ASAP)
    constraint_on = models.DateField(_("constraint date"), null=True, blank=True)
    constraint_minute = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, validators=[MaxValueValidator(1440)]
    )
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_finish = models.DateField(_("actual finish"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("complete (%)"), default=0, validators=[MaxValueValidator(100)])
    responsible_role = models.CharField(_("responsible role"), max_length=3, choices=Role.choices, blank=True)
    accountable_role = models.CharField(_("accountable role"), max_length=3, choices=Role.choices, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tasks",
        verbose_name=_("responsible"),
    )  # fmt: skip
    standing = models.CharField(_("comes back"), max_length=12, choices=Recurrence.choices, blank=True)
    wave = models.CharField(_("wave"), max_length=20, blank=True)
    baseline_start = models.DateField(_("baseline start"), null=True, blank=True, editable=False)
    baseline_finish = models.DateField(_("baseline finish"), null=True, blank=True, editable=False)
    early_start = models.DateField(_("start"), null=True, editable=False)
    early_finish = models.DateField(_("finish"), null=True, editable=False)
    late_start = models.DateField(_("latest start"), null=True, editable=False)
    late_finish = models.DateField(_("latest finish"), null=True, editable=False)
    total_float = models.IntegerField(_("total float (minutes)"), null=True, editable=False)
    free_float = models.IntegerField(_("free float (minutes)"), null=True, editable=False)
    critical = models.BooleanField(pgettext_lazy("path", "critical"), default=False, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "source", "uid"],
                condition=~models.Q(uid=""),
                name="task_uid_once",
                violation_error_message=_("A task of this plan has this UID already."),
            ),
            models.UniqueConstraint(
                fields=["programme", "code", "wave"],
                condition=~models.Q(code=""),
                name="task_code_once",
                violation_error_message=_("A task has this code already."),
            ),
            models.CheckConstraint(
                condition=models.Q(actual_start=None)
                | models.Q(actual_finish=None)
                | models.Q(actual_finish__gte=models.F("actual_start")),
                name="task_actual_order",
                violation_error_message=_("Work cannot finish before it starts."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name_zh="", name_en=""),
                name="task_has_name",
                violation_error_message=_("A task needs a name."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "position"], name="task_order"),
            models.Index(fields=["programme", "early_finish"], name="task_due"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def name(self) -> str:
        """The name in the language of the page, or the one there is."""
        chinese = (get_language() or "").startswith("zh")
        return (self.name_zh or self.name_en) if chinese else (self.name_en or self.name_zh)

    @property
    def ref(self) -> str:
        """What files call the task: its code, else the UID in its file, else its WBS."""
        if self.code:
            return self.code
        if self.uid:
            return f"{self.source}#{self.uid}" if self.source else self.uid
        return self.wbs

    @property
    def days(self) -> float:
        """Duration in working days."""
        return self.minutes / MINUTES_PER_DAY

    @property
    def done(self) -> bool:
        """Tell whether the work has ended."""
        return self.actual_finish is not None

    @property
    def started(self) -> bool:
        """Tell whether the work has begun."""
        return self.actual_start is not None or self.done

    def get_absolute_url(self) -> str:
        """Address of the task's record; needs the programme."""
        return reverse("plan:task_detail", kwargs={"slug": self.programme.slug, "public_id": self.public_id})

    def clean(self) -> None:
        """A milestone has no length, and finished work is complete."""
        super().clean()
        if self.milestone and not self.summary:
            self.minutes = 0
        if self.actual_finish is not None:
            self.percent = 100


class TaskLink(Record):
    """What must happen before a task may go on; the lag is in working minutes, negative for a lead."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="task_links")
    earlier = models.ForeignKey(Task, models.CASCADE, related_name="links_out", verbose_name=_("earlier task"))
    later = models.ForeignKey(Task, models.CASCADE, related_name="links_in", verbose_name=_("later task"))
    type = models.CharField(_("kind of link"), max_length=2, choices=LinkType.choices, default=LinkType.FS)
    lag = models.IntegerField(_("lag (working minutes)"), default=0)

    objects = TaskLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later"],
                name="task_link_once",
                violation_error_message=_("These two tasks are linked already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(earlier=models.F("later")),
                name="task_link_two_tasks",
                violation_error_message=_("A task cannot wait for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} {self.type} {self.later_id}"

    @property
    def lag_text(self) -> str:
        """The lag with its sign, in days or minutes; empty where there is none."""
        return lag_text(self.lag) if self.lag else ""

    def facts(self) -> dict[str, Any]:
        """The link as an audit event keeps it."""
        return {"earlier": str(self.earlier), "later": str(self.later), "type": self.type, "lag": self.lag}
