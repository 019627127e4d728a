"""User groups, requirements, the elicitation log, and what the strategy asks of a CRM."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.needs.choices import (
    Family,
    Fit,
    GroupKind,
    Impact,
    Increment,
    Method,
    Moscow,
    NeedState,
)
from programme.needs.querysets import CapabilityQuerySet, ElicitationQuerySet, GroupQuerySet, RequirementQuerySet

S = NeedState
TAKEN = _("This code is taken.")


class UserGroup(Record):
    """People whose work the CRM changes in the same way."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="user_groups")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("user group"), max_length=120)
    kind = models.CharField(_("works in"), max_length=12, choices=GroupKind.choices, default=GroupKind.SALES)
    unit = models.ForeignKey(
        "programme.Unit", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("business unit")
    )
    headcount = models.PositiveIntegerField(_("headcount"), default=0)
    impact = models.CharField(_("how much its work changes"), max_length=8, choices=Impact.choices, default="medium")
    needs = models.TextField(_("what it needs"), blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("user group")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="user_group_code", violation_error_message=TAKEN
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Requirement(Record, StateModel):
    """One thing the CRM must be able to do: for which goals and groups, how much it is needed, how it is met."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="requirements")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("requirement"), max_length=200)
    text = models.TextField(_("in words"), blank=True)
    family = models.CharField(_("family"), max_length=12, choices=Family.choices, default=Family.LEADS)
    moscow = models.CharField(_("needed (MoSCoW)"), max_length=8, choices=Moscow.choices, default=Moscow.SHOULD)
    fit = models.CharField(_("met by"), max_length=10, choices=Fit.choices, default=Fit.STANDARD)
    increment = models.CharField(_("increment"), max_length=12, choices=Increment.choices, default=Increment.SALES)
    effort = models.DecimalField(
        _("effort (person-days)"), max_digits=8, decimal_places=1, default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    reason = models.TextField(_("why custom code"), blank=True)
    upgrade_impact = models.TextField(_("effect on upgrades"), blank=True)
    acceptance = models.TextField(_("acceptance criteria"), blank=True)
    pain = models.ForeignKey(
        "programme.WorkshopEntry", models.SET_NULL, null=True, blank=True, related_name="requirements",
        verbose_name=_("pain point behind it"),
    )  # fmt: skip
    goals: Any = models.ManyToManyField(
        "programme.Goal", blank=True, related_name="requirements", verbose_name=_("goals that it serves")
    )
    groups: Any = models.ManyToManyField(
        UserGroup, blank=True, related_name="requirements", verbose_name=_("user groups that need it")
    )
    by_change = models.ForeignKey(
        "programme.ChangeRequest", models.PROTECT, null=True, blank=True, related_name="requirements",
        verbose_name=_("granted by the change request"),
    )  # fmt: skip
    state = StateField(_("state"), max_length=10, choices=S.choices, default=S.PROPOSED)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    drop_reason = models.TextField(_("why it was dropped"), blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="requirement_code", violation_error_message=TAKEN
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("written_by")),
                name="requirement_second_person",
                violation_error_message=_("Whoever wrote a requirement does not approve it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """The page of the requirement."""
        return reverse("needs:requirement", args=[self.programme.slug, self.public_id])

    @property
    def in_scope(self) -> bool:
        """Tell whether it is to be had this time."""
        return self.state != S.DROPPED and self.moscow != Moscow.WONT

    @transition(state, S.PROPOSED, S.APPROVED, label=_("Approve"))
    def approve(self, by: Any, at: datetime) -> None:
        """The business wants it as it is written."""
        self.approved_by, self.approved_at = by, at

    @transition(state, S.APPROVED, S.PROPOSED, label=_("Revise"))
    def revise(self) -> None:
        """It was worded otherwise and is approved anew."""
        self.approved_by = self.approved_at = None

    @transition(state, (S.PROPOSED, S.APPROVED), S.DROPPED, label=_("Drop"))
    def drop(self, reason: str) -> None:
        """It is not wanted any more."""
        self.drop_reason = reason


class Elicitation(Record):
    """One time that people were asked what they need: who, how, how many, and what came of it."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="elicitations")
    held_on = models.DateField(_("held on"))
    method = models.CharField(
        pgettext_lazy("way", "method"), max_length=12, choices=Method.choices, default=Method.INTERVIEW
    )
    unit = models.ForeignKey("programme.Unit", models.PROTECT, related_name="+", verbose_name=_("department"))
    people = models.PositiveIntegerField(_("people asked"), default=1, validators=[MinValueValidator(1)])
    summary = models.CharField(_("what came of it"), max_length=400)

    objects = ElicitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("elicitation")
        ordering = ["-held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.get_method_display()}: {self.summary}"


class Capability(Record):
    """Something a strategic objective asks of the CRM, and the requirement that gives it; without one it is a gap."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="capabilities")
    objective = models.ForeignKey(
        "programme.StrategyObjective", models.CASCADE, related_name="capabilities",
        verbose_name=_("strategic objective"),
    )  # fmt: skip
    name = models.CharField(_("capability"), max_length=200)
    requirement = models.ForeignKey(
        Requirement, models.SET_NULL, null=True, blank=True, related_name="capabilities",
        verbose_name=_("given by the requirement"),
    )  # fmt: skip

    objects = CapabilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("capability")
        ordering = ["objective__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "name"], name="capability_once",
                violation_error_message=_("This objective has this capability already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_gap(self) -> bool:
        """Tell whether no requirement in scope gives it."""
        return self.requirement is None or not self.requirement.in_scope
