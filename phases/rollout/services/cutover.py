"""Every write of the cutover runbook."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import expect_version, save_validated
from phases.rollout.models import CutoverStep
from phases.rollout.permissions import ACTIONS
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = frozenset(
    {"code", "name_zh", "name_en", "minutes", "doer_role", "checker_role", "checkpoint", "point_of_no_return",
     "position"}
)  # fmt: skip


def _assign(step: CutoverStep, values: Mapping[str, Any]) -> None:
    unknown = set(values) - FIELDS
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    for name, value in values.items():
        setattr(step, name, value)


@writes
def create_step(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> CutoverStep:
    """Add a step, at the end unless a position is given."""
    require(ACTIONS["edit"], actor, programme)
    step = CutoverStep(programme=programme, position=CutoverStep.objects.filter(programme=programme).count())
    with change(step, "cutover.step_added", actor=actor):
        _assign(step, values)
        save_validated(step)
    return step


@writes
def update_step(
    step: CutoverStep, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> CutoverStep:
    """Change a step."""
    require(ACTIONS["edit"], actor, step)
    expect_version(step, version, dict(values))
    with change(step, "cutover.step_changed", actor=actor):
        _assign(step, values)
        save_validated(step)
    return step


@writes
def remove_step(step: CutoverStep, *, actor: "User | None") -> None:
    """Take a step out; the audit keeps what it said."""
    require(ACTIONS["edit"], actor, step)
    append_event("cutover.step_removed", step, actor=actor, changes={k: [v, None] for k, v in facts(step).items()})
    step.delete()
