"""Tolerances of stages, set by the project manager or the sponsor."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from phases.exceptions.models import ExceptionReport, StageTolerance
from phases.exceptions.permissions import sets
from programme.charter.services.rows import assign, require_alive
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = ("stage", "dimension", "limit", "note")


@writes
def set_tolerance(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> StageTolerance:
    """Say how far a stage's forecast may leave its baseline."""
    require(sets, actor, programme)
    require_alive(programme)
    row = StageTolerance(programme=programme)
    return _save(row, values, "exceptions.tolerance_set", actor)


@writes
def change_tolerance(
    row: StageTolerance, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> StageTolerance:
    """Set it otherwise; refused while an exception about it is open, for then the committee decides."""
    require(sets, actor, row)
    require_alive(row.programme)
    expect_version(row, version, dict(values))
    _refuse_open(row)
    return _save(row, values, "exceptions.tolerance_changed", actor)


@writes
def remove_tolerance(row: StageTolerance, *, actor: "User | None") -> None:
    """Take it out; refused while an exception about it is open."""
    require(sets, actor, row)
    require_alive(row.programme)
    _refuse_open(row)
    gone = {name: [value, None] for name, value in facts(row).items()}
    append_event("exceptions.tolerance_removed", row, actor=actor, changes=gone)
    row.delete()


def _refuse_open(row: StageTolerance) -> None:
    held = ExceptionReport.objects.filter(stage_id=row.stage_id, dimension=row.dimension).open().first()
    if held is not None:
        raise IllegalNowError(_("%(row)s is open about it: the committee decides.") % {"row": held})


def _save(row: StageTolerance, values: Mapping[str, Any], action: str, actor: "User | None") -> StageTolerance:
    stage = values.get("stage")
    if stage is not None and stage.programme_id != row.programme_id:
        raise BadInputError({"stage": [_("Choose one of this programme.")]})
    with change(row, action, actor=actor):
        assign(row, values, FIELDS)
        save_validated(row)
    return row
