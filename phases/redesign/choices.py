"""States of a process in the redesign."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NodeState(models.TextChoices):
    """How far the redesign of a process has come."""

    NOT_STARTED = "not_started", _("not started")
    AS_IS = "as_is", _("as-is drawn")
    TO_BE = "to_be", _("to-be designed")
    APPROVED = "approved", _("process approved")


# What a state means in per cent, where nobody has said otherwise.
COMPLETION = {NodeState.NOT_STARTED: 0, NodeState.AS_IS: 30, NodeState.TO_BE: 70, NodeState.APPROVED: 100}
