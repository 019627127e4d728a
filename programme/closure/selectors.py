"""Reads of lessons."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.documents.values import Status
from programme.closure import permissions
from programme.closure.models import Lesson

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.closure.querysets import LessonQuerySet

OFFERED = 6
ADOPT = gettext_lazy("Adopted")


def lessons(programme: "Programme") -> "LessonQuerySet":
    """The programme's own."""
    return Lesson.objects.filter(programme=programme).for_list()


def lessons_offered(programme: "Programme", user: Any, limit: int = OFFERED) -> list[Lesson]:
    """The newest lessons of the other programmes that the person sees; one query."""
    return list(Lesson.objects.of_others(programme, user).for_list()[:limit])


def lesson_status(row: Lesson) -> Status:
    """Whether it was adopted."""
    return Status("good", _("Adopted")) if row.adopted_on else Status("wait", _("Not adopted yet"))


def lesson_actions(row: Lesson, user: Any) -> list[Action]:
    """What this person may do with it now."""
    if row.adopted_on or not allows(permissions.can_write, user, row):
        return []
    return [Action("adopt", ADOPT, primary=True)]
