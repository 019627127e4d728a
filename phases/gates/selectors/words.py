"""How a reading, its threshold and its distance are said in words and figures."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from core.seams import Evidence
from phases.gates.choices import Binding, Op
from phases.gates.rules.actions import per_cent, shortfall
from phases.gates.rules.criteria import Gap, Result
from phases.gates.selectors.readings import Bound

SIGNS = {Op.EQ: "=", Op.GE: "≥", Op.LE: "≤", Op.GT: ">", Op.LT: "<"}
SCORE_KINDS = frozenset({"share"})


def value_text(reading: Evidence | None) -> str:
    """Say the value with its unit; a dash where nothing is read."""
    if reading is None or reading.value is None:
        return "–"
    value = reading.value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return words_of(value)
    if reading.unit == "share":
        return per_cent(Fraction(value))
    return f"{_plain(value)} {unit_text(reading.unit)}".strip()


def count_text(reading: Evidence | None) -> str:
    """Say numerator and denominator, where the value was counted from them."""
    if reading is None or reading.denominator is None or reading.numerator is None:
        return ""
    return f"{_plain(reading.numerator)}/{_plain(reading.denominator)}"


def unit_text(unit: str) -> str:
    """Say a unit of evidence in the reader's language."""
    units = {
        "wd": _("working days"),
        "days": _("days"),
        "minutes": _("min"),
        "pp": _("pp"),
        "points": _("points"),
    }
    return units.get(unit, "")


def words_of(state: str) -> str:
    """Say a state that a criterion compares with."""
    return {"accepted": _("accepted"), "running": _("running"), "planned": _("planned")}.get(state, state)


def threshold_text(bound: Bound) -> str:
    """Say the comparison with its threshold: ``≥ 95%``, ``7–14 days``, signed."""
    if bound.op == Op.SIGNED:
        signed = {Binding.DELIVERABLE: _("approved"), Binding.MANUAL: _("stated with evidence")}
        return signed.get(Binding(bound.binding), _("signed"))
    if bound.op == Op.EXISTS:
        return _("exists")
    share = bound.reading is not None and bound.reading.unit == "share"
    texts = [_bound_text(each, share=share) for each in bound.threshold]
    if bound.op == Op.BETWEEN:
        return "–".join(texts)
    if bound.threshold and isinstance(bound.threshold[0], bool | str):
        return texts[0]
    return f"{SIGNS[Op(bound.op)]} {texts[0]}"


def _bound_text(value: Any, *, share: bool) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return words_of(value)
    if share or (isinstance(value, Decimal) and value != int(value) and 0 < value < 1):
        return per_cent(Fraction(value))
    return _plain(value)


def _plain(value: Decimal | float) -> str:
    number = Decimal(str(value))
    return str(int(number)) if number == int(number) else f"{number.normalize():f}"


def gap_text(result: Result) -> str:
    """Say why a criterion is not met, nothing where it is."""
    short = shortfall(result)
    if result.gap is Gap.SHORT:
        return _("%(n)s short") % {"n": short} if short else ""
    texts = {
        Gap.NO_PROVIDER: _("Nothing in this release reads it yet"),
        Gap.NO_EVIDENCE: _("No evidence yet"),
        Gap.UNDEFINED: _("Not defined (0 of 0)"),
        Gap.STALE: _("The source is out of date"),
        Gap.UNLIKE: _("The value cannot be compared with the threshold"),
    }
    return texts.get(result.gap, "")


def register_of(name: str) -> str:
    """Name the register that a dotted evidence name reads."""
    registers = {
        "budget": _("Budget"),
        "charter": _("Charter & goals"),
        "gates": _("Gates"),
        "governance": _("Governance"),
        "inbox": _("Feedback"),
        "landscape": _("Systems and data"),
        "ledger": _("Benefits"),
        "migration": _("Migration"),
        "people": _("People and roles"),
        "plan": _("Plan"),
        "quality": _("Data quality"),
        "raid": _("Risks & issues"),
        "redesign": _("Redesign"),
        "releases": _("Releases"),
        "rollout": _("Rollout"),
        "statements": _("ROI statement"),
        "sourcing": _("Sourcing"),
        "stakeholders": _("Stakeholders"),
        "surveys": _("Surveys"),
        "training": _("Training"),
        "uat": _("UAT"),
        "usage": _("Usage"),
    }
    return registers.get(name.partition(".")[0], name)


def bound_text(bound: Bound) -> str:
    """Say what the criterion is bound to, and what must count zero, or hold, as well."""
    also = [_("Live evidence: %(name)s") % {"name": register_of(name)} for name, _read in bound.also]
    return " · ".join([_bound_to(bound), *also])


def _bound_to(bound: Bound) -> str:
    if bound.binding == Binding.EVIDENCE:
        return _("Live evidence: %(name)s") % {"name": register_of(bound.name)}
    if bound.binding == Binding.DELIVERABLE:
        text = _("Deliverable: %(codes)s") % {"codes": bound.name}
    elif bound.binding == Binding.MANUAL:
        text = _("Statement with evidence attached")
    else:
        return _("Nothing yet: %(name)s is not provided") % {"name": register_of(bound.name)}
    return text + " " + _("(until its live evidence exists)") if bound.waiting else text


def source_text(bound: Bound) -> str:
    """Name the source shown in the evidence column."""
    if bound.binding == Binding.DELIVERABLE:
        return bound.name
    labels = {Binding.EVIDENCE: _("Records"), Binding.MANUAL: _("Statement"), Binding.NOTHING: "–"}
    return labels[Binding(bound.binding)]


def fill_of(reading: Evidence | None) -> int | None:
    """Return the reading as per cent for a distance bar, None where it is no share of a whole."""
    if reading is None or not reading.denominator or reading.numerator is None:
        return None
    return round(Fraction(reading.numerator) / Fraction(reading.denominator) * 100)


def joined(labels: Sequence[str]) -> str:
    """Join labels of criteria for a sentence."""
    return _(", ").join(labels)


def stamp(moment: datetime | None) -> str | None:
    """Write a moment with its offset for JSON."""
    return moment.isoformat() if moment else None
