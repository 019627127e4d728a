"""Table of contents: the records of each slice, imported for Django only."""

from training.catalogue.models import Course, CourseEdition, CurriculumItem, Room, Trainer
from training.learners.models import Certificate, Enrolment, EnrolmentChange, Waiver
from training.timetable.models import Session

__all__ = [
    "Certificate",
    "Course",
    "CourseEdition",
    "CurriculumItem",
    "Enrolment",
    "EnrolmentChange",
    "Room",
    "Session",
    "Trainer",
    "Waiver",
]
