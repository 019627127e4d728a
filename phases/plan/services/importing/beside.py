"""What a file of Project has beside its tasks: calendars, resources, what the plan counts by."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from core.access import require
from core.errors import IllegalNowError
from phases.plan.choices import CalendarKind
from phases.plan.models import Assignment, InsertedPlan, PlanBaseline, PlanBasis, PlanCalendar, PlanResource, Task
from phases.plan.permissions import ACTIONS
from phases.plan.rules.filed import USUAL
from phases.plan.rules.mspdi import ParsedPlan
from phases.plan.rules.mspdi.calendars import line_of
from phases.plan.selectors.beside import BASIS, CALENDAR, INSERTED, RESOURCE
from phases.plan.services.dates import CHUNK, kept_basis, refresh_dates
from programme.records.services import writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

NOBODY = ""


def bring_beside(programme: "Programme", context: Mapping[str, Any], *, first: bool) -> int:
    """Write a file's calendars and resources, and what the plan counts by where it counts by this file or is new.

    Returns how much changed: 0 for a file that was here before.
    """
    parsed: ParsedPlan | None = context.get("plan")
    if parsed is None:
        return 0
    source = context["source"]
    basis = kept_basis(programme)
    leads = first or (basis.own_calendar is not None and basis.own_calendar.source == source)
    apart = not leads and not parsed.own and source != NOBODY
    calendars, changed = _bring_calendars(programme, source, parsed, leads=leads, apart=apart)
    changed += _bring_resources(programme, source, parsed, calendars)
    if leads:
        changed += _bring_basis(basis, context, calendars)
    elif apart:
        changed += _bring_inserted(programme, source, _inserted_of(context, calendars))
    for name, values in _inside(context, calendars).items():
        if not InsertedPlan.objects.filter(programme=programme, source=name).exists():
            changed += _bring_inserted(programme, name, values)
    return changed


def _bring_calendars(
    programme: "Programme", source: str, parsed: ParsedPlan, *, leads: bool, apart: bool
) -> tuple[dict[str, PlanCalendar], int]:
    """Write the calendars; of a file that the plan does not count by only its own and those of tasks and resources."""
    kept = {one.uid: one for one in PlanCalendar.objects.filter(programme=programme, source=source)}
    used = _used(parsed, parsed.calendar_uid if apart else None) | {int(uid) for uid in kept if uid.isdigit()}
    calendars = [one for one in parsed.calendars if leads or one.uid in used]
    wanted = {
        str(one.uid): {
            "name": one.name[:200],
            "week": {str(day): [list(shift) for shift in shifts] for day, shifts in sorted(one.week.items())},
            "exceptions": [dict(exception) for exception in one.exceptions],
        }
        for one in calendars
    }
    if (leads or apart) and parsed.calendar_uid not in {one.uid for one in calendars}:
        week = {str(day): [list(shift) for shift in shifts] for day, shifts in enumerate(USUAL)}
        wanted[NOBODY] = {"name": source[:200] or CalendarKind.FILE.value, "week": week, "exceptions": []}
    rows = {uid: kept.get(uid) or PlanCalendar(programme=programme, source=source, uid=uid) for uid in wanted}
    changed = _write(rows, wanted, ("name", "week", "exceptions"))
    based = [one for one in calendars if one.base is None or str(one.base) in rows]
    bases = {str(one.uid): {"base": None if one.base is None else rows[str(one.base)]} for one in based}
    return rows, changed + _write(rows, bases, ("base",))


def _used(parsed: ParsedPlan, own: int | None) -> set[int]:
    """Return the UIDs of the plan's own calendar, of those that tasks and resources have, and of what these follow."""
    by_uid = {one.uid: one for one in parsed.calendars}
    named = {one.calendar for one in parsed.tasks} | {one.calendar for one in parsed.resources}
    named |= {one.inserted.calendar for one in parsed.tasks if one.inserted} | {own}
    return {two.uid for uid in named if uid is not None and uid in by_uid for two in line_of(by_uid[uid], by_uid)}


def _write(rows: Mapping[str, Any], wanted: Mapping[str, Mapping[str, Any]], names: tuple[str, ...]) -> int:
    """Put values on rows and save those that are new or differ; returns how many."""
    new: list[Any] = []
    changed: list[Any] = []
    for uid, values in wanted.items():
        row = rows[uid]
        if row.pk is not None and all(getattr(row, name) == values[name] for name in names):
            continue
        for name in names:
            setattr(row, name, values[name])
        (new if row.pk is None else changed).append(row)
    for row in new:
        row.save()
    if changed:
        type(changed[0]).objects.bulk_update(changed, names, batch_size=CHUNK)
    return len(new) + len(changed)


def _bring_resources(
    programme: "Programme", source: str, parsed: ParsedPlan, calendars: Mapping[str, PlanCalendar]
) -> int:
    kept = {one.uid: one for one in PlanResource.objects.filter(programme=programme, source=source).exclude(uid="")}
    wanted = {
        str(one.uid): {
            "name": one.name,
            "kind": one.kind,
            "max_units": round(one.units, 2),
            "calendar": calendars.get(str(one.calendar)),
            "team": one.team or getattr(kept.get(str(one.uid)), "team", ""),
        }
        for one in parsed.resources
    }
    rows = {uid: kept.get(uid) or PlanResource(programme=programme, source=source, uid=uid) for uid in wanted}
    return _write(rows, wanted, ("name", "kind", "max_units", "calendar", "team"))


