"""What a change means for the courses: whose material is written anew."""

from typing import Any

from django.utils.translation import gettext as _

from core import seams
from core.seams import Impact, Touched
from programme.governance.models import ChangeRequest
from training.catalogue.selectors import courses_touched
from training.catalogue.services import revise_after_reaction


@seams.impacts.provide("training.courses")
def to_write_anew(_programme: Any, change: Any) -> list[Impact]:
    """Courses that the change names by their code."""
    courses = courses_touched(change)
    if not courses:
        return []
    items = [Touched(str(course), course.get_absolute_url(), course.get_state_display()) for course in courses]
    return [Impact("courses", _("Courses whose material changes"), len(courses), items)]


@seams.reactions.provide("governance.change_approved/training.courses")
@seams.reactions.provide("governance.change_emergency/training.courses")
def revise_courses(event: Any) -> None:
    """Ask for a revision of the published courses that a granted change touches."""
    change = ChangeRequest.objects.filter(public_id=event.object_id).first()
    for course in courses_touched(change) if change is not None else ():
        revise_after_reaction(course, reason=str(change), actor=None)
