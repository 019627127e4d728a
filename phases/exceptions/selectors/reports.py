"""Reads of exceptions, shaped for pages, the API and papers."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.documents.model import Status
from core.memo import read_once
from phases.exceptions.choices import EXCEPTION_STATUS, ExceptionState, Outcome
from phases.exceptions.models import ExceptionReport
from phases.exceptions.permissions import ACTIONS
from phases.exceptions.selectors.drafts import RECOMMENDED
from phases.exceptions.selectors.forecasts import amount_text

if TYPE_CHECKING:
    from phases.exceptions.querysets import ExceptionQuerySet
    from programme.charter.models import Programme

PAPERS = 20  # closed exceptions about which a paper may still be drawn
LABELS = {
    "raise": gettext_lazy("Raise to the committee"),
    "decide": gettext_lazy("Decide"),
    "close": gettext_lazy("Close"),
}


def exceptions(programme: "Programme") -> "ExceptionQuerySet":
    """All exceptions of the programme."""
    return ExceptionReport.objects.filter(programme=programme).for_list()


def open_exceptions(programme: "Programme") -> list[ExceptionReport]:
    """Those that are not closed; one query."""
    return list(exceptions(programme).open())


def stopped_causes(programme: "Programme") -> set[tuple[str, int | None]]:
    """What the committee stopped: it is not proposed again; one query."""
    rows = ExceptionReport.objects.filter(programme=programme, state=ExceptionState.CLOSED, outcome=Outcome.STOP)
    return set(rows.filter(recovered=False).values_list("dimension", "stage_id"))


def paper_subjects(programme: "Programme") -> list[str]:
    """The open exceptions and the last closed ones, by number; one query."""
    rows = ExceptionReport.objects.filter(programme=programme).order_by("-code").values_list("code", "state")
    closed = [code for code, state in rows if state == ExceptionState.CLOSED][:PAPERS]
    return sorted([code for code, state in rows if state != ExceptionState.CLOSED] + closed)


@read_once()
def exception_rows(programme: "Programme") -> list[ExceptionReport]:
    """All of them, as a paper reads them; one query."""
    return list(exceptions(programme))


@read_once()
def exception_named(programme: "Programme", code: str) -> ExceptionReport | None:
    """The exception with this number."""
    return exceptions(programme).filter(code=code).first()


def exception_status(row: ExceptionReport) -> Status:
    """Its state; a decided or recovered one says how."""
    kind, word = EXCEPTION_STATUS[row.state], str(row.get_state_display())
    if row.state == ExceptionState.CLOSED and row.recovered:
        return Status("good", _("Closed: the forecast came back"))
    return Status(kind, word)  # type: ignore[arg-type]


def recommended(row: ExceptionReport) -> str:
    """The recommended option: a person's, else that of the draft."""
    return row.recommendation or ("" if row.options else RECOMMENDED)


def gap_text(row: ExceptionReport) -> str:
    """Write forecast and tolerance side by side."""
    said = {"forecast": amount_text(row.dimension, row.forecast), "limit": amount_text(row.dimension, row.limit)}
    return _("forecast %(forecast)s, tolerance %(limit)s") % said


def outcome_text(row: ExceptionReport) -> str:
    """Say what was decided."""
    if not row.outcome:
        return ""
    word = str(Outcome(row.outcome).label)
    return f"{word}: {amount_text(row.dimension, row.new_limit)}" if row.new_limit is not None else word


def exception_actions(row: ExceptionReport, user: Any) -> list[Action]:
    """What this person may do with it now."""
    ways = {ExceptionState.PROPOSED: "raise", ExceptionState.RAISED: "decide", ExceptionState.DECIDED: "close"}
    name = ways.get(ExceptionState(row.state), "")
    if not name or not allows(ACTIONS[name], user, row):
        return []
    return [Action(name, LABELS[name], tuple(closing_bars(row)) if name == "close" else (), primary=True)]


def closing_bars(row: ExceptionReport) -> list[Any]:
    """Why a decided exception may not be closed by hand."""
    if row.outcome == Outcome.STOP:
        return []
    return [_("It closes itself when the forecast is within the tolerance.")]
