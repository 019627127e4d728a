"""Cost lines, planned and posted."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.budget.choices import Category
from roi.ledger.choices import Basis, Rhythm
from roi.ledger.querysets import CostQuerySet

LARGEST = 10**15  # minor units
AMOUNT = [MinValueValidator(-LARGEST), MaxValueValidator(LARGEST)]
SHARE = [MinValueValidator(0), MaxValueValidator(100)]


class CostLine(Record):
    """One cost: a posting of the ledger, or a planned payment that perhaps comes again; in minor units.

    A credit note is a posting with a negative amount.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="cost_lines")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("text"), max_length=200)
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices, default=Basis.ACTUAL)
    nature = models.CharField(_("nature"), max_length=10, choices=Rhythm.choices, default=Rhythm.ONE_OFF)
    category = models.CharField(_("category"), max_length=16, choices=Category.choices, default=Category.OTHER)
    posted_on = models.DateField(_("posting date"))
    until = models.DateField(_("last payment"), null=True, blank=True)
    amount_minor = models.BigIntegerField(_("amount"), validators=AMOUNT)
    vendor = models.CharField(_("vendor"), max_length=120, blank=True)
    ledger_ref = models.CharField(_("voucher"), max_length=60, blank=True)
    cost_centre = models.CharField(_("cost centre"), max_length=40, blank=True)
    account = models.CharField(_("account"), max_length=40, blank=True)
    project = models.CharField(_("project"), max_length=60, blank=True)
    risk_percent = models.DecimalField(_("risk, %"), max_digits=5, decimal_places=2, default=0, validators=SHARE)
    budget_line = models.ForeignKey(
        "programme.BudgetLine", models.SET_NULL, null=True, blank=True, related_name="cost_lines",
        verbose_name=_("budget line"),
    )  # fmt: skip

    objects = CostQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost line")
        ordering = ["-posted_on", "-pk"]
        indexes = [models.Index(fields=["programme", "basis", "posted_on"], name="cost_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="cost_code", violation_error_message=_("This code is taken.")
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("posted_on")), name="cost_until_after",
                violation_error_message=_("The last payment is not before the first."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the form of the line."""
        return reverse("ledger:cost_edit", args=[self.programme.slug, self.public_id])
