"""The exception report (D2x), the exceptions in the steering pack, and stage tolerances in the gate report."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

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
    Fact,
    Headline,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Signature,
    Signatures,
    Source,
    Table,
    Text,
)
from core.memo import shared
from core.seams import DocumentKind, provide_section
from phases.exceptions.choices import ExceptionState, Outcome
from phases.exceptions.models import ExceptionReport
from phases.exceptions.selectors.forecasts import figure_of, place_text, standings
from phases.exceptions.selectors.reports import (
    exception_named,
    exception_rows,
    exception_status,
    gap_text,
    outcome_text,
    paper_subjects,
    recommended,
)
from programme.people.choices import Role
from programme.people.selectors import holders

if TYPE_CHECKING:
    from core.documents.values import CellValue

KIND = "exception"
CLOSED_SHOWN = 5


def _row(programme: Any, code: str) -> ExceptionReport | None:
    return exception_named(programme, code)


def frame(programme: Any, _as_of: datetime, subject: str) -> Mapping[str, Any]:
    """Name the exception, and say what the report rests on."""
    row = _row(programme, subject)
    if row is None:
        return {}
    return {
        "subtitle": f"{row} · {place_text(row.stage)}",
        "definitions": (
            Definition("EX", _("Exception"), _("A forecast, not an actual figure, that leaves an agreed tolerance.")),
        ),
        "assumptions": (_("Plan, money and registers are as kept at the data date."),),
        "limits": (_("Effects of the options are as stated by people, or drafted from the forecast."),),
        "distribution": tuple(dict.fromkeys(p.name for p in holders(programme, Role.SP, Role.SC, Role.PM))),
    }  # fmt: skip


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND,
        title=gettext_lazy("Exception report"),
        prefix="EX",
        formats=("pdf", "html", "docx"),
        owner_role=Role.PM,
        subjects=paper_subjects,
        frame=frame,
    ),
)


def _source(row: ExceptionReport) -> tuple[Source, ...]:
    return (Source(_("Landfall: forecasts and exceptions"), row.updated_at, 1),)


@provide_section(KIND, "exceptions.title", 100)
def title(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """1 What leaves which tolerance, with the figures."""
    row = _row(programme, subject)
    if row is None:
        return None
    figures = KeyFigures(
        (
            KeyFigure(_("Forecast"), figure_of(row.dimension, row.forecast),
                      target=figure_of(row.dimension, row.limit), target_word=_("Tolerance")),
            KeyFigure(_("When it was found"), figure_of(row.dimension, row.first_forecast)),
        )
    )  # fmt: skip
    sentence = _("%(what)s of %(place)s: %(gap)s.") % {
        "what": row.get_dimension_display(), "place": place_text(row.stage), "gap": gap_text(row)
    }  # fmt: skip
    days = [(_("Found on"), row.found_on), (_("Decide by"), row.decide_by), (_("Closed on"), row.closed_on)]
    lines: tuple[tuple[CellValue, ...], ...] = tuple((name, day) for name, day in days if day)
    table = Table((Column(_("Day")), Column(_("Date"))), lines, bare=True)
    return Section(_("Exception"), (Headline(exception_status(row), sentence), figures, table), "exception",
                   sources=_source(row))  # fmt: skip


def _text_section(name: str, position: int, heading: Any, give: Any, missing: Any) -> None:
    @provide_section(KIND, f"exceptions.{name}", position)
    def build(programme: Any, _as_of: datetime, subject: str) -> Section | None:
        row = _row(programme, subject)
        if row is None:
            return None
        said = give(row).strip()
        block: Block = Text(tuple(map(plain, said.splitlines()))) if said else Missing(str(missing), "")
        return Section(str(heading), (block,), name, sources=_source(row))


_text_section("cause", 200, gettext_lazy("Cause"), lambda row: row.cause_text, gettext_lazy("No cause is written yet."))
_text_section("consequence", 300, gettext_lazy("Consequences"), lambda row: row.consequence_text,
              gettext_lazy("No consequence is written yet."))  # fmt: skip
_text_section("lesson", 600, gettext_lazy("Lesson"), lambda row: row.lesson,
              gettext_lazy("No lesson is written yet."))  # fmt: skip


@provide_section(KIND, "exceptions.options", 400)
def options(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """4 The ways out with their effects, doing nothing included."""
    row = _row(programme, subject)
    if row is None:
        return None
    columns = (Column(_("Option"), width=5), Column(_("Time"), width=2), Column(_("Cost"), width=2),
               Column(_("Benefit"), width=2), Column(_("Risk"), width=2))  # fmt: skip
    lines: tuple[tuple[CellValue, ...], ...] = tuple(
        (
            Cell(f"{one['key']}  {one['text']}", strong=one["key"] == recommended(row)),
            *(one.get(name, "") or "–" for name in ("time", "cost", "benefit", "risk")),
        )
        for one in row.all_options
    )
    table = Table(columns, lines, empty=_("No option is written yet."))
    return Section(_("Options"), (table,), "options", sources=_source(row))


@provide_section(KIND, "exceptions.recommendation", 500)
def recommendation(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """5 The recommended option and why."""
    row = _row(programme, subject)
    if row is None:
        return None
    chosen = next((one for one in row.all_options if one["key"] == recommended(row)), None)
    if chosen is None:
        block: Block = Missing(_("No option is recommended yet."), "")
    else:
        block = Text((plain(f"{chosen['key']}  {chosen['text']}"), plain(row.reason_text)))
    return Section(_("Recommendation"), (block,), "recommendation", sources=_source(row))


@provide_section(KIND, "exceptions.decision", 700)
def decision(programme: Any, _as_of: datetime, subject: str) -> Section | None:
    """7 What the committee decided, and who raised and decided it."""
    row = _row(programme, subject)
    if row is None:
        return None
    if row.decided_at is None:
        ways = _("; ").join(str(one.label) for one in Outcome)
        by = _("Decide by %(day)s.") % {"day": row.decide_by} if row.decide_by else _("It was not raised yet.")
        return Section(_("Decision"), (Missing(_("Not decided yet."), f"{by} {ways}"), _signed(row)), "decision",
                       sources=_source(row))  # fmt: skip
    table = Table(
        (Column(_("Decision"), width=3), Column(_("Reason"), width=4), Column(_("Decided by")), Column(_("Decided"))),
        ((outcome_text(row), row.note, str(row.decided_by or _("System")), timezone.localtime(row.decided_at).date()),),
    )
    return Section(_("Decision"), (table, _signed(row)), "decision", sources=_source(row))


def _signed(row: ExceptionReport) -> Signatures:
    raised = Signature(str(row.raised_by or ""), str(Role.PM.label), _("raises it"), signed_at=row.raised_at)
    decided = Signature(
        str(row.decided_by or ""), str(Role.SC.label), _("decides it"), outcome_text(row), row.note, row.decided_at
    )
    return Signatures((raised, decided))


@provide_section("steering", "exceptions.open", 350)
def pack_section(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Tolerances beside their forecasts, open exceptions and the last closed ones."""
    told = standings(programme, timezone.localtime(as_of).date())
    rows = exception_rows(programme)
    if not told and not rows:
        return None
    tolerances = Table(
        (Column(_("Tolerance of"), width=4), Column(_("Tolerance"), "right", width=2),
         Column(_("Forecast"), "right", width=2), Column(_("State"), width=3)),
        tuple(
            (
                Cell(str(one.dimension.label), second=place_text(one.stage), url=one.url),
                figure_of(one.dimension, one.limit), figure_of(one.dimension, one.forecast), one.status,
            )
            for one in told
        ),
        heading=_("Tolerances and forecasts"), empty=_("No tolerance has been set."),
    )  # fmt: skip
    closed = [row for row in rows if not row.is_open][:CLOSED_SHOWN]
    shown = [row for row in rows if row.is_open] + closed
    reports = Table(
        (Column(_("Exception"), width=3), Column(_("State"), width=3), Column(_("Figures"), width=4),
         Column(_("Decide by"), width=2), Column(_("Outcome"), width=3)),
        tuple(
            (
                Cell(str(row), second=place_text(row.stage), url=row.get_absolute_url()), exception_status(row),
                gap_text(row), row.decide_by, outcome_text(row) or "–",
            )
            for row in shown
        ),
        heading=_("Exceptions"), empty=_("No forecast leaves its tolerance."),
    )  # fmt: skip
    source = Source(_("Landfall: forecasts and exceptions"), as_of, len(told) + len(rows))
    return Section(_("Tolerances and exceptions"), (tolerances, reports), "exceptions", sources=(source,),
                   facts=tuple(map(_fact, rows)))  # fmt: skip


