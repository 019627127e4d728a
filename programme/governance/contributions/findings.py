"""What the plan check finds in governance: committees that do not decide, meet or answer."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core import presence
from core.seams import Finding, Rule, plan_rules
from programme.charter.choices import RUNNING, Pitfall
from programme.governance.choices import MeetingKind
from programme.governance.models import ChangeRequest, Decision, Meeting

QUIET = timedelta(days=30)
UNMET = timedelta(days=45)
WAITING = timedelta(days=14)
UNDECIDED = Rule(
    "governance.no_decision", "warn", Pitfall.GOALS,
    gettext_lazy("The committee decided something in the last 30 days"),
    gettext_lazy("Bring the next question to the committee; a programme without decisions drifts."),
)  # fmt: skip
LATE = Rule(
    "governance.decision_overdue", "bad", Pitfall.GOALS,
    gettext_lazy("No decision is overdue"),
    gettext_lazy("Let the committee decide, or tell what waiting costs."),
)  # fmt: skip
UNSEEN = Rule(
    "governance.no_meeting", "warn", Pitfall.USERS,
    gettext_lazy("The steering committee met in the last 45 days"),
    gettext_lazy("Hold the meeting, and record it."),
)  # fmt: skip
UNDATED = Rule(
    "governance.decision_undated", "warn", Pitfall.GOALS,
    gettext_lazy("No decision is asked without a day by which it is needed"),
    gettext_lazy("Say by when the decision is needed."),
)  # fmt: skip
LEFT = Rule(
    "governance.change_lying", "warn", Pitfall.PROCESS,
    gettext_lazy("No change request waits for more than 14 days"),
    gettext_lazy("Assess it and decide; a change that waits is made without a decision."),
)  # fmt: skip


def _asked(programme: Any) -> QuerySet[Decision]:
    return Decision.objects.filter(programme=programme).open()


def _met(programme: Any) -> QuerySet[Meeting]:
    today = timezone.localdate()
    return Meeting.objects.filter(
        programme=programme, kind=MeetingKind.STEERING, held_on__lte=today, held_on__gte=today - UNMET
    )


DECIDED = presence.ask(
    UNDECIDED.code,
    lambda programme: Decision.objects.filter(programme=programme, decided_on__gte=timezone.localdate() - QUIET),
)
MET = presence.ask(UNSEEN.code, _met)
OVERDUE = presence.ask(
    LATE.code, lambda programme: _asked(programme).filter(due_on__lt=timezone.localdate()), says=("code",)
)
OPEN_ENDED = presence.ask(UNDATED.code, lambda programme: _asked(programme).filter(due_on=None), says=("code",))
LYING = presence.ask(
    LEFT.code,
    lambda programme: ChangeRequest.objects.filter(
        programme=programme, submitted_at__lt=timezone.now() - WAITING
    ).undecided(),
    says=("code",),
)


@plan_rules.provide("governance.committee", UNDECIDED, LATE, UNSEEN, UNDATED, LEFT)
def committee(programme: Any) -> list[Finding]:
    """What the committee of a running programme leaves undone; no query but presence."""
    if programme.state not in RUNNING:
        return []
    decided, met = presence.stand(programme, DECIDED, MET)
    late, undated, lying = presence.told(programme, OVERDUE, OPEN_ENDED, LYING)
    begun = programme.starts_on is not None and programme.starts_on + QUIET < timezone.localdate()
    board, changes = (reverse(f"governance:{name}", args=[programme.slug]) for name in ("overview", "changes"))
    return [
        *UNDECIDED.when(begun and not decided, board),
        *LATE.over((code for (code,) in late), board),
        *UNSEEN.when(begun and not met, board),
        *UNDATED.over((code for (code,) in undated), board),
        *LEFT.over((code for (code,) in lying), changes),
    ]
