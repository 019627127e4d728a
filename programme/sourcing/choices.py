"""Words of the sourcing decision, and the weights with which it begins."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Path(models.TextChoices):
    """The three ways to a CRM."""

    SAAS = "saas", _("Buy SaaS")
    OPEN = "open", _("Adapt open source")
    BUILD = "build", _("Build on our own")


class Aspect(models.TextChoices):
    """What a criterion looks at."""

    FEATURE = "feature", _("Features and ease of use")
    TYPE = "type", _("Fit of the type of CRM")
    INTEGRATION = "integration", _("Fit with our systems")
    CONSULTANT = "consultant", _("Ability of the consultants")
    CASES = "cases", _("Similar cases")
    SERVICE = "service", _("Service and support")
    PLATFORM = "platform", _("Platform: PaaS, BI, open interfaces")
    PRICE = "price", _("Price")
    OTHER = "other", _("Another criterion")


DEFAULT_WEIGHTS = (  # per cent; price comes last
    (Aspect.FEATURE, 20),
    (Aspect.TYPE, 15),
    (Aspect.INTEGRATION, 15),
    (Aspect.CONSULTANT, 15),
    (Aspect.CASES, 10),
    (Aspect.SERVICE, 10),
    (Aspect.PLATFORM, 10),
    (Aspect.PRICE, 5),
)


class Measure(models.TextChoices):
    """What a benchmark of consultant days counts by."""

    USER = "user", _("Days per user")
    WHOLE = "whole", _("Days for a company of this size")


class SourcingState(models.TextChoices):
    """The decision's life."""

    OPEN = "open", pgettext_lazy("sourcing", "Being scored")
    PROPOSED = "proposed", pgettext_lazy("sourcing", "Before the committee")
    DECIDED = "decided", pgettext_lazy("sourcing", "Decided and signed")


HIGHEST = 5
APART = 2  # points between two scorers from which they disagree
SCORERS = 2  # people from which a score is more than an opinion
