"""States of an exception and what a committee may decide about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExceptionState(models.TextChoices):
    """The life of an exception."""

    PROPOSED = "proposed", pgettext_lazy("exception state", "Proposed from the forecast")
    RAISED = "raised", pgettext_lazy("exception state", "Raised to the committee")
    DECIDED = "decided", pgettext_lazy("exception state", "Decided")
    CLOSED = "closed", pgettext_lazy("exception state", "Closed")


OPEN_EXCEPTIONS = (ExceptionState.PROPOSED, ExceptionState.RAISED, ExceptionState.DECIDED)
WRITTEN = (ExceptionState.PROPOSED, ExceptionState.RAISED)
EXCEPTION_STATUS: dict[str, str] = {
    ExceptionState.PROPOSED: "warn",
    ExceptionState.RAISED: "bad",
    ExceptionState.DECIDED: "run",
    ExceptionState.CLOSED: "done",
}


class Outcome(models.TextChoices):
    """What the committee decides about an exception."""

    ACCEPT = "accept", _("Accept a new tolerance")
    PLAN = "plan", _("Ask for a new plan")
    STOP = "stop", _("Stop the stage or the programme")
