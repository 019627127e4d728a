"""Courses and their published editions."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from core.naming import Named
from training.catalogue.choices import BEING_WRITTEN, HELD, CourseState, PassedBy, Tier
from training.catalogue.querysets import CourseEditionQuerySet, CourseQuerySet

if TYPE_CHECKING:
    from programme.charter.models import Programme

S = CourseState
PERCENT = [MaxValueValidator(100)]


class Course(Named, Record, StateModel):
    """A course of the programme; what is taught and certified is always one of its editions."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="courses")
    code = models.CharField(_("code"), max_length=20)
    tier = models.CharField(_("tier"), max_length=12, choices=Tier.choices)
    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    objectives = models.TextField(_("learning objectives"), blank=True)
    pain_points = models.TextField(_("pain points it takes away"), blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, validators=[MinValueValidator(Decimal("0.5"))]
    )
    hands_on = models.DecimalField(
        _("hours of practice"), max_digits=5, decimal_places=1, default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    passed_by = models.CharField(_("passed by"), max_length=8, choices=PassedBy.choices)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark"), null=True, blank=True, validators=PERCENT)
    attendance_need = models.PositiveSmallIntegerField(_("attendance needed"), default=90, validators=PERCENT)
    valid_months = models.PositiveSmallIntegerField(
        _("certificate valid for (months)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    when = models.CharField(_("when"), max_length=120, blank=True)
    prerequisite = models.CharField(_("after course"), max_length=20, blank=True)
    state = StateField(_("state"), max_length=14, choices=CourseState.choices, default=CourseState.DRAFT)
    edition = models.PositiveSmallIntegerField(_("edition"), default=0, editable=False)
    revision_reason = models.TextField(_("why it needs revision"), blank=True, editable=False)
    submitted_by = models.ForeignKey(
        "programme.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("put to review by"),
    )  # fmt: skip

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="course_code_once",
                violation_error_message=_("There is a course with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(hands_on__lte=models.F("hours")), name="course_practice",
                violation_error_message=_("Practice is part of the hours."),
            ),
            models.CheckConstraint(
                condition=models.Q(passed_by="score", pass_mark__isnull=False)
                | (~models.Q(passed_by="score") & models.Q(pass_mark__isnull=True)),
                name="course_pass_mark",
                violation_error_message=_("A pass mark belongs to a scored course, and only to it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name_zh="", name_en=""), name="course_has_name",
                violation_error_message=_("A course needs a name."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("catalogue:course", args=[self.programme.slug, self.public_id])

    @property
    def may_be_changed(self) -> bool:
        """Tell whether it is being written; what is under review or published stands."""
        return self.state in BEING_WRITTEN

    @property
    def is_held(self) -> bool:
        """Tell whether its last edition may be taught."""
        return self.state in HELD

    @transition(state, [S.DRAFT, S.NEEDS_REVISION], S.IN_REVIEW, label=_("Put to review"))
    def submit(self, by: Any) -> None:
        """Show it to those who publish."""
        self.submitted_by = by

    @transition(state, S.IN_REVIEW, S.DRAFT, label=_("Send back"))
    def send_back(self, reason: str) -> None:
        """Ask for changes before it is published."""
        self.revision_reason = reason

    @transition(state, S.IN_REVIEW, S.PUBLISHED, label=_("Publish"))
    def publish(self) -> None:
        """Become the next edition."""
        self.edition += 1
        self.revision_reason = ""

    @transition(state, S.PUBLISHED, S.NEEDS_REVISION, label=_("Ask for a revision"))
    def revise(self, reason: str) -> None:
        """Be written anew; the last edition is taught until then."""
        self.revision_reason = reason

    @transition(state, [S.DRAFT, S.PUBLISHED, S.NEEDS_REVISION], S.RETIRED, label=_("Retire"))
    def retire(self) -> None:
        """Be taught no more; certificates keep their edition."""


class CourseEdition(Record):
    """What was published: passing, certificates and sessions refer to it, whatever the course becomes later."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    notes = models.TextField(_("what is new"), blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    hands_on = models.DecimalField(_("hours of practice"), max_digits=5, decimal_places=1)
    passed_by = models.CharField(_("passed by"), max_length=8, choices=PassedBy.choices)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark"), null=True, blank=True)
    attendance_need = models.PositiveSmallIntegerField(_("attendance needed"))
    valid_months = models.PositiveSmallIntegerField(_("certificate valid for (months)"), null=True, blank=True)
    published_on = models.DateField(_("published on"))
    published_by = models.ForeignKey(
        "programme.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("published by")
    )

    objects = CourseEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a course")
        ordering = ["course__code", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"], name="course_edition_once",
                violation_error_message=_("This edition was published already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return gettext("%(course)s, edition %(number)d") % {"course": self.course, "number": self.number}

    @property
    def programme(self) -> "Programme":
        """The programme of the course."""
        return self.course.programme
