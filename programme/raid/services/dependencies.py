"""Writes of external dependencies: register, promises, delivery, and the day on which the plan needs them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.people.models import User
from programme.raid import permissions
from programme.raid.models import Dependency
from programme.raid.selectors.dependencies import DEPENDENCY_LABELS, dependency_possible, task_days
from programme.raid.services.common import apply, free_code, locked, needed
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

FIELDS = frozenset(
    {
        "title", "description", "giver", "taker", "owner", "owner_name", "needed_by", "needed_on", "promised_on",
        "raised_on", "extra",
    }
)  # fmt: skip


@writes
def create_dependency(
    programme: "Programme", *, values: Mapping[str, Any], actor: User | None, code: str = ""
) -> Dependency:
    """Put a dependency on the register; a day for which it is promised already makes it a promised one."""
    require(permissions.can_raise, actor, programme)
    code = code.strip() or free_code(Dependency.objects.filter(programme=programme), "X")
    row = Dependency(programme=programme, code=code, raised_by=actor)
    with change(row, "raid.dependency_created", actor=actor):
        _put(row, values)
        save_validated(row)
    return row


def _put(row: Dependency, values: Mapping[str, Any]) -> None:
    """Put the values on the row: a new day is a new promise, a task's code gives the day on which it is needed."""
    given = dict(values)
    promised = given.pop("promised_on", row.promised_on)
    apply(row, given, FIELDS)
    if promised is None and row.promised_on is not None:
        raise BadInputError({"promised_on": [_("A promise that was made stays; record another day.")]})
    if promised is not None and promised != row.promised_on:
        row.promised(promised)
    row.needed_by = row.needed_by.strip()
    if row.needed_by:
        day = task_days(row.programme, [row.needed_by]).get(row.needed_by)
        if day is None:
            raise BadInputError({"needed_by": [_("The plan has no dated task %(code)s.") % {"code": row.needed_by}]})
        row.needed_on = day


@writes
def update_dependency(
    row: Dependency, *, values: Mapping[str, Any], actor: User | None, version: int | None = None
) -> Dependency:
    """Change fields while it is awaited; ``version`` is the one the editor saw (``StaleError``)."""
    require(permissions.can_edit, actor, row)
    row = locked(row)
    expect_version(row, version, dict(values))
    if not row.is_awaited:
        raise IllegalNowError(
            _("This dependency is %(state)s; it is no longer edited.") % {"state": row.get_state_display()}
        )
    with change(row, "raid.dependency_updated", actor=actor):
        _put(row, values)
        save_validated(row)
    return row


def _ready(row: Dependency, act: str, actor: User | None) -> Dependency:
    require(permissions.DEPENDENCY_ACTS[act], actor, row)
    row = locked(row)
    if not dependency_possible(row, act):
        said = {"state": row.get_state_display(), "act": DEPENDENCY_LABELS[act]}
        raise IllegalNowError(_("“%(act)s” is not possible: the dependency is %(state)s.") % said)
    return row


@writes
def promise_dependency(row: Dependency, *, actor: User | None, promised_on: date | None, note: str = "") -> Dependency:
    """Record the day that the giver names now; the first one stays, so that the slip can be told."""
    row = _ready(row, "promise", actor)
    needed(promised_on=str(promised_on or ""))
    with change(row, "raid.dependency_promised", actor=actor, reason=note):
        row.promised(promised_on)  # type: ignore[arg-type]
        save_validated(row)
    return row


@writes
def deliver_dependency(row: Dependency, *, actor: User | None, delivered_on: date | None, note: str = "") -> Dependency:
    """Record that it came."""
    row = _ready(row, "deliver", actor)
    needed(delivered_on=str(delivered_on or ""))
    if delivered_on is not None and delivered_on > timezone.localdate():
        raise BadInputError({"delivered_on": [_("Record a delivery once it has come.")]})
    with change(row, "raid.dependency_delivered", actor=actor, reason=note):
        row.deliver(delivered_on)  # type: ignore[arg-type]
        save_validated(row)
    return row


@writes
def drop_dependency(row: Dependency, *, actor: User | None, reason: str) -> Dependency:
    """Say that nobody needs it any more."""
    row = _ready(row, "drop", actor)
    needed(reason=reason)
    with change(row, "raid.dependency_dropped", actor=actor, reason=reason):
        row.drop()
        save_validated(row)
    return row


@writes
def reopen_dependency(row: Dependency, *, actor: User | None, reason: str) -> Dependency:
    """Say that what came is not what is needed; needs a reason."""
    row = _ready(row, "reopen", actor)
    needed(reason=reason)
    with change(row, "raid.dependency_reopened", actor=actor, reason=reason):
        if row.promised_on is None:
            row.promised_on = row.first_promised_on = row.delivered_on
        row.reopen()
        save_validated(row)
    return row


@writes
def follow_plan(programme: "Programme", *, actor: User | None = None) -> int:
    """Move the needed day of what a task of the plan waits for to where the task starts now; returns how many moved."""
    rows = list(Dependency.objects.filter(programme=programme).awaited().exclude(needed_by=""))
    days = task_days(programme, [row.needed_by for row in rows])
    moved = [row for row in rows if days.get(row.needed_by) not in (None, row.needed_on)]
    for row in moved:
        with change(row, "raid.dependency_needed", actor=actor):
            row.needed_on = days[row.needed_by]
            save_validated(row)
    return len(moved)
