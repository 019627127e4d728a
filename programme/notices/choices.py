"""What one may be told about, over which channels, how often, and how it ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a notification is about; whoever writes one names its topic."""

    SIGNATURE = "signature", _("Signature wanted")
    DECISION = "decision", _("Decision waits")
    CHANGE = "change", _("Change requests")
    GATE = "gate", _("Gates")
    TASK = "task", _("Yours to do")
    RISK = "risk", _("Risks and issues")
    MEETING = "meeting", _("Meetings")
    EXCEPTION = "exception", _("Exceptions")
    IMPORT = "import", _("Imports")
    DOCUMENT = "document", _("Documents and packs")
    FEEDBACK = "feedback", _("Answers to feedback")


class Channel(models.TextChoices):
    """A way to tell somebody something."""

    BELL = "bell", _("In Landfall")
    MAIL = "mail", _("Mail")
    WEBHOOK = "webhook", _("Signed webhook")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    FEISHU = "feishu", _("Feishu group robot")


PERSONAL = (Channel.BELL, Channel.MAIL)
GROUPS = (Channel.WEBHOOK, Channel.WECOM, Channel.DINGTALK, Channel.FEISHU)
GROUP_CHOICES = [(channel.value, channel.label) for channel in GROUPS]


class Rhythm(models.TextChoices):
    """How often a person wants the digest."""

    NEVER = "never", _("Never")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Once a week")


class DeliveryState(models.TextChoices):
    """How one sending ended."""

    WAITING = "waiting", _("On its way")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")


DELIVERY_STATUS = {DeliveryState.WAITING: "run", DeliveryState.SENT: "good", DeliveryState.FAILED: "bad"}


class PackRhythm(models.TextChoices):
    """When the steering pack is made by itself."""

    OFF = "off", _("Only by hand")
    MONTHLY = "monthly", _("Every month, on a working day")
    MEETING = "meeting", _("Before each meeting of the committee")


class PackMode(models.TextChoices):
    """What happens with a pack that was made by itself."""

    DRAFT = "draft", _("Keep it as a draft; nothing is sent")
    SEND = "send", _("Send the link to the distribution list")
