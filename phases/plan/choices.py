"""The words of the plan: kinds of links, constraints and calendars."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkType(models.TextChoices):
    """What of the earlier task holds what of the later one."""

    FS = "FS", _("finish to start")
    SS = "SS", _("start to start")
    FF = "FF", _("finish to finish")
    SF = "SF", _("start to finish")


class Constraint(models.TextChoices):
    """A date that a task keeps beside its links."""

    ASAP = "asap", _("as soon as possible")
    ALAP = "alap", _("as late as possible")
    MSO = "mso", _("must start on")
    MFO = "mfo", _("must finish on")
    SNET = "snet", _("start no earlier than")
    SNLT = "snlt", _("start no later than")
    FNET = "fnet", _("finish no earlier than")
    FNLT = "fnlt", _("finish no later than")


class CalendarKind(models.TextChoices):
    """Whose working days the plan counts."""

    CHINA = "china", _("China, with public holidays and make-up days")
    PLAIN = "plain", _("Monday to Friday")
    FILE = "file", _("As in the imported file")


class Recurrence(models.TextChoices):
    """How often standing work comes back."""

    NONE = "", _("once")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    HALF_YEARLY = "half-yearly", _("half-yearly")
