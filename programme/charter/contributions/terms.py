"""The charter as a document: money, organisation, readiness, acceptance, approvals."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents import words
from core.documents.markup import plain
from core.documents.model import (
    Block,
    Cell,
    Column,
    Derived,
    Figure,
    KeyFigure,
    KeyFigures,
    Missing,
    Place,
    Section,
    Status,
    Table,
    Text,
    total,
)
from core.money import Money
from core.seams import provide_section
from programme.budget.choices import Nature
from programme.budget.selectors import authorisation, budget_totals
from programme.charter.choices import Moment, StatementKind
from programme.charter.contributions.parts import counted, page_of, source, statements
from programme.charter.models import CharterVersion, Programme
from programme.charter.selectors import (
    before,
    charter_warnings,
    current_version,
    last_signed,
    latest_version,
    readiness,
    version_diff,
)
from programme.charter.selectors.papers import it_share
from programme.charter.selectors.readiness import Readiness
from programme.charter.selectors.showing import tidy
from programme.people.selectors import mandatory_seats
from programme.signoff.selectors import signature_block

AMOUNT = 3  # the column of the lines' amounts


@provide_section("charter", "budget", 70)
def budget(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """Budget lines, sums and the sponsor's authorisation."""
    totals, standing, currency = budget_totals(programme), authorisation(programme), programme.currency
    title = _("Budget and funding authority")
    if not totals.lines:
        missing = Missing(_("No budget line is written yet."), _("Write the budget lines."), page_of(programme, "budget:line_list"))  # fmt: skip  # noqa: E501
        return Section(title, (missing,), "budget", sources=source(0, as_of))

    def amount(minor: int) -> Figure:
        return Figure(Money(minor, currency).to_decimal(), places=2)

    lines = Table(
        (Column(_("Line"), width=5), Column(_("Category"), width=2), Column(_("Nature"), width=2),
         Column(_("Amount"), "right", currency, 3)),
        tuple(
            (f"{line.code} {line.title}", line.get_category_display(), line.get_nature_display(),
             amount(line.amount_minor))
            for line in totals.lines
        ),
        key="lines",
    )  # fmt: skip

    def summed(*natures: str) -> Derived:
        return total(AMOUNT, (at for at, line in enumerate(totals.lines) if line.nature in natures), "lines")

    sums = Table(
        (Column(_("Sum"), width=8), Column(_("Amount"), "right", currency, 3)),
        (
            (_("Budget at completion (BAC)"), Cell(amount(totals.bac), derived=summed(*Nature.values))),
            (_("Of it one-off"), Cell(amount(totals.one_off), derived=summed(Nature.ONE_OFF))),
            (_("Annual"), Cell(amount(totals.annual), derived=summed(Nature.ANNUAL))),
            (
                Cell(_("Cost over three years (TCO)"), strong=True),
                Cell(amount(totals.tco), derived=Derived((Place(1, 1), Place(2, 1, totals.years)))),
            ),
        ),
    )
    status = Status("wait", _("Not authorised"))
    if standing.signed:
        status = Status("good", _("Authorised"))
    elif standing.stale:
        status = Status("stale", _("Changed after signing"))
    row = standing.row
    who = f"{row.signed_by.name}" if row is not None and row.signed_by is not None else ""
    signed = Table((Column(_("Funding authority"), width=8), Column(_("State"), width=3)), ((who or "–", status),))
    return Section(title, (lines, sums, signed), "budget", sources=source(len(totals.lines), as_of))