def _bring_basis(basis: PlanBasis, context: Mapping[str, Any], calendars: Mapping[str, PlanCalendar]) -> int:
    parsed: ParsedPlan = context["plan"]
    starts: datetime = context["starts_on"]
    own = calendars.get(str(parsed.calendar_uid)) or calendars[NOBODY]
    wanted = {
        "calendar": CalendarKind.FILE.value,
        "own_calendar_id": own.pk,
        "starts_on": starts.date(),
        "starts_minute": starts.hour * 60 + starts.minute,
        "status_on": parsed.status.date() if parsed.status else None,
        "status_moves": False,  # a file's dates stay what they are until somebody here wants otherwise
        "honours_constraints": parsed.honours,
        "critical_slack": parsed.critical_slack,
    }
    if all(getattr(basis, name) == value for name, value in wanted.items()):
        return 0
    for name, value in wanted.items():
        setattr(basis, name, value)
    PlanBasis.objects.filter(pk=basis.pk).update(**wanted)
    return 1


def _bring_inserted(programme: "Programme", source: str, wanted: Mapping[str, Any]) -> int:
    """Note what a plan inside the plan counts by; whether it still does is kept as somebody decided."""
    row = InsertedPlan.objects.filter(programme=programme, source=source).first()
    row = row or InsertedPlan(programme=programme, source=source)
    return _write({source: row}, {source: wanted}, tuple(wanted))


def _inserted_of(context: Mapping[str, Any], calendars: Mapping[str, PlanCalendar]) -> dict[str, Any]:
    parsed: ParsedPlan = context["plan"]
    starts: datetime = context["starts_on"]
    return {
        "calendar_id": (calendars.get(str(parsed.calendar_uid)) or calendars[NOBODY]).pk,
        "starts_on": starts.date(),
        "starts_minute": starts.hour * 60 + starts.minute,
        "honours_constraints": parsed.honours,
        "critical_slack": parsed.critical_slack,
    }


def _inside(context: Mapping[str, Any], calendars: Mapping[str, PlanCalendar]) -> dict[str, dict[str, Any]]:
    """Return what the inserted plans of a file of our own count by, by the source of their tasks."""
    parsed: ParsedPlan = context["plan"]
    found: dict[str, dict[str, Any]] = {}
    for task in parsed.tasks:
        source = context["refs"][task.uid].rpartition("#")[0]
        if task.inserted is None or not source or source in found or str(task.inserted.calendar) not in calendars:
            continue
        found[source] = {
            "calendar_id": calendars[str(task.inserted.calendar)].pk,
            "starts_on": task.inserted.start.date(),
            "starts_minute": task.inserted.start.hour * 60 + task.inserted.start.minute,
            "honours_constraints": task.inserted.honours,
            "critical_slack": task.inserted.critical_slack,
        }
    return found


@writes
def restore_beside(programme: "Programme", *, wanted: Mapping[str, Any], actor: "User | None") -> None:
    """Give calendars, resources, baselines and the basis the values they had; None takes back what was created."""
    require(ACTIONS["import"], actor, programme)
    gone = {key.partition(":")[2] for key, value in wanted.items() if value is None}
    _restore_basis(programme, wanted.get(BASIS, ...))
    resources = PlanResource.objects.filter(programme=programme)
    calendars = PlanCalendar.objects.filter(programme=programme)
    used = (
        Assignment.objects.filter(resource__in=resources.filter(public_id__in=gone)).select_related("resource").first()
    )
    if used is not None:
        raise IllegalNowError(_("“%(name)s” works on other tasks since.") % {"name": used.resource.name})
    by_id = {one.public_id: one for one in calendars}
    for key, value in wanted.items():
        kind, _colon, ref = key.partition(":")
        if value is not None and kind == CALENDAR:
            _put(calendars, ref, value | {"base": by_id.get(value["base"])})
        if value is not None and kind == RESOURCE:
            _put(resources, ref, value | {"calendar": by_id.get(value["calendar"])})
        if value is not None and kind == INSERTED:
            starts = date.fromisoformat(value["starts_on"])
            values = value | {"calendar": by_id.get(value["calendar"]), "starts_on": starts}
            _put(InsertedPlan.objects.filter(programme=programme), ref, values)
    InsertedPlan.objects.filter(programme=programme, public_id__in=gone).delete()
    resources.filter(public_id__in=gone).delete()
    PlanBaseline.objects.filter(programme=programme, public_id__in=gone).delete()
    _drop(calendars, gone)
    if Task.objects.filter(programme=programme).exists():
        refresh_dates(programme)


def _put(rows: Any, ref: str, values: Mapping[str, Any]) -> None:
    rows.filter(public_id=ref).update(**values)


def _drop(calendars: Any, gone: Iterable[str]) -> None:
    rows = calendars.filter(public_id__in=list(gone))
    rows.update(base=None)
    try:
        rows.delete()
    except ProtectedError as error:
        names = ", ".join(sorted({str(one) for one in error.protected_objects}))
        raise IllegalNowError(_("A calendar of this import is used by %(names)s since.") % {"names": names}) from error


def _restore_basis(programme: "Programme", wanted: Any) -> None:
    if wanted is ...:
        return
    if wanted is None:
        PlanBasis.objects.filter(programme=programme).delete()
        return
    own = PlanCalendar.objects.filter(programme=programme, public_id=wanted["own_calendar"] or "").first()
    days = {name: wanted[name] and date.fromisoformat(wanted[name]) for name in ("starts_on", "status_on")}
    basis = kept_basis(programme)
    PlanBasis.objects.filter(pk=basis.pk).update(**wanted | days | {"own_calendar": own})
