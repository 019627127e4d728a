"""Words of the stakeholder register."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Engagement(models.IntegerChoices):
    """Where a person stands, from not knowing to leading."""

    UNAWARE = 0, _("Unaware")
    RESISTANT = 1, _("Resistant")
    NEUTRAL = 2, _("Neutral")
    SUPPORTIVE = 3, _("Supportive")
    LEADING = 4, _("Leading")


class Level(models.TextChoices):
    """Where a person stands in the line of management."""

    EXECUTIVE = "executive", _("Executive")
    SENIOR = "senior", _("Senior manager")
    MIDDLE = "middle", _("Middle manager")
    LINE = "line", _("Team leader")
    STAFF = "staff", _("Staff")


class Quadrant(models.TextChoices):
    """What power and interest together ask for."""

    MANAGE = "manage", _("Manage closely")
    SATISFY = "satisfy", _("Keep satisfied")
    INFORM = "inform", _("Keep informed")
    MONITOR = "monitor", _("Monitor")
