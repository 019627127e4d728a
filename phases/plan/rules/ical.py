"""Days as an iCalendar (RFC 5545): whole-day events with names that stay, lines folded at 75 octets."""

from collections.abc import Iterable, Iterator
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


def calendar_file(name: str, events: Iterable[Event], *, language: str, stamp: datetime) -> bytes:
    """Write the events in order of day and UID; ``stamp`` is when the dates were computed."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Landfall//Plan//{language.upper()}", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}",
    ]  # fmt: skip
    for event in sorted(events, key=lambda event: (event.day, event.uid)):
        lines += _event(event, language, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in fold(line)).encode()


def _event(event: Event, language: str, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(event.summary)}"
    yield f"CATEGORIES;LANGUAGE={language}:{_text(event.category)}"
    yield f"STATUS:{'CONFIRMED' if event.sure else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    return text.translate(ESCAPES)


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
