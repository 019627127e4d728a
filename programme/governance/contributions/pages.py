"""The entry of governance in the map, and the committee's parts of the home."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import seams
from core.seams import PageEntry, Panel, Saying
from programme.governance.choices import Colour
from programme.governance.permissions import can_see_governance
from programme.governance.selectors.decisions import (
    age,
    answers,
    asked,
    decisions,
    per_week,
    waiting_cost,
    waiting_line,
)
from programme.governance.selectors.headline import colour_status, sentence
from programme.governance.selectors.lights import board
from programme.records.selectors import last_issued

SHOWN = 4


def _count(user: Any, programme: Any) -> tuple[str, int] | None:
    if not can_see_governance(user, programme):
        return None
    late = decisions(programme).overdue(timezone.localdate()).count()
    return ("warn", late) if late else None


def pack_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """The latest issued steering pack."""
    if not can_see_governance(user, programme):
        return None
    return {"pack": last_issued(programme, "steering")}


def lights_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """The lights, computed and declared."""
    if not can_see_governance(user, programme):
        return None
    return {"board": board(programme, live=False)}


def waiting_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Decisions that wait: days since they were asked, and what is left until they are needed; one query."""
    if not can_see_governance(user, programme):
        return None
    today = timezone.localdate()
    return {"rows": [waiting_line(row, today) for row in asked(programme, SHOWN)]}


def asked_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Decisions asked of the committee, each with what this person may do now; one query."""
    if not can_see_governance(user, programme):
        return None
    today = timezone.localdate()
    rows = [
        (
            row,
            row.overdue(today),
            [(act, f"{row.get_absolute_url()}{act.name}/") for act in answers(row, user)],
            waiting_words(row, today),
        )
        for row in asked(programme, 10)
    ]
    return {"rows": rows}


def waiting_words(row: Any, today: Any) -> str:
    """Say what a week of waiting costs and what waiting has cost so far; empty where no figure is known."""
    if not (week := per_week(row)):
        return ""
    so_far = waiting_cost(row, age(row, today))
    return _("%(week)s a week, %(so_far)s so far") % {"week": week, "so_far": so_far}


def says(programme: Any, user: Any) -> Saying | None:
    """Give the overall light, name those that are not green, and offer the steering pack."""
    if not can_see_governance(user, programme):
        return None
    stand = board(programme, live=False)
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    wrong = [*stand.named(Colour.RED), *stand.named(Colour.AMBER), *stand.stale]
    names = comma.join(f"{light.dimension.label} ({light.word})" for light in wrong)
    text = _("Not green: %(names)s.") % {"names": names} if names else sentence(stand)
    pack = last_issued(programme, "steering")
    url = (
        reverse("records:document_report", args=[programme.slug, pack.public_id])
        if pack
        else reverse("records:document_new", args=[programme.slug]) + "?kind=steering"
    )
    return Saying(30, text, colour_status(stand.overall), _("Steering pack"), url)


steering = frozenset({"steering"})
seams.pages.add(
    "governance.overview",
    PageEntry(
        label=gettext_lazy("Governance"),
        url_name="governance:overview",
        icon="gavel",
        order=140,
        group=3,
        key="v",
        new_key="q",
        new_url_name="governance:decision_new",
        visible=can_see_governance,
        count=_count,
        says=says,
        panels=(
            Panel(steering, "governance/_panel_pack.html", pack_panel, order=5),
            Panel(steering, "governance/_panel_asked.html", asked_panel, order=10),
            Panel(steering, "governance/_panel_lights.html", lights_panel, order=30, side=True),
            Panel(frozenset({"pmo"}), "governance/_panel_waiting.html", waiting_panel, order=35, side=True),
        ),
    ),
)
