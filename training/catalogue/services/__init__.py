"""Every write of the catalogue: courses and their life, curricula, rooms and trainers."""

from collections.abc import Callable

from training.catalogue.models import Course
from training.catalogue.services.courses import create_course, remove_courses, update_course
from training.catalogue.services.curricula import add_requirement, remove_requirement
from training.catalogue.services.life import (
    ask_revision,
    publish_course,
    retire_course,
    revise_after_reaction,
    send_back_course,
    submit_course,
)
from training.catalogue.services.registers import (
    create_room,
    create_trainer,
    remove_rooms,
    remove_trainers,
    update_room,
    update_trainer,
)

COURSE_ACTS: dict[str, Callable[..., Course]] = {
    "submit": submit_course,
    "send_back": send_back_course,
    "publish": publish_course,
    "revise": ask_revision,
    "retire": retire_course,
}

__all__ = [
    "COURSE_ACTS",
    "add_requirement",
    "ask_revision",
    "create_course",
    "create_room",
    "create_trainer",
    "publish_course",
    "remove_courses",
    "remove_requirement",
    "remove_rooms",
    "remove_trainers",
    "retire_course",
    "revise_after_reaction",
    "send_back_course",
    "submit_course",
    "update_course",
    "update_room",
    "update_trainer",
]
