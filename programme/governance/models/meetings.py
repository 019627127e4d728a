"""Meetings with their agenda and who was there, and the actions they agreed."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.governance.choices import (
    AHEAD,
    TOOK_PLACE,
    ActionState,
    MeetingKind,
    MeetingState,
    Presence,
)
from programme.governance.querysets import ActionItemQuerySet, MeetingQuerySet
from programme.stakeholders.models import Stakeholder

MAX_LENGTH = 600  # minutes, a day with its evening
S = MeetingState


def _person(label: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class Meeting(Record, StateModel):
    """A meeting from its agenda to its signed minutes; a draft is seen by those who prepare it and tells nobody.

    ``sequence`` counts what invited people were told, so that their calendars move the appointment.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind.choices)
    title = models.CharField(_("title"), max_length=160, blank=True)
    held_on = models.DateField(_("held on"))
    begins = models.TimeField(_("begins at"), null=True, blank=True)
    length = models.PositiveSmallIntegerField(
        _("length (minutes)"), default=60, validators=[MinValueValidator(5), MaxValueValidator(MAX_LENGTH)]
    )
    place = models.CharField(_("place or link"), max_length=200, blank=True)
    minutes = models.TextField(pgettext_lazy("meeting", "minutes"), blank=True)
    state = StateField(_("state"), max_length=10, choices=S.choices, default=S.HELD)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    called_at = models.DateTimeField(_("called"), null=True, blank=True)
    minuted_by = _person(_("minutes by"))
    approved_at = models.DateTimeField(_("minutes signed"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        indexes = [models.Index(fields=["programme", "kind", "-held_on"], name="meeting_by_kind")]

    def __str__(self) -> str:
        return f"{self.title or MeetingKind(self.kind).label} {self.held_on}"

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("governance:meeting", args=[self.programme.slug, self.public_id])

    @property
    def is_ahead(self) -> bool:
        """Tell whether it has not been held yet."""
        return self.state in AHEAD

    @property
    def took_place(self) -> bool:
        """Tell whether it was held."""
        return self.state in TOOK_PLACE

    @property
    def starts_at(self) -> datetime | None:
        """When it begins, in the zone of the installation; None without a time."""
        if self.begins is None:
            return None
        return timezone.make_aware(datetime.combine(self.held_on, self.begins))

    @transition(state, S.DRAFT, S.CALLED, label=_("Call the meeting"))
    def call(self, at: datetime) -> None:
        """Those invited are told."""
        self.called_at = at

    @transition(state, AHEAD, S.CANCELLED, label=_("Cancel the meeting"))
    def cancel(self) -> None:
        """It is not held."""

    @transition(state, AHEAD, S.HELD, label=_("It was held"))
    def hold(self) -> None:
        """People met."""

    @transition(state, S.HELD, S.MINUTED, label=_("Send out the minutes"))
    def send_out(self, by: Any) -> None:
        """The minutes go to the signer."""
        self.minuted_by = by

    @transition(state, S.MINUTED, S.APPROVED, label=_("Sign the minutes"))
    def approve(self, at: datetime) -> None:
        """The minutes are true."""
        self.approved_at = at

    @transition(state, S.MINUTED, S.HELD, label=_("Take the minutes back"))
    def take_back(self) -> None:
        """The minutes are written otherwise."""


class AgendaItem(Record):
    """A point of the agenda with its minutes, perhaps the decision it is about, and what was said."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("point"), max_length=200)
    length = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(MAX_LENGTH)]
    )
    speaker = models.CharField(_("speaker"), max_length=120, blank=True)
    decision = models.ForeignKey(
        "programme.Decision", models.SET_NULL, null=True, blank=True, related_name="points", verbose_name=_("decision")
    )
    outcome = models.TextField(_("what came of it"), blank=True)

    class Meta:
        verbose_name = _("point of the agenda")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.position} {self.text}"


class Attendance(models.Model):
    """A stakeholder who is asked to come, and whether that person came."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="+")
    presence = models.CharField(_("presence"), max_length=8, choices=Presence.choices, default=Presence.PRESENT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "stakeholder"], name="attendance_once")]

    def __str__(self) -> str:
        return str(self.stakeholder)


class ActionItem(Record, StateModel):
    """What somebody does until when, as a meeting agreed; ``carried`` counts the later meetings that found it open."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="actions")
    code = models.CharField(_("number"), max_length=12, editable=False)
    text = models.CharField(_("action"), max_length=300)
    owner = _person(_("owner"))
    owner_name = models.CharField(_("owner as written"), max_length=120, blank=True)
    due_on = models.DateField(_("due"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("agreed in")
    )
    decision = models.ForeignKey(
        "programme.Decision", models.PROTECT, null=True, blank=True, related_name="actions",
        verbose_name=_("follows from"),
    )  # fmt: skip
    state = StateField(_("state"), max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    carried_to: Any = models.ManyToManyField(Meeting, blank=True, related_name="carried", editable=False)
    carried = models.PositiveSmallIntegerField(_("carried over"), default=0, editable=False)
    note = models.TextField(_("what came of it"), blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    raised_by = _person(_("raised by"))
    raised_on = models.DateField(_("raised"), default=timezone.localdate)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a meeting", "action")
        indexes = [models.Index(fields=["programme", "state", "due_on"], name="action_register")]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="action_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    def get_absolute_url(self) -> str:
        """The action's page."""
        return reverse("governance:action", args=[self.programme.slug, self.public_id])

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return bool(self.state == ActionState.OPEN)

    @property
    def owner_text(self) -> str:
        """Name of the owner, as an account or as written."""
        return str(self.owner) if self.owner else self.owner_name

    def overdue(self, today: date) -> bool:
        """Tell whether it is open past its day."""
        return self.is_open and self.due_on < today

    @transition(state, ActionState.OPEN, ActionState.DONE, label=pgettext_lazy("action", "It is done"))
    def finish(self, on: date, note: str) -> None:
        """Nothing is left to do."""
        self.done_on, self.note = on, note

    @transition(state, ActionState.OPEN, ActionState.DROPPED, label=pgettext_lazy("action", "Drop it"))
    def drop(self, on: date, note: str) -> None:
        """It is not done, with a reason."""
        self.done_on, self.note = on, note

    @transition(
        state, (ActionState.DONE, ActionState.DROPPED), ActionState.OPEN, label=pgettext_lazy("action", "Reopen")
    )
    def reopen(self) -> None:
        """It has to be done after all."""
        self.done_on = None
