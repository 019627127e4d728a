"""The closure report (D14): what was promised and reached, what is handed over, what was learned."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import seams
from core.documents.markup import plain
from core.documents.model import (
    Block,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Signature,
    Signatures,
    Source,
    Status,
    Table,
    Text,
)
from core.documents.values import CellValue
from core.money import Money
from core.seams import DocumentKind, provide_section
from programme.budget.selectors import money_stand
from programme.charter.selectors import evidence_of, goal_figures
from programme.charter.selectors.showing import measure, progress_cell
from programme.closure.selectors import lesson_status, lessons
from programme.diagnosis.selectors import Round, overlaid, rounds, score_rows
from programme.governance.models import ActionItem, ChangeRequest, Decision
from programme.governance.selectors.decisions import on_time
from programme.people.choices import Role
from programme.people.selectors import holders, seats_of
from programme.raid.choices import OPEN_ISSUE
from programme.raid.models import Issue
from programme.raid.selectors import live_risks
from programme.records.models import GeneratedDocument
from programme.stakeholders.selectors import engagement_gap, stakeholders

KIND = "closure"
SIGNERS = (Role.SP, Role.FIN, Role.BO, Role.PM)


def frame(programme: Any, as_of: datetime, _subject: str) -> Mapping[str, Any]:
    """Say the span, what the report rests on, and who gets it."""
    today = timezone.localtime(as_of).date()
    end = programme.ended_on or today
    start = f"{programme.starts_on:%Y-%m-%d} – " if programme.starts_on else ""
    return {
        "subtitle": programme.name,
        "period": f"{start}{end:%Y-%m-%d}",
        "assumptions": (_("Figures are computed from the records of the data date, months of money as locked."),),
        "limits": (_("What was never recorded is named as missing, and is not estimated."),),
        "distribution": tuple(dict.fromkeys(person.name for person in holders(programme, *SIGNERS, Role.SC))),
    }


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND, title=gettext_lazy("Closure report"), prefix="CL", formats=("pdf", "html", "docx"),
        owner_role=Role.PM, frame=frame,
    ),
)  # fmt: skip


def _now(programme: Any, name: str) -> Decimal | None:
    """Read a share that another slice gives; None where it is not measured."""
    found = evidence_of(programme, name)
    value = found.value if found is not None else None
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _source(name: str, as_of: datetime, rows: int) -> tuple[Source, ...]:
    return (Source(name, as_of, rows),)


@provide_section(KIND, "closure.conclusion", 100)
def conclusion(programme: Any, as_of: datetime, _subject: str) -> Section:
    """1 How far it came: goals reached, money, state."""
    goals = goal_figures(programme)
    reached = sum(row.way.progress is not None and row.way.progress >= 1 for row in goals)
    figures = [
        KeyFigure(_("Goals reached"), Figure(reached, "count", numerator=reached, denominator=len(goals))),
        KeyFigure(_("Lessons"), Figure(lessons(programme).count(), "count")),
    ]
    over = money_stand(programme).overrun
    if over is not None:
        figures.insert(1, KeyFigure(_("Cost against the budget"), Figure(over, "share", signed=True), formula="F07"))
    said = _("The programme is “%(state)s”. %(n)d of %(all)d goals are reached.") % {
        "state": programme.get_state_display(), "n": reached, "all": len(goals)
    }  # fmt: skip
    reason = (plain(programme.end_reason),) if programme.end_reason else ()
    return Section(_("Conclusion"), (Text((said, *reason), "lead"), KeyFigures(tuple(figures))), "conclusion",
                   sources=_source(_("Landfall: charter, budget"), as_of, len(goals)))  # fmt: skip


@provide_section(KIND, "closure.goals", 200)
def goals(programme: Any, as_of: datetime, _subject: str) -> Section:
    """2 Each goal against what the charter promised."""
    found = goal_figures(programme)
    table = Table(
        (Column(_("Goal"), width=5), Column(_("Baseline"), "right", width=2), Column(_("Target"), "right", width=2),
         Column(_("Latest"), "right", width=2), Column(_("Progress"), "right", width=3)),
        tuple(
            (
                Cell(row.goal.statement, second=row.goal.code), row.goal.baseline_figure, row.goal.target_figure,
                measure(row.way.actual, row.goal.unit, n=row.way.n), progress_cell(row.way),
            )
            for row in found
        ),
        empty=_("No goal was written."),
    )  # fmt: skip
    return Section(_("Goals against the charter"), (table,), "goals",
                   sources=_source(_("Landfall: charter"), as_of, len(found)))  # fmt: skip


@provide_section(KIND, "closure.money", 310)
def money(programme: Any, as_of: datetime, _subject: str) -> Section:
    """3 Final cost and scope."""
    total = money_stand(programme).total
    currency = programme.currency

    def amount(minor: int | None) -> Any:
        return None if minor is None else Figure(Money(minor, currency).to_decimal(), currency, 2)

    rows: list[tuple[CellValue, ...]] = [
        (_("Budget as promised"), amount(total.baseline)),
        (_("Budget with granted changes"), amount(total.budget)),
        (_("Spent"), amount(total.actual)),
        (_("At completion"), amount(total.at_completion)),
    ]
    creep = _now(programme, "charter.scope_creep")
    if creep is not None:
        rows.append((_("Scope creep"), Figure(creep, "share")))
    table = Table((Column(_("Figure"), width=5), Column(_("Value"), "right", width=3)), tuple(rows))
    return Section(_("Final cost and scope"), (table,), "money",
                   sources=_source(_("Landfall: budget"), as_of, len(rows)))  # fmt: skip


@provide_section(KIND, "closure.open", 600)
def open_items(programme: Any, as_of: datetime, _subject: str) -> Section:
    """6 What is not settled, and who takes it over."""
    issues = Issue.objects.filter(programme=programme, state__in=OPEN_ISSUE).select_related("owner", "programme")
    registers = (
        issues.order_by("code"),
        ActionItem.objects.filter(programme=programme).open().for_list(),
        Decision.objects.filter(programme=programme).open().for_list(),
        ChangeRequest.objects.filter(programme=programme).open().for_list(),
    )
    rows: list[tuple[CellValue, ...]] = [_open_row(row) for register in registers for row in register]
    table = Table(
        (Column(_("Item"), width=6), Column(_("Kind"), width=2), Column(_("Owner"), width=3),
         Column(_("Due"), width=2)),
        tuple(rows), empty=_("Nothing is open."),
    )  # fmt: skip
    return Section(_("Open items handed over"), (table,), "open",
                   sources=_source(_("Landfall: registers"), as_of, len(rows)))  # fmt: skip


def _open_row(row: Any) -> "tuple[CellValue, ...]":
    owner = getattr(row, "owner", None) or getattr(row, "asked_by", None) or getattr(row, "requester", None)
    due = getattr(row, "due_on", None) or getattr(row, "decide_by", None)
    return Cell(str(row), url=row.get_absolute_url()), str(row._meta.verbose_name), str(owner or "–"), due


@provide_section(KIND, "closure.risks", 700)
def risks(programme: Any, as_of: datetime, _subject: str) -> Section:
    """7 Risks that outlive the programme, and who holds them."""
    found = live_risks(programme, timezone.localtime(as_of).date())
    table = Table(
        (Column(_("Risk"), width=6), Column(_("Score"), "right"), Column(_("Owner"), width=3),
         Column(_("Response"), width=5)),
        tuple(
            (Cell(row.title, second=row.code), row.score, str(row.owner) if row.owner else "–", row.response)
            for row in found
        ),
        empty=_("No risk is open."),
    )  # fmt: skip
    return Section(_("Risks handed over"), (table,), "risks",
                   sources=_source(_("Landfall: risks"), as_of, len(found)))  # fmt: skip


@provide_section(KIND, "closure.team", 800)
def team(programme: Any, as_of: datetime, _subject: str) -> Section:
    """8 How the team worked: seats, decisions and actions on time."""
    seats = list(seats_of(programme))
    made, due = on_time(programme, timezone.localtime(as_of).date())
    actions = ActionItem.objects.filter(programme=programme)
    done = actions.filter(state="done").count()
    every = actions.count()
    filled = sum(not seat.vacant for seat in seats)
    figures = [
        KeyFigure(_("Seats filled"), _share(filled, len(seats))),
        KeyFigure(_("Decisions made on time"), _share(made, due)),
        KeyFigure(_("Actions done"), _share(done, every)),
    ]
    return Section(_("Team performance"), (KeyFigures(tuple(figures)),), "team",
                   sources=_source(_("Landfall: team, governance"), as_of, len(seats)))  # fmt: skip


def _share(part: int, whole: int) -> Figure:
    return Figure(Decimal(part) / whole if whole else None, "share", numerator=part, denominator=whole)


@provide_section(KIND, "closure.lessons", 900)
def learned(programme: Any, as_of: datetime, _subject: str) -> Section:
    """9 Lessons: event, cause, effect, recommendation, what it applies to, adopted."""
    rows = list(lessons(programme))
    missing = Missing(_("No lesson is written yet."), _("Write what the next programme should do otherwise."))
    block: Block = Table(
        (Column(_("What happened"), width=4), Column(_("Cause"), width=3), Column(_("Effect"), width=3),
         Column(_("What to do next time"), width=4), Column(_("Adopted"), width=2)),
        tuple(
            (
                Cell(row.event, second=f"{row.code} · {row.get_area_display()}"), row.cause or "–", row.effect or "–",
                row.recommendation, Cell(row.adopted_in, status=lesson_status(row)),
            )
            for row in rows
        ),
        landscape=True,
    ) if rows else missing  # fmt: skip
    return Section(_("Lessons"), (block,), "lessons", sources=_source(_("Landfall: lessons"), as_of, len(rows)))


@provide_section(KIND, "closure.blocks", 1000)
def blocks(programme: Any, as_of: datetime, _subject: str) -> Section:
    """10 Data, process, collaboration, decision: before the programme, as it was diagnosed, and now."""
    made, due = on_time(programme, timezone.localtime(as_of).date())
    gap = engagement_gap(stakeholders(programme))
    quality = _now(programme, "quality.score")
    coverage = _now(programme, "needs.trace_coverage")
    unknown = _("not measured")
    steps = unknown if gap.mean is None else Figure(gap.mean, "", 2, n=gap.n)
    measures: list[tuple[CellValue, ...]] = [
        (_("Data"), _("Score of data quality"), unknown, Figure(quality, "share") if quality else unknown),
        (_("Process"), _("Goals traced to a benefit"), unknown, Figure(coverage, "share") if coverage else unknown),
        (_("Collaboration"), _("Steps of engagement missing"), unknown, steps),
        (_("Decision"), _("Decisions made on time"), unknown, _share(made, due)),
    ]
    asked = overlaid(rounds(programme))
    rows = [row for pair in zip(_diagnosed(asked), measures, strict=True) for row in pair] if asked else measures
    table = Table(
        (Column(pgettext("diagnosis", "Block"), width=2), Column(_("Measure"), width=4),
         Column(_("Before"), "right", width=2),
         Column(_("Now"), "right", width=2)),
        tuple(rows),
        note=_("Diagnosis: %(rounds)s.") % {"rounds": " → ".join(str(one.row) for one in asked)} if asked else "",
    )  # fmt: skip
    return Section(_("Four-block review"), (table,), "blocks",
                   sources=_source(_("Landfall: registers"), as_of, len(rows)))  # fmt: skip


def _diagnosed(asked: Sequence[Round]) -> list[tuple[CellValue, ...]]:
    """A line a block: the mean of the first round, and of the newest where it was asked again."""
    again = _("not asked again")
    return [
        (
            label, _("Diagnosis, mean of 1 to 5"), Figure(means[0].mean, places=1, n=means[0].answered),
            Figure(means[1].mean, places=1, n=means[1].answered) if len(means) > 1 else again,
        )
        for label, means, _moved in score_rows(list(asked))
    ]  # fmt: skip


@provide_section(KIND, "closure.handover", 1100)
def handover(programme: Any, as_of: datetime, _subject: str) -> Section:
    """11 The papers that are handed over, as issued."""
    found = list(GeneratedDocument.objects.filter(programme=programme).issued().order_by("kind", "number", "pk"))
    table = Table(
        (Column(_("Document"), width=4), Column(_("Number"), width=3), Column(_("Version"), width=2)),
        tuple(
            (str(seams.documents[row.kind].title), row.number, row.version_text)
            for row in found
            if row.kind in seams.documents
        ),
        empty=_("No document was issued."),
    )  # fmt: skip
    return Section(_("Hand-over"), (table,), "handover",
                   sources=_source(_("Landfall: documents"), as_of, len(found)))  # fmt: skip


@provide_section(KIND, "closure.signatures", 1300)
def signatures(programme: Any, _as_of: datetime, _subject: str) -> Section:
    """13 Who signs."""
    waiting = Status("wait", _("to sign"))
    rows = tuple(
        Signature(person.name, str(Role(role).label), status=waiting)
        for role in SIGNERS
        for person in holders(programme, role)
    )
    block: Block = Signatures(rows) if rows else Missing(_("Nobody holds a role that signs."), _("Fill the seats."))
    return Section(_("Signatures"), (block,), "signatures")
