"""What is bound and what is spent: commitments, actual costs, locked months."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.budget.choices import ActualKind, CommitmentKind
from programme.budget.querysets import ActualCostQuerySet, CommitmentQuerySet

if TYPE_CHECKING:
    from programme.charter.models import Programme

LARGEST = 10**15  # minor units
AMOUNT = [MinValueValidator(-LARGEST), MaxValueValidator(LARGEST)]
CODE = RegexValidator(r"^[A-Z]{3}\Z", _("A currency is its three-letter code, such as CNY."))
RATE_PLACES = 8


class StatedMoney(Record):
    """An amount as its document states it, and what that is in the programme's currency, both in minor units.

    ``rate`` is how much of the programme's currency one unit of the stated one is worth; None where they are the same.
    """

    stated_minor = models.BigIntegerField(_("amount as stated"), validators=AMOUNT)
    currency = models.CharField(_("currency"), max_length=3, validators=[CODE])
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=RATE_PLACES, null=True, blank=True)
    amount_minor = models.BigIntegerField(_("amount"), validators=AMOUNT)

    class Meta:
        abstract = True


def _line(related: str) -> Any:
    return models.ForeignKey(
        "programme.BudgetLine", models.RESTRICT, related_name=related, verbose_name=_("budget line")
    )


class Commitment(StatedMoney):
    """Money that is bound: a purchase order or a contract. Once ``closed_on``, nothing more is expected of it."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="commitments")
    code = models.CharField(_("code"), max_length=20)
    line: Any = _line("commitments")
    kind = models.CharField(_("kind"), max_length=12, choices=CommitmentKind.choices, default=CommitmentKind.ORDER)
    number = models.CharField(_("document number"), max_length=60)
    supplier = models.CharField(_("supplier"), max_length=120)
    text = models.CharField(_("text"), max_length=200, blank=True)
    signed_on = models.DateField(_("date"))
    due_on = models.DateField(_("last payment expected"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="commitment_code", violation_error_message=_("This code is taken.")
            ),
            models.UniqueConstraint(
                fields=["programme", "supplier", "number"], name="commitment_document_once",
                violation_error_message=_("This document of this supplier is recorded already."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="commitment_positive",
                violation_error_message=_("A commitment is more than 0."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.supplier}"

    def get_absolute_url(self) -> str:
        """The page of the commitment."""
        return reverse("budget:commitment", args=[self.programme.slug, self.public_id])


class ActualCost(StatedMoney):
    """Money that is spent: an invoice, a time sheet, a correction; a credit note is negative.

    It counts in the month of ``booked_on``. That is the month of its document, or, where that is locked, the first
    open month after it: then it is an adjustment there.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="actual_costs")
    code = models.CharField(_("code"), max_length=20)
    line: Any = _line("actual_costs")
    commitment = models.ForeignKey(
        Commitment, models.RESTRICT, null=True, blank=True, related_name="actual_costs", verbose_name=_("commitment")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ActualKind.choices, default=ActualKind.INVOICE)
    number = models.CharField(_("document number"), max_length=60)
    supplier = models.CharField(_("supplier"), max_length=120, help_text=_("For a time sheet the team."))
    text = models.CharField(_("text"), max_length=200, blank=True)
    dated_on = models.DateField(_("document date"))
    booked_on = models.DateField(_("booked"))
    hours = models.DecimalField(
        _("hours"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    hourly_minor = models.BigIntegerField(
        _("hourly rate"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(LARGEST)]
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = ActualCostQuerySet.as_manager()

    class Meta:
        verbose_name = _("actual cost")
        ordering = ["-booked_on", "-pk"]
        indexes = [models.Index(fields=["programme", "booked_on"], name="actual_cost_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="actual_cost_code", violation_error_message=_("This code is taken.")
            ),
            models.UniqueConstraint(
                fields=["programme", "supplier", "number"], name="actual_cost_document_once",
                violation_error_message=_("This document of this supplier is recorded already."),
            ),
            models.CheckConstraint(
                condition=models.Q(booked_on__gte=models.F("dated_on")), name="actual_cost_booked_after",
                violation_error_message=_("Nothing is booked before the day of its document."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.supplier}"

    def get_absolute_url(self) -> str:
        """The page of the entry."""
        return reverse("budget:actual", args=[self.programme.slug, self.public_id])

    @property
    def adjusts(self) -> date | None:
        """The locked month it belongs to, where it was booked in a later one."""
        month = self.dated_on.replace(day=1)
        return month if month != self.booked_on.replace(day=1) else None

    @property
    def is_unmatched(self) -> bool:
        """Tell whether it is an invoice without the commitment it pays."""
        return self.kind == ActualKind.INVOICE and self.commitment_id is None


class MonthLock(Record):
    """A month whose actual costs stay as they are, with all months before it; ``month`` is its first day."""

    programme: "models.ForeignKey[Programme, Programme]" = models.ForeignKey(
        "programme.Programme", models.CASCADE, related_name="month_locks"
    )
    month = models.DateField(_("month"))
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("locked by")
    )

    class Meta:
        verbose_name = _("locked month")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "month"], name="month_lock_once",
                violation_error_message=_("This month is locked already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
