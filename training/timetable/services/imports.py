"""Sessions as rows of a file: the same services, with names and codes instead of rows."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, DomainError, IllegalNowError
from phases.rollout.models import Wave
from programme.records.services import append_event, facts, writes
from training.catalogue.choices import Language
from training.catalogue.models import Room, Trainer
from training.timetable.choices import SessionState
from training.timetable.models import Session, zone
from training.timetable.permissions import ACTIONS
from training.timetable.services.life import open_session
from training.timetable.services.planning import create_session, update_session

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
COLUMN_OF = {"starts_at": "begins", "ends_at": "ends"}


def clock(text: str) -> time | None:
    """Read a time of day such as 9:00; None where it is none."""
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return time(int(match[1]), int(match[2]))
    except ValueError:
        return None


def _values(programme: "Programme", row: Mapping[str, Any], session: Session | None) -> dict[str, Any]:
    values = {name: row[name] for name in ("code", "course", "link", "capacity") if name in row}
    if row.get("language"):
        values["language"] = Language(row["language"])
    found, bad = _rows_named(programme, row)
    moments, wrong = _moments(row, session)
    if bad or wrong:
        raise BadInputError(bad | wrong)
    return values | found | moments


def _rows_named(programme: "Programme", row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Find trainer, room and wave by name or code; returns what was found and what was not."""
    found: dict[str, Any] = {}
    bad: dict[str, list[Any]] = {}
    sources: tuple[tuple[str, Any, str], ...] = (
        ("trainer", Trainer, "name"),
        ("room", Room, "name"),
        ("wave", Wave, "code"),
    )
    for name, model, column in sources:
        if name not in row:
            continue
        text = row[name].strip()
        known = model.objects.filter(programme=programme).order_by(column)
        found[name] = known.filter(**{f"{column}__iexact": text}).first() if text else None
        if text and found[name] is None:
            there = ", ".join(known.values_list(column, flat=True)) or "–"
            bad[name] = [_("%(text)s is not known. There are: %(known)s") % {"text": text, "known": there}]
    return found, bad


def _moments(row: Mapping[str, Any], session: Session | None) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Make both moments of day and clock times, in the zone in which sessions are planned."""
    if not {"on", "begins", "ends"} & set(row):
        return {}, {}
    day: date | None = row.get("on") or (session.begins.date() if session else None)
    clocks = {
        "begins": clock(row["begins"]) if "begins" in row else session.begins.time() if session else None,
        "ends": clock(row["ends"]) if "ends" in row else session.finishes.time() if session else None,
    }
    bad: dict[str, list[Any]] = {
        name: [_("Give a time of day such as 09:00.")] for name, value in clocks.items() if value is None
    }
    if day is None:
        bad["on"] = [_("This is needed.")]
    if bad or day is None or clocks["begins"] is None or clocks["ends"] is None:
        return {}, bad
    return {
        "starts_at": datetime.combine(day, clocks["begins"], zone()),
        "ends_at": datetime.combine(day, clocks["ends"], zone()),
    }, {}


def _in_columns(error: BadInputError) -> BadInputError:
    return BadInputError({COLUMN_OF.get(name, name): texts for name, texts in error.fields.items()})


@writes
def create_session_from_row(programme: "Programme", row: Mapping[str, Any], actor: "User | None") -> str:
    """Plan a session from a row of a file, and open it where the row says so; returns its public id."""
    try:
        session = create_session(programme, values=_values(programme, row, None), actor=actor)
    except BadInputError as error:
        raise _in_columns(error) from error
    _reach(session, row.get("state") or SessionState.SCHEDULED, actor)
    return session.public_id


@writes
def update_session_from_row(programme: "Programme", ref: str, row: Mapping[str, Any], actor: "User | None") -> None:
    """Bring a session to what the row says; a state beyond open is reached on its page."""
    session = Session.objects.select_related("programme", "edition__course").get(programme=programme, public_id=ref)
    state = row.get("state") or session.state
    try:
        values = _values(programme, row, session)
        if _differs(session, values):
            session = update_session(session, values=values, actor=actor)
    except BadInputError as error:
        raise _in_columns(error) from error
    if state != session.state and (state, session.state) != (SessionState.OPEN, SessionState.FULL):
        _reach(session, state, actor)


def _differs(session: Session, values: Mapping[str, Any]) -> bool:
    now = {name: getattr(session, name) for name in values if name != "course"}
    return now != {name: value for name, value in values.items() if name != "course"} or (
        values.get("course", session.course.code) != session.course.code
    )


def _reach(session: Session, state: str, actor: "User | None") -> None:
    if state == session.state:
        return
    if state != SessionState.OPEN or session.state != SessionState.SCHEDULED:
        raise BadInputError({"state": [_("This state is reached on the record's page, not by an import.")]})
    try:
        open_session(session, actor=actor)
    except DomainError as error:
        raise BadInputError({"state": error.reasons}) from error


@writes
def remove_sessions(programme: "Programme", refs: Sequence[str], actor: "User | None") -> None:
    """Take back sessions that an import planned; refused where somebody is enrolled meanwhile."""
    require(ACTIONS["import"], actor, programme)
    rows = Session.objects.filter(programme=programme, public_id__in=refs).order_by("pk")
    taken = rows.filter(enrolments__isnull=False).distinct()
    if taken:
        codes = ", ".join(one.code for one in taken)
        raise IllegalNowError(_("People are enrolled meanwhile: %(codes)s.") % {"codes": codes})
    for row in rows:
        append_event("session.removed", row, actor=actor, changes={k: [v, None] for k, v in facts(row).items()})
        row.delete()
