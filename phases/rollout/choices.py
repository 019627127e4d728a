"""Words of the rollout."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountKind(TextChoices):
    """Who works through an account of the CRM; only persons are counted."""

    PERSON = "person", _("person")
    INTEGRATION = "integration", _("integration")
    TEST = "test", _("test account")


class WaveLink(TextChoices):
    """What of the wave before it a wave waits for."""

    START = "SS", _("the start of the wave before it")
    FINISH = "FS", _("the end of the wave before it")
