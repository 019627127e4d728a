"""What was said, the steps of its handling, the votes for it, and the answering times of a programme."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from feedback.inbox.choices import ENDED, OPEN, REPLIED, Act, Category, Channel, ItemKind, ItemState
from feedback.inbox.querysets import FeedbackItemQuerySet, FeedbackStepQuerySet, FeedbackVoteQuerySet

S = ItemState
ROUTED = (S.CLASSIFIED, S.LINKED_DEFECT, S.BACKLOG, S.PLANNED)


def person(label: Any, **more: Any) -> "models.ForeignKey[Any, Any]":
    """Make a column for a person who may be nobody."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label, **more
    )


class FeedbackItem(Record, StateModel):
    """One thing that somebody said, with its way to an answer.

    The submitter is an account, a name or address without one, or nobody: an anonymous item keeps only the hash of
    the code under which its sender finds the answers, and the day instead of the time.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="feedback")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("in one sentence"), max_length=200)
    text = models.TextField(_("feedback"), max_length=10_000, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind, blank=True)
    category = models.CharField(_("category"), max_length=10, choices=Category, blank=True)
    module = models.CharField(_("module"), max_length=80, blank=True)
    process = models.ForeignKey(
        "phases.ProcessNode", models.SET_NULL, null=True, blank=True, related_name="feedback", verbose_name=_("process")
    )
    reach = models.PositiveIntegerField(_("people concerned"), null=True, blank=True, validators=[MinValueValidator(1)])
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.WEB)
    page = models.CharField(_("page"), max_length=300, blank=True)
    submitter = person(_("submitter"))
    submitter_name = models.CharField(_("submitter's name"), max_length=120, blank=True)
    submitter_email = models.EmailField(_("submitter's address"), max_length=254, blank=True)
    anonymous = models.BooleanField(_("anonymous"), default=False)
    reply_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    wave = models.ForeignKey(
        "phases.Wave", models.SET_NULL, null=True, blank=True, related_name="feedback", verbose_name=_("wave")
    )
    unit = models.ForeignKey(
        "programme.Unit", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("business unit")
    )
    crm_role = models.CharField(_("role in the CRM"), max_length=80, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    state = StateField(_("state"), max_length=14, choices=ItemState, default=ItemState.NEW)
    waiting = models.BooleanField(_("waiting for the submitter"), default=False, editable=False)
    owner = person(_("handled by"))
    original = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    defect = models.CharField(_("defect"), max_length=300, blank=True)
    release = models.CharField(_("release"), max_length=80, blank=True)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    reviewed_by = person(_("reviewed by"))
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    votes_elsewhere = models.PositiveIntegerField(_("votes counted elsewhere"), default=0)
    extra: Any = models.JSONField(_("further columns"), default=dict, blank=True)

    objects = FeedbackItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        indexes = [models.Index(fields=["programme", "state", "-received_at"], name="feedback_register")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="feedback_code_once",
                violation_error_message=_("Another item has this code."),
            ),
            models.UniqueConstraint(
                fields=["programme", "reply_hash"], condition=~models.Q(reply_hash=""), name="feedback_reply_once",
                violation_error_message=_("This was sent already."),
            ),
            models.CheckConstraint(
                condition=models.Q(anonymous=False)
                | models.Q(submitter=None, submitter_name="", submitter_email="", crm_role=""),
                name="feedback_anonymous_is_nobody",
                violation_error_message=_("An anonymous item names nobody."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=S.MERGED, original__isnull=False)
                | (~models.Q(state=S.MERGED) & models.Q(original=None)),
                name="feedback_merged_into_one",
                violation_error_message=_("A merged item names its original, another one does not."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("inbox:item_detail", args=[self.programme.slug, self.public_id])

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still owed."""
        return self.state in OPEN

    @property
    def can_be_voted(self) -> bool:
        """Tell whether it still takes votes."""
        return self.state not in ENDED

    @property
    def submitter_text(self) -> str:
        """Name of the submitter as far as it is known; empty where it is not."""
        return str(self.submitter) if self.submitter else self.submitter_name or self.submitter_email

    @transition(state, S.NEW, S.ACKNOWLEDGED, label=_("Acknowledge"))
    def acknowledge(self) -> None:
        """Somebody has read it and says so."""

    @transition(state, (S.ACKNOWLEDGED, S.REOPENED, *ROUTED), S.CLASSIFIED, label=_("Classify"))
    def classify(self) -> None:
        """It is known what it is and where its cause lies."""

    @transition(state, ROUTED, S.ANSWERED, label=_("Answer"))
    def answer(self) -> None:
        """What was asked is answered."""

    @transition(state, S.CLASSIFIED, S.LINKED_DEFECT, label=_("Hand over as a defect"))
    def link_defect(self) -> None:
        """A defect record goes on with it."""

    @transition(state, S.CLASSIFIED, S.BACKLOG, label=_("Take into the backlog"))
    def backlog(self) -> None:
        """It is worth doing; when is open."""

    @transition(state, (S.BACKLOG, S.LINKED_DEFECT), S.PLANNED, label=_("Plan"))
    def plan(self) -> None:
        """It has a release."""

    @transition(state, (S.PLANNED, S.LINKED_DEFECT), S.RELEASED, label=_("Release"))
    def publish(self) -> None:
        """It can be used."""

    @transition(state, ROUTED, S.DECLINED, label=_("Decline"))
    def decline(self) -> None:
        """It is not done, for a reason."""

    @transition(state, REPLIED, S.CONFIRMED, label=_("Confirm"))
    def confirm(self) -> None:
        """The submitter agrees that it is settled."""

    @transition(state, (*REPLIED, S.CONFIRMED), S.CLOSED, label=_("Close"))
    def close(self) -> None:
        """Confirmed, or nobody objected in time."""

    @transition(state, (*REPLIED, S.CONFIRMED, S.CLOSED), S.REOPENED, label=_("Reopen"))
    def reopen(self) -> None:
        """It is not settled after all."""
        self.reviewed_by = self.reviewed_at = None

    @transition(state, OPEN, S.MERGED, label=_("Merge"))
    def merge(self) -> None:
        """Another item says the same."""

    @transition(state, S.MERGED, S.REOPENED, label=_("Take apart"))
    def split(self) -> None:
        """It says something else after all."""
        self.original = None


