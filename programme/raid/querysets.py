"""Chainable reads of risks, issues, assumptions and dependencies."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from programme.people.choices import INSIDE_ROLES
from programme.people.models import Membership
from programme.raid.choices import (
    AWAITED,
    LIVE_RISK,
    OPEN_ISSUE,
    UNSETTLED_RISK,
    UNSOLVED_ISSUE,
    UNTESTED,
    AssumptionState,
    RiskState,
    Severity,
)
from programme.raid.rules import CRITICAL_FROM, HIGH_FROM, STALE_PROPOSAL

if TYPE_CHECKING:
    from programme.raid.models import Assumption, Dependency, Issue, Risk, RiskScore

PERIOD = timedelta(days=30)


def _inside(user: Any) -> Q:
    """Rows of the programmes where the person works inside."""
    held = Membership.objects.filter(user=user, ended_on=None, role__in=INSIDE_ROLES)
    return Q(programme__in=held.values("programme"))


class RiskQuerySet(QuerySet["Risk"]):
    """Reads of risks."""

    def visible_to(self, user: Any) -> "RiskQuerySet":
        """Those of programmes where the person works inside, and those the person owns or raised."""
        if user.is_administrator:
            return self
        return self.filter(_inside(user) | Q(owner=user) | Q(raised_by=user))

    def live(self) -> "RiskQuerySet":
        """Open, being answered, or watched."""
        return self.filter(state__in=LIVE_RISK)

    def unsettled(self) -> "RiskQuerySet":
        """Neither closed nor occurred."""
        return self.filter(state__in=UNSETTLED_RISK)

    def high(self) -> "RiskQuerySet":
        """With a score of 12 or more."""
        return self.filter(score__gte=HIGH_FROM)

    def critical(self) -> "RiskQuerySet":
        """With a score of 20 or more."""
        return self.filter(score__gte=CRITICAL_FROM)

    def without_response(self) -> "RiskQuerySet":
        """Without a response that has a date."""
        return self.filter(Q(response="") | Q(response_due=None))

    def response_overdue(self, today: date) -> "RiskQuerySet":
        """Live, with a response undone past its date."""
        return self.live().filter(response_due__lt=today, response_done_on=None)

    def falling_due(self, day: date) -> "RiskQuerySet":
        """Live, with a response undone or a review that is due on that very day."""
        return self.live().filter(Q(response_due=day, response_done_on=None) | Q(next_review_on=day))

    def review_overdue(self, today: date) -> "RiskQuerySet":
        """Live, and not looked at again in time."""
        return self.live().filter(next_review_on__lt=today)

    def proposed_too_long(self, today: date) -> "RiskQuerySet":
        """Proposed 14 days ago or earlier and not yet opened or closed."""
        return self.filter(state=RiskState.PROPOSED, raised_on__lte=today - STALE_PROPOSAL)

    def with_movement(self, today: date) -> "RiskQuerySet":
        """Add the scores that stood when the period of 30 days began: ``was_probability, was_impact, was_score``."""
        scores = apps.get_model("programme", "RiskScore")
        earlier = scores._base_manager.filter(risk=OuterRef("pk"), on__lte=today - PERIOD).order_by("-on")
        rows = self.annotate(
            was_probability=Subquery(earlier.values("probability")[:1]),
            was_impact=Subquery(earlier.values("impact")[:1]),
        )
        return rows.annotate(was_score=F("was_probability") * F("was_impact"))

    def moved(self, today: date) -> "RiskQuerySet":
        """Scored otherwise than when the period began, or closed in the period."""
        return self.with_movement(today).filter(
            (Q(was_score__isnull=False) & ~Q(was_score=F("score"))) | Q(closed_on__gt=today - PERIOD)
        )

    def for_list(self) -> "RiskQuerySet":
        """With owner and programme, the highest score first."""
        return self.select_related("owner", "programme", "raised_by").order_by(F("score").desc(nulls_last=True), "code")


class RiskScoreQuerySet(QuerySet["RiskScore"]):
    """Reads of scores by date."""

    def as_of(self, day: date) -> "RiskScoreQuerySet":
        """Scores given on that day or earlier, the latest first."""
        return self.filter(on__lte=day).order_by("-on")


class IssueQuerySet(QuerySet["Issue"]):
    """Reads of issues."""

    def visible_to(self, user: Any) -> "IssueQuerySet":
        """Those of programmes where the person works inside, and those the person owns or raised."""
        if user.is_administrator:
            return self
        return self.filter(_inside(user) | Q(owner=user) | Q(raised_by=user))

    def open(self) -> "IssueQuerySet":
        """Not yet verified."""
        return self.filter(state__in=OPEN_ISSUE)

    def overdue(self, today: date) -> "IssueQuerySet":
        """Open past their date."""
        return self.open().filter(due_on__lt=today)

    def beyond_term(self, now: datetime) -> "IssueQuerySet":
        """Unsolved after the hours that their severity has."""
        return self.filter(state__in=UNSOLVED_ISSUE, due_at__lt=now)

    def for_list(self) -> "IssueQuerySet":
        """With owner, raiser and risk, the most severe first."""
        ranks = [When(severity=code, then=Value(rank)) for rank, code in enumerate(Severity.values)]
        rows = self.annotate(severity_rank=Case(*ranks, default=Value(len(ranks))))
        return rows.select_related("owner", "programme", "raised_by", "resolved_by", "risk").order_by(
            "severity_rank", F("due_on").asc(nulls_last=True), "code"
        )


class AssumptionQuerySet(QuerySet["Assumption"]):
    """Reads of assumptions."""

    def visible_to(self, user: Any) -> "AssumptionQuerySet":
        """Those of programmes where the person works inside, and those the person owns or raised."""
        if user.is_administrator:
            return self
        return self.filter(_inside(user) | Q(owner=user) | Q(raised_by=user))

    def untested(self) -> "AssumptionQuerySet":
        """Open or expired."""
        return self.filter(state__in=UNTESTED)

    def past(self, today: date) -> "AssumptionQuerySet":
        """Untested after their day."""
        return self.untested().filter(expires_on__lt=today)

    def to_expire(self, today: date) -> "AssumptionQuerySet":
        """Open after their day, and not yet called expired."""
        return self.filter(state=AssumptionState.OPEN, expires_on__lt=today)

    def for_list(self) -> "AssumptionQuerySet":
        """With people and what they became, the soonest to be tested first."""
        return self.select_related("owner", "programme", "raised_by", "settled_by", "risk", "issue").order_by(
            "expires_on", "code"
        )


class DependencyQuerySet(QuerySet["Dependency"]):
    """Reads of dependencies."""

    def visible_to(self, user: Any) -> "DependencyQuerySet":
        """Those of programmes where the person works inside, and those the person owns or raised."""
        if user.is_administrator:
            return self
        return self.filter(_inside(user) | Q(owner=user) | Q(raised_by=user))

    def awaited(self) -> "DependencyQuerySet":
        """Not yet delivered and still wanted."""
        return self.filter(state__in=AWAITED)

    def too_late(self, today: date) -> "DependencyQuerySet":
        """Awaited, and needed before they can come."""
        return self.awaited().filter(Q(needed_on__lt=today) | Q(promised_on__gt=F("needed_on")))

    def broken_promise(self, today: date) -> "DependencyQuerySet":
        """Awaited after the day for which they were promised."""
        return self.awaited().filter(promised_on__lt=today)

    def for_list(self) -> "DependencyQuerySet":
        """With people, the soonest needed first."""
        return self.select_related("owner", "programme", "raised_by").order_by(
            F("needed_on").asc(nulls_last=True), "code"
        )
