"""Words of the system landscape and its data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Held(models.TextChoices):
    """What a system holds about customers."""

    CUSTOMER = "customer", _("Customers")
    CONTACT = "contact", _("Contacts")
    LEAD = "lead", pgettext_lazy("customer data", "Leads")
    OPPORTUNITY = "opportunity", _("Opportunities")
    QUOTE = "quote", _("Quotations")
    ORDER = "order", _("Orders")
    CONTRACT = "contract", _("Contracts")
    TICKET = "ticket", _("Service requests")
    PRODUCT = "product", _("Products")
    STAFF = "staff", _("Employees")


class Fate(models.TextChoices):
    """What becomes of a source system."""

    OPEN = "open", _("Not decided")
    MIGRATE = "migrate", _("Migrate")
    INTEGRATE = "integrate", _("Integrate")
    RETIRE = "retire", _("Retire")


class Direction(models.TextChoices):
    """Which way data flow, seen from the CRM."""

    IN = "in", _("Into the CRM")
    OUT = "out", _("Out of the CRM")
    BOTH = "both", _("Both ways")


class Frequency(models.TextChoices):
    """How often data are exchanged."""

    LIVE = "live", _("At once")
    MINUTES = "minutes", _("Every few minutes")
    HOURLY = "hourly", _("Hourly")
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    DEMAND = "demand", _("On demand")


class Technique(models.TextChoices):
    """By what data are exchanged."""

    API = "api", _("API call")
    QUEUE = "queue", _("Messages")
    FILE = "file", pgettext_lazy("interface", "File")
    BUS = "bus", _("Integration platform")
    BASE = "base", _("Database link")


class InterfaceState(models.TextChoices):
    """An interface's life up to the integration test."""

    DRAFT = "draft", pgettext_lazy("interface", "Draft")
    SPECIFIED = "specified", pgettext_lazy("interface", "Specified")
    PASSED = "passed", pgettext_lazy("interface", "Test passed")
    FAILED = "failed", pgettext_lazy("interface", "Test failed")


class Survival(models.TextChoices):
    """Which of two values stays when duplicates are merged."""

    TRUSTED = "trusted", _("Of the more trusted system")
    NEWEST = "newest", _("The newest")
    LONGEST = "longest", _("The fullest")


class Sensitivity(models.TextChoices):
    """How personal data hurt when they leak."""

    CONTACT = "contact", _("Contact data")
    IDENTITY = "identity", _("Identity")
    MONEY = "money", _("Bank and payment")
    BEHAVIOUR = "behaviour", _("Behaviour")
    SPECIAL = "special", _("Specially protected")


class Basis(models.TextChoices):
    """What allows the processing."""

    CONTRACT = "contract", pgettext_lazy("basis", "Contract")
    CONSENT = "consent", _("Consent")
    DUTY = "duty", _("Legal duty")
    INTEREST = "interest", _("Legitimate interest")


class Reach(models.TextChoices):
    """Whose records a role reaches."""

    OWN = "own", _("Own")
    TEAM = "team", _("Team")
    ALL = "all", pgettext_lazy("reach", "All")


class Deed(models.TextChoices):
    """What a role does with records."""

    READ = "read", pgettext_lazy("deed", "Read")
    WRITE = "write", pgettext_lazy("deed", "Write")
    DELETE = "delete", pgettext_lazy("deed", "Delete")
    EXPORT = "export", pgettext_lazy("deed", "Export")
