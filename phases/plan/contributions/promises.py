"""Baselines compared on paper: the line of promises, the plan against the newest, the newest against the first."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import seams
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
    Source,
    Table,
)
from core.memo import shared
from core.seams import DocumentKind, provide_section
from phases.plan.models import PlanBaseline
from phases.plan.rules.slip import slip_days
from phases.plan.selectors import Comparison, baselines_of, calendar_of, compared, current_baseline
from phases.plan.selectors.differences import columns, difference_row

KIND = "baselines"
SHOWN = 200  # tasks of one comparison


def _frame(programme: Any, _as_of: datetime, _subject: str) -> dict[str, Any]:
    """Say which promise counts, and what the words mean."""
    current = current_baseline(programme)
    return {
        "subtitle": programme.name,
        "period": _("against %(baseline)s") % {"baseline": current} if current else _("no baseline"),
        "contents": False,
        "definitions": (
            Definition("F04", _("Slip"), _("later day − earlier day in working days; later is positive")),
            Definition("CPM", _("Critical"), _("no float: what moves such a task moves the end of the plan")),
        ),
    }


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND, title=gettext_lazy("Baselines compared"), prefix="BC", formats=("pdf", "html", "xlsx"), cover=False,
        owner_role="PM", frame=_frame,
    ),
)  # fmt: skip


def _promises(programme: Any) -> list[PlanBaseline]:
    """Every promise, the first one first; those kept before an import are none."""
    rows = baselines_of(programme).filter(automatic=False).order_by("number")
    return shared(programme, "plan.promises", lambda: list(rows))


def _against_now(programme: Any, newest: PlanBaseline) -> Comparison:
    return shared(programme, f"plan.promise_now:{get_language()}", lambda: compared(newest))


@provide_section(KIND, "plan.promises", 100)
def promises(programme: Any, as_of: datetime, _subject: str) -> Section:
    """What was promised when and why, and how far the end of the plan went each time."""
    found, title = _promises(programme), _("The line of promises")
    if not found:
        missing = Missing(
            _("Nothing was promised yet."),
            _("Set the baseline of the plan."),
            reverse("plan:baselines", args=[programme.slug]),
        )
        return Section(title, (missing,), "promises", sources=_sources(as_of, 0))
    table = Table(
        (
            Column(_("Baseline"), width=4),
            Column(_("Taken on"), width=2),
            Column(_("Why"), width=5),
            Column(_("Tasks"), "right"),
            Column(_("Finish"), width=2),
            Column(_("Later than the one before"), "right", _("wd"), width=2),
        ),
        tuple(_line(programme, found, place) for place in range(len(found))),
    )
    figures = _figures(_against_now(programme, found[-1]))
    return Section(title, (figures, table), "promises", sources=_sources(as_of, len(found)))


def _line(programme: Any, found: list[PlanBaseline], place: int) -> tuple[Any, ...]:
    row, before = found[place], found[place - 1] if place else None
    why = " · ".join(word for word in (row.change.code if row.change else "", row.note) if word)
    later = None if before is None else slip_days(_finish(before), _finish(row), calendar_of(programme))
    who = row.taken_by.name if row.taken_by else ""
    shift = Figure(later, "", signed=True)
    return Cell(str(row), second=who), row.taken_on, why, _count(row), _finish(row), shift


def _finish(row: PlanBaseline) -> date | None:
    day: date | None = getattr(row, "finish", None)
    return day


def _count(row: PlanBaseline) -> int:
    return int(getattr(row, "count", 0))


@provide_section(KIND, "plan.now", 200)
def now(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """The plan as it stands against what is promised now; nothing without a promise."""
    found = _promises(programme)
    if not found:
        return None
    title = _("The plan as it stands against %(baseline)s") % {"baseline": found[-1]}
    return _section(programme, as_of, (title, "now"), _against_now(programme, found[-1]))


@provide_section(KIND, "plan.since", 300)
def since(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """What is promised now against what was promised first; nothing before a second promise."""
    found = _promises(programme)
    if len(found) < 2:  # noqa: PLR2004  (a pair)
        return None
    title = _("%(newest)s against %(first)s") % {"newest": found[-1], "first": found[0]}
    return _section(programme, as_of, (title, "since"), compared(found[0], found[-1]), figures=True)


def _section(
    programme: Any, as_of: datetime, named: tuple[str, str], found: Comparison, *, figures: bool = False
) -> Section:
    title, key = named
    differing = [row for row in found.rows if row.change != "same"]
    rows = tuple(tuple(difference_row(row, programme)) for row in differing[:SHOWN])
    note = _("%(shown)s of %(differing)s tasks that differ, of %(all)s; the largest slip first.") % {
        "shown": len(rows), "differing": len(differing), "all": len(found.rows),
    }  # fmt: skip
    table = Table(columns(), rows, note=note, empty=_("Nothing differs."))
    blocks: tuple[Block, ...] = (_figures(found), table) if figures else (table,)
    return Section(title, blocks, key, sources=_sources(as_of, len(found.rows)))


def _figures(found: Comparison) -> KeyFigures:
    leaves = [row for row in found.rows if not row.task.summary]
    worst = found.worst
    return KeyFigures(
        (
            KeyFigure(_("Largest slip"), Figure(worst.finish if worst else 0, "wd", signed=True), formula="F04"),
            KeyFigure(
                _("Tasks moved"),
                Figure(
                    found.moved,
                    "count",
                    numerator=sum(row.change == "moved" for row in leaves),
                    denominator=len(leaves),
                ),
            ),
            KeyFigure(_("Tasks added"), Figure(found.added, "count")),
            KeyFigure(_("Tasks removed"), Figure(found.removed, "count")),
        )
    )


def _sources(as_of: datetime, rows: int) -> tuple[Source, ...]:
    return (Source(_("Plan"), as_of, rows),)
