"""Sections of the documents: top risks and issues, overall risk, and risks at a gate."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.documents.model import (
    Cell,
    Column,
    Dot,
    Fact,
    Figure,
    KeyFigure,
    KeyFigures,
    Matrix,
    Missing,
    Section,
    Source,
    Status,
    StatusKind,
    Table,
    Text,
)
from core.memo import once
from core.seams import provide_section
from programme.raid import selectors
from programme.raid.models import Assumption, Dependency, Issue, Risk
from programme.raid.rules import HIGH_FROM
from programme.raid.selectors.assumptions import open_assumptions
from programme.raid.selectors.dependencies import awaited, standing
from programme.raid.views.assumptions import assumption_status
from programme.raid.views.dependencies import dependency_status, needed, promised


def _sources(as_of: datetime, risks: int, issues: int | None = None) -> tuple[Source, ...]:
    rows = risks if issues is None else risks + issues
    return (Source(_("Landfall, risk and issue registers"), as_of, rows),)


def _none(title: str, key: str) -> Section:
    missing = Missing(_("No risk is live at the data time."), _("Open the proposed risks that apply."))
    return Section(title, (missing,), key)


def _score_cell(risk: Any) -> Cell:
    was = risk.was_score
    moved = "" if was is None or was == risk.score else _("was %(was)d") % {"was": was}
    kind: StatusKind = "bad" if risk.band == "critical" else "warn" if risk.band == "high" else "none"
    return Cell(risk.score, Status(kind, str(risk.band.label)) if risk.band else None, moved, strong=True)


def _response_cell(risk: Risk, today: date) -> Cell:
    facts = risk.facts()
    if facts.overdue(today):
        return Cell(risk.response, Status("warn", _("Overdue")), tone="bad")
    if not facts.answered:
        kind: StatusKind = "bad" if (risk.score or 0) >= HIGH_FROM else "none"
        return Cell(risk.response or None, Status(kind, _("No dated response")))
    return Cell(risk.response)


def risk_table(risks: list[Any], today: date, heading: str) -> Table:
    """Write risks as a table: what, who, score and movement, response, due."""
    columns = (
        Column(pgettext("record", "Code"), width=6), Column(_("Risk"), width=30), Column(_("Owner"), width=13),
        Column(_("Score"), "right", "1–25", 10), Column(_("Response"), width=23), Column(_("Due"), width=9),
    )  # fmt: skip
    rows = tuple(
        (
            risk.code,
            Cell(risk.title, second=selectors.statement(risk), url=risk.get_absolute_url()),
            risk.owner_text or None,
            _score_cell(risk),
            _response_cell(risk, today),
            risk.response_due,
        )
        for risk in risks
    )
    return Table(columns, rows, heading, empty=_("None."))


def issue_table(issues: list[Issue], heading: str) -> Table:
    """Write issues as a table: what, severity, who, due, state."""
    columns = (
        Column(pgettext("record", "Code"), width=6), Column(_("Issue"), width=40), Column(_("Severity"), width=10),
        Column(_("Owner"), width=12), Column(_("Due"), width=12), Column(_("State"), width=12),
    )  # fmt: skip
    rows = tuple(
        (
            issue.code,
            Cell(issue.title, second=issue.impact[:200], url=issue.get_absolute_url()),
            str(issue.get_severity_display()) if issue.severity else None,
            issue.owner_text or None,
            issue.due_on,
            str(issue.get_state_display()),
        )
        for issue in issues
    )
    return Table(columns, rows, heading, empty=_("No open issue."))


def matrix(risks: list[Any]) -> Matrix:
    """Draw live risks in the matrix with their movement."""
    dots = tuple(
        Dot(
            selectors.short_code(risk), risk.probability, risk.impact, risk.was_probability, risk.was_impact, risk.title
        )
        for risk in risks
        if risk.probability and risk.impact
    )
    return Matrix(dots, _("Risk matrix"), _("Movement against 30 days before; n=%(n)d live risks.") % {"n": len(dots)})


def assumption_table(rows: list[Assumption], today: date, heading: str) -> Table:
    """Write untested assumptions as a table: what is taken as true, its test, who, by when."""
    columns = (
        Column(pgettext("record", "Code"), width=6), Column(_("Assumption"), width=40), Column(_("Owner"), width=12),
        Column(_("To be tested by"), width=12), Column(_("State"), width=12),
    )  # fmt: skip
    drawn = tuple(
        (
            row.code,
            Cell(row.title, second=row.test[:200], url=row.get_absolute_url()),
            row.owner_text or None,
            Cell(row.expires_on, tone="bad" if row.past(today) else ""),
            assumption_status(row),
        )
        for row in rows
    )
    return Table(columns, drawn, heading, empty=_("Every assumption has been tested."))


def dependency_table(rows: list[Dependency], today: date, heading: str) -> Table:
    """Write awaited dependencies as a table: what, from whom to whom, promised, needed, margin."""
    columns = (
        Column(pgettext("record", "Code"), width=6), Column(_("What is given"), width=34),
        Column(_("Promised for"), width=13), Column(_("Needed on"), width=13),
        Column(pgettext("of time", "Margin"), "right", _("wd"), 8),
        Column(_("State"), width=14),
    )  # fmt: skip
    drawn = tuple(
        (
            row.code,
            Cell(row.title, second=f"{row.giver} → {row.taker}", url=row.get_absolute_url()),
            promised(row),
            needed(row),
            Figure(standing(row, today).margin, signed=True),
            dependency_status(row),
        )
        for row in rows
    )
    return Table(columns, drawn, heading, empty=_("Nothing is awaited from others."))


def figures(programme: Any, today: date) -> KeyFigures:
    """Give the counts, the exposure and the contingency as key figures."""
    counts = selectors.counts(programme, None, today)
    light = selectors.risk_light(programme, today)
    words = {"good": _("in order"), "warn": _("attention"), "bad": _("red")}
    reserve, costed = selectors.contingency(programme)
    before = _("30 days before: %(n)d") % {"n": counts.exposure_was}
    shown = [
        KeyFigure(_("Live risks"), Figure(counts.live, "count"), status=Status(light, words[light]), formula="F07"),
        KeyFigure(_("Score 12 or more"), Figure(counts.high, "count", n=counts.live), formula="F08"),
        KeyFigure(_("Exposure (sum of scores)"), Figure(counts.exposure, n=counts.live), note=before),
        KeyFigure(_("Contingency"), Figure(reserve, programme.currency, 2, n=costed), formula="F09"),
    ]
    return KeyFigures(tuple(shown))


@provide_section("steering", "raid.top", 700)
def top_five(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Top five risks and issues, with the matrix."""
    today = timezone.localdate(as_of)
    title, key = _("Top risks and issues"), "risks"
    live, issues = selectors.live_risks(programme, today), selectors.top_issues(programme)
    if not live and not issues:
        return _none(title, key)
    blocks = (
        figures(programme, today),
        matrix(live),
        risk_table(live[:5], today, _("Top five risks")),
        issue_table(issues, _("Top five issues")),
    )
    facts = (*map(_risk_fact, live), *map(_issue_fact, selectors.top_issues(programme, None)))
    return Section(title, blocks, key, sources=_sources(as_of, len(live), len(issues)), facts=facts)


