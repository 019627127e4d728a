"""Who and what does the work: resources of the plan, and what they are asked to do."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError, NotVisibleError
from core.models import expect_version, save_validated
from phases.plan.choices import ResourceKind
from phases.plan.models import Assignment, PlanResource, Task
from phases.plan.permissions import ACTIONS
from phases.plan.services.dates import refresh_dates
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = frozenset({"name", "kind", "max_units", "calendar", "person", "team"})


@writes
def save_resource(
    programme: "Programme",
    *,
    actor: "User | None",
    row: PlanResource | None = None,
    version: int | None = None,
    **values: Any,
) -> PlanResource:
    """Add a resource, or change one; the plan's dates follow, for its calendar may set the length of its tasks."""
    require(ACTIONS["resource"], actor, programme)
    unknown = set(values) - FIELDS
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    if row is not None:
        row = _again(row)
        expect_version(row, version, values)
    resource = put_resource(row or PlanResource(programme=programme), values, actor=actor)
    if row is not None:
        refresh_dates(programme)
    return resource


def put_resource(resource: PlanResource, values: Mapping[str, Any], *, actor: "User | None") -> PlanResource:
    """Write a resource inside a service that has asked for permission and computes the dates itself."""
    _check(resource.programme, values)
    with change(resource, "plan.resource_changed" if resource.pk else "plan.resource_added", actor=actor):
        for name, value in values.items():
            setattr(resource, name, value)
        save_validated(resource)
    return resource


def _again(row: PlanResource) -> PlanResource:
    found = PlanResource.objects.filter(pk=row.pk).first()
    if found is None:
        raise NotVisibleError(_("This resource was deleted meanwhile."))
    return found


def _check(programme: "Programme", values: Mapping[str, Any]) -> None:
    calendar, person = values.get("calendar"), values.get("person")
    if calendar is not None and calendar.programme_id != programme.pk:
        raise BadInputError({"calendar": [_("This belongs to another programme.")]})
    if person is not None and not person.roles_in(programme):
        raise BadInputError({"person": [_("%(name)s has no role in this programme.") % {"name": person.name}]})


@writes
def delete_resource(row: PlanResource, *, actor: "User | None") -> None:
    """Delete a resource that works on nothing; raises ``IllegalNowError`` while it does."""
    row = _again(row)
    require(ACTIONS["resource"], actor, row)
    drop_resource(row, actor=actor)


def drop_resource(row: PlanResource, *, actor: "User | None") -> None:
    """Delete a resource inside a service that has asked for permission; refuses while it works on tasks."""
    used = Assignment.objects.filter(resource=row).count()
    if used:
        raise IllegalNowError(_("It works on %(n)s tasks. Take it off them first.") % {"n": used})
    append_event("plan.resource_deleted", row, actor=actor, changes={"name": [row.name, None]})
    row.delete()


@writes
def assign(
    task: Task, *, resource: PlanResource, units: Decimal, actor: "User | None", work: int | None = None
) -> Assignment:
    """Let a resource work on a task, or change how much: ``units`` per cent of it, ``work`` in minutes where stated."""
    require(ACTIONS["assign"], actor, task)
    row = put_assignment(task, resource, units, work, actor=actor)
    refresh_dates(task.programme)
    return row


def put_assignment(
    task: Task, resource: PlanResource, units: Decimal, work: int | None, *, actor: "User | None"
) -> Assignment:
    """Write an assignment inside a service that has asked for permission and computes the dates itself."""
    wrong: dict[str, list[str]] = {}
    if resource.programme_id != task.programme_id:
        wrong["resource"] = [_("This belongs to another programme.")]
    if task.summary:
        wrong[""] = [_("Resources work on the tasks under a summary.")]
    if units <= 0 and resource.kind == ResourceKind.WORK:
        wrong["units"] = [_("Give a share above zero.")]
    if wrong:
        raise BadInputError(wrong)
    row = Assignment.objects.filter(task=task, resource=resource).first()
    known = row is not None
    row = row or Assignment(programme=task.programme, task=task, resource=resource)
    before = f"{row.units} %" if known else None
    row.units, row.work = units, work
    save_validated(row)
    append_event("plan.assigned", task, actor=actor, changes={resource.name: [before, f"{row.units} %"]})
    return row


@writes
def unassign(row: Assignment, *, actor: "User | None") -> None:
    """Take a resource off a task."""
    require(ACTIONS["assign"], actor, row)
    programme = row.programme
    drop_assignment(row, actor=actor)
    refresh_dates(programme)


def drop_assignment(row: Assignment, *, actor: "User | None") -> None:
    """Delete an assignment inside a service that has asked for permission and computes the dates itself."""
    append_event("plan.unassigned", row.task, actor=actor, changes={row.resource.name: [f"{row.units} %", None]})
    row.delete()
