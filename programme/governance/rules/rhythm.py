"""After go-live: the reviews that a programme in operation holds, and when one is overdue. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from programme.governance.choices import MeetingKind

# Days after go-live, or after the last one, by which the next is held.
CADENCE: Mapping[MeetingKind, int] = {MeetingKind.MONTHLY: 40, MeetingKind.QUARTERLY: 100}


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the rhythm: the last one held, and the last day on which the next is in time."""

    kind: MeetingKind
    last: date | None
    due: date
    late: int  # days past that day

    @property
    def overdue(self) -> bool:
        """Tell whether it should have been held."""
        return self.late > 0


def reviews(live_on: date | None, held: Mapping[str, date], today: date) -> list[Review]:
    """Give every review with the day by which it is held; none before go-live.

    Forty days after go-live a missing monthly review is overdue; one held before go-live does not count.
    """
    if live_on is None or live_on > today:
        return []
    found = []
    for kind, days in CADENCE.items():
        last = held.get(kind.value)
        last = last if last is not None and last >= live_on else None
        due = (last or live_on) + timedelta(days - 1)
        found.append(Review(kind, last, due, max((today - due).days, 0)))
    return found
