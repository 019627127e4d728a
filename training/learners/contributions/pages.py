"""The entry of the map, with the parts of the homes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.seams import PageEntry, Panel, pages
from training.learners import permissions
from training.learners.contributions import homes
from training.learners.selectors import without_seat

TRAINER, LEARNER = frozenset({"trainer"}), frozenset({"learner"})


def _waiting(user: Any, programme: Any) -> tuple[str, int] | None:
    """Count the learners without a seat before their go-live, for those who give seats."""
    if not permissions.can_teach(user, programme):
        return None
    n = len(without_seat(programme))
    return ("warn", n) if n else None


pages.add(
    "training",
    PageEntry(
        label=_("Training"), url_name="learners:overview", icon="school", order=100, group=2, key="t",
        visible=permissions.can_see, count=_waiting,
        panels=(
            Panel(TRAINER, "timetable/_panel_week.html", homes.week_panel, order=12),
            Panel(TRAINER, "timetable/_panel_fill.html", homes.fill_panel, order=20, side=True),
            Panel(TRAINER, "timetable/_panel_confirm.html", homes.confirm_panel, order=15, side=True),
            Panel(TRAINER, "learners/_panel_seats.html", homes.seats_panel, order=30, side=True),
            Panel(LEARNER, "learners/_panel_go_live.html", homes.go_live_panel, order=10),
            Panel(LEARNER, "learners/_panel_courses.html", homes.own_panel, order=20),
        ),
    ),
)  # fmt: skip
