"""Dimensions and colours of the lights, states of decisions, kinds of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Dimension(models.TextChoices):
    """What a light speaks of."""

    SCHEDULE = "schedule", _("Schedule")
    COST = "cost", _("Cost")
    SCOPE = "scope", _("Scope")
    QUALITY = "quality", _("Quality")
    RISK = "risk", _("Risk")
    ADOPTION = "adoption", _("Adoption")
    BENEFIT = "benefit", _("Benefit")


TECHNICAL = (Dimension.SCHEDULE, Dimension.COST, Dimension.SCOPE, Dimension.QUALITY, Dimension.RISK)
HUMAN = (Dimension.ADOPTION, Dimension.BENEFIT)
DECISIVE = frozenset({Dimension.SCHEDULE, Dimension.COST, Dimension.ADOPTION, Dimension.BENEFIT})


class Colour(models.TextChoices):
    """A light's colour, named after the shape that draws it."""

    GREEN = "good", _("Green")
    AMBER = "warn", _("Amber")
    RED = "bad", _("Red")
    GREY = "none", _("Grey")


class Why(models.TextChoices):
    """Why a light is grey."""

    DUE = "", _("due")
    NO_DATA = "no_data", _("no data")
    NOT_DUE = "not_due", _("not yet due")
    STALE = "stale", _("stale source")


class DecisionState(models.TextChoices):
    """The life of a decision asked of the committee."""

    DRAFT = "draft", _("Draft")
    REQUESTED = "requested", _("Decision requested")
    QUESTIONED = "questioned", _("Question asked")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


OPEN_DECISIONS = (DecisionState.REQUESTED, DecisionState.QUESTIONED)
DECISION_STATUS: dict[str, str] = {
    DecisionState.DRAFT: "wait",
    DecisionState.REQUESTED: "run",
    DecisionState.QUESTIONED: "warn",
    DecisionState.APPROVED: "good",
    DecisionState.REJECTED: "bad",
}


class MeetingKind(models.TextChoices):
    """What people met for."""

    KICKOFF = "kickoff", _("Kick-off")
    STEERING = "steering", _("Steering committee")
    CHANGE = "change", _("Change control board")
    TEAM = "team", _("Project team")
    MONTHLY = "monthly", _("Monthly review of operation")
    QUARTERLY = "quarterly", _("Quarterly review of value")


class MeetingState(models.TextChoices):
    """The life of a meeting."""

    DRAFT = "draft", pgettext_lazy("meeting state", "Draft")
    CALLED = "called", pgettext_lazy("meeting state", "Called")
    HELD = "held", pgettext_lazy("meeting state", "Held")
    MINUTED = "minuted", pgettext_lazy("meeting state", "Minutes to be signed")
    APPROVED = "approved", pgettext_lazy("meeting state", "Minutes signed")
    CANCELLED = "cancelled", pgettext_lazy("meeting state", "Cancelled")


AHEAD = (MeetingState.DRAFT, MeetingState.CALLED)
TOOK_PLACE = (MeetingState.HELD, MeetingState.MINUTED, MeetingState.APPROVED)
MEETING_STATUS: dict[str, str] = {
    MeetingState.DRAFT: "wait",
    MeetingState.CALLED: "run",
    MeetingState.HELD: "done",
    MeetingState.MINUTED: "run",
    MeetingState.APPROVED: "good",
    MeetingState.CANCELLED: "none",
}


class Presence(models.TextChoices):
    """Whether somebody came."""

    INVITED = "invited", pgettext_lazy("presence", "Invited")
    PRESENT = "present", pgettext_lazy("presence", "Present")
    EXCUSED = "excused", pgettext_lazy("presence", "Excused")
    ABSENT = "absent", pgettext_lazy("presence", "Absent")


class ActionState(models.TextChoices):
    """The life of an action that a meeting agreed."""

    OPEN = "open", pgettext_lazy("action state", "Open")
    DONE = "done", pgettext_lazy("action state", "Done")
    DROPPED = "dropped", pgettext_lazy("action state", "Dropped")


class ChangeState(models.TextChoices):
    """The life of a change request."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    ASSESSED = "assessed", _("Impact assessed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    DEFERRED = "deferred", _("Deferred")
    EMERGENCY = "emergency", _("Emergency")
    IMPLEMENTING = "implementing", _("Being implemented")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNDECIDED = (ChangeState.SUBMITTED, ChangeState.ASSESSED, ChangeState.DEFERRED, ChangeState.EMERGENCY)
GRANTED = (ChangeState.APPROVED, ChangeState.IMPLEMENTING, ChangeState.VERIFIED, ChangeState.CLOSED)
OPEN_CHANGES = (*UNDECIDED, ChangeState.APPROVED, ChangeState.IMPLEMENTING, ChangeState.VERIFIED)
CHANGE_STATUS: dict[str, str] = {
    ChangeState.DRAFT: "wait",
    ChangeState.SUBMITTED: "run",
    ChangeState.ASSESSED: "run",
    ChangeState.APPROVED: "good",
    ChangeState.REJECTED: "bad",
    ChangeState.DEFERRED: "wait",
    ChangeState.EMERGENCY: "warn",
    ChangeState.IMPLEMENTING: "run",
    ChangeState.VERIFIED: "good",
    ChangeState.CLOSED: "done",
    ChangeState.WITHDRAWN: "none",
}


class ChangeCause(models.TextChoices):
    """What a change comes from."""

    BUSINESS = "business", _("The business wants something else")
    LAW = "law", _("Law or regulation")
    FINDING = "finding", _("Found in a test or a review")
    RISK = "risk", _("A risk or an issue")
    SUPPLIER = "supplier", _("Supplier or interface")
    PLAN = "plan", _("The plan does not hold")


class Route(models.TextChoices):
    """Who decides a change request."""

    PM = "pm", _("Project manager")
    COMMITTEE = "committee", _("Steering committee")


class Chain(models.TextChoices):
    """The five links that a change is followed through: the customer decides the business, and so on to the system."""

    CUSTOMER = "customer", _("Customer")
    BUSINESS = "business", _("Business")
    PROCESS = "process", _("Process")
    ORGANISATION = "organisation", _("Organisation")
    SYSTEM = "system", _("System")
