"""Rooms and trainers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import Record, expect_version, save_validated
from programme.charter.services.rows import require_alive
from programme.people.models import User
from programme.records.services import append_event, change, facts, writes
from training.catalogue.models import Course, Room, Trainer
from training.catalogue.permissions import ACTIONS
from training.catalogue.services.courses import refuse_unknown

if TYPE_CHECKING:
    from programme.charter.models import Programme

ROOM_FIELDS = ("name", "site", "capacity", "equipment", "active")
TRAINER_FIELDS = ("name", "email", "courses", "active")


@writes
def create_room(programme: "Programme", *, values: Mapping[str, Any], actor: User | None) -> Room:
    """Add a room."""
    return _write_room(Room(programme=programme), "room.created", values, actor)


@writes
def update_room(room: Room, *, values: Mapping[str, Any], actor: User | None, version: int | None = None) -> Room:
    """Change a room; sessions ahead that it became too small for keep it, and say so when they are next written."""
    expect_version(room, version, dict(values))
    return _write_room(room, "room.changed", values, actor)


def _write_room(room: Room, verb: str, values: Mapping[str, Any], actor: User | None) -> Room:
    require(ACTIONS["edit"], actor, room.programme)
    require_alive(room.programme)
    refuse_unknown(values, ROOM_FIELDS)
    with change(room, verb, actor=actor):
        for name, value in values.items():
            setattr(room, name, True if name == "active" and value is None else value)
        save_validated(room)
    return room


@writes
def create_trainer(programme: "Programme", *, values: Mapping[str, Any], actor: User | None) -> Trainer:
    """Add a trainer; ``courses`` are those they may give, the account is found by the address."""
    return _write_trainer(Trainer(programme=programme), "trainer.created", values, actor)


@writes
def update_trainer(
    trainer: Trainer, *, values: Mapping[str, Any], actor: User | None, version: int | None = None
) -> Trainer:
    """Change a trainer."""
    expect_version(trainer, version, {name: value for name, value in values.items() if name != "courses"})
    return _write_trainer(trainer, "trainer.changed", values, actor)


def _write_trainer(trainer: Trainer, verb: str, values: Mapping[str, Any], actor: User | None) -> Trainer:
    require(ACTIONS["edit"], actor, trainer.programme)
    require_alive(trainer.programme)
    refuse_unknown(values, TRAINER_FIELDS)
    given = dict(values)
    courses = _courses(trainer, given.pop("courses", None))
    for name, value in given.items():
        setattr(trainer, name, _default(name) if value is None else value)
    trainer.user = User.objects.active().filter(email__iexact=trainer.email).first() if trainer.email else None
    before = sorted(one.code for one in trainer.courses.all()) if trainer.pk else []
    with change(trainer, verb, actor=actor):
        save_validated(trainer)
        if courses is not None:
            trainer.courses.set(courses)
    if courses is not None and before != (after := sorted(one.code for one in courses)):
        append_event("trainer.qualified", trainer, actor=actor, changes={"courses": [before, after]})
    return trainer


def _default(name: str) -> Any:
    return True if name == "active" else ""


def _courses(trainer: Trainer, given: Sequence[Any] | None) -> list[Course] | None:
    """Read courses, given as rows or by code; raises naming the codes that do not exist."""
    if given is None:
        return None
    codes = [one.code if isinstance(one, Course) else str(one).strip() for one in given]
    known = {one.code.casefold(): one for one in Course.objects.filter(programme=trainer.programme)}
    unknown = [code for code in codes if code.casefold() not in known]
    if unknown:
        told = {"codes": ", ".join(unknown)}
        raise BadInputError({"courses": [_("There is no course %(codes)s.") % told]})
    return [known[code.casefold()] for code in codes]


@writes
def remove_rooms(programme: "Programme", *, refs: Sequence[str], actor: User | None) -> None:
    """Take rooms out in which nothing is held."""
    _remove(programme, Room.objects.filter(programme=programme, public_id__in=refs), "room.removed", actor)


@writes
def remove_trainers(programme: "Programme", *, refs: Sequence[str], actor: User | None) -> None:
    """Take trainers out who gave no session."""
    _remove(programme, Trainer.objects.filter(programme=programme, public_id__in=refs), "trainer.removed", actor)


def _remove(programme: "Programme", rows: Any, verb: str, actor: User | None) -> None:
    require(ACTIONS["edit"], actor, programme)
    require_alive(programme)
    row: Record
    for row in rows.order_by("pk"):
        append_event(verb, row, actor=actor, changes={k: [v, None] for k, v in facts(row).items()})
        row.delete()
