"""The people that count, and what they did: roster, leave and roll-ups as matrices of person by day."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from adoption.usage.models import UsageMonth
from adoption.usage.rules.accounts import account_key
from adoption.usage.rules.figures import Facts, Flags, window_start
from adoption.usage.selectors.periods import reach_of, zone_of
from phases.plan.selectors import calendar_of
from phases.rollout.models import Absence, RosterEntry

if TYPE_CHECKING:
    from programme.charter.models import Programme

BITS = 31


@dataclass(frozen=True, slots=True)
class Person:
    """One roster entry as figures need it."""

    pk: int
    public_id: str
    key: str
    name: str
    user_id: int | None
    manager_user_id: int | None
    unit_id: int | None
    role: str
    wave: str
    live_on: date | None
    licensed_on: date | None
    unlicensed_on: date | None
    accounts: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """People with their facts, in the same order."""

    people: tuple[Person, ...]
    facts: Facts
    known: int  # accounts in the roll-ups that a person has
    strangers: int  # those that nobody on the roster has


FIELDS = (
    "pk", "public_id", "key", "name", "user_id", "manager__user_id", "unit_id", "crm_role", "wave__code",
    "wave__live_on", "licensed_on", "unlicensed_on", "email", "crm_id",
)  # fmt: skip
NAMES = tuple(field.name for field in fields(Person))
KEY, WAVE = FIELDS.index("key"), FIELDS.index("wave__code")


def keys_of(key: str, email: str, crm_id: str) -> frozenset[str]:
    """Give every account key by which an entry of the roster may be named in a file."""
    return frozenset(account_key(one) for one in (crm_id, email, key)) - {""}


def people_of(programme: "Programme") -> tuple[Person, ...]:
    """Give the persons of the roster, by key; one query."""
    rows = RosterEntry.objects.filter(programme=programme).persons().order_by("key", "pk").values_list(*FIELDS)
    return tuple(_person(row) for row in rows.iterator())


def _person(row: Sequence[Any]) -> Person:
    *facts, email, crm_id = row
    facts[WAVE] = facts[WAVE] or ""
    given: dict[str, Any] = dict(zip(NAMES, [*facts, keys_of(facts[KEY], email, crm_id)], strict=True))
    return Person(**given)


def account_keys(programme: "Programme") -> frozenset[str]:
    """Give every account key the roster knows, of machines too; one query."""
    rows = RosterEntry.objects.filter(programme=programme).values_list("key", "email", "crm_id")
    return frozenset().union(*(keys_of(*row) for row in rows))


def population(
    programme: "Programme", first: date, last: date, *, people: Sequence[Person] | None = None
) -> Population:
    """Read people, leave, calendar and roll-ups of a stretch; six queries however many people, days and events."""
    start = window_start(first, last)
    who = people_of(programme) if people is None else tuple(people)
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    calendar = calendar_of(programme)
    working = np.array([calendar.is_working(day) for day in days], dtype=bool)
    eligible = _eligible(who, days[0], len(days)) & ~_away(programme, who, start, last)
    marks, known, strangers = _marks(programme, who, start, len(days))
    reach = reach_of(programme)
    facts = Facts(
        start=start,
        first=first,
        last=last,
        working=working,
        eligible=eligible,
        scheduled=eligible & working,
        worked=marks[0],
        updated=marks[1],
        seen=marks[2],
        objects=reach is not None and reach.names_objects(first, last, zone_of(programme)),
    )
    return Population(who, facts, known, strangers)


def _eligible(people: Sequence[Person], start: date, days: int) -> Flags:
    """Tell on which days each is licensed and in a wave that is live; a span per person, so one comparison."""
    low = np.full(len(people), days, dtype=np.int64)
    high = np.full(len(people), days, dtype=np.int64)
    for row, person in enumerate(people):
        if person.live_on is None:
            continue
        begins = person.live_on if person.licensed_on is None else max(person.live_on, person.licensed_on)
        low[row] = (begins - start).days
        high[row] = days if person.unlicensed_on is None else (person.unlicensed_on - start).days + 1
    numbers = np.arange(days)
    return (numbers >= low[:, None]) & (numbers < high[:, None])


def _away(programme: "Programme", people: Sequence[Person], start: date, last: date) -> Flags:
    away = np.zeros((len(people), (last - start).days + 1), dtype=bool)
    at = {person.pk: row for row, person in enumerate(people)}
    leave = Absence.objects.filter(entry__programme=programme).touching(start, last).order_by("pk")
    for entry, begins, ends in leave.values_list("entry_id", "first", "last"):
        if entry in at:
            away[at[entry], max((begins - start).days, 0) : (ends - start).days + 1] = True
    return away


def _marks(
    programme: "Programme", people: Sequence[Person], start: date, days: int
) -> tuple[tuple[Flags, Flags, Flags], int, int]:
    """Unpack the masks of each account's months into the rows of the people who have these accounts."""
    owner = {account: row for row, person in enumerate(people) for account in person.accounts}
    last = start + timedelta(days=days - 1)
    rows = UsageMonth.objects.filter(programme=programme, month__gte=start.replace(day=1), month__lte=last)
    found = list(rows.order_by("month", "account").values_list("account", "month", "worked", "updated", "logged_in"))
    mine = [(owner[row[0]], *row[1:]) for row in found if row[0] in owner]
    blank = tuple(np.zeros((len(people), days), dtype=bool) for _mask in range(3))
    known = {row[0] for row in found if row[0] in owner}
    strangers = {row[0] for row in found} - known - account_keys(programme) if len(found) > len(mine) else set()
    if not mine:
        return _three(blank), 0, len(strangers)
    at = np.array([row[0] for row in mine], dtype=np.intp)
    months = np.array([(row[1] - start).days for row in mine], dtype=np.int64)
    for nth, marks in enumerate(blank):
        masks = np.array([row[2 + nth] for row in mine], dtype="<u4")
        bits = np.unpackbits(masks.view(np.uint8).reshape(-1, 4), axis=1, bitorder="little")[:, :BITS].astype(bool)
        _spread(marks, at, months, bits)
    return _three(blank), len(known), len(strangers)


def _three(marks: Sequence[Any]) -> tuple[Flags, Flags, Flags]:
    return marks[0], marks[1], marks[2]


def _spread(marks: Flags, at: Any, months: Any, bits: Flags) -> None:
    """Lay the bits of each month at its place; an account's months are disjoint, a person's accounts are joined."""
    days = marks.shape[1]
    for offset in np.unique(months):
        left = np.flatnonzero(months == offset)
        low, high = max(int(offset), 0), min(int(offset) + BITS, days)
        while low < high and len(left):  # a person's second account takes a second round
            _people, once = np.unique(at[left], return_index=True)
            rows = left[once]
            marks[at[rows], low:high] |= bits[rows][:, low - int(offset) : high - int(offset)]
            left = np.delete(left, once)
