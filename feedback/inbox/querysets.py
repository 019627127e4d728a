"""Chainable reads of feedback."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from core.memo import once
from feedback.inbox.choices import (
    COMPLAINT_ROLES,
    KNOWING_ROLES,
    OPEN,
    READER_ROLES,
    REPLIED,
    UNTRIAGED,
    ItemKind,
    ItemState,
)
from phases.rollout.models import RosterEntry
from phases.rollout.selectors import Sight, bounds_of
from programme.people.models import Membership

if TYPE_CHECKING:
    from feedback.inbox.models import FeedbackItem, FeedbackStep, FeedbackVote

SHARED_KINDS = (ItemKind.IMPROVEMENT, ItemKind.DEFECT)


def shared() -> Q:
    """Ideas and known faults that everybody in the programme may read and vote for, without who sent them."""
    return Q(kind__in=SHARED_KINDS) & ~Q(state__in=(*UNTRIAGED, ItemState.MERGED))


def _held(user: Any, roles: Any = None) -> Any:
    held = Membership.objects.filter(user=user, ended_on=None)
    return (held if roles is None else held.filter(role__in=roles)).values("programme")


@dataclass(frozen=True, slots=True)
class Circle:
    """The people whose feedback a person reads as theirs: accounts, addresses without one, and units."""

    users: frozenset[int]
    emails: frozenset[str]
    units: frozenset[int]

    def holds(self, item: "FeedbackItem") -> bool:
        """Tell whether the sender is one of them, or nobody."""
        if item.anonymous or item.submitter_id in self.users or item.unit_id in self.units:
            return True
        return item.submitter_id is None and item.submitter_email.lower() in self.emails

    def rows(self) -> Q:
        """Give the same as a filter over items that have ``sender``, the address in small letters."""
        named = Q(submitter__in=self.users) | Q(unit__in=self.units) | Q(submitter=None, sender__in=self.emails)
        return Q(anonymous=True) | named


def circles_of(user: Any) -> Mapping[int, Circle]:
    """Give by programme whose feedback a person reads, wherever the access matrix bounds it.

    Who answers, sorts or audits feedback reads everybody's: no query where a person does so everywhere. One for who
    is on no roster; kept with the instance.
    """
    return once(user, "inbox.circles", lambda: _circles(user))


def _circles(user: Any) -> Mapping[int, Circle]:
    free = user.places_as(*KNOWING_ROLES)
    if user.places_as() <= free:
        return {}
    bounds = bounds_of(user)
    return {programme: _circle(programme, sight) for programme, sight in bounds.items() if programme not in free}


def _circle(programme: int, sight: Sight) -> Circle:
    rows = RosterEntry.objects.filter(programme=programme).filter(sight.rows())
    people = list(rows.values_list("user", "email"))
    emails = frozenset(email.lower() for _user, email in people if email)
    return Circle(frozenset(pk for pk, _email in people if pk is not None), emails, sight.units)


class FeedbackItemQuerySet(QuerySet["FeedbackItem"]):
    """Reads of items."""

    def visible_to(self, user: Any) -> "FeedbackItemQuerySet":
        """Read what one sent or voted for, what is shared, and with a reader's role the rest; complaints by few.

        Where the access matrix bounds the person's role in the CRM, the rest is what people within it sent.
        """
        if user.is_administrator:
            return self
        circles = circles_of(user)
        rows, near = self, Q()
        if circles:
            rows, near = self.alias(sender=Lower("submitter_email")), ~Q(programme__in=list(circles))
            for programme, circle in circles.items():
                near |= Q(programme=programme) & circle.rows()
        inside = Q(programme__in=_held(user, READER_ROLES)) & ~Q(kind=ItemKind.COMPLAINT)
        complaints = Q(programme__in=_held(user, COMPLAINT_ROLES), kind=ItemKind.COMPLAINT)
        mine = Q(submitter=user) | Q(owner=user) | Q(pk__in=self._voted(user))
        everybody = Q(programme__in=_held(user)) & shared()
        return rows.filter(((inside | complaints) & near) | mine | everybody)

    def _voted(self, user: Any) -> Any:
        votes = self.model._meta.get_field("votes").related_model._base_manager
        return votes.filter(voter=user).values("item")

    def shared(self) -> "FeedbackItemQuerySet":
        """Ideas and known faults that everybody may read."""
        return self.filter(shared())

    def open(self) -> "FeedbackItemQuerySet":
        """Not yet answered, released or declined."""
        return self.filter(state__in=OPEN)

    def untriaged(self) -> "FeedbackItemQuerySet":
        """Nobody has said yet what they are."""
        return self.filter(state__in=UNTRIAGED)

    def replied(self) -> "FeedbackItemQuerySet":
        """The submitter has the word."""
        return self.filter(state__in=REPLIED)

    def counted(self) -> "FeedbackItemQuerySet":
        """Those that count as said: merged ones are counted with their original as votes."""
        return self.exclude(state=ItemState.MERGED)

    def with_votes(self) -> "FeedbackItemQuerySet":
        """Add ``vote_count``: one for each person, submitters included, and what an import counted elsewhere."""
        votes = self.model._meta.get_field("votes").related_model._base_manager
        rows = votes.filter(item=OuterRef("pk")).order_by().values("item").annotate(n=Count("pk")).values("n")
        return self.annotate(vote_count=Coalesce(Subquery(rows), Value(0)) + F("votes_elsewhere"))

    def with_steps(self) -> "FeedbackItemQuerySet":
        """Fetch the history along: one query for all rows."""
        steps = self.model._meta.get_field("steps").related_model
        return self.prefetch_related(Prefetch("steps", steps._base_manager.order_by("at", "pk"), to_attr="history"))

    def most_wanted(self) -> "FeedbackItemQuerySet":
        """Those with most votes first."""
        return self.for_list().order_by(F("vote_count").desc(), "-received_at", "-pk")

    def for_list(self) -> "FeedbackItemQuerySet":
        """With people, wave, unit, process, votes and history, the newest first."""
        rows = self.select_related(
            "programme", "submitter", "owner", "wave", "unit", "process", "original", "original__programme"
        )
        return rows.with_votes().with_steps().order_by("-received_at", "-pk")


class FeedbackStepQuerySet(QuerySet["FeedbackStep"]):
    """Reads of steps."""

    def for_list(self) -> "FeedbackStepQuerySet":
        """Oldest first, with who took them."""
        return self.select_related("by").order_by("at", "pk")


class FeedbackVoteQuerySet(QuerySet["FeedbackVote"]):
    """Reads of votes."""

    def told(self) -> "FeedbackVoteQuerySet":
        """Those whose voter has an account that is in use."""
        return self.filter(voter__is_active=True).select_related("voter").order_by("pk")
