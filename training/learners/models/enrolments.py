"""Enrolments and what became of each."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from training.catalogue.models import Course
from training.learners.choices import LIVE, EnrolmentState
from training.learners.querysets import EnrolmentChangeQuerySet, EnrolmentQuerySet
from training.learners.rules import MOST_RETAKES
from training.timetable.models import Session

if TYPE_CHECKING:
    from programme.charter.models import Programme

S = EnrolmentState


class Enrolment(Record, StateModel):
    """A person in a course: from being told to take it until it is passed, perhaps over several sessions."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="enrolments")
    entry = models.ForeignKey("phases.RosterEntry", models.PROTECT, related_name="enrolments", verbose_name=_("person"))
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments", verbose_name=_("course"))
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="enrolments", verbose_name=_("session")
    )
    state = StateField(_("state"), max_length=10, choices=EnrolmentState.choices, default=S.ASSIGNED)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    attended = models.PositiveSmallIntegerField(
        _("attendance"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    score = models.DecimalField(
        _("score"), max_digits=4, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )  # fmt: skip
    retakes = models.PositiveSmallIntegerField(_("retakes"), default=0)
    passed_on = models.DateField(_("passed on"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        ordering = ["entry__name", "course__code", "pk"]
        indexes = [models.Index(fields=["programme", "state"], name="enrolment_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "course"], condition=models.Q(state__in=LIVE), name="enrolment_live_once",
                violation_error_message=_("This person is enrolled in the course already."),
            ),
            models.CheckConstraint(
                condition=models.Q(retakes__lte=MOST_RETAKES), name="enrolment_retakes",
                violation_error_message=_("A course is retaken at most twice."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[S.CONFIRMED, S.WAITLISTED]) | models.Q(session__isnull=False),
                name="enrolment_seat_has_session", violation_error_message=_("A seat is in a session."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.entry} · {self.course.code}"

    def get_absolute_url(self) -> str:
        """Return the address of the person's record."""
        return reverse("learners:person", args=[self.programme.slug, self.entry.public_id])

    @transition(state, S.ASSIGNED, S.REQUESTED, label=_("Ask for a seat"))
    def ask(self, session: Session) -> None:
        """Want to sit in this session."""
        self.session = session

    @transition(state, [S.ASSIGNED, S.REQUESTED, S.WAITLISTED], S.CONFIRMED, label=_("Give a seat"))
    def confirm(self, session: Session) -> None:
        """Have a seat."""
        self.session = session
        self.waiting_since = None

    @transition(state, [S.ASSIGNED, S.REQUESTED], S.WAITLISTED, label=_("Put on the waiting list"))
    def wait(self, session: Session, since: datetime) -> None:
        """Wait for a seat; who came first gets it first."""
        self.session = session
        self.waiting_since = since

    @transition(state, [S.REQUESTED, S.CONFIRMED, S.WAITLISTED], S.ASSIGNED, label=_("Give the seat back"))
    def release(self) -> None:
        """Need another session."""
        self.session = None
        self.waiting_since = None

    @transition(state, [S.CONFIRMED, S.NO_SHOW], S.ATTENDED, label=_("Attended"))
    def attend(self, percent: int) -> None:
        """Have been there, for so much of the time."""
        self.attended = percent

    @transition(state, [S.CONFIRMED, S.ATTENDED], S.NO_SHOW, label=_("Absent"))
    def miss(self) -> None:
        """Not have come."""
        self.attended = 0

    @transition(state, [S.ATTENDED, S.NO_SHOW], S.CONFIRMED, label=_("Take the mark back"))
    def unmark(self) -> None:
        """Not be marked yet after all."""
        self.attended = None

    @transition(state, S.ATTENDED, S.ASSESSED, label=_("Assess"))
    def assess(self, score: Decimal | None) -> None:
        """Have been tested or observed."""
        self.score = score

    @transition(state, S.ASSESSED, S.PASSED, label=_("Pass"))
    def pass_(self, on: date) -> None:
        """Be certified."""
        self.passed_on = on

    @transition(state, S.ASSESSED, S.FAILED, label=_("Not pass"))
    def fail(self) -> None:
        """Try again, at most twice."""

    @transition(state, [S.FAILED, S.NO_SHOW], S.ASSIGNED, label=_("Take it again"))
    def again(self) -> None:
        """Need a new seat; only after an assessment it counts as a retake."""
        self.session = self.attended = self.score = None

    @transition(
        state, [S.ASSIGNED, S.REQUESTED, S.CONFIRMED, S.WAITLISTED, S.NO_SHOW, S.FAILED], S.WITHDRAWN,
        label=_("Withdraw"),
    )  # fmt: skip
    def withdraw(self) -> None:
        """Not take the course."""
        self.waiting_since = None


class EnrolmentChange(models.Model):
    """One step of an enrolment, never changed: what it was, what it became, by whom, in which session."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    actor_name = models.CharField(max_length=160)
    was = models.CharField(max_length=10, choices=EnrolmentState.choices, blank=True)
    became = models.CharField(max_length=10, choices=EnrolmentState.choices)
    session_text = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = EnrolmentChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an enrolment")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"

    @property
    def programme(self) -> "Programme":
        """The programme of the enrolment."""
        return self.enrolment.programme
