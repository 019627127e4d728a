"""What the plan check finds in feedback: nobody asks, nobody answers, nothing is released."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.seams import Finding, Rule, plan_rules
from feedback.inbox.choices import UNTRIAGED, ItemState
from feedback.inbox.models import FeedbackItem
from phases.rollout.selectors import waves_of
from programme.charter.choices import Pitfall

LYING = timedelta(days=3)
SETTLED = timedelta(days=14)
UNREAD = Rule(
    "inbox.unanswered", "warn", Pitfall.USERS,
    gettext_lazy("No feedback waits for more than three days to be classified"),
    gettext_lazy("Read it, and tell the sender what becomes of it."),
)  # fmt: skip
SILENT = Rule(
    "inbox.silent_after_go_live", "bad", Pitfall.ITERATION,
    gettext_lazy("Users of live waves give feedback"),
    gettext_lazy("Show the button, ask the ambassadors, visit the teams."),
)  # fmt: skip
BROKEN = Rule(
    "inbox.promise_overdue", "warn", Pitfall.ITERATION,
    gettext_lazy("No improvement that was promised is overdue"),
    gettext_lazy("Release it, or tell those who wait another day."),
)  # fmt: skip


@plan_rules.provide("inbox.items", UNREAD, SILENT, BROKEN)
def items(programme: Any) -> list[Finding]:
    """Feedback that lies, is missing after a go-live, or was promised and has not come; two queries."""
    today, now = timezone.localdate(), timezone.now()
    counted = FeedbackItem.objects.filter(programme=programme).aggregate(
        unread=Count("pk", Q(state__in=UNTRIAGED, received_at__lt=now - LYING)),
        fresh=Count("pk", Q(received_at__gte=now - SETTLED)),
        broken=Count("pk", Q(state=ItemState.PLANNED, planned_on__lt=today)),
    )
    live = any(wave.live_on and wave.live_on <= today - SETTLED for wave in waves_of(programme))
    url = reverse("inbox:item_list", args=[programme.slug])
    return [
        *UNREAD.when(counted["unread"], url, str(counted["unread"])),
        *SILENT.when(live and not counted["fresh"], url),
        *BROKEN.when(counted["broken"], url, str(counted["broken"])),
    ]
