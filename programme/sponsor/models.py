"""Acts of the sponsor."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Record
from programme.sponsor.choices import ActKind
from programme.sponsor.querysets import SponsorActQuerySet


class SponsorAct(Record):
    """Something the sponsor does in person: planned for a day, before whom, done when, and by what one sees it."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="sponsor_acts")
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=ActKind.choices)
    title = models.CharField(_("act"), max_length=200, blank=True)
    person = models.ForeignKey(
        "programme.Stakeholder", models.PROTECT, null=True, blank=True, related_name="acts", verbose_name=_("done by")
    )
    audience = models.CharField(_("audience"), max_length=160)
    due_on = models.DateField(pgettext_lazy("sponsor", "planned for"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    reason = models.CharField(_("why it was dropped"), max_length=300, blank=True)
    escalated_on = models.DateField(_("escalated on"), null=True, blank=True)

    objects = SponsorActQuerySet.as_manager()

    class Meta:
        verbose_name = _("sponsor's act")
        ordering = ["due_on", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="sponsor_act_code",
                violation_error_message=_("This code is taken."),
            ),
            models.CheckConstraint(
                condition=models.Q(done_on=None) | models.Q(dropped_on=None), name="sponsor_act_one_end",
                violation_error_message=_("An act is done or dropped, not both."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """Its title, else its kind in the language of the reader."""
        return self.title or str(ActKind(self.kind).label)

    def get_absolute_url(self) -> str:
        """The act's page."""
        return reverse("sponsor:act", args=[self.programme.slug, self.public_id])

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.done_on is None and self.dropped_on is None

    def overdue(self, today: date) -> bool:
        """Tell whether it should have been done."""
        return self.is_open and self.due_on < today
