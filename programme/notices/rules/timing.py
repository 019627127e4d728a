"""When a digest or a pack is due, told once for each slot."""

from collections.abc import Sequence
from datetime import date, datetime

from programme.notices.choices import Rhythm

DIGEST_HOUR = 7  # in the person's own zone


def digest_slot(rhythm: str, local: datetime) -> str:
    """Name the digest that is due at a person's local time; empty where none is.

    A daily one belongs to its day, a weekly one to its ISO week, so that an installation that slept on Monday sends
    it later in the week; no day and no week has two.
    """
    if rhythm == Rhythm.NEVER or local.hour < DIGEST_HOUR:
        return ""
    if rhythm == Rhythm.WEEKLY:
        year, week, _day = local.isocalendar()
        return f"{year}-W{week:02}"
    return local.date().isoformat()


def working_day_of_month(days: Sequence[date], number: int) -> date | None:
    """The month's working day of that number, its last where it has fewer; None where it has none."""
    return days[min(number, len(days)) - 1] if days else None
