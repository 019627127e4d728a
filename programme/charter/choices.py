"""States and words of the charter."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeState(models.TextChoices):
    """The programme's life."""

    DRAFT = "draft", pgettext_lazy("programme", "Draft")
    READINESS = "readiness", pgettext_lazy("programme", "Readiness check")
    CHARTERED = "chartered", pgettext_lazy("programme", "Chartered")
    ACTIVE = "active", pgettext_lazy("programme", "Active")
    ON_HOLD = "on_hold", pgettext_lazy("programme", "On hold")
    OPERATING = "operating", pgettext_lazy("programme", "Operating")
    CLOSING = "closing", pgettext_lazy("programme", "Closing")
    CLOSED = "closed", pgettext_lazy("programme", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("programme", "Cancelled")


FINAL_STATES = frozenset({ProgrammeState.CLOSED, ProgrammeState.CANCELLED})
RUNNING = frozenset({ProgrammeState.ACTIVE, ProgrammeState.OPERATING})
COMMITTED = frozenset({*RUNNING, ProgrammeState.CHARTERED, ProgrammeState.ON_HOLD, ProgrammeState.CLOSING})


class Profile(models.TextChoices):
    """How deep the programme goes; no step is ever deleted."""

    ENTERPRISE = "enterprise", _("Enterprise")
    SME = "sme", _("Small firm")


class Purpose(models.TextChoices):
    """Why the company wants a CRM."""

    UNIFY = "unify", _("Unify customer data")
    SALES = "sales", _("Raise sales efficiency")
    SERVICE = "service", _("Answer service requests faster")
    OTHER = "other", _("Other")


class Unit(models.TextChoices):
    """What a metric is counted in; per cent is stored as 25 for 25 %."""

    PERCENT = "%", _("%")
    DAYS = "days", _("days")
    HOURS = "hours", _("hours")
    MINUTES = "minutes", _("minutes")
    SECONDS = "seconds", _("seconds")
    COUNT = "count", _("count")
    POINTS = "points", _("points")
    RATIO = "ratio", _("ratio")
    CNY = "CNY", _("CNY")


class UnitKind(models.TextChoices):
    """How a change is meant: percentage points, per cent of the baseline, or the metric's own unit."""

    PP = "pp", _("percentage points (pp)")
    RELATIVE = "relative", _("relative to the baseline (%)")
    ABSOLUTE = "absolute", _("absolute, in the metric's unit")


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("higher is better")
    DOWN = "down", _("lower is better")


class Family(models.TextChoices):
    """What sort of result a KPI measures."""

    VALUE = "value", _("Business value")
    ADOPTION = "adoption", _("Adoption")
    DATA = "data", _("Data")
    TRAINING = "training", _("Training")
    FEEDBACK = "feedback", _("Feedback")
    LEADERSHIP = "leadership", _("Leadership")
    ROI = "roi", _("Return on investment")


class Moment(models.TextChoices):
    """When readiness is asked."""

    START = "start", _("At start (G0)")
    BUILD = "build", _("Before build (G2)")


class Cause(models.TextChoices):
    """The five causes from which CRM programmes fail, as readiness asks them."""

    PROCESS = "process", _("Processes and organisation")
    CONSULTANT = "consultant", _("Consultant and deployed functions")
    EXECUTIVE = "executive", _("Executives")
    TEAM = "team", _("Own team")
    SELECTION = "selection", _("Selection and consultant effort")


class ReadinessState(models.TextChoices):
    """A readiness check's life."""

    OPEN = "open", _("Being answered")
    PASSED = "passed", _("Passed")
    BLOCKED = "blocked", _("Blocked")
    WAIVED = "waived", _("Waived by the sponsor")


class Verdict(models.TextChoices):
    """What the answers of a readiness check come to."""

    PASSED = "passed", _("Passed")
    BLOCKED = "blocked", _("Blocked")
    INCOMPLETE = "incomplete", _("Not all causes are answered")


class CompanySize(models.TextChoices):
    """How large a company is, as benchmarks tell it."""

    SME = "sme", _("small or medium-sized")
    LARGE = "large", _("large")


class Grade(models.TextChoices):
    """How far a reference case can be relied on."""

    AUDITED = "A", _("A · from records that were checked")
    TOLD = "B", _("B · told by those who ran it")
    PUBLISHED = "C", _("C · published by a vendor")
    HEARSAY = "D", _("D · hearsay")


class ScopeSide(models.TextChoices):
    """Inside the programme, or expressly not."""

    IN = "in", _("In scope")
    OUT = "out", _("Out of scope")


class StatementKind(models.TextChoices):
    """What the charter takes as given."""

    ASSUMPTION = "assumption", _("Assumption")
    CONSTRAINT = "constraint", _("Constraint")
    REQUIREMENT = "requirement", _("High-level requirement")
    ACCEPTANCE = "acceptance", _("Acceptance or exit criterion")
    AUTHORITY = "authority", _("Authority of the project manager")


class Dimension(models.TextChoices):
    """What a tolerance bounds."""

    TIME = "time", _("Time")
    COST = "cost", _("Cost")
    SCOPE = "scope", _("Scope")
    QUALITY = "quality", _("Quality")
    BENEFIT = "benefit", _("Benefit")
    RISK = "risk", _("Risk")


class VersionState(models.TextChoices):
    """A charter version's life."""

    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Pitfall(models.TextChoices):
    """The five axes of the pitfall radar."""

    GOALS = "goals", _("Unclear goals")
    USERS = "users", _("Users ignored")
    PROCESS = "process", _("Processes frozen")
    DATA = "data", _("Data in disorder")
    ITERATION = "iteration", _("No iteration")
