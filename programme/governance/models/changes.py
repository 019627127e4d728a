"""Change requests: what is asked, what it would touch, who decided, and that it was done."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.governance.choices import GRANTED, OPEN_CHANGES, UNDECIDED, ChangeCause, ChangeState, Route
from programme.governance.querysets import ChangeRequestQuerySet

S = ChangeState
ASKED = (S.SUBMITTED, S.ASSESSED, S.DEFERRED)


def _person(label: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class ChangeRequest(Record, StateModel):
    """A wish to change what was agreed.

    ``edits`` are the edits of the plan as data, ``charter_edits`` those of the signed charter; ``touches`` codes of
    processes, requirements and courses; ``computed`` what every floor said it would touch when it was last assessed,
    by language, with days and cost together.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="change_requests")
    code = models.CharField(_("number"), max_length=12, editable=False)
    title = models.CharField(pgettext_lazy("request", "change"), max_length=200)
    wanted = models.TextField(_("what is asked"))
    reason = models.TextField(_("reason"))
    cause = models.CharField(_("cause"), max_length=10, choices=ChangeCause.choices, default=ChangeCause.BUSINESS)
    goals: Any = models.ManyToManyField(
        "programme.Goal", blank=True, related_name="changes", verbose_name=_("goals that it serves")
    )
    issue = models.ForeignKey(
        "programme.Issue", models.PROTECT, null=True, blank=True, related_name="changes",
        verbose_name=_("came from the issue"),
    )  # fmt: skip
    scope = models.TextField(_("effect on scope"), blank=True)
    days = models.DecimalField(_("days, as stated"), max_digits=6, decimal_places=1, null=True, blank=True)
    effort = models.DecimalField(_("added effort (person-days)"), max_digits=8, decimal_places=1, default=Decimal(0))
    cost_minor = models.BigIntegerField(_("cost"), default=0)
    benefit = models.TextField(_("effect on benefit"), blank=True)
    risk = models.TextField(_("effect on risk"), blank=True)
    training = models.TextField(_("effect on training"), blank=True)
    data = models.TextField(_("effect on data"), blank=True)
    chain: Any = models.JSONField(_("change chain"), default=dict, blank=True)
    custom_code = models.BooleanField(_("needs custom code"), default=False)
    upgrade_note = models.TextField(_("effect on upgrades"), blank=True)
    touches: Any = models.JSONField(_("touches"), default=list, blank=True)
    edits: Any = models.JSONField(_("edits of the plan"), default=list, blank=True)
    charter_edits: Any = models.JSONField(_("edits of the charter"), default=list, blank=True)
    computed: Any = models.JSONField(default=dict, blank=True, editable=False)
    route = models.CharField(_("decided by"), max_length=10, choices=Route.choices, default=Route.COMMITTEE)
    beyond: Any = models.JSONField(default=list, blank=True, editable=False)
    state = StateField(_("state"), max_length=12, choices=S.choices, default=S.DRAFT)
    requester = _person(_("requested by"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    assessed_by = _person(_("assessed by"))
    assessed_at = models.DateTimeField(_("assessed"), null=True, blank=True)
    decided_by = _person(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    note = models.TextField(_("note of the decision"), blank=True)
    deferred_until = models.DateField(_("look again on"), null=True, blank=True)
    decide_by = models.DateField(_("decide afterwards by"), null=True, blank=True)
    applied_at = models.DateTimeField(_("put into effect"), null=True, blank=True)
    sent_back = models.TextField(_("why it was sent back"), blank=True)
    implemented_by = _person(_("implemented by"))
    verified_by = _person(_("verified by"))
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("change request")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="change_code_once",
                violation_error_message=_("Another change request has this number."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("requester")),
                name="change_second_person",
                violation_error_message=_("Whoever asks for a change does not decide it."),
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by=None) | ~models.Q(verified_by=models.F("implemented_by")),
                name="change_other_verifier",
                violation_error_message=_("Whoever carried a change out does not verify it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """The page of the change request."""
        return reverse("governance:change", args=[self.programme.slug, self.public_id])

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done about it."""
        return self.state in OPEN_CHANGES

    @property
    def is_granted(self) -> bool:
        """Tell whether it was approved."""
        return self.state in GRANTED

    @property
    def is_written(self) -> bool:
        """Tell whether its words may still be changed."""
        return self.state in {S.DRAFT, S.SUBMITTED}

    @property
    def is_pending(self) -> bool:
        """Tell whether it has edits of the plan or the charter that were not put into them yet."""
        return bool(self.edits or self.charter_edits) and self.applied_at is None

    @property
    def impacts(self) -> list[dict[str, Any]]:
        """What was computed when it was last assessed, in the language of the page."""
        chinese = (get_language() or "").startswith("zh")
        found: list[dict[str, Any]] = self.computed.get("zh-hans" if chinese else "en", [])
        return found

    @transition(state, S.DRAFT, S.SUBMITTED, label=_("Submit"))
    def submit(self, at: datetime) -> None:
        """Ask for it."""
        self.submitted_at = at

    @transition(state, (*ASKED, S.APPROVED), S.ASSESSED, label=_("Assess the impact"))
    def assess(self, by: Any, at: datetime) -> None:
        """Everything it touches is known, as of now."""
        self.assessed_by, self.assessed_at, self.sent_back = by, at, ""
        self.decided_by = self.decided_at = self.deferred_until = None

    @transition(state, S.ASSESSED, S.APPROVED, label=_("Approve"))
    def approve(self, by: Any, at: datetime, note: str) -> None:
        """Grant it."""
        self.decided_by, self.decided_at, self.note = by, at, note

    @transition(state, S.EMERGENCY, S.IMPLEMENTING, label=_("Approve afterwards"))
    def approve_afterwards(self, by: Any, at: datetime, note: str) -> None:
        """Grant what was done in an emergency."""
        self.decided_by, self.decided_at, self.note = by, at, note

    @transition(state, UNDECIDED, S.REJECTED, label=pgettext_lazy("request", "Reject"))
    def reject(self, by: Any, at: datetime, note: str) -> None:
        """Refuse it, with a reason."""
        self.decided_by, self.decided_at, self.note = by, at, note

    @transition(state, S.ASSESSED, S.DEFERRED, label=_("Defer"))
    def defer(self, by: Any, at: datetime, note: str, until: date) -> None:
        """Look at it again later."""
        self.decided_by, self.decided_at, self.note, self.deferred_until = by, at, note, until

    @transition(state, (S.SUBMITTED, S.ASSESSED), S.EMERGENCY, label=_("Act as an emergency"))
    def act_at_once(self, by: Any, decide_by: date) -> None:
        """Do it now and decide it within two working days."""
        self.implemented_by, self.decide_by = by, decide_by

    @transition(state, S.APPROVED, S.IMPLEMENTING, label=_("Begin to implement"))
    def implement(self, by: Any) -> None:
        """Begin to carry it out."""
        self.implemented_by = by

    @transition(state, S.APPROVED, S.SUBMITTED, label=_("Send back"))
    def send_back(self, why: str) -> None:
        """What was decided upon is no longer true: it is assessed again."""
        self.sent_back = why
        self.decided_by = self.decided_at = None

    @transition(state, S.IMPLEMENTING, S.VERIFIED, label=_("Verify"))
    def verify(self, by: Any, on: date) -> None:
        """Someone else has seen that it was done."""
        self.verified_by, self.verified_on = by, on

    @transition(state, S.VERIFIED, S.CLOSED, label=_("Close"))
    def close(self, on: date) -> None:
        """Nothing is left to do."""
        self.closed_on = on

    @transition(state, (S.DRAFT, *ASKED), S.WITHDRAWN, label=_("Withdraw"))
    def withdraw(self, why: str) -> None:
        """Take it back before it was decided."""
        self.note = why
