"""Records of the catalogue: courses with their editions, curricula, rooms and trainers."""

from training.catalogue.models.courses import Course, CourseEdition
from training.catalogue.models.curricula import CurriculumItem
from training.catalogue.models.registers import Room, Trainer

__all__ = ["Course", "CourseEdition", "CurriculumItem", "Room", "Trainer"]
