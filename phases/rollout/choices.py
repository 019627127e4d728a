"""Words of the rollout."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountKind(TextChoices):
    """Who works through an account of the CRM; only persons are counted."""

    PERSON = "person", _("person")
    INTEGRATION = "integration", _("integration")
    TEST = "test", _("test account")