def _fact(row: ExceptionReport) -> Fact:
    word = str(exception_status(row).word)
    return Fact("exceptions", row.public_id, str(row), row.state, word, live=row.is_open)


@provide_section("gate", "exceptions.gate", 310)
def gate_section(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """The forecasts beside the tolerances of programme and stages, as the gate is decided."""
    told = shared(
        programme, f"exceptions.standings:{as_of}", lambda: standings(programme, timezone.localtime(as_of).date())
    )
    if not told:
        return None
    table = Table(
        (Column(_("Tolerance of"), width=4), Column(_("Tolerance"), "right"), Column(_("Forecast"), "right"),
         Column(_("State"), width=3)),
        tuple(
            (
                Cell(str(one.dimension.label), second=place_text(one.stage)), figure_of(one.dimension, one.limit),
                figure_of(one.dimension, one.forecast), one.status,
            )
            for one in told
        ),
    )  # fmt: skip
    open_rows = [row for row in exception_rows(programme) if row.state != ExceptionState.CLOSED]
    lines = [f"{row}: {gap_text(row)}, {exception_status(row).word}" for row in open_rows]
    text = Text(tuple(map(plain, lines)) or (_("No exception is open."),), "small")
    return Section(_("Performance against tolerances"), (table, text), "gates-forecasts")
