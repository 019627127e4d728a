"""Every look at single people is on record, but one's own."""

from datetime import date
from typing import TYPE_CHECKING

from adoption.usage.permissions import ACTIONS
from core.access import require
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from phases.rollout.models import RosterEntry
    from programme.charter.models import Programme
    from programme.people.models import User


@writes
def note_people_read(programme: "Programme", *, first: date, last: date, actor: "User | None", people: int = 0) -> None:
    """Record that somebody read the figures of single people; ``people`` says how many where it was not all."""
    changes = {"from": [None, first.isoformat()], "to": [None, last.isoformat()], "people": [None, people or "all"]}
    append_event("usage.people_read", programme, actor=actor, changes=changes)


@writes
def note_look(entry: "RosterEntry", *, first: date, last: date, actor: "User") -> None:
    """Record that somebody looked at one person's usage; one's own look is nobody's business."""
    require(ACTIONS["look"], actor, entry)
    if actor.pk == entry.user_id:
        return
    append_event(
        "usage.looked", entry, actor=actor, changes={"from": [None, first.isoformat()], "to": [None, last.isoformat()]}
    )
