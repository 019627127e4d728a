"""Chainable reads of lessons."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from programme.closure.models import Lesson


class LessonQuerySet(QuerySet["Lesson"]):
    """Reads of lessons."""

    def for_list(self) -> "LessonQuerySet":
        """With the programme and who wrote it; the newest first."""
        return self.select_related("programme", "written_by").order_by("-found_on", "-pk")

    def of_others(self, programme: Any, user: Any) -> "LessonQuerySet":
        """Those of the other programmes that the person sees."""
        visible = type(programme).objects.visible_to(user).exclude(pk=programme.pk).values("pk")
        return self.filter(programme__in=visible)
