"""Where events come from, what they are, and how figures are cut."""

from enum import IntEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """The layouts of usage files that are recognised by their headings."""

    GENERIC = "generic", _("Table of events")
    ELF = "elf", _("Salesforce event log file")
    LOGIN_HISTORY = "login_history", _("Salesforce login history")
    HUBSPOT = "hubspot", _("HubSpot login history")
    DATAVERSE = "dataverse", _("Dataverse audit log")


class Deed(IntEnum):
    """What an event is; the order is that of the day's counts. Only the first four are work in the CRM (F15)."""

    CREATE = 0
    UPDATE = 1
    ADVANCE = 2
    LOG = 3
    VIEW = 4
    LOGIN = 5
    OTHER = 6


WORK = (Deed.CREATE, Deed.UPDATE, Deed.ADVANCE, Deed.LOG)


class Cut(models.TextChoices):
    """By what figures are broken down."""

    UNIT = "unit", _("business unit")
    ROLE = "role", _("role in the CRM")
    WAVE = "wave", _("wave")
    USER = "user", _("person")


class Metric(models.TextChoices):
    """What a scorecard weighs."""

    USAGE = "usage", _("Usage rate")
    DAILY = "daily", _("Daily update rate")
    COMPLETENESS = "completeness", _("Data completeness")
