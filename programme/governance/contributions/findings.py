"""What the plan check finds in governance: committees that do not decide, meet or answer."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.seams import Finding, Rule, plan_rules
from programme.charter.choices import RUNNING, Pitfall
from programme.governance.choices import OPEN_DECISIONS, MeetingKind
from programme.governance.models import ChangeRequest, Decision, Meeting

QUIET = timedelta(days=30)
UNMET = timedelta(days=45)
LYING = timedelta(days=14)
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


@plan_rules.provide("governance.committee", UNDECIDED, LATE, UNSEEN, UNDATED, LEFT)
def committee(programme: Any) -> list[Finding]:
    """What the committee of a running programme leaves undone; three queries."""
    today = timezone.localdate()
    if programme.state not in RUNNING:
        return []
    rows = list(Decision.objects.filter(programme=programme).values_list("code", "state", "due_on", "decided_on"))
    asked = [(code, due) for code, state, due, _decided in rows if state in OPEN_DECISIONS]
    met = Meeting.objects.filter(programme=programme, kind=MeetingKind.STEERING, held_on__lte=today)
    begun = programme.starts_on is not None and programme.starts_on + QUIET < today
    last = max((decided for *_rest, decided in rows if decided), default=None)
    board = reverse("governance:overview", args=[programme.slug])
    waiting = ChangeRequest.objects.filter(programme=programme).undecided()
    lying = waiting.filter(submitted_at__lt=timezone.now() - LYING)
    return [
        *UNDECIDED.when(begun and (last is None or last < today - QUIET), board),
        *LATE.over((code for code, due in asked if due and due < today), board),
        *UNSEEN.when(begun and not met.filter(held_on__gte=today - UNMET).exists(), board),
        *UNDATED.over((code for code, due in asked if due is None), board),
        *LEFT.over(
            lying.order_by("code").values_list("code", flat=True), reverse("governance:changes", args=[programme.slug])
        ),
    ]
