"""Dimensions and colours of the lights, states of decisions, kinds of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
