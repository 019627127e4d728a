"""Gates and their criteria, each bound to what it reads."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from core.naming import Named
from phases.gates.choices import DECIDED, PASSED, Binding, GateState, Op
from phases.gates.models.phases import Phase
from phases.gates.querysets import GateQuerySet

G = GateState


class Gate(Named, Record, StateModel):
    """A gate of the programme, or of one wave; ``holds`` are codes of tasks that wait for its decision."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="gates")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="gates", verbose_name=_("phase"))
    code = models.CharField(_("code"), max_length=20)
    wave = models.CharField(_("wave"), max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    keepers = models.JSONField(_("keepers"), default=list, blank=True)
    after = models.JSONField(_("after tasks"), default=list, blank=True)
    holds = models.JSONField(_("holds tasks"), default=list, blank=True)
    state = StateField(_("state"), max_length=12, choices=GateState.choices, default=GateState.SCHEDULED)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    review_on = models.DateField(_("review"), null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    assessed_at = models.DateTimeField(_("assessed"), null=True, blank=True)
    exception_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    exception_at = models.DateTimeField(_("exception signed"), null=True, blank=True)
    exception_reason = models.TextField(_("reason of the small-firm exception"), blank=True)

    objects = GateQuerySet.as_manager()

    class Meta:
        verbose_name = _("gate")
        ordering = ["position", "wave", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "code", "wave"], name="gate_code_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"

    @property
    def key(self) -> str:
        """What names the gate in addresses: its code, with the wave where there is one."""
        return f"{self.code}-{self.wave}" if self.wave else self.code

    @property
    def is_passed(self) -> bool:
        """Tell whether it was decided go or conditional."""
        return self.state in PASSED

    @property
    def is_decided(self) -> bool:
        """Tell whether this round has its decision."""
        return self.state in DECIDED

    @transition("state", G.SCHEDULED, G.SUBMITTED, label=_("Submit for review"))
    def submit(self) -> None:
        """Hand the evidence to the keepers."""

    @transition("state", G.SUBMITTED, G.IN_REVIEW, label=_("Start review"))
    def assess(self) -> None:
        """Begin the review."""

    @transition("state", G.IN_REVIEW, G.GO, label=_("Go"))
    def decide_go(self) -> None:
        """Let the next phase begin."""

    @transition("state", G.IN_REVIEW, G.CONDITIONAL, label=_("Conditional"))
    def decide_conditional(self) -> None:
        """Let the next phase begin under conditions."""

    @transition("state", G.IN_REVIEW, G.RECYCLE, label=_("Recycle"))
    def decide_recycle(self) -> None:
        """Send the work back."""

    @transition("state", G.IN_REVIEW, G.HOLD, label=_("Hold"))
    def decide_hold(self) -> None:
        """Wait for a named event."""

    @transition("state", G.IN_REVIEW, G.STOP, label=_("Stop"))
    def decide_stop(self) -> None:
        """End the programme."""

    @transition("state", [G.RECYCLE, G.HOLD], G.SCHEDULED, label=_("Schedule again"))
    def reschedule(self) -> None:
        """Open the next round."""
        self.round += 1
        self.submitted_by = self.submitted_at = self.assessed_by = self.assessed_at = None


class Criterion(Named, Record):
    """What a gate asks; ``threshold`` holds texts of numbers, ``true``, ``false`` or a word.

    ``also`` names evidence besides its own: it is met only while each counts zero, or holds where it is yes or no.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="criteria")
    key = models.CharField(_("key"), max_length=40)
    label = models.CharField(_("number"), max_length=5)
    position = models.PositiveSmallIntegerField(default=0)
    must = models.BooleanField(_("must"), default=True)
    binding = models.CharField(max_length=12, choices=Binding.choices)
    evidence = models.CharField(max_length=80, blank=True)
    deliverables = models.JSONField(default=list, blank=True)
    until_binding = models.CharField(max_length=12, choices=Binding.choices, blank=True)
    until_deliverables = models.JSONField(default=list, blank=True)
    op = models.CharField(max_length=8, choices=Op.choices)
    threshold = models.JSONField(default=list, blank=True)
    scope = models.JSONField(default=dict, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    also = models.JSONField(_("must hold as well"), default=list, blank=True)

    class Meta:
        verbose_name = _("criterion")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["gate", "key"], name="criterion_key_once")]

    def __str__(self) -> str:
        return f"{self.label} {self.name}"

    @property
    def bounds(self) -> tuple[Decimal | bool | str, ...]:
        """The threshold as values."""
        return tuple(each if isinstance(each, bool) else _number_or_word(each) for each in self.threshold)


def _number_or_word(text: str) -> Decimal | str:
    return Decimal(text) if text[:1].isdigit() or text[:1] == "-" else text


class ManualStatement(Record):
    """A person's statement about a criterion, with the evidence it rests on; the latest one counts."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="statements")
    fulfilled = models.BooleanField(_("fulfilled"))
    text = models.TextField(_("statement"))
    link = models.URLField(_("link to the evidence"), max_length=500, blank=True)
    attachment = models.ForeignKey(
        "programme.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("attachment")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("stated"))

    class Meta:
        verbose_name = _("statement")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
