"""F22, the answering clock: only service hours of the calendar run, it pauses while the submitter is asked.

Everything is computed from the history of the item, never from counters, so that a changed calendar, a changed target
or a reclassification counts at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from core.calendar import WorkCalendar
from feedback.inbox.choices import DECIDED, Act, ItemKind

MINUTES = 60
SILENCE_DAYS = 5  # working days without a word of the submitter after which an answer stands
# Hours of service time to a first reply, and to a decision; an organisation may set its own. 9 hours are one day.
DEFAULT_TARGETS: dict[str, tuple[Decimal, Decimal]] = {
    "": (Decimal(9), Decimal(27)),
    ItemKind.QUESTION: (Decimal(9), Decimal(18)),
    ItemKind.DEFECT: (Decimal(9), Decimal(18)),
    ItemKind.IMPROVEMENT: (Decimal(9), Decimal(90)),
    ItemKind.COMPLAINT: (Decimal(9), Decimal(27)),
}
NOT_A_REPLY = frozenset({Act.RECEIVE, Act.REPLY, Act.REOPEN, Act.CONFIRM})


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of an item's history, as far as the clock reads it."""

    at: datetime  # in the zone whose office hours count
    act: str
    state: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: when it is due (None while it is paused), when it was stopped, and whether it was kept."""

    due: datetime | None
    ended: datetime | None
    paused: bool
    late: bool

    @property
    def met(self) -> bool | None:
        """True or False once it is decided; None while it still runs in time."""
        if self.late:
            return False
        return True if self.ended is not None else None


@dataclass(frozen=True, slots=True)
class Clocks:
    """Both clocks of an item: to the first reply, and to the decision."""

    reply: Clock
    decision: Clock

    @property
    def met(self) -> bool | None:
        """False once one is late, True once both were kept, None while one runs in time."""
        if self.reply.late or self.decision.late:
            return False
        return True if self.reply.met and self.decision.met else None

    @property
    def running(self) -> Clock | None:
        """The clock that runs now: the first reply before the decision; None where nothing runs."""
        return next((clock for clock in (self.reply, self.decision) if clock.ended is None), None)


def service_minutes(calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    """Count the service minutes between two moments of one zone; 0 where end is not after start."""
    if end <= start:
        return 0
    if start.date() == end.date():
        return _of_day(calendar, start.date(), _minute(start), _minute(end))
    between = max(0, calendar.days_in(start.date() + timedelta(days=1), end.date() - timedelta(days=1)))
    first = _of_day(calendar, start.date(), _minute(start), 24 * MINUTES)
    return first + between * _full_day(calendar) + _of_day(calendar, end.date(), 0, _minute(end))


def _minute(moment: datetime) -> int:
    return moment.hour * MINUTES + moment.minute


def _full_day(calendar: WorkCalendar) -> int:
    return sum(closes - opens for opens, closes in calendar.service)


def _of_day(calendar: WorkCalendar, day: date, first: int, last: int) -> int:
    if not calendar.is_working(day):
        return 0
    return sum(max(0, min(last, closes) - max(first, opens)) for opens, closes in calendar.service)


def run(
    calendar: WorkCalendar,
    spans: Sequence[tuple[datetime, datetime | None]],
    hours: Decimal,
    *,
    ended: datetime | None,
    now: datetime,
) -> Clock:
    """Run a clock of so many hours over the spans in which it runs; the last may be open (None), else it is paused."""
    left = int(hours * MINUTES)
    for start, stop in spans:
        used = service_minutes(calendar, start, stop) if stop is not None else left
        if used >= left:
            due = calendar.add_hours(start, left / MINUTES)
            return Clock(due, ended, paused=False, late=due < (ended or now))
        left -= used
    paused = ended is None
    return Clock(None, ended, paused=paused, late=False)


def spans_of(
    steps: Iterable[Moment], begin: datetime, end: datetime | None
) -> Iterator[tuple[datetime, datetime | None]]:
    """Give the spans between begin and end in which nobody waits for the submitter."""
    start: datetime | None = begin
    for step in steps:
        if step.at < begin or (end is not None and step.at > end):
            continue
        if step.act == Act.ASK and start is not None:
            yield start, step.at
            start = None
        elif step.act != Act.ASK and start is None:
            start = step.at
    if start is not None:
        yield start, end


def clocks(
    steps: Sequence[Moment],
    calendar: WorkCalendar,
    targets: dict[str, tuple[Decimal, Decimal]],
    now: datetime,
) -> Clocks:
    """Compute both clocks from an item's history, the oldest step first.

    The first reply runs from receipt and never starts again. The decision runs from receipt; it starts again when the
    item is reopened and when it is classified otherwise than before, with the hours of its new kind.
    """
    received = steps[0].at
    kind, begun, decided = "", received, None
    for step in steps:
        changed = step.act == Act.CLASSIFY and kind not in ("", step.kind)
        if changed or step.act in (Act.REOPEN, Act.SPLIT):
            begun, decided = step.at, None
        kind = step.kind or kind
        if decided is None and step.state in DECIDED:
            decided = step.at
    replied = next((step.at for step in steps if step.act not in NOT_A_REPLY), None)
    reply_hours, decision_hours = targets.get(kind) or DEFAULT_TARGETS[kind]
    first = run(calendar, list(spans_of(steps, received, replied)), reply_hours, ended=replied, now=now)
    later = run(calendar, list(spans_of(steps, begun, decided)), decision_hours, ended=decided, now=now)
    return Clocks(first, later)


def silent(calendar: WorkCalendar, replied: date, today: date) -> bool:
    """Tell whether the submitter had the word for five whole working days."""
    return calendar.days_between(calendar.next_working(replied), today) > SILENCE_DAYS