@provide_section("charter", "organisation", 80)
def organisation(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """Seats, authority and the health of the responsibility matrix."""
    seats = mandatory_seats(programme)
    share, cells = it_share(programme)
    blocks: list[Block] = []
    if seats:
        table = Table(
            (Column(_("Seat"), width=3), Column(_("Holder"), width=3), Column(_("Allocation"), "right", "%"),
             Column(_("Duties"), width=5)),
            tuple(
                (
                    seat.get_role_display(),
                    Status("bad", _("Vacant")) if seat.vacant else str(seat.holder),
                    seat.allocation,
                    seat.duties,
                )
                for seat in seats
            ),
        )  # fmt: skip
        blocks.append(table)
    else:
        blocks.append(
            Missing(
                _("No seat is proposed yet."), _("Propose the five mandatory seats."), page_of(programme, "people:team")
            )
        )
    held = None if share is None else Figure(share, "share", 1, int(share * cells), cells)
    blocks.append(KeyFigures((KeyFigure(_("A cells held by IT"), held or Figure(None, "share")),)))
    blocks += [Text((plain(text),)) for text in charter_warnings(programme)]
    authority = [row.text for row in programme.statements.all() if row.kind == StatementKind.AUTHORITY]
    if authority:
        blocks.append(
            Text(tuple(plain(text) for text in authority), "bullets", heading=str(StatementKind.AUTHORITY.label))
        )
    return Section(_("Organisation and authority"), tuple(blocks), "organisation", sources=source(len(seats), as_of))


@provide_section("charter", "assumptions", 100)
def assumptions(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """What is taken as given."""
    missing = Missing(
        _("No assumption or constraint is written yet."),
        _("Write what the programme takes as given."),
        page_of(programme, "charter:overview"),
    )
    blocks = statements(programme, [StatementKind.ASSUMPTION, StatementKind.CONSTRAINT], missing)
    return Section(_("Assumptions and constraints"), blocks, "assumptions", sources=source(counted(blocks), as_of))


@provide_section("charter", "tolerances", 110)
def tolerances(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """How far each dimension may move."""
    rows = list(programme.tolerances.all())
    block: Block = Missing(
        _("No tolerance is set yet."),
        _("Set how far time, cost, scope, quality, benefit and risk may move before the committee is asked."),
        page_of(programme, "charter:overview"),
    )
    if rows:
        block = Table(
            (Column(_("Dimension"), width=3), Column(_("Limit"), "right", width=2), Column(_("Note"), width=5)),
            tuple((row.get_dimension_display(), Figure(tidy(row.limit), row.unit), row.note) for row in rows),
        )
    return Section(_("Tolerances"), (block,), "tolerances", sources=source(len(rows), as_of))


def readiness_blocks(found: Readiness, page: str) -> tuple[Block, ...]:
    """The five causes as a table, the conclusion, and the waiver with its plan and date."""
    check = found.check
    if check is None:
        return (Missing(_("Readiness was not asked yet."), _("Answer the five causes with evidence."), page),)
    rows = tuple(
        (
            line.cause.label,
            line.score,
            Status("wait", _("Unanswered")) if line.score is None
            else Status("bad", _("Unmet")) if line.score < 2  # noqa: PLR2004
            else Status("good", _("Met")),
            line.answer.evidence if line.answer else "",
        )
        for line in found.lines
    )  # fmt: skip
    table = Table(
        (Column(_("Cause"), width=3), Column(_("Score"), "right", "0–4"), Column(_("Verdict"), width=2),
         Column(_("Evidence"), width=5)),
        tuple((str(label), score, status, text) for label, score, status, text in rows),
    )  # fmt: skip
    mean = found.conclusion.mean
    answered = sum(line.score is not None for line in found.lines)
    figures = KeyFigures(
        (
            KeyFigure(_("Mean score"), Figure(mean, "", 1, n=answered), Figure(3, "", 0), _("at least")),
            KeyFigure(_("Unmet causes"), Figure(len(found.conclusion.unmet), "count"), note=check.get_state_display()),
        )
    )
    blocks: list[Block] = [figures, table]
    if check.waived_by is not None:
        due = words.day(check.waiver_due_on) if check.waiver_due_on else "–"
        said = _("Waived by %(name)s on %(day)s. Plan, due %(due)s:") % {
            "name": plain(check.waived_by.name),
            "day": words.day(timezone.localdate(check.waived_at)) if check.waived_at else "–",
            "due": due,
        }
        blocks.append(Text((said, plain(check.waiver_plan)), heading=_("Waiver")))
    return tuple(blocks)


@provide_section("charter", "readiness", 120)
def readiness_section(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """Readiness at start, with its waiver."""
    found = readiness(programme, Moment.START)
    blocks = readiness_blocks(found, page_of(programme, "charter:readiness"))
    return Section(_("Readiness"), blocks, "readiness", sources=source(len(found.lines), as_of))


@provide_section("charter", "acceptance", 130)
def acceptance(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """When the programme is done."""
    missing = Missing(
        _("No acceptance or exit criterion is written yet."),
        _("Write by what the company will know that the programme is done."),
        page_of(programme, "charter:overview"),
    )
    blocks = statements(programme, [StatementKind.ACCEPTANCE], missing)
    return Section(_("Acceptance and exit"), blocks, "acceptance", sources=source(counted(blocks), as_of))


@provide_section("charter", "approvals", 140)
def approvals(programme: Programme, as_of: datetime, _subject: str) -> Section:
    """Who approved the version, and who is still asked."""
    version = latest_version(programme)
    if version is None:
        missing = Missing(
            _("The charter was not put to its signers yet."),
            _("Close the gaps that the charter page lists, then put it to its signers."),
            page_of(programme, "charter:overview"),
        )
        return Section(_("Approvals"), (missing,), "approvals", sources=source(0, as_of))
    blocks: list[Block] = []
    signed = version
    if version.by_change is not None:
        blocks.append(Text((_granted(version),)))
        signed = last_signed(programme) or version
    block = signature_block(signed)
    title = _("Approvals of version %(number)s") % {"number": version.number}
    if signed != version:
        block = replace(block, heading=_("Signatures under version %(number)s") % {"number": signed.number})
    return Section(title, (*blocks, block), "approvals", sources=source(len(block.signatures), as_of))


def _granted(version: CharterVersion) -> str:
    """Say by which request a version came, and who granted it."""
    change: Any = version.by_change
    return _("Version %(number)s was made by the change request %(change)s, granted by %(who)s on %(day)s.") % {
        "number": version.number,
        "change": plain(str(change)),
        "who": plain(change.decided_by.name) if change.decided_by else _("System"),
        "day": words.day(timezone.localdate(change.decided_at)) if change.decided_at else "–",
    }


@provide_section("charter", "changes", 135)
def changes(programme: Programme, as_of: datetime, _subject: str) -> Section | None:
    """What changed since the version before; nothing while there is only one."""
    version = current_version(programme)
    older = before(version) if version is not None else None
    if version is None or older is None:
        return None
    lines = version_diff(older, version)
    title = _("What changed from version %(old)s to %(new)s") % {"old": older.number, "new": version.number}
    table = Table(
        (
            Column(_("Content"), width=3),
            Column(_("Version %(number)s") % {"number": older.number}, width=4),
            Column(_("Version %(number)s") % {"number": version.number}, width=4),
        ),
        tuple((Cell(line.label, second=line.part), line.old or "–", line.new or "–") for line in lines),
        empty=_("Nothing differs."),
    )
    return Section(title, (table,), "changes", sources=source(len(lines), as_of))
