"""Courses as they are written; their life is in ``life``."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.services.rows import next_code, require_alive
from programme.records.services import append_event, change, facts, writes
from training.catalogue.models import Course
from training.catalogue.permissions import ACTIONS
from training.catalogue.selectors import COLUMNS

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

DEFAULTS = {"attendance_need": 90}  # an empty cell of a file takes them


def refuse_unknown(values: Mapping[str, Any], allowed: Sequence[str]) -> None:
    """Raise ``BadInputError`` naming every field that no person writes."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})


def _assign(course: Course, values: Mapping[str, Any]) -> None:
    refuse_unknown(values, COLUMNS)
    for name, value in values.items():
        setattr(course, name, DEFAULTS.get(name) if value is None and name in DEFAULTS else value)
    after = course.prerequisite
    if after and not Course.objects.filter(programme=course.programme, code=after).exclude(pk=course.pk).exists():
        raise BadInputError({"prerequisite": [_("There is no other course %(code)s.") % {"code": after}]})
    if after and _in_a_circle(course):
        raise BadInputError({"prerequisite": [_("%(code)s comes after this course itself.") % {"code": after}]})


def _in_a_circle(course: Course) -> bool:
    after = dict(Course.objects.filter(programme=course.programme).values_list("code", "prerequisite"))
    seen, code = {course.code}, course.prerequisite
    while code:
        if code in seen:
            return True
        seen.add(code)
        code = after.get(code, "")
    return False


@writes
def create_course(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Course:
    """Add a course as a draft; the code is the next free one unless it is given."""
    require(ACTIONS["edit"], actor, programme)
    require_alive(programme)
    course = Course(programme=programme)
    with change(course, "course.created", actor=actor):
        _assign(course, values)
        course.code = course.code or next_code(Course.objects.filter(programme=programme), "C")
        save_validated(course)
    return course


@writes
def update_course(
    course: Course, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Course:
    """Change a course while it is being written; a published one needs a revision first."""
    require(ACTIONS["edit"], actor, course)
    require_alive(course.programme)
    expect_version(course, version, dict(values))
    if not course.may_be_changed:
        text = _("The course is %(state)s; ask for a revision first.")
        raise IllegalNowError(text % {"state": course.get_state_display()})
    with change(course, "course.changed", actor=actor):
        _assign(course, values)
        save_validated(course)
    return course


@writes
def remove_courses(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take courses out that were never published; the audit keeps what they said."""
    require(ACTIONS["edit"], actor, programme)
    require_alive(programme)
    rows = list(Course.objects.filter(programme=programme, public_id__in=refs).order_by("pk"))
    held = [course.code for course in rows if course.edition]
    if held:
        text = _("Published courses are retired, not removed: %(codes)s.") % {"codes": ", ".join(held)}
        raise IllegalNowError(text)
    for course in rows:
        append_event("course.removed", course, actor=actor, changes={k: [v, None] for k, v in facts(course).items()})
        course.delete()
