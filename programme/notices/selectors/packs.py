"""Reads about the rhythm of steering packs, and who got and read which paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from programme.charter.selectors.days import working_calendar
from programme.governance.choices import AHEAD, MeetingKind
from programme.governance.models import Meeting
from programme.notices import rules
from programme.notices.choices import Channel, PackRhythm
from programme.notices.models import Delivery, PackPlan, PaperReading
from programme.people.choices import INSIDE_ROLES
from programme.people.selectors import holders

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme
    from programme.people.models import User
    from programme.records.models import GeneratedDocument

KIND = "steering"


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of one person and one paper."""

    person: "User"
    delivery: Delivery | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    times: int = 0


def plan_of(programme: "Programme") -> PackPlan | None:
    """The programme's rhythm, None where none was ever set; one query."""
    return PackPlan.objects.filter(programme=programme).first()


def may_receive(programme: "Programme") -> "QuerySet[User]":
    """Who may stand on the distribution list: members that see the programme's records; no outsiders."""
    return holders(programme, *INSIDE_ROLES)


def listed_on(plan: PackPlan) -> "QuerySet[User]":
    """Those on the distribution list who may receive the pack now."""
    found: QuerySet[User] = plan.readers.filter(pk__in=may_receive(plan.programme)).order_by("name", "pk")
    return found


def readers_of(paper: "GeneratedDocument") -> list[Reader]:
    """Who was sent the paper and who opened its page, by name; two queries."""
    sent: dict[int, Delivery] = {}
    for row in Delivery.objects.filter(document=paper, channel=Channel.MAIL).for_list():
        if row.person_id is not None:
            sent.setdefault(row.person_id, row)
    read = {row.person_id: row for row in PaperReading.objects.filter(document=paper).for_list()}
    people = {pk: row.person for pk, row in sent.items()} | {pk: row.person for pk, row in read.items()}
    found = [_reader(person, sent.get(pk), read.get(pk)) for pk, person in people.items() if person and pk]
    return sorted(found, key=lambda reader: (reader.person.name, reader.person.pk))


def _reader(person: "User", sent: Delivery | None, read: PaperReading | None) -> Reader:
    if read is None:
        return Reader(person, sent)
    return Reader(person, sent, read.first_at, read.last_at, read.times)


def pack_slots(plan: PackPlan, today: date) -> Iterator[str]:
    """Name the packs that are due by today; each name is made once."""
    if plan.rhythm == PackRhythm.MONTHLY:
        yield from _monthly(plan, today)
    if plan.rhythm == PackRhythm.MEETING:
        yield from _before_meetings(plan, today)


def _monthly(plan: PackPlan, today: date) -> Iterator[str]:
    calendar = working_calendar(plan.programme)
    first = today.replace(day=1)
    days = [day for n in range(31) if (day := first + timedelta(n)).month == first.month and calendar.is_working(day)]
    due = rules.timing.working_day_of_month(days, plan.day)
    if due is not None and (plan.since or due) <= due <= today:
        yield f"{today:%Y-%m}"


def _before_meetings(plan: PackPlan, today: date) -> Iterator[str]:
    calendar = working_calendar(plan.programme)
    rows: Any = Meeting.objects.filter(
        programme=plan.programme, kind=MeetingKind.STEERING, state__in=AHEAD, held_on__gte=today
    )
    for row in rows.order_by("held_on", "pk")[:2]:
        if calendar.add_days(row.held_on, -plan.day) <= today:
            yield f"meeting:{row.public_id}"
