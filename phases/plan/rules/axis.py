"""Between dates and working minutes: one axis per plan, O(1) per conversion."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.calendar import DayIndex, WorkCalendar

YEAR = timedelta(days=366)


@dataclass(slots=True)
class Axis:
    """Working minutes counted from the beginning of ``origin``'s work, negative before it."""

    calendar: WorkCalendar
    origin: date
    per_day: int = field(init=False)
    _index: DayIndex = field(init=False, repr=False)
    _base: int = field(init=False, repr=False)  # position of the origin among the worked days

    def __post_init__(self) -> None:
        self.origin = self.calendar.next_working(self.origin)
        self.per_day = self.calendar.minutes_per_day
        self._widen(YEAR)

    def _widen(self, reach: timedelta) -> None:
        low = self.origin - reach if self.origin - date.min > reach else date.min
        high = self.origin + reach if date.max - self.origin > reach else date.max
        self._index = self.calendar.index(low, high)
        self._base = self._index.upto[self.origin.toordinal() - self._index.first] - 1

    def begin_of(self, day: date) -> int:
        """Return the point at which the day's work begins, or the next worked day's."""
        return self.end_of(day) - self.per_day * self.calendar.is_working(day)

    def end_of(self, day: date) -> int:
        """Return the point at which the day's work ends, or ended on the last worked day before."""
        if not self._index.covers(day.toordinal(), day.toordinal()):
            self._widen(abs(day - self.origin))
        return (self._index.upto[day.toordinal() - self._index.first] - self._base) * self.per_day

    def point(self, moment: datetime) -> int:
        """Return the point of a wall-clock moment; outside the shifts it is the next opening."""
        point = self.begin_of(moment.date())
        if self.calendar.is_working(moment.date()):
            minute = moment.hour * 60 + moment.minute
            point += sum(min(max(minute - opens, 0), closes - opens) for opens, closes in self.calendar.shifts)
        return point

    def day(self, number: int) -> date:
        """Return the worked day of that number, 0 being the origin."""
        position = self._base + number
        if not 0 <= position < len(self._index.days):
            self._widen(timedelta(days=abs(number) * 2) + YEAR)
            position = self._base + number
        if not 0 <= position < len(self._index.days):
            raise OverflowError("the plan leaves the calendar")
        return date.fromordinal(self._index.days[position])

    def first_day(self, point: int) -> date:
        """Return the day on which work that begins at the point begins."""
        return self.day(point // self.per_day)

    def last_day(self, point: int) -> date:
        """Return the day on which work that ends at the point ends."""
        return self.day((point - 1) // self.per_day)

    def opening(self, point: int) -> datetime:
        """Return the wall-clock moment at which work that begins at the point begins."""
        number, minute = divmod(point, self.per_day)
        return _moment(self.day(number), self._clock(minute))

    def closing(self, point: int) -> datetime:
        """Return the wall-clock moment at which work that ends at the point ends."""
        number, minute = divmod(point - 1, self.per_day)
        return _moment(self.day(number), self._clock(minute) + 1)

    def _clock(self, minute: int) -> int:
        """Return the minute of the day of a working minute."""
        *earlier, last = self.calendar.shifts
        for opens, closes in earlier:
            if minute < closes - opens:
                return opens + minute
            minute -= closes - opens
        return last[0] + minute


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)
