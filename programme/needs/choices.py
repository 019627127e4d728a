"""States and words of requirements."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GroupKind(models.TextChoices):
    """Which part of the company a user group works in."""

    SALES = "sales", _("Sales")
    MARKETING = "marketing", _("Marketing")
    SERVICE = "service", _("Service")
    MANAGEMENT = "management", _("Management")
    OTHER = "other", _("Other")


class Impact(models.TextChoices):
    """How much a group's work changes."""

    HIGH = "high", pgettext_lazy("impact", "High")
    MEDIUM = "medium", pgettext_lazy("impact", "Medium")
    LOW = "low", pgettext_lazy("impact", "Low")


class Family(models.TextChoices):
    """The five families of needs, and what belongs to none of them."""

    LEADS = "leads", _("Lead management (lead, MQL, SQL)")
    CUSTOMER = "customer", _("360° view of the customer")
    PIPELINE = "pipeline", _("Opportunity management")
    AUTOMATION = "automation", _("Marketing automation and workflow")
    INSIGHT = "insight", _("Data intelligence and analysis")
    OTHER = "other", _("Other")


FAMILIES = (Family.LEADS, Family.CUSTOMER, Family.PIPELINE, Family.AUTOMATION, Family.INSIGHT)


class Moscow(models.TextChoices):
    """How much it is needed (MoSCoW)."""

    MUST = "must", _("Must have")
    SHOULD = "should", _("Should have")
    COULD = "could", _("Could have")
    WONT = "wont", _("Won't have this time")


class Fit(models.TextChoices):
    """How the platform meets it: the less is built, the better."""

    STANDARD = "standard", _("Standard function")
    CONFIG = "config", _("Configuration")
    EXTENSION = "extension", _("Extension")
    CUSTOM = "custom", _("Custom code")


class Increment(models.TextChoices):
    """With which step of the roll-out of functions it comes."""

    SALES = "sales", _("Sales automation")
    SERVICE = "service", _("Customer service")
    MARKETING = "marketing", _("Marketing")
    LATER = "later", pgettext_lazy("increment", "Later")


class NeedState(models.TextChoices):
    """A requirement's life."""

    PROPOSED = "proposed", pgettext_lazy("requirement", "Proposed")
    APPROVED = "approved", pgettext_lazy("requirement", "Approved")
    DROPPED = "dropped", pgettext_lazy("requirement", "Dropped")


class Method(models.TextChoices):
    """How needs were elicited."""

    INTERVIEW = "interview", _("Interview")
    SURVEY = "survey", _("Questionnaire")
    WORKSHOP = "workshop", _("Workshop")
    OBSERVATION = "observation", _("Observation at work")


ASKING = (Method.INTERVIEW, Method.SURVEY)  # one of them at least in every department that takes part


class Theme(models.TextChoices):
    """Strategies that ask for known capabilities."""

    KEY_ACCOUNTS = "key_accounts", _("Win and keep key accounts")
    NEW_CUSTOMERS = "new_customers", _("Win new customers")
    SERVICE = "service", _("Keep customers by service")
    CHANNEL = "channel", _("Sell through channels")
    DATA = "data", _("Decide by data")
