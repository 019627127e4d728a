"""Calendar files: names that stay, whole days, folded lines."""

from datetime import UTC, date, datetime

from core.ical import Event, calendar_file, fold

STAMP = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def test_events_are_whole_days_in_order_with_their_own_names():
    events = [
        Event("b@landfall", date(2026, 3, 31), "Go, live; now\nor never", "Milestone"),
        Event("a@landfall", date(2026, 3, 2), "门径", "关口", sure=True),
    ]
    lines = calendar_file("Plan", events, language="en", stamp=STAMP).decode().split("\r\n")
    assert lines == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Landfall//Plan//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "X-WR-CALNAME:Plan",
        "BEGIN:VEVENT", "UID:a@landfall", "DTSTAMP:20260302T083000Z", "DTSTART;VALUE=DATE:20260302",
        "DTEND;VALUE=DATE:20260303", "SUMMARY;LANGUAGE=en:门径", "CATEGORIES;LANGUAGE=en:关口", "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT", "END:VEVENT",
        "BEGIN:VEVENT", "UID:b@landfall", "DTSTAMP:20260302T083000Z", "DTSTART;VALUE=DATE:20260331",
        "DTEND;VALUE=DATE:20260401", "SUMMARY;LANGUAGE=en:Go\\, live\\; now\\nor never", "CATEGORIES;LANGUAGE=en:Milestone",
        "STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


def test_lines_are_folded_at_75_octets_and_never_inside_a_character():
    text = "SUMMARY:" + "里程碑" * 30 + "x" * 80
    parts = list(fold(text))
    assert max(len(part.encode()) for part in parts) <= 75
    assert parts[0] + "".join(part.removeprefix(" ") for part in parts[1:]) == text
    assert [part[0] for part in parts[1:]] == [" "] * (len(parts) - 1)