class FeedbackStep(Record):
    """One step of an item's history: what was done, and the words the submitter reads about it."""

    item = models.ForeignKey(FeedbackItem, models.CASCADE, related_name="steps")
    at = models.DateTimeField(_("time"), default=timezone.now)
    act = models.CharField(_("act"), max_length=12, choices=Act)
    state = models.CharField(_("state"), max_length=14, choices=ItemState)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind, blank=True)
    text = models.TextField(_("words"), max_length=10_000, blank=True)
    by = person(_("by"))

    objects = FeedbackStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an item")
        indexes = [models.Index(fields=["item", "at"], name="feedback_step_order")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.act}"

    @property
    def programme(self) -> Any:
        """The programme of the item."""
        return self.item.programme


class FeedbackVote(Record):
    """One person who wants this: its submitter, a voter, or one who came along with a merged item."""

    item = models.ForeignKey(FeedbackItem, models.CASCADE, related_name="votes")
    voter = person(_("voter"))
    email = models.EmailField(_("address"), max_length=254, blank=True)
    via = models.ForeignKey(FeedbackItem, models.CASCADE, null=True, blank=True, related_name="+")
    own = models.BooleanField(default=False)  # the submitter's

    objects = FeedbackVoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "voter"], condition=models.Q(voter__isnull=False), name="feedback_vote_once",
                violation_error_message=_("You have voted for this already."),
            ),
            models.UniqueConstraint(
                fields=["item", "email"], condition=~models.Q(email=""), name="feedback_vote_address_once",
                violation_error_message=_("This address has voted already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.item_id}"

    @property
    def programme(self) -> Any:
        """The programme of the item."""
        return self.item.programme


class FeedbackTarget(Record):
    """The answering times of one kind in a programme, in service hours; where none stands the usual ones hold."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="feedback_targets")
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind, blank=True)
    reply_hours = models.DecimalField(
        _("hours to a first reply"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.25"))]
    )
    decision_hours = models.DecimalField(
        _("hours to a decision"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.25"))]
    )

    class Meta:
        verbose_name = _("answering times")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind"], name="feedback_target_once",
                violation_error_message=_("This kind has its times already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_kind_display()) or self.kind
