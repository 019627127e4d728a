"""The executives' tests, the team's skills, the departments."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.capability.choices import Area, Desk, Lead, Test


class Own(Record):
    """A row with a page; ``kind`` is its book."""

    kind = ""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The page of the row."""
        row: Any = self
        return reverse("capability:row", args=[row.programme.slug, self.kind, self.public_id])


class ExecutiveTest(Own):
    """One of three tests of the executives' part: a score with what it rests on."""

    kind = "executives"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="executive_tests")
    test = models.CharField(_("test"), max_length=10, choices=Test.choices)
    score = models.PositiveSmallIntegerField(_("score 0–4"), validators=[MaxValueValidator(4)])
    lead = models.CharField(_("led day by day by"), max_length=10, choices=Lead.choices, blank=True)
    evidence = models.TextField(_("evidence"))

    class Meta:
        verbose_name = _("executive test")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "test"], name="executive_test_once",
                violation_error_message=_("This test is answered already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_test_display())


class TeamSkill(Own):
    """How able the own team is in an area, 1 to 5, and what is done where it is weak."""

    kind = "team"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="team_skills")
    area = models.CharField(_("area"), max_length=10, choices=Area.choices)
    score = models.PositiveSmallIntegerField(_("score 1–5"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    evidence = models.TextField(_("evidence"))
    action = models.ForeignKey(
        "programme.ActionItem", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("action")
    )

    class Meta:
        verbose_name = _("skill of the own team")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "area"], name="team_skill_once",
                violation_error_message=_("This area is scored already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_area_display())


class Department(Own):
    """A department beside sales: who takes part for it, or why it does not."""

    kind = "departments"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="departments")
    desk = models.CharField(_("department"), max_length=10, choices=Desk.choices)
    name = models.CharField(_("its name here"), max_length=80, blank=True)
    in_scope = models.BooleanField(_("takes part"), default=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    reason = models.CharField(_("why it does not take part"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("department")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "desk", "name"], name="department_once",
                violation_error_message=_("This department is listed already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or str(self.get_desk_display())
