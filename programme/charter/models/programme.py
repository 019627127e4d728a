"""The programme and its life."""

from datetime import date

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.charter.choices import FINAL_STATES, Profile, ProgrammeState, Purpose
from programme.charter.querysets import ProgrammeQuerySet

S = ProgrammeState
ALIVE = [state for state in ProgrammeState.values if state not in FINAL_STATES]


class Programme(Record, StateModel):
    """One implementation programme of a company's CRM."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    profile = models.CharField(_("profile"), max_length=12, choices=Profile.choices, default=Profile.ENTERPRISE)
    blueprint = models.CharField(_("blueprint"), max_length=60, blank=True)
    blueprint_version = models.PositiveSmallIntegerField(_("version of the blueprint"), default=1, editable=False)
    calendar = models.CharField(_("calendar"), max_length=20, default="china")
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    starts_on = models.DateField(_("start"))
    state = StateField(_("state"), max_length=12, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT)
    is_demo = models.BooleanField(default=False, editable=False)
    purposes = models.JSONField(_("purpose"), default=list, blank=True)
    purpose_text = models.TextField(_("why we want a CRM"), blank=True)
    kickoff_on = models.DateField(_("kick-off held on"), null=True, blank=True)
    kickoff_executive = models.BooleanField(_("the top executive attended"), null=True, blank=True)
    kickoff_waiver = models.TextField(_("why the kick-off went without"), blank=True)
    hold_reason = models.TextField(_("reason of the hold"), blank=True)
    hold_review_on = models.DateField(_("review of the hold"), null=True, blank=True)
    end_reason = models.TextField(_("reason of the end"), blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def last_mark(self) -> str:
        """The newest hashes of this chain and the installation's: other after every audited write; one query."""
        events = apps.get_model("programme", "AuditEvent").objects.order_by("-seq").values("hash")
        own, house = (models.Subquery(events.filter(chain=chain)[:1]) for chain in (self.public_id, ""))
        found = Programme.objects.filter(pk=self.pk).values_list(own, house).first()
        return ":".join(str(mark) for mark in found or ())

    @property
    def programme(self) -> "Programme":
        """The programme itself, so that predicates read every row alike."""
        return self

    @property
    def purpose_labels(self) -> list[str]:
        """The chosen purposes in the language of the reader."""
        labels = dict(Purpose.choices)
        return [str(labels[code]) for code in self.purposes if code in labels]

    @transition(state, S.DRAFT, S.READINESS, label=_("Start the readiness check"))
    def assess(self) -> None:
        """Ask for readiness."""

    @transition(state, S.READINESS, S.CHARTERED, label=_("Charter"))
    def charter(self) -> None:
        """Take effect: the charter is signed by all."""

    @transition(state, S.CHARTERED, S.ACTIVE, label=_("Activate"))
    def activate(self) -> None:
        """Begin the work."""

    @transition(state, S.ACTIVE, S.ON_HOLD, label=_("Put on hold"))
    def hold(self, reason: str, review_on: date) -> None:
        """Pause the schedule's clock until a review."""
        self.hold_reason = reason
        self.hold_review_on = review_on

    @transition(state, S.ON_HOLD, S.ACTIVE, label=_("Resume"))
    def resume(self) -> None:
        """Go on after a hold."""
        self.hold_reason = ""
        self.hold_review_on = None

    @transition(state, S.ACTIVE, S.OPERATING, label=_("Begin operating"))
    def operate(self) -> None:
        """Hand the rollout over to standing work."""

    @transition(state, S.OPERATING, S.CLOSING, label=_("Begin closing"))
    def begin_closing(self) -> None:
        """Prepare the end."""

    @transition(state, S.CLOSING, S.CLOSED, label=_("Close"))
    def close(self, on: date) -> None:
        """End as planned; nothing is written afterwards."""
        self.ended_on = on

    @transition(state, ALIVE, S.CANCELLED, label=_("Cancel"))
    def cancel(self, reason: str, on: date) -> None:
        """End early."""
        self.end_reason = reason
        self.ended_on = on
