"""Tasks and the links between them."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.models import Record
from phases.plan.choices import Constraint, LagUnit, LinkType, Recurrence, TaskEarning
from phases.plan.models.fields import minute_of_day
from phases.plan.querysets import TaskLinkQuerySet, TaskQuerySet
from phases.plan.rules.steps import Step, stored
from phases.plan.rules.tokens import lag_text
from programme.people.choices import Role

MINUTES_PER_DAY = 480  # what "one working day" of a duration means; a calendar's own day may be longer


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
    planned_start_minute = minute_of_day()
    planned_finish_minute = minute_of_day()
    elapsed = models.BooleanField(
        _("runs day and night"), default=False, help_text=_("The duration counts nights and days off too.")
    )
    manual = models.BooleanField(
        _("dates are kept by hand"), default=False, help_text=_("The planned dates stay, whatever the links say.")
    )
    active = models.BooleanField(_("counts in the plan"), default=True)
    constraint = models.CharField(_("constraint"), max_length=4, choices=Constraint.choices, default=Constraint.ASAP)
    constraint_on = models.DateField(_("constraint date"), null=True, blank=True)
    constraint_minute = minute_of_day()
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    deadline_minute = minute_of_day()
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_start_minute = minute_of_day()
    actual_finish = models.DateField(_("actual finish"), null=True, blank=True)
    actual_finish_minute = minute_of_day()
    percent = models.PositiveSmallIntegerField(_("complete (%)"), default=0, validators=[MaxValueValidator(100)])
    remaining = models.PositiveIntegerField(
        _("remaining (working minutes)"), null=True, blank=True, help_text=_("Empty: what the per cent leaves.")
    )
    optimistic = models.PositiveIntegerField(_("at best (working minutes)"), null=True, blank=True)
    pessimistic = models.PositiveIntegerField(_("at worst (working minutes)"), null=True, blank=True)
    calendar = models.ForeignKey(
        "PlanCalendar", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("own calendar")
    )
    ignores_resources = models.BooleanField(_("resources' calendars do not count"), default=False)
    fixed = models.BooleanField(
        _("fixed duration"), default=False, help_text=_("The length does not follow the work of the resources.")
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=500, validators=[MaxValueValidator(1000)],
        help_text=_("0 to 1000; when resources are levelled, higher ones stay where they are."),
    )  # fmt: skip
    delay = models.PositiveIntegerField(_("levelling delay (minutes)"), default=0)
    delay_elapsed = models.BooleanField(_("the levelling delay counts nights and days off"), default=False)
    earning = models.CharField(_("earns by"), max_length=8, choices=TaskEarning.choices, blank=True)
    steps: Any = models.JSONField(_("weighted milestones"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    responsible_role = models.CharField(_("responsible role"), max_length=3, choices=Role.choices, blank=True)
    accountable_role = models.CharField(_("accountable role"), max_length=3, choices=Role.choices, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tasks",
        verbose_name=_("responsible"),
    )  # fmt: skip
    deliverables = models.ManyToManyField(
        "phases.Deliverable", blank=True, related_name="tasks", verbose_name=_("deliverables")
    )
    goals = models.ManyToManyField(
        "programme.Goal", blank=True, related_name="milestones", verbose_name=_("goals that the milestone serves")
    )
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
    def milestones_within(self) -> list[Step]:
        """Its weighted milestones."""
        return stored(self.steps)

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
    """What must happen before a task may go on; ``unit`` says what the lag counts, a negative lag is a lead."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="task_links")
    earlier = models.ForeignKey(Task, models.CASCADE, related_name="links_out", verbose_name=_("earlier task"))
    later = models.ForeignKey(Task, models.CASCADE, related_name="links_in", verbose_name=_("later task"))
    type = models.CharField(_("kind of link"), max_length=2, choices=LinkType.choices, default=LinkType.FS)
    lag = models.IntegerField(_("lag (minutes or per cent)"), default=0)
    unit = models.CharField(_("unit of the lag"), max_length=8, choices=LagUnit.choices, default=LagUnit.WORK)

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
        return lag_text(self.lag, self.unit) if self.lag else ""

    def facts(self) -> dict[str, Any]:
        """The link as an audit event keeps it."""
        return {"earlier": str(self.earlier), "later": str(self.later), "type": self.type, "lag": self.lag_text or 0}
