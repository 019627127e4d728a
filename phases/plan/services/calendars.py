"""Which days the programme works, and from which day its plan counts."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import expect_version, save_validated
from phases.plan.choices import CalendarKind
from phases.plan.models import CalendarDay, PlanBasis
from phases.plan.permissions import ACTIONS
from phases.plan.services.dates import kept_basis, refresh_dates
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

BASIS_FIELDS = frozenset({"calendar", "starts_on", "status_on"})


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
    require(ACTIONS["calendar"] if "calendar" in values else ACTIONS["reschedule"], actor, programme)
    unknown = set(values) - BASIS_FIELDS
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    basis = kept_basis(programme)
    expect_version(basis, version, values)
    if values.get("calendar") == CalendarKind.FILE and basis.own_calendar_id is None:
        raise BadInputError({"calendar": [_("No imported file has given a calendar.")]})
    with change(basis, "plan.basis_set", actor=actor):
        for name, value in values.items():
            setattr(basis, name, value)
        save_validated(basis)
    refresh_dates(programme)
    return basis
