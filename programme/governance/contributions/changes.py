"""Change requests in the steering pack, and the ones that wait for somebody."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import seams
from core.documents.model import Block, Cell, Column, Fact, Figure, KeyFigure, KeyFigures, Missing, Section, Table
from core.money import Money, format_money
from core.seams import AttentionItem, provide_section
from programme.governance.choices import GRANTED, ChangeState
from programme.governance.models import ChangeRequest
from programme.governance.permissions import CHANGE_ACTIONS
from programme.governance.selectors.changes import change_figures, change_status, changes, refusals, route_text
from programme.governance.selectors.lights import reading

SHOWN = 12


def _money(minor: int, programme: Any) -> str:
    return format_money(Money(minor, programme.currency), get_language() or "en")


@provide_section("steering", "governance.changes", 800)
def change_section(programme: Any, _as_of: datetime, _subject: str) -> Section:
    """Scope and changes: creep, what was asked, what waits, what was granted with its effort and cost."""
    title = _("Scope and changes")
    rows = [row for row in changes(programme).prefetch_related("goals") if row.state != ChangeState.DRAFT]
    if not rows:
        text = _("No change was requested since the charter; what was agreed stands.")
        return Section(title, (Missing(_("No change request."), text),), key="changes")
    blocks: list[Block] = [_figures(programme)]
    waiting = [row for row in rows if row.is_open and not row.is_granted]
    settled = [row for row in rows if row not in waiting]
    blocks.append(_table(waiting, _("To be decided"), _("No change waits for a decision.")))
    blocks.append(_table(settled[:SHOWN], _("Decided"), _("No change was decided yet.")))
    return Section(title, tuple(blocks), key="changes", facts=tuple(map(_fact, rows)))


def _fact(row: ChangeRequest) -> Fact:
    """A change request; it is settled when it is granted, refused or withdrawn."""
    state = str(row.get_state_display())
    return Fact("changes", row.public_id, f"{row.code} {row.title}", row.state in GRANTED, state,
                live=row.is_open and not row.is_granted)  # fmt: skip


def _figures(programme: Any) -> KeyFigures:
    counted = change_figures(programme)
    found = [
        KeyFigure(_("Change requests"), Figure(counted.every, "count")),
        KeyFigure(_("Granted"), Figure(counted.granted, "count", n=counted.every)),
    ]
    creep = reading(programme, "charter.scope_creep")
    if creep is not None and creep.value is not None:
        share = Figure(creep.value, "share", numerator=creep.numerator, denominator=creep.denominator)  # type: ignore[arg-type]
        found.append(KeyFigure(_("Scope creep"), share, formula="F07", url=creep.source_url))
    found.append(KeyFigure(_("Added effort (person-days)"), Figure(counted.effort, "count", places=1)))
    return KeyFigures(tuple(found))


def _table(rows: list[ChangeRequest], heading: str, empty: str) -> Table:
    columns = (
        Column(_("Change"), width=5),
        Column(_("State")),
        Column(_("Working days"), "right"),
        Column(_("Cost"), "right"),
        Column(_("Decided by"), width=3),
    )
    drawn = tuple(
        (
            Cell(row.code, second=row.title, url=row.get_absolute_url()),
            change_status(row),
            Figure(_days(row), signed=True),
            _money(row.cost_minor, row.programme),
            Cell(str(row.decided_by) if row.decided_by else route_text(row), second=row.note[:200]),
        )
        for row in rows
    )
    return Table(columns, drawn, heading=heading, empty=empty)


def _days(row: ChangeRequest) -> Decimal:
    return Decimal(row.computed.get("days", 0)).normalize() + 0


@seams.attention.provide("governance.changes")
def waiting(programme: Any, user: Any) -> list[AttentionItem]:
    """Changes to assess or decide, emergencies past their day, deferred ones whose day has come; one query."""
    today = timezone.localdate()
    items = []
    for row in changes(programme).undecided():
        late = row.decide_by is not None and row.decide_by < today
        url, day = row.get_absolute_url(), row.decide_by
        if row.state in {ChangeState.ASSESSED, ChangeState.EMERGENCY}:
            if CHANGE_ACTIONS["approve"](user, row) and not refusals(row, user):
                items.append(AttentionItem("bad" if late else "warn", str(row), url, day, verb=_("Decide")))
        elif row.state == ChangeState.DEFERRED and (row.deferred_until or today) > today:
            continue
        elif CHANGE_ACTIONS["assess"](user, row):
            items.append(AttentionItem("wait", str(row), url, row.deferred_until, verb=_("Assess")))
    return items
