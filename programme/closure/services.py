"""Every write of lessons."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.services.rows import assign, next_code, require_alive
from programme.closure import permissions
from programme.closure.models import Lesson
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = ("code", "event", "cause", "effect", "recommendation", "area", "found_on")


@writes
def write_lesson(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Lesson:
    """Write a lesson: what happened and what to do next time are needed."""
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    row = Lesson(programme=programme, written_by=actor)
    assign(row, {name: value for name, value in values.items() if value is not None}, FIELDS)
    row.code = row.code or next_code(Lesson.objects.filter(programme=programme), "LL")
    with change(row, "closure.lesson_written", actor=actor):
        save_validated(row)
    return row


@writes
def edit_lesson(row: Lesson, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None) -> Lesson:
    """Word it otherwise."""
    require(permissions.can_write, actor, row)
    require_alive(row.programme)
    expect_version(row, version, dict(values))
    with change(row, "closure.lesson_edited", actor=actor):
        assign(row, {name: value for name, value in values.items() if value is not None}, FIELDS)
        save_validated(row)
    return row


@writes
def adopt_lesson(row: Lesson, *, actor: "User | None", adopted_in: str) -> Lesson:
    """Say where it was taken up: a rule, a template, a plan."""
    require(permissions.can_write, actor, row)
    require_alive(row.programme)
    if row.adopted_on:
        raise IllegalNowError(_("It was adopted on %(day)s.") % {"day": row.adopted_on.isoformat()})
    if not adopted_in.strip():
        raise BadInputError({"adopted_in": [_("Say where it was taken up.")]})
    with change(row, "closure.lesson_adopted", actor=actor):
        row.adopted_on, row.adopted_in = timezone.localdate(), adopted_in.strip()
        save_validated(row)
    return row


@writes
def remove_lessons(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take back lessons that an import wrote."""
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    for row in Lesson.objects.filter(programme=programme, public_id__in=refs):
        append_event("closure.lesson_removed", row, actor=actor, changes={k: [v, None] for k, v in facts(row).items()})
        row.delete()
