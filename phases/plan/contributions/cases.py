"""The similar cases that the charter cites, and what the reference class makes of our duration (F06)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.documents import words
from core.documents.model import Block, Cell, Column, Figure, Table, Text
from phases.plan.rules.reference import ENOUGH
from phases.plan.selectors import reference_forecast
from programme.charter.models import ReferenceCase


def cited_cases(programme: Any) -> tuple[Block, ...]:
    """Each cited case with durations, cost, result, lesson and grade; whether its class is more than indicative."""
    similar = list(ReferenceCase.objects.filter(programme=programme, similar=True))
    cited = [case for case in similar if case.cited]
    title = _("Similar cases")
    if not cited:
        said = (_("The charter cites no similar case."), _("Mark a similar reference case as cited."))
        return (Text(said, "small", heading=title),)
    columns = (
        Column(_("Company"), width=4),
        Column(_("Plan"), "right", _("days"), width=2),
        Column(_("Took"), "right", _("days"), width=2),
        Column(_("Overrun"), "right", width=2),
        Column(_("Result and lesson"), width=6),
        Column(_("Grade"), width=3),
    )
    return Table(columns, tuple(map(_row, cited)), heading=title), *_class(programme, similar)


def _row(case: ReferenceCase) -> tuple[Any, ...]:
    about = [case.industry, case.get_size_display(), case.scope, case.cost]
    overrun = Figure(None, "%") if case.overrun is None else Figure(round(case.overrun), "%", signed=True)
    return (
        Cell(case.company, second=" · ".join(word for word in about if word)),
        case.planned_days,
        case.actual_days,
        overrun,
        Cell(case.result or _("no result recorded"), second=case.lesson),
        case.get_grade_display() if case.grade else Cell(_("no grade"), tone="warn"),
    )


def _class(programme: Any, similar: list[ReferenceCase]) -> tuple[Block, ...]:
    """Say what all similar cases give, and that fewer than ten with a grade are indicative only."""
    measured = [case for case in similar if case.overrun is not None]
    graded = sum(bool(case.grade) for case in measured)
    said = ngettext(
        "%(n)s similar case with an overrun, %(graded)s of them with a grade.",
        "%(n)s similar cases with an overrun, %(graded)s of them with a grade.",
        len(measured),
    )
    lines = [said % {"n": len(measured), "graded": graded}]
    if graded < ENOUGH:
        lines.append(_("Fewer than %(n)s with a grade: indicative only.") % {"n": ENOUGH})
    found = reference_forecast(programme)
    if found is not None:
        lines.append(
            _("By their overruns the plan ends by %(p50)s in half of the cases, by %(p80)s in four of five (F06).")
            % {"p50": words.day(found.p50), "p80": words.day(found.p80)}
        )
    return (Text(tuple(lines), "small"),)
