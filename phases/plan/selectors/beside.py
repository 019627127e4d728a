"""What a plan has beside its tasks, as the data that an import keeps to be taken back."""

from typing import TYPE_CHECKING, Any

from phases.plan.models import InsertedPlan, PlanBaseline, PlanBasis, PlanCalendar, PlanResource

if TYPE_CHECKING:
    from programme.charter.models import Programme

BASIS, CALENDAR, RESOURCE, BASELINE, INSERTED = "basis", "calendar", "resource", "baseline", "inserted"


def beside_of(programme: "Programme") -> dict[str, Any]:
    """Return calendars, resources, promised baselines and the basis by kind and public id; five queries."""
    calendars = PlanCalendar.objects.filter(programme=programme).select_related("base")
    resources = PlanResource.objects.filter(programme=programme).select_related("calendar")
    baselines = PlanBaseline.objects.filter(programme=programme, automatic=False)
    inserted = InsertedPlan.objects.filter(programme=programme).select_related("calendar")
    basis = PlanBasis.objects.filter(programme=programme).select_related("own_calendar").first()
    return {
        **{f"{CALENDAR}:{one.public_id}": _calendar(one) for one in calendars},
        **{f"{RESOURCE}:{one.public_id}": _resource(one) for one in resources},
        **{f"{BASELINE}:{one.public_id}": {"name": one.name} for one in baselines},
        **{f"{INSERTED}:{one.public_id}": _inserted(one) for one in inserted},
        **({} if basis is None else {BASIS: _basis(basis)}),
    }


def _calendar(one: PlanCalendar) -> dict[str, Any]:
    base = one.base.public_id if one.base else None
    return {"name": one.name, "base": base, "week": one.week, "exceptions": one.exceptions}


def _resource(one: PlanResource) -> dict[str, Any]:
    calendar = one.calendar.public_id if one.calendar else None
    return {"name": one.name, "kind": one.kind, "max_units": str(one.max_units), "calendar": calendar, "team": one.team}


def _inserted(one: InsertedPlan) -> dict[str, Any]:
    return {
        "calendar": one.calendar.public_id,
        "starts_on": one.starts_on.isoformat(),
        "starts_minute": one.starts_minute,
        "honours_constraints": one.honours_constraints,
        "critical_slack": one.critical_slack,
        "apart": one.apart,
    }


def _basis(one: PlanBasis) -> dict[str, Any]:
    return {
        "calendar": one.calendar,
        "own_calendar": one.own_calendar.public_id if one.own_calendar else None,
        "starts_on": one.starts_on and one.starts_on.isoformat(),
        "starts_minute": one.starts_minute,
        "status_on": one.status_on and one.status_on.isoformat(),
        "status_moves": one.status_moves,
        "honours_constraints": one.honours_constraints,
        "critical_slack": one.critical_slack,
    }
