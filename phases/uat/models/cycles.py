"""Cycles, what was stated at their entry, and the concessions of a conditional acceptance."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from phases.uat.choices import CycleState, EntryItem
from phases.uat.querysets import UatConcessionQuerySet, UatCycleQuerySet

S = CycleState


class UatCycle(Record, StateModel):
    """One round of the acceptance test on one build; after its decision nothing in it changes."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="uat_cycles")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    scope = models.TextField(_("scope"), blank=True)
    build = models.CharField(_("build"), max_length=60, blank=True)
    environment = models.CharField(_("environment"), max_length=120, blank=True)
    data_set = models.CharField(_("data set"), max_length=200, blank=True)
    wave = models.ForeignKey(
        "phases.Wave", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wave")
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("test lead")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    state = StateField(_("state"), max_length=24, choices=CycleState, default=CycleState.PLANNED)
    state_reason = models.CharField(_("reason"), max_length=300, blank=True)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    executed_at = models.DateTimeField(_("executed"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("put to signature"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = UatCycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("UAT cycle")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="uat_cycle_number",
                violation_error_message=_("There is a cycle with this number."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on"))
                | models.Q(starts_on=None) | models.Q(ends_on=None),
                name="uat_cycle_span",
                violation_error_message=_("A cycle ends not before it begins."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        title = gettext("UAT cycle %(n)d") % {"n": self.number}
        return f"{title} {self.name}".strip()

    def get_absolute_url(self) -> str:
        """Return the address of its board."""
        return reverse("uat:cycle", args=[self.programme.slug, self.public_id])

    @transition(state, S.PLANNED, S.ENTRY_CHECK, label=_("Check the entry"))
    def check_entry(self) -> None:
        """The list of the entry is filled in."""

    @transition(state, S.ENTRY_CHECK, S.RUNNING, label=_("Begin"))
    def run(self) -> None:
        """Everything of the entry is met or waived."""

    @transition(state, S.RUNNING, S.SUSPENDED, label=_("Suspend"))
    def suspend(self) -> None:
        """The environment is down, or too much is blocked."""

    @transition(state, S.SUSPENDED, S.RUNNING, label=_("Resume"))
    def resume(self) -> None:
        """It goes on."""

    @transition(state, S.RUNNING, S.EXECUTED, label=_("Close execution"))
    def execute(self) -> None:
        """Nothing is without a result or a reason."""

    @transition(state, S.EXECUTED, S.RUNNING, label=_("Open execution again"))
    def reopen(self) -> None:
        """Something must be run after all, before anybody was asked to sign."""

    @transition(state, S.EXECUTED, S.SIGN_OFF, label=_("Put to signature"))
    def submit(self) -> None:
        """The business owners are asked to sign."""

    @transition(state, S.SIGN_OFF, S.EXECUTED, label=_("Take back"))
    def take_back(self) -> None:
        """The requests are withdrawn before anybody decided."""

    @transition(state, S.SIGN_OFF, S.ACCEPTED, label=_("Accept"))
    def accept(self) -> None:
        """Every business owner signed without conditions."""

    @transition(state, S.SIGN_OFF, S.CONDITIONAL, label=_("Accept with concessions"))
    def accept_conditionally(self) -> None:
        """Every business owner signed, with concessions that end."""

    @transition(state, S.SIGN_OFF, S.REJECTED, label=_("Reject"))
    def reject(self) -> None:
        """A business owner declined: the next cycle runs everything again."""

    @transition(state, S.CONDITIONAL, S.SIGN_OFF, label=_("Concession ended"))
    def lapse(self) -> None:
        """A concession ended before its defect was closed: the owners are asked again."""


class EntryStatement(Record):
    """What the test lead states of one item of the entry, or the business owner waives."""

    cycle = models.ForeignKey(UatCycle, models.CASCADE, related_name="entry")
    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    item = models.CharField(_("item"), max_length=20, choices=EntryItem)
    met = models.BooleanField(_("met"), default=False)
    waived = models.BooleanField(_("waived"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stated by")
    )

    class Meta:
        verbose_name = _("entry item")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "item"], name="uat_entry_once")]

    def __str__(self) -> str:
        return f"{self.cycle.number}: {self.get_item_display()}"


class UatConcession(Record):
    """What a conditional acceptance lets stand: for which defect, with which workaround, until when."""

    cycle = models.ForeignKey(UatCycle, models.CASCADE, related_name="concessions")
    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="+")
    defect = models.ForeignKey("phases.Defect", models.PROTECT, related_name="concessions", verbose_name=_("defect"))
    workaround = models.TextField(_("workaround"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("repaired by"))
    expires_on = models.DateField(_("ends on"))

    objects = UatConcessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("UAT concession")
        ordering = ["expires_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "defect"], name="uat_concession_once",
                violation_error_message=_("This defect has its concession already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.defect.code} – {self.expires_on}"
