"""What counts for a course: a certificate, or a waiver."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from training.catalogue.models import Course, CourseEdition
from training.learners.models.enrolments import Enrolment
from training.learners.querysets import CertificateQuerySet, WaiverQuerySet


class Certificate(Record):
    """What a pass proves, for one edition of the course and until a day."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="certificates")
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="certificate")
    edition = models.ForeignKey(CourseEdition, models.PROTECT, related_name="certificates")
    number = models.CharField(_("number"), max_length=40)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoke_reason = models.CharField(_("why it was revoked"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="certificate_number_once",
                violation_error_message=_("There is a certificate with this number."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def is_valid(self, day: date) -> bool:
        """Tell whether it counts on that day."""
        return self.revoked_on is None and (self.valid_until is None or day <= self.valid_until)


class Waiver(Record):
    """A course that a person need not take: met by other means, for a reason that somebody answers for."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="training_waivers")
    entry = models.ForeignKey("phases.RosterEntry", models.PROTECT, related_name="training_waivers")
    course = models.ForeignKey(Course, models.PROTECT, related_name="waivers", verbose_name=_("course"))
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("counts until"), null=True, blank=True)
    approved_by = models.ForeignKey(
        "programme.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_on = models.DateField(_("approved on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver of a course")
        ordering = ["course__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "course"], condition=models.Q(ended_on=None), name="training_waiver_once",
                violation_error_message=_("This course is waived for the person already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.entry} · {self.course.code}"
