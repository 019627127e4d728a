"""Budget lines and the sponsor's authorisation of their sum."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.budget.choices import Category, Nature


class BudgetLine(Record):
    """One line of the budget, in minor units of the programme's currency.

    ``forecast_minor`` is what a person expects still to come on it; None leaves that to the rule.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="budget_lines")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("line"), max_length=160)
    category = models.CharField(_("category"), max_length=16, choices=Category.choices, default=Category.OTHER)
    nature = models.CharField(_("nature"), max_length=8, choices=Nature.choices, default=Nature.ONE_OFF)
    amount_minor = models.BigIntegerField(_("amount"))
    phase = models.CharField(_("phase"), max_length=20, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    pay_from = models.DateField(_("paid from"), null=True, blank=True)
    pay_until = models.DateField(_("paid until"), null=True, blank=True)
    forecast_minor = models.BigIntegerField(
        _("forecast to complete"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(10**15)]
    )
    forecast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("forecast by")
    )
    forecast_on = models.DateField(_("forecast of"), null=True, blank=True)
    forecast_note = models.CharField(_("reason of the forecast"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("budget line")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="budget_code", violation_error_message=_("This code is taken.")
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gte=0),
                name="budget_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(pay_from=None)
                | models.Q(pay_until=None)
                | models.Q(pay_until__gte=models.F("pay_from")),
                name="budget_paid_in_order",
                violation_error_message=_("The last payment is not before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class BudgetAuthorisation(Record):
    """What the sponsor is asked to authorise; the signature itself is a sign-off, stale once a line changes."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="budget_authorisations")
    asked_at = models.DateTimeField(_("asked"))
    total_minor = models.BigIntegerField(_("budget at completion"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)

    class Meta:
        verbose_name = _("budget authorisation")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.programme} {self._meta.verbose_name}"
