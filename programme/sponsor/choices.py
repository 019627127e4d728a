"""What a sponsor does in person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActKind(models.TextChoices):
    """Kinds of acts."""

    KICKOFF = "kickoff", _("Opens the kick-off")
    BRIEFING = "briefing", _("Hears the monthly briefing")
    REVIEW = "review", _("Chairs a gate review")
    GO_LIVE = "go_live", _("Opens a go-live")
    AWARD = "award", _("Hands over an award")
    VISIT = "visit", _("Visits a unit")
    TALK = "talk", _("Talks with managers who hesitate")
    OTHER = "other", _("Another act")


ESCALATE_FROM = 2  # months missed in a row
