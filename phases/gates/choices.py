"""The words of a gate: decisions, verdicts, bindings, comparisons, states."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhaseState(models.TextChoices):
    """Where a phase stands."""

    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    GATE_PENDING = "gate_pending", _("gate pending")
    PASSED = "passed", _("passed")
    CONDITIONAL = "conditional", _("conditional")
    RECYCLED = "recycled", _("recycled")
    HELD = "held", _("held")
    STOPPED = "stopped", _("stopped")


class GateState(models.TextChoices):
    """Where a gate stands; the last five are decisions."""

    SCHEDULED = "scheduled", _("scheduled")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("in review")
    GO = "go", _("go")
    CONDITIONAL = "conditional", _("conditional")
    RECYCLE = "recycle", _("recycle")
    HOLD = "hold", _("hold")
    STOP = "stop", _("stop")


class Decision(models.TextChoices):
    """What keepers may decide."""

    GO = "go", _("Go")
    CONDITIONAL = "conditional", _("Conditional")
    RECYCLE = "recycle", _("Recycle")
    HOLD = "hold", _("Hold")
    STOP = "stop", _("Stop")


class DeliverableState(models.TextChoices):
    """Where a deliverable, or one of its parts, stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")


class Binding(models.TextChoices):
    """What a criterion reads."""

    EVIDENCE = "evidence", _("live evidence")
    DELIVERABLE = "deliverable", _("deliverable")
    MANUAL = "manual", _("statement with attachment")
    NOTHING = "nothing", _("nothing yet")


class Op(models.TextChoices):
    """How a criterion compares its value."""

    EQ = "==", _("equals")
    GE = ">=", _("at least")
    LE = "<=", _("at most")
    GT = ">", _("more than")
    LT = "<", _("less than")
    BETWEEN = "between", _("between")
    SIGNED = "signed", _("signed")
    EXISTS = "exists", _("exists")


class Verdict(models.TextChoices):
    """What the criteria say together."""

    GREEN = "green", _("Ready")
    RED = "red", _("Not yet")
    UNDECIDABLE = "undecidable", _("Cannot be told yet")


class Depth(models.TextChoices):
    """How deep a checklist goes."""

    CORE = "core", _("core")
    FULL = "full", _("full")


PASSED = frozenset({GateState.GO, GateState.CONDITIONAL})
DECIDED = frozenset({GateState.GO, GateState.CONDITIONAL, GateState.RECYCLE, GateState.HOLD, GateState.STOP})
