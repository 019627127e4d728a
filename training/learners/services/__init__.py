"""Every write of the learners: seats, attendance, results, waivers; files of attendance beside them."""

from collections.abc import Callable

from training.learners.models import Enrolment
from training.learners.services.attendance import record_attendance
from training.learners.services.imports import (
    create_attendance_from_row,
    remove_attendance,
    update_attendance_from_row,
)
from training.learners.services.moves import give_again, give_back, give_seat, revoke_certificate, withdraw
from training.learners.services.results import record_results
from training.learners.services.seats import Enrolled, ask_for_seat, enrol_people
from training.learners.services.waivers import end_waiver, waive_course

ENROLMENT_ACTS: dict[str, Callable[..., Enrolment]] = {
    "seat": give_seat,
    "release": give_back,
    "again": give_again,
    "withdraw": withdraw,
    "revoke": revoke_certificate,
}

__all__ = [
    "ENROLMENT_ACTS",
    "Enrolled",
    "ask_for_seat",
    "create_attendance_from_row",
    "end_waiver",
    "enrol_people",
    "give_again",
    "give_back",
    "give_seat",
    "record_attendance",
    "record_results",
    "remove_attendance",
    "revoke_certificate",
    "update_attendance_from_row",
    "waive_course",
    "withdraw",
]
