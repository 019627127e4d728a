"""Notifications, what each person wishes, the channels of a programme, and what was sent over them."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.notices.choices import (
    GROUP_CHOICES,
    PERSONAL,
    Channel,
    DeliveryState,
    PackMode,
    PackRhythm,
    Rhythm,
    Topic,
)
from programme.notices.querysets import DeliveryQuerySet, EndpointQuerySet, NotificationQuerySet, PaperReadingQuerySet


class Notification(Record):
    """Something a person is told in the frame's bell."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices, default=Topic.TASK)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "read_at", "-created_at"], name="notification_unread")]

    def __str__(self) -> str:
        return self.text


class NoticeWish(models.Model):
    """Whether a person wants a topic over a channel, where that differs from what is usual."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_wishes")
    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices)
    channel = models.CharField(
        _("channel"), max_length=10, choices=[(one.value, one.label) for one in PERSONAL]
    )  # fmt: skip
    wanted = models.BooleanField(_("wanted"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic", "channel"], name="notice_wish_once")]

    def __str__(self) -> str:
        return f"{self.topic} {self.channel}"


class DigestWish(models.Model):
    """How often a person wants the digest, where that differs from what is usual."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_wish")
    rhythm = models.CharField(_("digest"), max_length=10, choices=Rhythm.choices)

    def __str__(self) -> str:
        return self.rhythm


class Endpoint(Record):
    """A group robot or webhook of a programme; address and secret are sealed and never shown again."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="endpoints")
    name = models.CharField(_("name"), max_length=80)
    channel = models.CharField(_("channel"), max_length=10, choices=GROUP_CHOICES)
    host = models.CharField(_("host"), max_length=200, editable=False)
    sealed_address = models.TextField(editable=False)
    sealed_secret = models.TextField(blank=True, editable=False)
    secret_set_at = models.DateTimeField(_("address or secret set"), null=True, blank=True, editable=False)
    topics: Any = models.JSONField(_("topics"), default=list)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    in_use = models.BooleanField(_("in use"), default=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="endpoint_name_once",
                violation_error_message=_("Another channel has this name."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The channel's page."""
        return reverse("notices:endpoint", args=[self.programme.slug, self.public_id])

    @property
    def topic_names(self) -> list[str]:
        """Its topics in words."""
        return [str(Topic(code).label) for code in self.topics if code in Topic.values]


class Delivery(Record):
    """One sending: to a person by mail or to a group's channel, how often it was tried and how it ended."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, null=True, blank=True, related_name="+")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    topic = models.CharField(_("topic"), max_length=12, blank=True)  # empty for a digest
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("to")
    )
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, null=True, blank=True, related_name="deliveries")
    document = models.ForeignKey(
        "programme.GeneratedDocument", models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    files: Any = models.JSONField(default=list, blank=True)  # public ids of attached files
    key = models.CharField(max_length=160, null=True, blank=True, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )  # fmt: skip
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        indexes = [models.Index(fields=["programme", "-created_at"], name="delivery_recent")]

    def __str__(self) -> str:
        return self.subject

    @property
    def recipient(self) -> str:
        """Whom it went to."""
        return str(self.person or self.endpoint or "–")


class PackPlan(Record):
    """When a programme's steering pack is made by itself, as what, and to whom its link goes."""

    programme = models.OneToOneField("programme.Programme", models.CASCADE, related_name="pack_plan")
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=PackRhythm.choices, default=PackRhythm.OFF)
    day = models.PositiveSmallIntegerField(
        _("on working day"), default=3, validators=[MinValueValidator(1), MaxValueValidator(23)],
        help_text=_("Of the month, or so many working days before the meeting."),
    )  # fmt: skip
    languages: Any = models.JSONField(_("languages"), default=list)
    formats: Any = models.JSONField(_("formats"), default=list)
    mode = models.CharField(_("what happens with it"), max_length=8, choices=PackMode.choices, default=PackMode.DRAFT)
    attach = models.BooleanField(_("attach the PDF to the mail"), default=False)
    since = models.DateField(_("counts from"), null=True, blank=True, editable=False)
    readers: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("distribution list")
    )

    class Meta:
        verbose_name = _("rhythm of the steering pack")

    def __str__(self) -> str:
        return str(PackRhythm(self.rhythm).label)


class PaperReading(models.Model):
    """That a person opened a paper's page while logged in: first, last, how often."""

    document = models.ForeignKey("programme.GeneratedDocument", models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    objects = PaperReadingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "person"], name="paper_reading_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.first_at:%Y-%m-%d}"
