"""The charter as a document: its kind, and the sections that this slice knows."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.documents.markup import plain
from core.documents.model import (
    Block,
    Cell,
    Column,
    Definition,
    Figure,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Table,
    Text,
)
from core.seams import DocumentKind, provide_section
from programme.charter.choices import ScopeSide, StatementKind
from programme.charter.contributions.parts import counted, page_of, source, statements
from programme.charter.models import Programme
from programme.charter.selectors import (
    charter_warnings,
    goal_figures,
    latest_version,
)
from programme.charter.selectors.showing import gain, measure, score_status
from programme.stakeholders.selectors import engagement_gap, stakeholders, steps_missing, top_executive


def _frame(programme: Programme, _as_of: datetime, _subject: str) -> dict[str, Any]:
    """What the charter says about itself beside its sections."""
    version = latest_version(programme)
    return {
        "subtitle": programme.name,
        "period": _("Charter version %(number)s") % {"number": version.number} if version else _("Draft"),
        "definitions": (
            Definition("F01", _("Goal progress"), _("(actual − baseline) ÷ (target − baseline), not clipped")),
            Definition("F10", _("Readiness"), _("five causes, each 0–4; unmet below 2; passed at a mean of 3 or more")),
            Definition("F20", _("Engagement gap"), _("steps below what is wanted, weighted by power")),
            Definition("BAC", _("Budget at completion"), _("one-off lines and the first year of annual lines")),
            Definition("TCO", _("Total cost of ownership"), _("one-off once, annual lines three times, undiscounted")),
        ),
        "limits": tuple(charter_warnings(programme)),
    }


seams.documents.add(
    "charter",
    DocumentKind(
        code="charter",
        title=gettext_lazy("Project charter"),
        prefix="CH",
        formats=("pdf", "html", "docx", "xlsx"),
        owner_role="PM",
        frame=_frame,
    ),
)


@provide_section("charter", "purpose", 10)
def purpose(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """Why the company wants a CRM."""
    blocks: tuple[Block, ...]
    if programme.purposes:
        blocks = (
            Text(tuple(plain(label) for label in programme.purpose_labels), "bullets"),
            Text(tuple(plain(line) for line in programme.purpose_text.splitlines() if line.strip())),
        )
    else:
        blocks = (
            Missing(
                _("Why the company wants a CRM is not said yet."),
                _("Choose the purpose and tell it in a few sentences."),
                page_of(programme, "charter:purpose"),
            ),
        )
    return Section(_("Purpose and business case"), blocks, "purpose", sources=source(1, as_of))


@provide_section("charter", "goals", 20)
def goals(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """SMART goals with baselines and targets."""
    rows = goal_figures(programme, timezone.localdate(as_of))
    if not rows:
        missing = Missing(
            _("No goal is written yet."),
            _("Write at least one business result in numbers and by a date."),
            page_of(programme, "charter:goal_list"),
        )
        return Section(_("Goals and success criteria"), (missing,), "goals", sources=source(0, as_of))
    linked = sum(row.goal.strategy_id is not None for row in rows)
    figures = KeyFigures(
        (
            KeyFigure(_("SMART goals with a signed baseline"),
                      Figure(Decimal(sum(row.fit for row in rows)) / len(rows), "share", 0,
                             sum(row.fit for row in rows), len(rows))),
            KeyFigure(_("Goals linked to strategy"),
                      Figure(Decimal(linked) / len(rows), "share", 0, linked, len(rows))),
        )
    )  # fmt: skip
    table = Table(
        (
            Column(_("Goal"), width=5),
            Column(_("Baseline"), "right", width=2),
            Column(_("Target"), "right", width=2),
            Column(_("Promised"), "right", width=2),
            Column(_("Due"), width=2),
            Column(_("Owner"), width=2),
            Column("SMART", width=2),
        ),
        tuple(
            (
                Cell(row.goal.statement, second=f"{row.goal.code} · {row.goal.metric}"),
                measure(row.goal.baseline, row.goal.unit, n=row.goal.baseline_n),
                measure(row.goal.target, row.goal.unit),
                gain(row.way.promised),
                row.goal.due_on,
                row.goal.owner.name if row.goal.owner else row.goal.get_owner_role_display(),
                score_status(row),
            )
            for row in rows
        ),
        note=_("Changes in per cent are given in percentage points (pp) and relative to the baseline, never mixed."),
    )
    return Section(_("Goals and success criteria"), (figures, table), "goals", sources=source(len(rows), as_of))


@provide_section("charter", "scope", 30)
def scope(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """What is in, and what is expressly out."""
    rows = list(programme.scope_items.all())
    if not rows:
        missing = Missing(
            _("Scope is not written yet."),
            _("Write what is in scope and what is out."),
            page_of(programme, "charter:overview"),
        )
        return Section(_("Scope"), (missing,), "scope", sources=source(0, as_of))
    blocks = [
        Text(tuple(plain(row.text) for row in rows if row.side == side), "bullets", heading=str(ScopeSide(side).label))
        for side in ScopeSide.values
        if any(row.side == side for row in rows)
    ]
    return Section(_("Scope"), tuple(blocks), "scope", sources=source(len(rows), as_of))


@provide_section("charter", "stakeholders", 40)
def people(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """Stakeholders with power, interest and the engagement gap."""
    rows = stakeholders(programme)
    title = _("Users and stakeholders")
    if not rows:
        missing = Missing(
            _("The stakeholder register is empty."),
            _("Enter who can help or stop the programme."),
            page_of(programme, "stakeholders:stakeholder_list"),
        )
        return Section(title, (missing,), "stakeholders", sources=source(0, as_of))
    gap, top = engagement_gap(rows), top_executive(programme)
    lead = Text((_("Top executive: %(name)s") % {"name": plain(top.name)},)) if top else Text(
        (_("No top executive is named."),)
    )  # fmt: skip
    table = Table(
        (
            Column(_("Name"), width=4),
            Column(_("Power"), "right", "1–5"),
            Column(_("Interest"), "right", "1–5"),
            Column(_("Stands now"), width=2),
            Column(_("Should stand"), width=2),
            Column(_("Next step"), width=3),
        ),
        tuple(
            (
                Cell(f"{row.code} {row.name}", second=row.role),
                row.power,
                row.interest,
                row.get_engagement_now_display(),
                Cell(row.get_engagement_wanted_display(), tone="warn" if steps_missing(row) else ""),
                row.action,
            )
            for row in rows
        ),
        note=_("Engagement gap (F20): %(weighted)d steps weighted by power, n = %(n)d")
        % {"weighted": gap.weighted, "n": gap.n},
    )
    return Section(title, (lead, table), "stakeholders", sources=source(len(rows), as_of))


@provide_section("charter", "requirements", 50)
def requirements(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """High-level requirements."""
    missing = Missing(
        _("No high-level requirement is written yet."),
        _("Write what the CRM must be able to do, in a line each."),
        page_of(programme, "charter:overview"),
    )
    blocks = statements(programme, [StatementKind.REQUIREMENT], missing)
    return Section(_("High-level requirements"), blocks, "requirements", sources=source(counted(blocks), as_of))
