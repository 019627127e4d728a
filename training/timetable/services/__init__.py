"""Every write of the timetable: sessions and their life, and who moves up when a seat is free."""

from collections.abc import Callable

from training.timetable.models import Session
from training.timetable.services.imports import create_session_from_row, remove_sessions, update_session_from_row
from training.timetable.services.life import (
    cancel_session,
    complete_session,
    evaluate_session,
    open_session,
    start_session,
)
from training.timetable.services.planning import create_session, update_session
from training.timetable.services.seats import settle

SESSION_ACTS: dict[str, Callable[..., Session]] = {
    "open": open_session,
    "start": start_session,
    "complete": complete_session,
    "evaluate": evaluate_session,
    "cancel": cancel_session,
}

__all__ = [
    "SESSION_ACTS",
    "cancel_session",
    "complete_session",
    "create_session",
    "create_session_from_row",
    "evaluate_session",
    "open_session",
    "remove_sessions",
    "settle",
    "start_session",
    "update_session",
    "update_session_from_row",
]
