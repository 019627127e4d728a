"""The parts of the pack's first page, computed from the lights, the decisions and the last pack."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core import seams
from core.documents.model import (
    Ask,
    Asks,
    Block,
    Column,
    Figure,
    Headline,
    KeyFigure,
    KeyFigures,
    Light,
    Lights,
    Option,
    Status,
    StatusKind,
    Table,
    Text,
)
from programme.governance import rules
from programme.governance.choices import DECISION_STATUS, Colour, DecisionState, Why
from programme.governance.models import Decision
from programme.governance.selectors.decisions import asked, decisions, on_time, per_week
from programme.governance.selectors.lights import NAMES, Board, LightView, light_word, reading
from programme.raid.selectors import counts, live_risks
from programme.records.selectors import frozen_values

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.records.models import GeneratedDocument

DECISION_SHAPES: dict[str, Any] = {**DECISION_STATUS}
SHAPES: dict[str, StatusKind] = {Colour.GREEN: "good", Colour.AMBER: "warn", Colour.RED: "bad", Colour.GREY: "none"}
THINGS = 3
FIGURES = 4


def status(light: rules.Light) -> Status:
    """A light as a shape with its word."""
    return Status("stale" if light.why == Why.STALE else SHAPES[light.colour], light_word(light))


def colour_status(colour: Colour) -> Status:
    """A colour as a shape with its word."""
    return Status(SHAPES[colour], str(colour.label))


def decision_status(row: Decision) -> Status:
    """A decision's state as a shape with its word."""
    state = DecisionState(row.state)
    return Status(DECISION_SHAPES[state], str(state.label))


def headline(stand: Board, last: "GeneratedDocument | None") -> Headline:
    """The overall light and one sentence computed from the lights."""
    before = frozen_values(last.snapshot).get("governance.overall") if last else None
    previous = str(Colour(before).label) if before in Colour.values else ""
    return Headline(colour_status(stand.overall), sentence(stand), previous)


def sentence(stand: Board) -> str:
    """Say in one sentence why the overall light is what it is."""
    bad, warn, stale = stand.named(Colour.RED), stand.named(Colour.AMBER), stand.stale
    match stand.overall:
        case Colour.RED:
            return _("Red because of %(names)s.") % {"names": _names(bad)}
        case Colour.AMBER:
            return _("Amber because of %(names)s.") % {"names": _names(bad + warn + stale)}
        case Colour.GREEN:
            waiting = len(stand.named(Colour.GREY))
            return _("All lights that are due are green; %(n)d are not due or have no data.") % {"n": waiting}
        case _:
            return _("No light is due yet: the figures that feed them do not exist.")


def _names(lights: list[LightView]) -> str:
    """Name the lights; one alone says its figures, of several the lights beneath tell them."""
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    return comma.join(
        f"{light.dimension.label} ({light.reason})" if light.reason and len(lights) == 1 else str(light.dimension.label)
        for light in lights
    )


def ribbon(programme: "Programme") -> Block | None:
    """The ribbon of phases and gates, where a slice gives one."""
    givers = (entry.ribbon for entry in seams.pages.values() if entry.ribbon)
    return next((found for give in givers if (found := give(programme))), None)


def things_to_know(programme: "Programme", stand: Board, today: date) -> list[str]:
    """The three that matter most: red and amber lights with their reason, late decisions, the highest risk."""
    things = [f"{light.dimension.label}: {light.word}, {light.reason}" for light in stand.named(Colour.RED)]
    late = decisions(programme).overdue(today).count()
    if late:
        said = ngettext(
            "%(n)d decision is past the day it was needed.", "%(n)d decisions are past the day they were needed.", late
        )
        things.append(said % {"n": late})
    things += [
        _("Highest risk %(code)s, score %(score)s: %(title)s")
        % {"code": risk.code, "score": risk.score, "title": risk.title}
        for risk in live_risks(programme, today)[:1]
    ]
    things += [f"{light.dimension.label}: {light.word}, {light.reason}" for light in stand.named(Colour.AMBER)]
    things += [_("%(name)s: the source is stale.") % {"name": light.dimension.label} for light in stand.stale]
    return things[:THINGS]


def asks(programme: "Programme", today: date) -> Block:
    """At most three decisions requested, the soonest needed first; a sentence where none is."""
    heading = _("Decisions requested")
    requested = asked(programme)
    if not requested:
        return Text((_("No decision is asked of this meeting."),), heading=heading)
    return Asks(
        tuple(
            Ask(
                number=row.code,
                question=row.question,
                context=row.context,
                options=tuple(Option(one["key"], one["text"]) for one in row.options),
                recommendation=row.recommendation,
                reason=row.reason,
                cost_of_delay=delay_words(row),
                by=row.due_on,
                overdue=row.overdue(today),
                url=row.get_absolute_url(),
            )
            for row in requested
        ),
        heading=heading,
    )


def delay_words(row: Decision) -> str:
    """Say what waiting costs, in words and a week's money."""
    week = per_week(row)
    return " · ".join(filter(None, (row.cost_of_delay, _("%(week)s a week") % {"week": week} if week else "")))


def lights(stand: Board) -> Lights:
    """The lights, computed and declared, with rule, trend and weeks in colour."""
    return Lights(tuple(_light(light) for light in stand.lights), heading=_("Lights"))


def _light(light: LightView) -> Light:
    trend: Literal["", "better", "same", "worse"] = light.trend  # type: ignore[assignment]
    return Light(
        dimension=str(light.dimension.label),
        computed=status(light.computed),
        declared=_declared(light),
        reason=light.reason,
        trend=trend,
        weeks=light.weeks,
        stale=light.computed.why == "stale",
        url=light.url,
    )


def _declared(light: LightView) -> Status | None:
    """What a person declared; a better one that waits for the second person says that it does not count yet."""
    if light.declaration is None:
        return None
    declared = colour_status(Colour(light.declaration.colour))
    return Status("wait", _("%(light)s, not confirmed") % {"light": declared.word}) if light.pending else declared


def light_rules(stand: Board) -> Table:
    """The lights as rows with the figures that gave them."""
    rows = tuple(
        (str(light.dimension.label), status(light.computed), status(light.counts), light.reason)
        for light in stand.lights
    )
    columns = (Column(_("Light")), Column(_("Computed")), Column(_("Counts")), Column(_("Basis"), width=5))
    return Table(columns, rows, heading=_("How each light came about"))


def key_figures(programme: "Programme", today: date) -> KeyFigures | None:
    """Up to four figures on the first page: those that feed lights, decisions made on time, high risks."""
    found = []
    for name, label in NAMES.items():
        one = reading(programme, name)
        if one is not None and isinstance(one.value, int | Decimal) and not isinstance(one.value, bool):
            figure = Figure(one.value, one.unit, numerator=one.numerator, denominator=one.denominator)
            found.append(KeyFigure(str(label), figure, formula="F07", url=one.source_url))
    made, due = on_time(programme, today)
    if due:
        share = Figure(Decimal(made) / due, "share", numerator=made, denominator=due)
        found.append(KeyFigure(_("Decisions made on time"), share))
    stand = counts(programme, None, today)
    if stand.live:
        high = Figure(stand.high, "count", n=stand.live)
        found.append(KeyFigure(_("Risks with a score of 12 or more"), high, formula="F08"))
    return KeyFigures(tuple(found[:FIGURES])) if found else None
