"""States and words of risks, issues, assumptions and dependencies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RiskState(models.TextChoices):
    """A risk's life."""

    PROPOSED = "proposed", pgettext_lazy("risk state", "Proposed")
    OPEN = "open", pgettext_lazy("risk state", "Open")
    RESPONDING = "responding", pgettext_lazy("risk state", "Responding")
    MONITORED = "monitored", pgettext_lazy("risk state", "Monitored")
    CLOSED = "closed", pgettext_lazy("risk state", "Closed")
    OCCURRED = "occurred", pgettext_lazy("risk state", "Occurred")


LIVE_RISK = (RiskState.OPEN, RiskState.RESPONDING, RiskState.MONITORED)
UNSETTLED_RISK = (RiskState.PROPOSED, *LIVE_RISK)


class Band(models.TextChoices):
    """Where a score lies."""

    LOW = "low", pgettext_lazy("risk band", "Low")
    MEDIUM = "medium", pgettext_lazy("risk band", "Medium")
    HIGH = "high", pgettext_lazy("risk band", "High")
    CRITICAL = "critical", pgettext_lazy("level", "Critical")


class RiskCategory(models.TextChoices):
    """What the risk grows from."""

    STRATEGY = "strategy", _("Goals and sponsorship")
    PROCESS = "process", _("Process and requirements")
    TECHNOLOGY = "technology", _("Technology and customisation")
    DATA = "data", _("Data and integration")
    PEOPLE = "people", _("People and adoption")
    VENDOR = "vendor", _("Consultants and vendors")
    DELIVERY = "delivery", _("Delivery and cutover")
    SECURITY = "security", _("Security and compliance")


class Strategy(models.TextChoices):
    """How the risk is answered."""

    AVOID = "avoid", _("Avoid")
    MITIGATE = "mitigate", _("Mitigate")
    TRANSFER = "transfer", _("Transfer")
    ACCEPT = "accept", pgettext_lazy("risk strategy", "Accept")
    ESCALATE = "escalate", pgettext_lazy("risk strategy", "Escalate")


class IssueState(models.TextChoices):
    """An issue's life."""

    RAISED = "raised", pgettext_lazy("issue state", "Raised")
    TRIAGED = "triaged", _("Triaged")
    ASSIGNED = "assigned", pgettext_lazy("issue state", "Assigned")
    IN_PROGRESS = "in_progress", _("In progress")
    RESOLVED = "resolved", _("Resolved")
    VERIFIED = "verified", pgettext_lazy("issue state", "Verified")
    CLOSED = "closed", pgettext_lazy("issue state", "Closed")
    REOPENED = "reopened", _("Reopened")
    CONVERTED = "converted", _("Turned into a change request")


OPEN_ISSUE = (
    IssueState.RAISED,
    IssueState.TRIAGED,
    IssueState.ASSIGNED,
    IssueState.IN_PROGRESS,
    IssueState.RESOLVED,
    IssueState.REOPENED,
)
UNSOLVED_ISSUE = (
    IssueState.TRIAGED,
    IssueState.ASSIGNED,
    IssueState.IN_PROGRESS,
    IssueState.REOPENED,
)
CONVERTIBLE_ISSUE = UNSOLVED_ISSUE


class Level(models.IntegerChoices):
    """To whom an issue is escalated."""

    MANAGER = 1, _("Project manager")
    OWNERS = 2, _("Business owners and sponsor")
    COMMITTEE = 3, _("Steering committee")


class Severity(models.TextChoices):
    """How much an issue hurts."""

    CRITICAL = "critical", pgettext_lazy("level", "Critical")
    HIGH = "high", pgettext_lazy("severity", "High")
    MEDIUM = "medium", pgettext_lazy("severity", "Medium")
    LOW = "low", pgettext_lazy("severity", "Low")


class AssumptionState(models.TextChoices):
    """An assumption's life."""

    OPEN = "open", pgettext_lazy("assumption state", "To be tested")
    CONFIRMED = "confirmed", pgettext_lazy("assumption state", "Confirmed")
    BROKEN = "broken", pgettext_lazy("assumption state", "Broken")
    EXPIRED = "expired", pgettext_lazy("assumption state", "Expired")


UNTESTED = (AssumptionState.OPEN, AssumptionState.EXPIRED)


class Becomes(models.TextChoices):
    """What a broken assumption becomes."""

    RISK = "risk", pgettext_lazy("assumption", "A risk: it may still hurt")
    ISSUE = "issue", pgettext_lazy("assumption", "An issue: it hurts already")
    NOTHING = "nothing", pgettext_lazy("assumption", "Neither")


class DependencyState(models.TextChoices):
    """The life of what others have to give us, or we them."""

    OPEN = "open", pgettext_lazy("dependency state", "Asked for")
    PROMISED = "promised", pgettext_lazy("dependency state", "Promised")
    DELIVERED = "delivered", pgettext_lazy("dependency state", "Delivered")
    DROPPED = "dropped", pgettext_lazy("dependency state", "No longer needed")


AWAITED = (DependencyState.OPEN, DependencyState.PROMISED)
