"""Parts of the homes: the trainer's week and work, the learner's courses and go-live; and what needs attention."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import seams
from core.seams import AttentionItem
from phases.rollout.models import RosterEntry
from training.learners import permissions
from training.learners.choices import EnrolmentState
from training.learners.models import Enrolment
from training.learners.selectors import (
    Item,
    item_status_of,
    open_sessions,
    people_by_need,
    person_status,
    standing_of,
    wave_readiness,
    without_seat,
)
from training.timetable import selectors as timetable

FEW = 6
OFFERED = 3


def week_panel(programme: Any, user: Any) -> dict[str, Any]:
    """The week of the trainer behind the account; everybody's where no trainer is."""
    own = timetable.own_trainers(programme, user)
    week = timetable.week_of(programme, timezone.localdate(), own or None)
    return {"week": week, "own": bool(own), "days": timetable.drawn(week), "hours": timetable.HOURS}


def fill_panel(programme: Any, _user: Any) -> dict[str, Any]:
    """Sessions ahead with free seats, and how many people need each course."""
    needed = people_by_need(programme)
    rows = timetable.to_fill(programme)
    return {"rows": [(one, needed.get(one.edition.course_id, 0)) for one in rows[:FEW]], "rest": len(rows[FEW:])}


def confirm_panel(programme: Any, _user: Any) -> dict[str, Any]:
    """Sessions over without attendance, and learners who ask for a seat."""
    asking = Enrolment.objects.filter(programme=programme, state=EnrolmentState.REQUESTED).for_list()
    return {"rows": timetable.unconfirmed(programme)[:FEW], "asking": asking.order_by("pk")[:FEW]}


def seats_panel(programme: Any, _user: Any) -> dict[str, Any]:
    """How many of each wave ahead are ready and seated, and the first who are not."""
    waves = [one for one in wave_readiness(programme) if not one.wave.live_on and one.people]
    missing = without_seat(programme)
    return {"waves": waves, "people": missing[:FEW], "rest": len(missing[FEW:])}


def own_panel(programme: Any, user: Any) -> dict[str, Any]:
    """A learner's own courses, those for after the go-live too: each with its state, seat and sessions to ask for."""
    entry = _own(programme, user)
    if entry is None:
        return {"entry": None, "rows": []}
    standing = standing_of(entry)
    open_ones = [item for item in standing.items if not item.done and _may_ask(item)]
    offers = open_sessions(programme, [item.course for item in open_ones])
    rows = [
        (item, item_status_of(item), _offered(item, offers) if item in open_ones else []) for item in standing.items
    ]
    done = sum(item.done for item in standing.items)
    return {"entry": entry, "rows": rows, "done": done, "stands": person_status(standing)}


def _offered(item: Item, offers: dict[int, list[Any]]) -> list[Any]:
    return offers.get(item.course.pk, [])[:OFFERED]


def _may_ask(item: Item) -> bool:
    one = item.enrolment
    return one is None or one.state in {
        EnrolmentState.ASSIGNED, EnrolmentState.NO_SHOW, EnrolmentState.FAILED, EnrolmentState.WITHDRAWN,
        EnrolmentState.PASSED,
    }  # fmt: skip


def _own(programme: Any, user: Any) -> RosterEntry | None:
    rows = RosterEntry.objects.filter(programme=programme, user=user).persons().for_list()
    return rows.order_by("pk").first()


def go_live_panel(programme: Any, user: Any) -> dict[str, Any]:
    """When the learner's group goes live, and what is missing until then."""
    entry = _own(programme, user)
    if entry is None:
        return {"name": programme.name, "entry": None}
    standing = standing_of(entry)
    day = standing.go_live
    return {
        "name": programme.name,
        "entry": entry,
        "wave": entry.wave,
        "day": day,
        "days": (day - timezone.localdate()).days if day else None,
        "missing": len(standing.missing),
        "stands": person_status(standing),
    }


@seams.attention.provide("training.learners")
def learners_needing(programme: Any, user: Any) -> list[AttentionItem]:
    """People without a seat before their go-live, one line for each wave; learners who ask for a seat."""
    if not permissions.can_teach(user, programme):
        return []
    items = []
    people = reverse("learners:people", args=[programme.slug])
    for one in wave_readiness(programme):
        if one.wave.live_on or not (n := len(one.without_seat)):
            continue
        told = {"n": n, "wave": one.wave.code}
        text = ngettext("%(n)d learner of %(wave)s has no seat", "%(n)d learners of %(wave)s have no seat", n) % told
        url = f"{people}?wave={one.wave.code}&lacks=seat"
        items.append(AttentionItem(_urgency(one.wave.goes_live_on), text, url, one.wave.goes_live_on, verb=_("Plan")))
    if asking := Enrolment.objects.filter(programme=programme, state=EnrolmentState.REQUESTED).count():
        text = ngettext("%(n)d learner asks for a seat", "%(n)d learners ask for a seat", asking) % {"n": asking}
        items.append(AttentionItem("wait", text, reverse("learners:overview", args=[programme.slug]), verb=_("Decide")))
    return items


def _urgency(day: Any) -> str:
    soon = day is not None and day <= timezone.localdate() + timedelta(days=14)
    return "bad" if soon else "warn"
