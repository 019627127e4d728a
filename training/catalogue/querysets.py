"""Chainable reads of courses, curricula, rooms and trainers."""

from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from training.catalogue.choices import HELD

if TYPE_CHECKING:
    from training.catalogue.models import Course, CourseEdition, CurriculumItem, Room, Trainer


class CourseQuerySet(QuerySet["Course"]):
    """Reads of courses."""

    def for_list(self) -> "CourseQuerySet":
        """With the programme."""
        return self.select_related("programme", "submitted_by")

    def held(self) -> "CourseQuerySet":
        """Those whose last edition may be taught."""
        return self.filter(state__in=HELD)


class CourseEditionQuerySet(QuerySet["CourseEdition"]):
    """Reads of editions."""

    def for_list(self) -> "CourseEditionQuerySet":
        """With course and programme."""
        return self.select_related("course", "course__programme")

    def current(self) -> "CourseEditionQuerySet":
        """The last edition of every course that may be taught."""
        return self.filter(course__state__in=HELD, number=F("course__edition"))


class CurriculumItemQuerySet(QuerySet["CurriculumItem"]):
    """Reads of curricula."""

    def for_list(self) -> "CurriculumItemQuerySet":
        """With course, wave and programme."""
        return self.select_related("course", "wave", "programme")


class RoomQuerySet(QuerySet["Room"]):
    """Reads of rooms."""

    def for_list(self) -> "RoomQuerySet":
        """With the programme."""
        return self.select_related("programme")


class TrainerQuerySet(QuerySet["Trainer"]):
    """Reads of trainers."""

    def for_list(self) -> "TrainerQuerySet":
        """With account and courses."""
        return self.select_related("programme", "user").prefetch_related("courses")
