"""What the budget was when it was authorised, and each time a granted change moved it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.budget.choices import Category, Nature


class BudgetBaseline(Record):
    """The authorised budget, frozen: the first by the sponsor's signature, every later one by a granted change."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="budget_baselines")
    number = models.PositiveIntegerField(_("number"))
    set_at = models.DateTimeField(_("set"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )
    total_minor = models.BigIntegerField(_("budget at completion"))
    authorisation = models.ForeignKey(
        "programme.BudgetAuthorisation", models.SET_NULL, null=True, blank=True, related_name="baselines",
        verbose_name=_("authorisation"),
    )  # fmt: skip
    change = models.OneToOneField(
        "programme.ChangeRequest", models.SET_NULL, null=True, blank=True, related_name="budget_baseline",
        verbose_name=_("change request"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("budget baseline")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="budget_baseline_number",
                violation_error_message=_("This baseline is set already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(_("Budget baseline %(number)s") % {"number": self.number})


class BudgetBaselineLine(models.Model):
    """One line of a baseline; ``line`` is None once the line was taken out of the budget."""

    baseline = models.ForeignKey(BudgetBaseline, models.CASCADE, related_name="lines")
    line = models.ForeignKey("programme.BudgetLine", models.SET_NULL, null=True, related_name="baselined")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("line"), max_length=160)
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    nature = models.CharField(_("nature"), max_length=8, choices=Nature.choices)
    phase = models.CharField(_("phase"), max_length=20, blank=True)
    amount_minor = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("line of a budget baseline")
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
