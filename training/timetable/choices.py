"""A session's life."""

from django.db import models
from django.utils.translation import pgettext_lazy


class SessionState(models.TextChoices):
    """A session's life."""

    SCHEDULED = "scheduled", pgettext_lazy("session state", "Scheduled")
    OPEN = "open", pgettext_lazy("session state", "Open")
    FULL = "full", pgettext_lazy("session state", "Full")
    IN_PROGRESS = "in_progress", pgettext_lazy("session state", "In progress")
    COMPLETED = "completed", pgettext_lazy("session state", "Completed")
    EVALUATED = "evaluated", pgettext_lazy("session state", "Evaluated")
    CANCELLED = "cancelled", pgettext_lazy("session state", "Cancelled")


AHEAD = (SessionState.SCHEDULED, SessionState.OPEN, SessionState.FULL)
BOOKABLE = (SessionState.OPEN, SessionState.FULL)
ATTENDED = (SessionState.OPEN, SessionState.FULL, SessionState.IN_PROGRESS)  # attendance may be taken once it began
HELD = (SessionState.COMPLETED, SessionState.EVALUATED)

# States of an enrolment with a seat; the learners import the timetable, so their words cannot be imported here.
SITTING = ("confirmed", "attended", "no_show", "assessed", "passed", "failed")
