"""Curricula: which course a role in the CRM needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from training.catalogue.models.courses import Course
from training.catalogue.querysets import CurriculumItemQuerySet


class CurriculumItem(Record):
    """One course that everybody of a role needs, perhaps in one wave only; without a role everybody does.

    What is needed before the go-live counts in a wave's readiness; the rest follows afterwards.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="curriculum")
    course = models.ForeignKey(Course, models.CASCADE, related_name="curriculum", verbose_name=_("course"))
    crm_role = models.CharField(_("role in the CRM"), max_length=80, blank=True)
    wave = models.ForeignKey(
        "phases.Wave", models.CASCADE, null=True, blank=True, related_name="curriculum", verbose_name=_("wave")
    )
    before_go_live = models.BooleanField(_("needed before the go-live"), default=True)

    objects = CurriculumItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement of a curriculum")
        ordering = ["crm_role", "course__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "course", "crm_role", "wave"], name="curriculum_item_once",
                violation_error_message=_("This role needs the course already."),
            ),
            models.UniqueConstraint(
                fields=["programme", "course", "crm_role"], condition=models.Q(wave=None),
                name="curriculum_item_once_everywhere",
                violation_error_message=_("This role needs the course already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.crm_role or '*'} · {self.course}"
