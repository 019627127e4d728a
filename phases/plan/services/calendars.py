"""Which days the programme works, and from which day its plan counts."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError, NotVisibleError
from core.models import expect_version, save_validated
from phases.plan.choices import CalendarKind
from phases.plan.models import CalendarDay, InsertedPlan, PlanBasis, PlanCalendar
from phases.plan.permissions import ACTIONS
from phases.plan.rules.worktime import DAYS_A_WEEK, has_work
from phases.plan.services.dates import kept_basis, refresh_dates
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

BASIS_FIELDS = frozenset(
    {"calendar", "own_calendar", "starts_on", "status_on", "status_moves", "honours_constraints", "critical_slack"}
)
CALENDAR_FIELDS = frozenset({"name", "base", "week", "exceptions"})


@writes
def set_calendar_day(
    programme: "Programme", *, day: date, works: bool, actor: "User | None", note: str = ""
) -> CalendarDay:
    """Decide that a day is worked, or is not; the plan's dates follow."""
    require(ACTIONS["calendar"], actor, programme)
    row = CalendarDay.objects.filter(programme=programme, day=day).first() or CalendarDay(programme=programme, day=day)
    with change(row, "plan.calendar_day_set", actor=actor):
        row.works, row.note = works, note
        save_validated(row)
    refresh_dates(programme)
    return row


@writes
def clear_calendar_day(row: CalendarDay, *, actor: "User | None") -> None:
    """Let the day follow the calendar again."""
    require(ACTIONS["calendar"], actor, row)
    append_event("plan.calendar_day_cleared", row, actor=actor, changes={"works": [row.works, None]})
    row.delete()
    refresh_dates(row.programme)


@writes
def set_basis(programme: "Programme", *, actor: "User | None", version: int | None = None, **values: Any) -> PlanBasis:
    """Set calendar, first day or status date; the plan's dates follow."""
    decides = {"calendar", "own_calendar"} & set(values)
    require(ACTIONS["calendar"] if decides else ACTIONS["reschedule"], actor, programme)
    unknown = set(values) - BASIS_FIELDS
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    basis = kept_basis(programme)
    expect_version(basis, version, values)
    own = values.get("own_calendar", basis.own_calendar)
    if own is not None and own.programme_id != programme.pk:
        raise BadInputError({"own_calendar": [_("This belongs to another programme.")]})
    if values.get("calendar", basis.calendar) == CalendarKind.FILE and own is None:
        raise BadInputError({"own_calendar": [_("Choose which calendar of the plan.")]})
    with change(basis, "plan.basis_set", actor=actor):
        if values.get("starts_on", basis.starts_on) != basis.starts_on:
            basis.starts_minute = None  # another day begins with its work
        for name, value in values.items():
            setattr(basis, name, value)
        save_validated(basis)
    refresh_dates(programme)
    return basis


@writes
def save_calendar(
    programme: "Programme",
    *,
    actor: "User | None",
    row: PlanCalendar | None = None,
    version: int | None = None,
    **values: Any,
) -> PlanCalendar:
    """Add a calendar of the plan, or change one; ``week`` and ``exceptions`` are as the record keeps them.

    The plan's dates follow. Raises ``BadInputError`` for a calendar that would never work, or that is based on itself.
    """
    require(ACTIONS["edit_calendar"], actor, programme)
    unknown = set(values) - CALENDAR_FIELDS
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    if row is not None:
        row = get_kept(row)
        expect_version(row, version, values)
    calendar = row or PlanCalendar(programme=programme)
    with change(calendar, "plan.calendar_changed" if row else "plan.calendar_added", actor=actor):
        for name, value in values.items():
            setattr(calendar, name, value)
        _check_calendar(calendar)
        save_validated(calendar)
    refresh_dates(programme)
    return calendar


def get_kept(row: PlanCalendar) -> PlanCalendar:
    """Read the calendar again under the lock; raises ``NotVisibleError`` where it is gone."""
    found = PlanCalendar.objects.filter(pk=row.pk).select_related("base").first()
    if found is None:
        raise NotVisibleError(_("This calendar was deleted meanwhile."))
    return found


def _check_calendar(row: PlanCalendar) -> None:
    line, base = [row.pk], row.base
    while base is not None:
        if base.programme_id != row.programme_id:
            raise BadInputError({"base": [_("This belongs to another programme.")]})
        if base.pk in line:
            raise BadInputError({"base": [_("A calendar cannot be based on itself.")]})
        line.append(base.pk)
        base = base.base
    if row.base is None and not has_work([row.week.get(str(day), ()) for day in range(DAYS_A_WEEK)], {}):
        raise BadInputError({"week": [_("A calendar that never works cannot place anything; give some hours.")]})


@writes
def set_inserted(row: InsertedPlan, *, apart: bool, actor: "User | None", version: int | None = None) -> InsertedPlan:
    """Let an inserted plan count by its own file, or as the rest of the plan does; the dates follow."""
    require(ACTIONS["edit_calendar"], actor, row)
    found = InsertedPlan.objects.filter(pk=row.pk).first()
    if found is None:
        raise NotVisibleError(_("This import was taken back meanwhile."))
    expect_version(found, version, {"apart": apart})
    if found.apart == apart:
        return found
    with change(found, "plan.inserted_changed", actor=actor):
        found.apart = apart
        save_validated(found)
    refresh_dates(found.programme)
    return found


@writes
def delete_calendar(row: PlanCalendar, *, actor: "User | None") -> None:
    """Delete a calendar that nothing uses; raises ``IllegalNowError`` that says what does."""
    row = get_kept(row)
    require(ACTIONS["edit_calendar"], actor, row)
    uses = {
        _("tasks"): row.tasks.count(),
        _("resources"): row.resources.count(),
        _("calendars based on it"): row.derived.count(),
        _("inserted plans"): row.inserted.count(),
        _("the plan itself"): PlanBasis.objects.filter(own_calendar=row).count(),
    }
    told = [f"{words} ({number})" for words, number in uses.items() if number]
    if told:
        raise IllegalNowError(_("The calendar is used by %(what)s.") % {"what": ", ".join(told)})
    append_event("plan.calendar_deleted", row, actor=actor, changes={"name": [row.name, None]})
    row.delete()
