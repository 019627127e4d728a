"""External dependencies: what others have to give, what was promised, and when it is needed."""

from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.raid.choices import AWAITED, DependencyState
from programme.raid.models.common import person
from programme.raid.querysets import DependencyQuerySet
from programme.raid.rules.promises import Promise


class Dependency(Record, StateModel):
    """Something that one side gives and the other takes; the first promise stays, so that its slip can be told.

    ``needed_by`` is the code of a task or milestone of the plan; ``needed_on`` its start, or a day that was typed.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="dependencies")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("what is given"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    giver = models.CharField(_("giver"), max_length=120)
    taker = models.CharField(_("taker"), max_length=120)
    owner = person(_("owner"))
    owner_name = models.CharField(_("owner as written"), max_length=120, blank=True)
    first_promised_on = models.DateField(_("first promised for"), null=True, blank=True, editable=False)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    needed_by = models.CharField(
        _("needed by the task"), max_length=60, blank=True,
        help_text=_("Code of a task or milestone. Empty: the day beside it."),
    )  # fmt: skip
    needed_on = models.DateField(_("needed on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    state = StateField(_("state"), max_length=12, choices=DependencyState.choices, default=DependencyState.OPEN)
    raised_by = person(_("raised by"))
    raised_on = models.DateField(_("raised"), default=timezone.localdate)
    extra: Any = models.JSONField(_("further columns"), default=dict, blank=True)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dependency")
        indexes = [models.Index(fields=["programme", "state", "needed_on"], name="dependency_register")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="dependency_code_once",
                violation_error_message=_("Another dependency has this code."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("raid:dependency_detail", args=[self.programme.slug, self.public_id])

    @property
    def is_awaited(self) -> bool:
        """Tell whether it has not come yet and is still wanted."""
        return self.state in AWAITED

    @property
    def owner_text(self) -> str:
        """Name of the owner, as an account or as written."""
        return str(self.owner) if self.owner else self.owner_name

    @property
    def promise(self) -> Promise:
        """Give what the rules read."""
        return Promise(self.state, self.first_promised_on, self.promised_on, self.needed_on, self.delivered_on)

    @transition(state, AWAITED, DependencyState.PROMISED, label=_("Record a promise"))
    def promised(self, on: date) -> None:
        """The giver named a day; the first one stays."""
        self.promised_on, self.first_promised_on = on, self.first_promised_on or on

    @transition(state, AWAITED, DependencyState.DELIVERED, label=_("It was delivered"))
    def deliver(self, on: date) -> None:
        """It came."""
        self.delivered_on = on

    @transition(state, AWAITED, DependencyState.DROPPED, label=_("No longer needed"))
    def drop(self) -> None:
        """Nobody waits for it any more."""

    @transition(state, DependencyState.DELIVERED, DependencyState.PROMISED, label=_("It was not delivered after all"))
    def reopen(self) -> None:
        """What came is not what is needed."""
        self.delivered_on = None
