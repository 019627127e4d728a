"""Source systems with their fate, and interfaces with their test."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fsm import StateField, StateModel, transition
from programme.landscape.choices import Direction, Fate, Frequency, InterfaceState, Technique
from programme.landscape.models.common import Placed, once

S = InterfaceState


class SourceSystem(Placed):
    """A system that holds customer data today: who owns it, what and how much it holds, what becomes of it."""

    kind = "systems"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="source_systems")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("system"), max_length=120)
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    objects_held: Any = models.JSONField(_("what it holds"), default=list, blank=True)
    records = models.PositiveIntegerField(_("records"), default=0)
    trust = models.PositiveSmallIntegerField(
        _("trust (1 is trusted most)"), default=5, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    fate = models.CharField(_("fate"), max_length=10, choices=Fate.choices, default=Fate.OPEN)
    note = models.TextField(_("how and when"), blank=True)

    class Meta:
        verbose_name = _("source system")
        ordering = ["code", "pk"]
        constraints = [once("source_system_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Interface(Placed, StateModel):
    """One exchange of data between the CRM and another system, specified before it is built, tested before go-live."""

    kind = "interfaces"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="interfaces")
    code = models.CharField(_("code"), max_length=20)
    system = models.CharField(_("system"), max_length=120)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.BOTH)
    objects_held = models.CharField(_("what is exchanged"), max_length=300, blank=True)
    frequency = models.CharField(_("frequency"), max_length=8, choices=Frequency.choices, blank=True)
    method = models.CharField(pgettext_lazy("way", "method"), max_length=6, choices=Technique.choices, blank=True)
    standard = models.CharField(_("API standard"), max_length=120, blank=True)
    errors = models.TextField(_("when it fails"), blank=True)
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    in_scope = models.BooleanField(_("in scope"), default=True)
    state = StateField(_("state"), max_length=10, choices=S.choices, default=S.DRAFT)
    tested_on = models.DateField(_("tested on"), null=True, blank=True)
    test_note = models.TextField(_("result of the test"), blank=True)

    class Meta:
        verbose_name = _("interface")
        ordering = ["code", "pk"]
        constraints = [once("interface_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.system}"

    @transition(state, S.DRAFT, S.SPECIFIED, label=_("Specified"))
    def specify(self) -> None:
        """Everything that a builder needs is said."""

    @transition(state, (S.SPECIFIED, S.PASSED, S.FAILED), S.PASSED, label=_("Test passed"))
    def pass_test(self, on: date, note: str) -> None:
        """The integration test was passed."""
        self.tested_on, self.test_note = on, note

    @transition(state, (S.SPECIFIED, S.PASSED, S.FAILED), S.FAILED, label=_("Test failed"))
    def fail_test(self, on: date, note: str) -> None:
        """The integration test was not passed."""
        self.tested_on, self.test_note = on, note

    @transition(state, (S.SPECIFIED, S.PASSED, S.FAILED), S.DRAFT, label=_("Specify anew"))
    def reopen(self) -> None:
        """The specification changed: what was tested is another interface."""
        self.tested_on, self.test_note = None, ""
