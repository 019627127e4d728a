"""Rules of data quality."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from adoption.quality.choices import Dimension
from adoption.quality.querysets import QualityRuleQuerySet
from core.models import Record
from core.naming import Named, in_reader_language


class QualityRule(Named, Record):
    """A rule that records are checked against; severity 1 is the worst."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="quality_rules")
    code = models.CharField(_("code"), max_length=20)
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension.choices)
    rule_zh = models.CharField(_("rule in Chinese"), max_length=300, blank=True)
    rule_en = models.CharField(_("rule in English"), max_length=300, blank=True)
    severity = models.PositiveSmallIntegerField(
        _("severity"), default=3, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    active = models.BooleanField(_("in use"), default=True)

    objects = QualityRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality rule")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="quality_rule_once",
                violation_error_message=_("There is a rule with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(severity__range=(1, 3)), name="quality_rule_severity",
                violation_error_message=_("Severity is 1, 2 or 3."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name_zh="", name_en=""), name="quality_rule_has_name",
                violation_error_message=_("A rule needs a name."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def rule(self) -> str:
        """The rule in the language of the reader."""
        return in_reader_language(self.rule_zh, self.rule_en)
