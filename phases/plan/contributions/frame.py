"""What the plan gives to the frame: its page, milestones for the home, what needs attention, dates after a decision."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import seams
from core.documents.values import Status
from core.memo import once
from core.seams import AttentionItem, PageEntry, Panel, Saying
from core.templatetags.landfall import day_text
from phases.plan.permissions import can_see_plan
from phases.plan.selectors import MilestoneLine, late_critical, milestone_lines
from phases.plan.services import record_forecasts, reschedule


@seams.reactions.provide("gate.go/plan")
@seams.reactions.provide("gate.conditional/plan")
def dates_after_decision(event: Any) -> None:
    """Let the work that a gate held follow its decision."""
    reschedule(event.programme, actor=None)


@seams.reactions.provide("records.snapshot_taken/plan")
def forecasts_of_the_night(event: Any) -> None:
    """Keep what is forecast of gates and milestones with every snapshot, so that quiet months have reports too."""
    record_forecasts(event.programme)


AHEAD_DAYS = 30
SHOWN = 5
NEAREST = 3
TOLERANCE = 5  # working days a milestone may slip before it is told


@seams.attention.provide("plan.late_critical")
def late_critical_work(programme: Any, user: Any) -> list[AttentionItem]:
    """Critical work that is late, one item a task; beyond five, one item for the rest."""
    if not can_see_plan(user, programme):
        return []
    today = timezone.localdate()
    tasks = late_critical(programme, today)
    items = [
        AttentionItem(
            "bad",
            gettext("Critical task is late: %(task)s") % {"task": task.name},
            reverse("plan:task_detail", args=[programme.slug, task.public_id]),
            due=task.baseline_finish or task.early_finish,
            verb=gettext("Record progress"),
        )
        for task in tasks[:SHOWN]
    ]
    rest = len(tasks) - SHOWN
    if rest > 0:
        text = ngettext("%(n)s more critical task is late", "%(n)s more critical tasks are late", rest) % {"n": rest}
        items.append(AttentionItem("bad", text, f"{reverse('plan:task_list', args=[programme.slug])}?state=late"))
    return items


def _open_lines(programme: Any) -> list[MilestoneLine]:
    """Gates and milestones not reached yet, read once for all parts of the home."""
    lines = once(programme, "plan.lines", lambda: milestone_lines(programme, timezone.localdate()))
    return [line for line in lines if line.actual is None and line.forecast is not None]


def milestones_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Gates and milestones of the next 30 days, the nearest three where there are none, for the PMO's home."""
    if not can_see_plan(user, programme):
        return None
    until = timezone.localdate() + timedelta(days=AHEAD_DAYS)
    lines = _open_lines(programme)
    soon = [line for line in lines if line.forecast and line.forecast <= until]
    chosen = soon[:SHOWN] or lines[:NEAREST]
    return {
        "milestones": [(line, standing_of(line)) for line in chosen],
        "days": AHEAD_DAYS,
        "none_soon": not soon,
        "rest": max(len(soon) - SHOWN, 0),
    }


def standing_of(line: MilestoneLine) -> Status:
    """Say how a milestone stands: beyond the tolerance, without float, or on track."""
    if line.baseline is None:
        return Status("none", gettext("no baseline"))
    if (line.slip or 0) > TOLERANCE:
        return Status("warn", gettext("beyond the tolerance of %(n)s") % {"n": TOLERANCE})
    if line.float_days is not None and line.float_days <= 0:
        return Status("warn", gettext("on the critical path"))
    return Status("good", gettext("on track"))


def says(programme: Any, user: Any) -> Saying | None:
    """Say in the head when the next gate is forecast, and how far that is from its baseline."""
    if not can_see_plan(user, programme):
        return None
    line = next((line for line in _open_lines(programme) if line.gate), None)
    if line is None or line.forecast is None:
        return None
    named = {"gate": line.gate, "day": day_text(line.forecast), "n": abs(line.slip or 0)}
    if line.slip is None:
        return Saying(20, gettext("%(gate)s is forecast for %(day)s; there is no baseline to compare with.") % named)
    if line.slip == 0:
        return Saying(20, gettext("%(gate)s is forecast for %(day)s, as in the baseline.") % named)
    late = ngettext(
        "%(gate)s is forecast for %(day)s, %(n)s working day later than the baseline.",
        "%(gate)s is forecast for %(day)s, %(n)s working days later than the baseline.",
        abs(line.slip),
    )
    early = ngettext(
        "%(gate)s is forecast for %(day)s, %(n)s working day earlier than the baseline.",
        "%(gate)s is forecast for %(day)s, %(n)s working days earlier than the baseline.",
        abs(line.slip),
    )
    return Saying(20, (late if line.slip > 0 else early) % named)


seams.pages.add(
    "plan",
    PageEntry(
        label=_("Plan"),
        url_name="plan:timeline",
        icon="timeline",
        order=30,
        key="p",
        visible=can_see_plan,
        panels=(Panel(frozenset({"pmo"}), "plan/_panel_milestones.html", milestones_panel, order=30),),
        says=says,
    ),
)
