"""Stakeholders and the communication plan."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.stakeholders.choices import Engagement, Level
from programme.stakeholders.querysets import CommunicationQuerySet, StakeholderQuerySet

GRADE = [MinValueValidator(1), MaxValueValidator(5)]


class Stakeholder(Record):
    """A person or body that can help or stop the programme."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="stakeholders")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    role = models.CharField(_("part in the programme"), max_length=160, blank=True)
    unit = models.ForeignKey(
        "programme.Unit",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("business unit"),
    )
    level = models.CharField(_("management level"), max_length=10, choices=Level.choices, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    power = models.PositiveSmallIntegerField(_("power 1–5"), validators=GRADE)
    interest = models.PositiveSmallIntegerField(_("interest 1–5"), validators=GRADE)
    engagement_now = models.PositiveSmallIntegerField(
        _("stands now"), choices=Engagement.choices, default=Engagement.NEUTRAL
    )
    engagement_wanted = models.PositiveSmallIntegerField(
        _("should stand"), choices=Engagement.choices, default=Engagement.SUPPORTIVE
    )
    top_executive = models.BooleanField(_("top executive"), default=False)
    action = models.CharField(_("next step"), max_length=200, blank=True)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        verbose_name = _("stakeholder")
        ordering = ["-power", "-interest", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="stakeholder_code", violation_error_message=_("This code is taken.")
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(top_executive=True),
                name="stakeholder_one_top",
                violation_error_message=_("A programme has one top executive."),
            ),
            models.CheckConstraint(
                condition=models.Q(power__range=(1, 5), interest__range=(1, 5)),
                name="stakeholder_grades",
                violation_error_message=_("Power and interest are between 1 and 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CommunicationItem(Record):
    """One message of the communication plan: who says what to whom, how and when, and whether it was said."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="communications")
    code = models.CharField(_("code"), max_length=20)
    message_zh = models.CharField(_("message in Chinese"), max_length=200)
    message_en = models.CharField(_("message in English"), max_length=200)
    sender = models.CharField(_("sender"), max_length=120)
    audience = models.CharField(_("audience"), max_length=120)
    channel = models.CharField(_("channel"), max_length=120)
    when = models.CharField(_("when"), max_length=120)
    due_on = models.DateField(_("due"), null=True, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)

    objects = CommunicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="communication_code",
                violation_error_message=_("This code is taken."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.message}"

    @property
    def message(self) -> str:
        """The message in the language of the reader."""
        return self.message_zh if (get_language() or "").startswith("zh") else self.message_en
