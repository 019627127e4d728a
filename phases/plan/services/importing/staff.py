"""Resources and assignments written from imports of their own, and taken back; dates are computed once at the end."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.imports.kinds import Batch, Outcome, Row, row_by_row
from phases.plan.models import Assignment, PlanCalendar, PlanResource, Task
from phases.plan.permissions import ACTIONS
from phases.plan.rules.tokens import minutes_from_days
from phases.plan.selectors.people import people_of
from phases.plan.selectors.staff import calendars_called, resource_names, task_names
from phases.plan.services.dates import refresh_dates
from phases.plan.services.importing.names import Labelled
from phases.plan.services.resources import drop_assignment, drop_resource, put_assignment, put_resource
from programme.records.services import writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

WHOLE = Decimal(100)
PRUNED = 200


@writes
def write_resources(programme: "Programme", *, batch: Batch, actor: "User | None") -> list[Outcome]:
    """Create and change resources from canonical rows; a name that another one of the same file has is refused.

    Costs some six queries a row, and the plan computed once.
    """
    require(ACTIONS["import"], actor, programme)
    called = dict(calendars_called(programme))
    calendars = Labelled(called, lambda row: called[row])
    people = {user.email.casefold(): user for user in people_of(programme)}

    def values(row: Row, source: str) -> Row:
        found = {key: value for key, value in row.items() if key in {"name", "team"}}
        found |= {key: row[key] for key in ("kind", "max_units") if row.get(key) is not None}
        if "calendar" in row:
            found["calendar"] = _calendar(row["calendar"], source, calendars)
        if "person" in row:
            found["person"] = _person(row["person"], people)
        return found

    def create(_programme: Any, row: Row, actor: Any) -> str:
        source, _hash, uid = (row.get("uid") or "").rpartition("#")
        resource = PlanResource(programme=programme, source=source, uid=uid)
        _check_name(resource, row)
        return put_resource(resource, values(row, source), actor=actor).public_id

    def update(_programme: Any, ref: str, row: Row, actor: Any) -> None:
        resource = PlanResource.objects.select_related("programme").get(programme=programme, public_id=ref)
        if "name" in row and row["name"] != resource.name:
            _check_name(resource, row)
        put_resource(resource, values(row, resource.source), actor=actor)

    return _written(programme, row_by_row(create, update)(programme, batch, actor))


def _written(programme: "Programme", outcomes: Sequence[Outcome]) -> list[Outcome]:
    if any(not one.refused for one in outcomes):
        refresh_dates(programme)
    return list(outcomes)


def _check_name(resource: PlanResource, row: Row) -> None:
    others = PlanResource.objects.filter(programme=resource.programme, source=resource.source).exclude(pk=resource.pk)
    if others.filter(name__iexact=row.get("name", "")).exists():
        raise BadInputError({"name": [_("A resource has this name already.")]})


def _calendar(label: str, source: str, calendars: Labelled[PlanCalendar]) -> PlanCalendar | None:
    found = calendars.find(label, source) if label else None
    if label and found is None:
        raise BadInputError({"calendar": [_("The plan has no calendar “%(name)s”.") % {"name": label}]})
    return found


def _person(email: str | None, people: dict[str, "User"]) -> "User | None":
    if not email:
        return None
    if email.casefold() not in people:
        raise BadInputError({"person": [_("Nobody in the programme has this address.")]})
    return people[email.casefold()]


@writes
def remove_resources(programme: "Programme", *, refs: Iterable[str], actor: "User | None") -> None:
    """Take back imported resources by public id; raises ``IllegalNowError`` where one works on tasks since."""
    require(ACTIONS["import"], actor, programme)
    for ref in refs:
        drop_resource(PlanResource.objects.get(programme=programme, public_id=ref), actor=actor)
    refresh_dates(programme)


@writes
def write_assignments(programme: "Programme", *, batch: Batch, actor: "User | None") -> list[Outcome]:
    """Create and change assignments from canonical rows. Costs some four queries a row, and the plan computed once."""
    require(ACTIONS["import"], actor, programme)
    tasks = _by_name(task_names(programme))
    resources = _by_name(resource_names(programme))

    def create(_programme: Any, row: Row, actor: Any) -> str:
        wrong = {}
        if row["task"].casefold() not in tasks:
            wrong["task"] = [_("The plan has no task of this name that resources can work on.")]
        if row["resource"].casefold() not in resources:
            wrong["resource"] = [_("The plan has no resource of this name.")]
        if wrong:
            raise BadInputError(wrong)
        task = Task.objects.select_related("programme").get(pk=tasks[row["task"].casefold()])
        resource = PlanResource.objects.get(pk=resources[row["resource"].casefold()])
        units = WHOLE if row.get("units") is None else row["units"]
        return put_assignment(task, resource, units, _work(row.get("work")), actor=actor).public_id

    def update(_programme: Any, ref: str, row: Row, actor: Any) -> None:
        kept = Assignment.objects.select_related("task__programme", "resource").get(programme=programme, public_id=ref)
        units = kept.units if row.get("units") is None else row["units"]
        work = _work(row["work"]) if "work" in row else kept.work
        put_assignment(kept.task, kept.resource, units, work, actor=actor)

    return _written(programme, row_by_row(create, update)(programme, batch, actor))


def _by_name(called: dict[int, str]) -> dict[str, int]:
    return {name.casefold(): pk for pk, name in called.items()}


def _work(days: Decimal | None) -> int | None:
    return None if days is None else minutes_from_days(days)


@writes
def remove_assignments(programme: "Programme", *, refs: Iterable[str], actor: "User | None") -> None:
    """Take back imported assignments by public id."""
    require(ACTIONS["import"], actor, programme)
    wanted = list(refs)
    for at in range(0, len(wanted), PRUNED):
        rows = Assignment.objects.filter(programme=programme, public_id__in=wanted[at : at + PRUNED])
        for row in rows.select_related("task", "resource"):
            drop_assignment(row, actor=actor)
    refresh_dates(programme)
