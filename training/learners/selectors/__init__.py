"""Reads of the learners: who needs what, who is ready, what stands in the way of a seat, and what may be done."""

from training.learners.selectors.acts import (
    enrolment_actions,
    enrolment_reasons,
    item_status_of,
    person_actions,
    person_status,
    session_people,
    status_of,
)
from training.learners.selectors.seats import (
    attendance_rows,
    needing,
    obstacles,
    open_sessions,
    people_by_need,
    reopenable,
    seats_of,
)
from training.learners.selectors.seen import seen_by
from training.learners.selectors.standing import (
    Item,
    Standing,
    counted_people,
    standing_of,
    standings,
)
from training.learners.selectors.waves import (
    WaveReadiness,
    completion,
    readiness_of,
    teams_without_ambassador,
    wave_readiness,
    without_seat,
)

__all__ = [
    "Item",
    "Standing",
    "WaveReadiness",
    "attendance_rows",
    "completion",
    "counted_people",
    "enrolment_actions",
    "enrolment_reasons",
    "item_status_of",
    "needing",
    "obstacles",
    "open_sessions",
    "people_by_need",
    "person_actions",
    "person_status",
    "readiness_of",
    "reopenable",
    "seats_of",
    "seen_by",
    "session_people",
    "standing_of",
    "standings",
    "status_of",
    "teams_without_ambassador",
    "wave_readiness",
    "without_seat",
]
