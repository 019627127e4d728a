"""Days and appointments as an iCalendar (RFC 5545, 5546): names that stay, lines folded at 75 octets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day; ``uid`` must never change, so that a calendar that is loaded again moves it."""

    uid: str
    day: date
    summary: str
    category: str
    sure: bool = False  # happened, else a forecast


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting with people; a calendar moves it only where ``uid`` stays and ``sequence`` grows."""

    uid: str
    starts_at: datetime
    length: int  # minutes
    summary: str
    description: str = ""
    place: str = ""
    sequence: int = 0
    cancelled: bool = False
    organiser: tuple[str, str] = ("", "")  # name, address
    attendees: Sequence[tuple[str, str]] = ()  # name, address


def calendar_file(name: str, events: Iterable[Event], *, language: str, stamp: datetime) -> bytes:
    """Write the events in order of day and UID; ``stamp`` is when the dates were computed."""
    lines = [*_head("Plan", language), "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]
    for event in sorted(events, key=lambda event: (event.day, event.uid)):
        lines += _event(event, language, stamp)
    return _written([*lines, "END:VCALENDAR"])


def invitation_file(appointment: Appointment, *, language: str, stamp: datetime) -> bytes:
    """Write one appointment as a request, or as its cancellation; ``stamp`` is when it was last told."""
    method = "CANCEL" if appointment.cancelled else "REQUEST"
    lines = [*_head("Meetings", language), f"METHOD:{method}", *_appointment(appointment, language, stamp)]
    return _written([*lines, "END:VCALENDAR"])


def _head(what: str, language: str) -> list[str]:
    return ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Landfall//{what}//{language.upper()}", "CALSCALE:GREGORIAN"]


def _written(lines: Iterable[str]) -> bytes:
    return "".join(f"{part}\r\n" for line in lines for part in fold(line)).encode()


def _event(event: Event, language: str, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(stamp)}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(event.summary)}"
    yield f"CATEGORIES;LANGUAGE={language}:{_text(event.category)}"
    yield f"STATUS:{'CONFIRMED' if event.sure else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _appointment(one: Appointment, language: str, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.uid}"
    yield f"SEQUENCE:{one.sequence}"
    yield f"DTSTAMP:{_moment(stamp)}"
    yield f"DTSTART:{_moment(one.starts_at)}"
    yield f"DTEND:{_moment(one.starts_at + timedelta(minutes=one.length))}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(one.summary)}"
    if one.description:
        yield f"DESCRIPTION;LANGUAGE={language}:{_text(one.description)}"
    if one.place:
        yield f"LOCATION:{_text(one.place)}"
    if one.organiser[1]:
        yield f"ORGANIZER;CN={_quoted(one.organiser[0])}:mailto:{one.organiser[1]}"
    for name, address in one.attendees:
        yield f"ATTENDEE;CN={_quoted(name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{address}"
    yield f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return text.translate(ESCAPES)


def _quoted(text: str) -> str:
    """Write a parameter's value: quotes and line breaks cannot stand in one."""
    said = " ".join(text.replace('"', "'").split())
    return f'"{said}"'


def fold(line: str) -> Iterator[str]:
    """Cut a line into parts of at most 75 octets, never inside a character; further parts begin with a space."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
