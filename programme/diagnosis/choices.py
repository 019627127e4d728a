"""The four blocks and their questions."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Block(models.TextChoices):
    """What a diagnosis looks at."""

    DATA = "data", _("Data")
    PROCESS = "process", _("Process efficiency")
    TOGETHER = "together", _("Collaboration")
    DECISION = "decision", _("Decision support")


QUESTIONS: dict[str, tuple[Block, Any]] = {
    "complete": (Block.DATA, _("Customer records are complete")),
    "right": (Block.DATA, _("Customer records are right and up to date")),
    "one": (Block.DATA, _("Each customer is one record in all systems")),
    "found": (Block.DATA, _("Whoever needs a customer's data finds them within a minute")),
    "manual": (Block.PROCESS, _("Nothing is typed twice, and little is done by hand")),
    "break": (Block.PROCESS, _("No information is lost between two steps")),
    "time": (Block.PROCESS, _("Leads, quotations and service requests are handled in time")),
    "standard": (Block.PROCESS, _("Everybody sells along the same stages")),
    "shared": (Block.TOGETHER, _("Sales, marketing and service see the same customer")),
    "handed": (Block.TOGETHER, _("Work is handed over without calls and chats")),
    "walls": (Block.TOGETHER, _("No department keeps customer information to itself")),
    "field": (Block.TOGETHER, _("Those in the field work with the same data as the office")),
    "live": (Block.DECISION, _("Sales figures are there at once and are right")),
    "forecast": (Block.DECISION, _("The forecast comes from records, and it comes true")),
    "why": (Block.DECISION, _("Reasons of won and lost deals are known")),
    "used": (Block.DECISION, _("Meetings decide by these figures")),
}
WEAK = 2  # of five; from here down it is a pain point
