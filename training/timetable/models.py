"""Sessions."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from training.catalogue.choices import Language
from training.catalogue.models import Course, CourseEdition, Room, Trainer
from training.timetable.choices import AHEAD, BOOKABLE, SessionState
from training.timetable.querysets import SessionQuerySet

S = SessionState


def zone() -> ZoneInfo:
    """Return the time zone in which sessions are planned: that of the installation, whatever a reader's own is."""
    return ZoneInfo(settings.TIME_ZONE)


class Session(Record, StateModel):
    """One time at which an edition of a course is given."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="sessions")
    code = models.CharField(_("code"), max_length=20)
    edition = models.ForeignKey(
        CourseEdition, models.PROTECT, related_name="sessions", verbose_name=_("edition of a course")
    )
    trainer = models.ForeignKey(
        Trainer, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("trainer")
    )
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("room")
    )
    link = models.URLField(_("link"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    language = models.CharField(_("language"), max_length=8, choices=Language.choices, default=Language.CHINESE)
    wave = models.ForeignKey(
        "phases.Wave", models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("wave")
    )
    state = StateField(_("state"), max_length=12, choices=SessionState.choices, default=S.SCHEDULED)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=200, blank=True, editable=False)
    reaction_score = models.DecimalField(
        _("reaction score"), max_digits=3, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )  # fmt: skip
    reaction_n = models.PositiveSmallIntegerField(
        _("answers"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        ordering = ["starts_at", "code", "pk"]
        indexes = [models.Index(fields=["programme", "starts_at"], name="session_week")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="session_code_once",
                violation_error_message=_("There is a session with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_span",
                violation_error_message=_("A session ends after it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(reaction_score=None, reaction_n=None)
                | models.Q(reaction_score__range=(1, 5), reaction_n__gte=1),
                name="session_reaction", violation_error_message=_("A reaction score is 1 to 5, with its answers."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.course.name}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("timetable:session", args=[self.programme.slug, self.public_id])

    @property
    def course(self) -> Course:
        """The course of the edition."""
        return self.edition.course

    @property
    def begins(self) -> datetime:
        """The beginning where the session is held."""
        return self.starts_at.astimezone(zone())

    @property
    def finishes(self) -> datetime:
        """The end where the session is held."""
        return self.ends_at.astimezone(zone())

    @property
    def when(self) -> str:
        """Day and hours where the session is held."""
        first, last = self.begins, self.finishes
        end = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M}"
        return f"{first:%Y-%m-%d %H:%M}–{end}"

    @property
    def label(self) -> str:
        """Name it so that another session's refusal can be understood."""
        return f"{self} ({self.when})"

    @property
    def place(self) -> str:
        """The room, or that it is held online."""
        return str(self.room) if self.room else str(_("Online")) if self.link else ""

    @property
    def is_ahead(self) -> bool:
        """Tell whether it may still be planned otherwise."""
        return self.state in AHEAD

    @property
    def is_bookable(self) -> bool:
        """Tell whether people may be enrolled."""
        return self.state in BOOKABLE

    @transition(state, S.SCHEDULED, S.OPEN, label=_("Open for enrolment"))
    def open(self) -> None:
        """Let people enrol."""

    @transition(state, S.OPEN, S.FULL, label=_("Full"))
    def fill(self) -> None:
        """Have no seat left."""

    @transition(state, S.FULL, S.OPEN, label=_("Seats free"))
    def free(self) -> None:
        """Have a seat again."""

    @transition(state, BOOKABLE, S.IN_PROGRESS, label=_("Start"))
    def start(self) -> None:
        """Begin."""

    @transition(state, S.IN_PROGRESS, S.COMPLETED, label=_("Complete"))
    def complete(self) -> None:
        """End with the attendance of everybody known."""

    @transition(state, S.COMPLETED, S.EVALUATED, label=_("Record the reaction"))
    def evaluate(self) -> None:
        """Know what the learners thought of it."""

    @transition(state, AHEAD, S.CANCELLED, label=_("Cancel"))
    def cancel(self, reason: str) -> None:
        """Not be held; its seats are given back."""
        self.cancel_reason = reason
