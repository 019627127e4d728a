"""Steps of the cutover runbook."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from core.naming import Named
from phases.rollout.querysets import CutoverStepQuerySet
from programme.people.choices import Role


class CutoverStep(Named, Record):
    """One step of the runbook, in order."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="cutover_steps")
    code = models.CharField(_("code"), max_length=10)
    position = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    doer_role = models.CharField(_("done by"), max_length=3, choices=Role.choices)
    checker_role = models.CharField(_("checked by"), max_length=3, choices=Role.choices)
    checkpoint = models.PositiveSmallIntegerField(_("checkpoint"), null=True, blank=True)
    point_of_no_return = models.BooleanField(_("point of no return"), default=False)

    objects = CutoverStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("cutover step")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="cutover_step_once",
                violation_error_message=_("There is a step with this code."),
            ),
            models.CheckConstraint(
                condition=~models.Q(doer_role=models.F("checker_role")), name="cutover_step_other_checker",
                violation_error_message=_("Whoever does a step does not check it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
