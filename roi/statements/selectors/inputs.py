"""The ledger as inputs of a statement: plain values that freeze, with plans already laid out by month."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from phases.rollout.models import RosterEntry, Wave
from roi.ledger.models import Benefit, CostLine
from roi.ledger.selectors.rows import cost_months, plan_months
from roi.statements.models import RoiStatement, RoiTerms
from roi.statements.rules import changes, flows
from roi.statements.rules.quarters import Quarter, quarter_of

if TYPE_CHECKING:
    from programme.charter.models import Programme


def terms_of(programme: "Programme") -> RoiTerms:
    """Give the programme's terms; unsaved defaults where nobody set them: value counts from the first go-live."""
    found = RoiTerms.objects.filter(programme=programme).first()
    if found is not None:
        return found
    waves = Wave.objects.filter(programme=programme).order_by("position", "pk")
    live = next((wave.goes_live_on for wave in waves if wave.goes_live_on), None)
    start: date = live or programme.starts_on or timezone.localdate()
    return RoiTerms(programme=programme, value_from=start.replace(day=1))


def users_of(programme: "Programme", terms: RoiTerms) -> int | None:
    """Give the number of users: as set in the terms, else the licensed persons of the roster; None where unknown."""
    if terms.users:
        return terms.users
    return RosterEntry.objects.filter(programme=programme).persons().licensed(timezone.localdate()).count() or None


def latest_statement(programme: "Programme", before: Quarter | None = None) -> RoiStatement | None:
    """Give the standing statement of the latest quarter, perhaps only those before a quarter; one query."""
    rows = RoiStatement.objects.filter(programme=programme).standing().for_list()
    rows = rows if before is None else rows.filter(quarter__lt=str(before))
    return rows.order_by("-quarter").first()


def last_month_end(today: date) -> date:
    """Give the last day of the last month that is over."""
    return date.fromordinal(today.replace(day=1).toordinal() - 1)


def inputs_for(programme: "Programme", quarter: Quarter, last: date | None = None) -> dict[str, Any]:
    """Read everything a statement of the quarter is computed from, as it stands now; nine queries."""
    terms = terms_of(programme)
    start = flows.month_number(terms.value_from.isoformat())
    horizon = start + flows.YEAR * terms.horizon_years - 1
    before = latest_statement(programme, before=quarter)
    found: dict[str, Any] = {
        "v": 1,
        "formulas": flows.FORMULAS,
        "quarter": str(quarter),
        "first": quarter.first.isoformat(),
        "last": (last or quarter.last).isoformat(),
        "currency": programme.currency,
        "terms": _terms(terms, users_of(programme, terms)),
        "costs": [_cost(row, horizon) for row in _costs(programme)],
        "benefits": [_benefit(row, horizon) for row in _benefits(programme)],
    }
    past = before.frozen if before else None
    found["adjustments"] = changes.adjustments(past, found)
    found["changes"] = changes.changed_assumptions(past, found)
    found["before"] = {"quarter": before.quarter, "sha256": before.sha256} if before else None
    return found


def live_inputs(programme: "Programme") -> dict[str, Any]:
    """Read the inputs as of the last month that is over."""
    last = last_month_end(timezone.localdate())
    return inputs_for(programme, quarter_of(last), last)


def _terms(terms: RoiTerms, users: int | None) -> dict[str, Any]:
    rates = {name: _share(getattr(terms, name)) for name in ("rate", "finance_rate", "reinvest_rate")}
    return rates | {
        "horizon_years": terms.horizon_years, "value_from": terms.value_from.isoformat(), "users": users
    }  # fmt: skip


def _share(percent: Any) -> str:
    return str(Fraction(percent) / 100)


def _costs(programme: "Programme") -> Any:
    return CostLine.objects.filter(programme=programme).order_by("posted_on", "code", "pk")


def _benefits(programme: "Programme") -> Any:
    return Benefit.objects.filter(programme=programme).own().for_list().order_by("code", "pk")


def _plain(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _cost(row: CostLine, horizon: int) -> dict[str, Any]:
    return {
        "id": row.public_id, "code": row.code, "title": row.title, "category": row.category, "nature": row.nature,
        "basis": row.basis, "on": row.posted_on.isoformat(), "until": _day(row.until), "amount": row.amount_minor,
        "vendor": row.vendor, "ref": row.ledger_ref, "risk": _plain(row.risk_percent),
        "months": cost_months(row, horizon),
    }  # fmt: skip


def _benefit(row: Benefit, horizon: int) -> dict[str, Any]:
    return {
        "id": row.public_id, "code": row.code, "title": row.title, "worth": row.worth, "driver": row.driver,
        "disbenefit": row.disbenefit, "kpi": row.kpi.code if row.kpi else "", "grade": row.grade,
        "owner": str(row.owner) if row.owner else "", "state": row.state, "unit": row.unit,
        "baseline": _plain(row.baseline), "target": _plain(row.target), "volume": _plain(row.volume),
        "unit_value": row.unit_value_minor, "margin": _plain(row.margin_percent),
        "attribution": _plain(row.attribution_percent), "correction": _plain(row.correction_percent),
        "risk": _plain(row.risk_percent), "first": _day(row.first_value_on), "end": _day(row.ends_on),
        "ramp": row.ramp_months, "assumptions": row.assumptions, "yearly": str(row.value.yearly),
        "plan": [[month, str(value)] for month, value in plan_months(row, horizon).items()],
        "actuals": [_actual(one) for one in sorted(row.actuals.all(), key=lambda a: a.month) if one.stands],
    }  # fmt: skip


def _actual(row: Any) -> dict[str, Any]:
    return {
        "id": row.public_id, "month": row.month.isoformat(), "volume": _plain(row.volume), "amount": row.amount_minor,
        "state": row.state, "evidence": row.evidence or row.evidence_url,
        "by": str(row.recorded_by) if row.recorded_by else "",
        "validator": str(row.validated_by) if row.validated_by else "",
    }  # fmt: skip
