"""States and words of the acceptance test."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CycleState(TextChoices):
    """The life of a cycle."""

    PLANNED = "planned", pgettext_lazy("cycle", "planned")
    ENTRY_CHECK = "entry_check", _("entry check")
    RUNNING = "running", pgettext_lazy("cycle", "running")
    SUSPENDED = "suspended", pgettext_lazy("cycle", "suspended")
    EXECUTED = "executed", _("executed")
    SIGN_OFF = "sign_off", _("awaiting sign-off")
    ACCEPTED = "accepted", pgettext_lazy("cycle", "accepted")
    CONDITIONAL = "conditionally_accepted", _("conditionally accepted")
    REJECTED = "rejected", pgettext_lazy("cycle", "not accepted")


DECIDED = (CycleState.ACCEPTED, CycleState.CONDITIONAL, CycleState.REJECTED)
OPEN_CYCLE = (
    CycleState.PLANNED, CycleState.ENTRY_CHECK, CycleState.RUNNING, CycleState.SUSPENDED, CycleState.EXECUTED,
    CycleState.SIGN_OFF,
)  # fmt: skip
PLANNING = (CycleState.PLANNED, CycleState.ENTRY_CHECK, CycleState.RUNNING, CycleState.SUSPENDED)


class EntryItem(TextChoices):
    """What must be so before a cycle runs."""

    SIT = "sit", _("Integration test is signed off")
    ENVIRONMENT = "environment", _("The environment is like production")
    ROLES = "roles", _("Testers log in with real roles, nobody as administrator")
    DATA = "data", _("Migrated or anonymised data are loaded")
    CASES = "cases", _("Every case is confirmed")
    TESTERS = "testers", _("Every case has a tester, and testers are trained")


COMPUTED_ENTRY = (EntryItem.CASES,)  # read from the records, nobody states it


class CaseState(TextChoices):
    """Whether a case may be run."""

    PROPOSED = "proposed", pgettext_lazy("case", "proposed")
    CONFIRMED = "confirmed", pgettext_lazy("case", "confirmed")
    NEEDS_UPDATE = "needs_update", _("needs update")
    DISABLED = "disabled", pgettext_lazy("case", "disabled")


class Level(IntegerChoices):
    """Urgency and importance of a case."""

    LOW = 1, pgettext_lazy("level", "low")
    MEDIUM = 2, pgettext_lazy("level", "medium")
    HIGH = 3, pgettext_lazy("level", "high")


class RunState(TextChoices):
    """What came of one attempt at a case."""

    NOT_RUN = "not_run", _("not run")
    IN_PROGRESS = "in_progress", pgettext_lazy("case", "in progress")
    PASSED = "passed", pgettext_lazy("case", "passed")
    FAILED = "failed", pgettext_lazy("case", "failed")
    BLOCKED = "blocked", pgettext_lazy("case", "blocked")
    ERROR = "error", pgettext_lazy("case", "error")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    WAIVED = "waived", pgettext_lazy("case", "waived")
    INVALIDATED = "invalidated", _("invalidated, to be retested")


OPEN_RUN = (RunState.NOT_RUN, RunState.IN_PROGRESS)
RETESTED = (RunState.PASSED, RunState.FAILED, RunState.BLOCKED, RunState.ERROR, RunState.INVALIDATED)
RESULTS = (
    RunState.PASSED, RunState.FAILED, RunState.BLOCKED, RunState.ERROR, RunState.NOT_APPLICABLE, RunState.WAIVED,
)  # fmt: skip


class Severity(IntegerChoices):
    """How bad a defect is, by rule; the order of repair is its priority."""

    STOPPED = 1, _("1 – business stopped")
    MAJOR = 2, _("2 – major, no workaround")
    WORKAROUND = 3, _("3 – there is a workaround")
    COSMETIC = 4, _("4 – cosmetic")


class Priority(TextChoices):
    """In which order defects are repaired; set at triage, apart from the severity."""

    P1 = "P1", "P1"
    P2 = "P2", "P2"
    P3 = "P3", "P3"
    P4 = "P4", "P4"


class DefectState(TextChoices):
    """The life of a defect."""

    NEW = "new", pgettext_lazy("defect", "new")
    TRIAGED = "triaged", pgettext_lazy("defect", "triaged")
    ASSIGNED = "assigned", pgettext_lazy("defect", "assigned")
    FIXED = "fixed", pgettext_lazy("defect", "fixed")
    READY = "ready_for_retest", _("ready for retest")
    CLOSED = "closed", pgettext_lazy("defect", "closed")
    REOPENED = "reopened", pgettext_lazy("defect", "reopened")
    REJECTED = "rejected", pgettext_lazy("defect", "rejected")
    DEFERRED = "deferred", _("deferred (concession)")
    CONVERTED = "converted_to_improvement", _("converted to an improvement")


OPEN_DEFECT = (
    DefectState.NEW, DefectState.TRIAGED, DefectState.ASSIGNED, DefectState.FIXED, DefectState.READY,
    DefectState.REOPENED,
)  # fmt: skip


class Rejection(TextChoices):
    """Why a defect is none."""

    DUPLICATE = "duplicate", pgettext_lazy("defect", "duplicate")
    AS_DESIGNED = "as_designed", _("as designed")
    NOT_REPRODUCIBLE = "not_reproducible", _("not reproducible")
