"""Gates in the map, the phase ribbon, what is said in the head of a home."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import seams
from core.seams import PageEntry, Panel, Saying
from phases.gates.contributions.panels import approvals_panel, next_gate_panel, vote_panel
from phases.gates.models import Phase
from phases.gates.permissions import can_see
from phases.gates.selectors import next_status, phase_spans, ribbon_of

WEEK = 7


def says(programme: Any, user: Any) -> Saying | None:
    """Say which phase runs today, and which of its weeks."""
    if not can_see(user, programme):
        return None
    today = timezone.localdate()
    spans = phase_spans(programme)
    for phase in Phase.objects.filter(programme=programme):
        first, last = spans.get(phase.code, (None, None))
        if first is not None and last is not None and first <= today <= last:
            said = {
                "phase": phase.name,
                "week": (today - first).days // WEEK + 1,
                "weeks": (last - first).days // WEEK + 1,
            }
            return Saying(10, gettext("%(phase)s, week %(week)s of %(weeks)s.") % said)
    return None


def missing(user: Any, programme: Any) -> tuple[str, int] | None:
    """Count what the next gate lacks, for the map."""
    status = next_status(programme) if can_see(user, programme) else None
    return ("bad", status.short) if status is not None and status.short else None


seams.pages.add(
    "gates",
    PageEntry(
        label=_("Gates"),
        url_name="gates:gates",
        icon="square-rotated",
        order=40,
        key="g",
        visible=can_see,
        ribbon=ribbon_of,
        count=missing,
        says=says,
        panels=(
            Panel(frozenset({"pmo", "owner"}), "gates/_panel_next.html", next_gate_panel, order=20, side=True),
            Panel(
                frozenset({"owner"}),
                "gates/_panel_approvals.html",
                approvals_panel,
                order=6,
                covers=frozenset({"gates.approvals"}),
            ),
            Panel(frozenset({"steering"}), "gates/_panel_vote.html", vote_panel, order=20),
        ),
    ),
)
