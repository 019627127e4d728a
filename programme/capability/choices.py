"""Words of the company's own part."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Test(models.TextChoices):
    """The three tests of the executives' cause."""

    POSITION = "position", _("Placed as the command system of sales")
    PERSON = "person", _("Led by executives in person")
    TEAM = "team", _("Own team is built up by a transfer plan")


class Lead(models.TextChoices):
    """Who leads the programme day by day."""

    EXECUTIVE = "executive", _("An executive")
    BUSINESS = "business", _("Business and IT together")
    IT = "it", _("IT or sales operations alone")


class Area(models.TextChoices):
    """Where the own team needs skills."""

    PROCESS = "process", _("Process change")
    IT = "it", _("Information technology")
    BUSINESS = "business", _("Business")


class Desk(models.TextChoices):
    """Departments beside sales without which the process from lead to cash does not run."""

    RND = "rnd", _("Research and development")
    FINANCE = "finance", _("Finance")
    SUPPLY = "supply", _("Supply chain")
    LEGAL = "legal", _("Legal")
    COMMERCE = "commerce", _("Commerce")
    SERVICE = "service", _("Service")
    MARKETING = "marketing", _("Marketing")
    OTHER = "other", _("Another department")


NEEDED_DESKS = (Desk.RND, Desk.FINANCE, Desk.SUPPLY, Desk.LEGAL, Desk.COMMERCE)
WEAK = 2  # of five; from here down something is done about it