def _risk_fact(risk: Any) -> Fact:
    return Fact("risks", risk.public_id, f"{risk.code} {risk.title}", risk.score, amount=risk.score)


def _issue_fact(issue: Issue) -> Fact:
    severity = str(issue.get_severity_display()) if issue.severity else _("not triaged")
    return Fact("issues", issue.public_id, f"{issue.code} {issue.title}", str(issue.severity or ""), severity)


@provide_section("steering", "raid.assumptions", 720)
@provide_section("gate", "raid.assumptions", 620)
def stands_on(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Untested assumptions and what is awaited from others; nothing where neither register is used."""
    today = timezone.localdate(as_of)
    assumptions, others = open_assumptions(programme), awaited(programme)
    every = [*assumptions, *others]
    if not every:
        return None
    blocks = (
        assumption_table(assumptions, today, _("Assumptions to be tested")),
        dependency_table(others, today, _("Awaited from others")),
    )
    source = Source(_("Landfall, registers of assumptions and dependencies"), as_of, len(every))
    return Section(_("Assumptions and dependencies"), blocks, "stands-on", sources=(source,))


@provide_section("charter", "raid.overall", 90)
def overall_risk(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Overall risk of the programme, with the proposals a new charter starts from."""
    today = timezone.localdate(as_of)
    title, key = _("Overall risk"), "overall-risk"
    live = selectors.live_risks(programme, today)
    proposed = selectors.proposed_risks(programme, today)
    if not live and not proposed:
        return _none(title, key)
    if not live:
        said = Text((_("No risk has been opened yet; %(n)d are proposed.") % {"n": len(proposed)},))
        table = risk_table(proposed[:5], today, _("Highest proposals"))
        return Section(title, (said, table), key, sources=_sources(as_of, len(proposed)))
    blocks = (figures(programme, today), matrix(live), risk_table(live[:5], today, _("Top five by score")))
    return Section(title, blocks, key, sources=_sources(as_of, len(live)))


@provide_section("gate", "raid.at_gate", 600)
def at_gate(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Risks of 12 or more and open issues, as a gate looks at them; the same for every gate of a moment."""
    return once(programme, f"raid.at_gate:{as_of}:{get_language()}", lambda: _at_gate(programme, as_of))


def _at_gate(programme: Any, as_of: datetime) -> Section:
    today = timezone.localdate(as_of)
    title, key = _("Risks and issues"), "risks"
    live, issues = selectors.live_risks(programme, today), selectors.top_issues(programme, 10)
    if not live and not issues:
        return _none(title, key)
    high = [risk for risk in live if (risk.score or 0) >= HIGH_FROM]
    blocks = (
        figures(programme, today),
        risk_table(high, today, _("Risks with a score of 12 or more")),
        issue_table(issues, _("Open issues")),
    )
    return Section(title, blocks, key, sources=_sources(as_of, len(live), len(issues)))
