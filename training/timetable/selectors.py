"""Reads of sessions: what stands in their way, what may be done with them, how a week looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.documents.values import Status, StatusKind
from core.fsm import can_move
from core.memo import read_once
from phases.plan.selectors import calendar_of
from phases.plan.selectors.ripple import ripple_of
from training.catalogue.models import Trainer
from training.catalogue.selectors import courses_touched
from training.timetable.choices import AHEAD, ATTENDED, BOOKABLE, SITTING, SessionState
from training.timetable.models import Session, zone
from training.timetable.permissions import ACTIONS, SESSION_ACTS
from training.timetable.rules import TOO_FEW, Booking, Wanted, clashes, days_of, hours_between, mean_score

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

LABELS: dict[str, Any] = {
    "open": gettext_lazy("Open for enrolment"),
    "start": gettext_lazy("Start"),
    "complete": gettext_lazy("Complete"),
    "evaluate": gettext_lazy("Record the reaction"),
    "cancel": gettext_lazy("Cancel the session"),
}
SOON = timedelta(days=14)  # how far ahead too few people are a matter for today
FIRST_HOUR, LAST_HOUR = 9, 18


def booking_of(session: Session, people: frozenset[str] = frozenset()) -> Booking:
    """Give a session as the clash rules see it."""
    return Booking(
        key=session.public_id,
        label=session.label,
        starts=session.starts_at,
        ends=session.ends_at,
        room=str(session.room_id or ""),
        trainer=str(session.trainer_id or ""),
        people=people,
    )


def find_clashes(session: Session) -> dict[str, list[str]]:
    """Return everything that stands in the way of the session as it is now, saved or not, by field.

    Five queries at most, however many sessions and learners there are.
    """
    people = _people_of(session)
    near = Session.objects.filter(programme=session.programme).booked().meeting(session.starts_at, session.ends_at)
    rows = list(near.exclude(pk=session.pk).select_related("edition__course", "programme").order_by("starts_at", "pk"))
    elsewhere = _elsewhere(rows, people)
    calendar = calendar_of(session.programme)
    room, trainer = session.room, session.trainer
    wanted = Wanted(
        booking=booking_of(session, frozenset(people)),
        capacity=session.capacity,
        course=session.course.code,
        room_name=str(room or ""),
        room_seats=room.capacity if room else None,
        trainer_name=str(trainer or ""),
        trainer_courses=frozenset(one.code for one in trainer.courses.all()) if trainer else None,
        days_off=[
            day for day in days_of(session.begins.date(), session.finishes.date()) if not calendar.is_working(day)
        ],
        names=people,
    )
    return clashes(wanted, [booking_of(row, elsewhere.get(row.pk, frozenset())) for row in rows])


def _people_of(session: Session) -> dict[str, str]:
    if session.pk is None:
        return {}
    rows = session.enrolments.filter(state__in=SITTING).values_list("entry__public_id", "entry__name")
    return dict(rows)


def _elsewhere(rows: Sequence[Session], people: dict[str, str]) -> dict[int, frozenset[str]]:
    if not people or not rows:
        return {}
    found: dict[int, set[str]] = {}
    seats = Session.objects.filter(pk__in=[row.pk for row in rows], enrolments__state__in=SITTING)
    for pk, person in seats.values_list("pk", "enrolments__entry__public_id"):
        found.setdefault(pk, set()).add(person)
    return {pk: frozenset(each) for pk, each in found.items()}


def missing_to_open(session: Session) -> list[Any]:
    """Say what a session lacks before people may enrol: a place, and a trainer who may give the course."""
    found: list[Any] = []
    if session.room is None and not session.link:
        found.append(gettext_lazy("Choose a room, or give the link."))
    if session.trainer is None:
        found.append(gettext_lazy("Name the trainer."))
    elif not session.trainer.courses.filter(pk=session.course.pk).exists():
        found.append(
            _("%(trainer)s may not give %(course)s yet.") % {"trainer": session.trainer, "course": session.course.code}
        )
    if session.ends_at <= timezone.now():
        found.append(gettext_lazy("The session lies in the past."))
    return found


def reasons(session: Session, act: str) -> list[Any]:
    """Say why an act on the session is blocked now; empty where nothing is."""
    if act == "open":
        return missing_to_open(session)
    if act == "start" and session.starts_at > timezone.now():
        return [gettext_lazy("The session has not begun.")]
    if act == "complete" and session.enrolments.filter(state="confirmed").exists():
        return [gettext_lazy("Say of everybody who has a seat whether they came.")]
    return []


def session_actions(session: Session, user: "User | None") -> list[Action]:
    """Return the acts on a session for this person, blocked ones with their reasons."""
    found = []
    if session.state in AHEAD and allows(ACTIONS["edit"], user, session):
        found.append(Action("edit", _("Edit")))
    for name, predicate in SESSION_ACTS.items():
        if can_move(session, name) and allows(predicate, user, session):
            found.append(Action(name, LABELS[name], reasons(session, name), name != "cancel", name == "cancel"))
    return found


def session_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Return every session by public id in the form of the import; one query."""
    rows = Session.objects.filter(programme=programme).select_related(
        "edition__course", "trainer", "room", "wave", "programme"
    )
    return {row.public_id: _row(row) for row in rows.order_by("starts_at", "pk")}


def _row(row: Session) -> dict[str, Any]:
    return {
        "code": row.code,
        "course": row.course.code,
        "trainer": row.trainer.name if row.trainer else "",
        "room": row.room.name if row.room else "",
        "link": row.link,
        "on": row.begins.date(),
        "begins": f"{row.begins:%H:%M}",
        "ends": f"{row.finishes:%H:%M}",
        "capacity": row.capacity,
        "language": row.language,
        "wave": row.wave.code if row.wave else "",
        "state": row.state,
    }


@dataclass(frozen=True, slots=True)
class Placed:
    """A session on the week's sheet: where it begins and how long it lasts, in hours."""

    session: Session
    hour: Decimal
    length: Decimal
    past: bool
    side: str = ""  # w or e where two share the time


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A day of the week's sheet."""

    day: date
    today: bool
    works: bool
    hours: Decimal
    placed: Sequence[Placed]


@dataclass(frozen=True, slots=True)
class Week:
    """A week of sessions, Monday to Friday and the weekend days on which somebody works."""

    first: date
    days: Sequence[DayColumn]
    hours: Decimal
    seats: int
    taken: int

    @property
    def sessions(self) -> list[Session]:
        """Every session of the week in order."""
        return [one.session for column in self.days for one in column.placed]


def week_of(programme: "Programme", day: date, trainers: Sequence[Trainer] | None = None) -> Week:
    """Return the week around a day, of some trainers or of all; two queries."""
    first = day - timedelta(days=day.weekday())
    start = datetime.combine(first, time(), zone())
    rows = Session.objects.filter(programme=programme).booked().meeting(start, start + timedelta(days=7))
    if trainers is not None:
        rows = rows.filter(trainer__in=trainers)
    sessions = list(rows.for_list())
    calendar = calendar_of(programme)
    columns = []
    for offset in range(7):
        date_ = first + timedelta(days=offset)
        mine = [one for one in sessions if one.begins.date() == date_]
        if offset < 5 or mine or calendar.is_working(date_):  # noqa: PLR2004  (Monday to Friday)
            columns.append(_column(date_, mine, works=calendar.is_working(date_)))
    hours = sum((column.hours for column in columns), Decimal(0))
    taken = sum(getattr(one, "taken", 0) for one in sessions)
    return Week(first, columns, hours, sum(one.capacity for one in sessions), taken)


def _column(day: date, sessions: Sequence[Session], *, works: bool) -> DayColumn:
    now = timezone.now()
    placed: list[Placed] = []
    for one in sessions:
        met = [other for other in placed if booking_of(other.session).meets(booking_of(one))]
        begins = Decimal(one.begins.hour) + Decimal(one.begins.minute) / 60
        length = hours_between(one.starts_at, one.ends_at)
        side = "" if not met else "e"
        if met and not met[-1].side:
            index = placed.index(met[-1])
            placed[index] = Placed(met[-1].session, met[-1].hour, met[-1].length, met[-1].past, "w")
        placed.append(Placed(one, begins, length, one.ends_at <= now, side))
    hours = sum((one.length for one in placed), Decimal(0))
    return DayColumn(day, day == timezone.localdate(), works, hours, placed)


HOURS = range(FIRST_HOUR + 1, LAST_HOUR)


def drawn(week: Week) -> list[tuple[DayColumn, list[tuple[Placed, Status]]]]:
    """Give each day of a week with its sessions and how each stands."""
    return [(column, [(one, session_status(one.session)) for one in column.placed]) for column in week.days]


SHAPES: dict[str, StatusKind] = {
    SessionState.SCHEDULED: "wait",
    SessionState.OPEN: "wait",
    SessionState.FULL: "good",
    SessionState.IN_PROGRESS: "run",
    SessionState.COMPLETED: "done",
    SessionState.EVALUATED: "done",
    SessionState.CANCELLED: "none",
}


def session_status(session: Session) -> Status:
    """Say the state of a session, or that its attendance is missing."""
    if session.state in ATTENDED and session.ends_at <= timezone.now():
        return Status("warn", _("Attendance missing"))
    return Status(SHAPES[session.state], str(session.get_state_display()))


def own_trainers(programme: "Programme", user: Any) -> list[Trainer]:
    """Return the trainers behind an account; one query."""
    return list(Trainer.objects.filter(programme=programme, user=user))


def unconfirmed(programme: "Programme") -> list[Session]:
    """Return the sessions that are over without their attendance; one query."""
    return list(Session.objects.filter(programme=programme).unconfirmed(timezone.now()).for_list())


def too_empty(programme: "Programme") -> list[Session]:
    """Return the sessions of the next fourteen days with fewer than half of their seats taken; one query."""
    now = timezone.now()
    rows = Session.objects.filter(programme=programme, state__in=BOOKABLE).ahead(now).filter(starts_at__lt=now + SOON)
    return [one for one in rows.for_list() if getattr(one, "taken", 0) < TOO_FEW * one.capacity]


def to_fill(programme: "Programme") -> list[Session]:
    """Return the open sessions ahead with free seats, the earliest first; one query."""
    rows = Session.objects.filter(programme=programme, state__in=BOOKABLE).ahead(timezone.now())
    return [one for one in rows.for_list() if getattr(one, "taken", 0) < one.capacity]


@read_once()
def reaction_of(programme: "Programme", *, from_edition: int = 1) -> tuple[Decimal | None, int]:
    """Return the mean reaction score (level 1) of the editions from a number on, and how many answered; one query."""
    rows = Session.objects.filter(programme=programme, edition__number__gte=from_edition, reaction_n__gt=0)
    pairs = rows.values_list("reaction_score", "reaction_n").order_by("pk")
    return mean_score((score, n) for score, n in pairs if score is not None and n is not None)


def sessions_touched(change: Any, now: datetime) -> list[Session]:
    """Sessions ahead of the waves that the change moves and of the courses it names; two queries, none for neither."""
    computed = ripple_of(change)
    waves = [str(line.key) for line in computed.waves()] if computed else []
    courses = [course.pk for course in courses_touched(change)]
    if not waves and not courses:
        return []
    rows = Session.objects.filter(programme=change.programme).ahead(now)
    rows = rows.filter(Q(wave__code__in=waves) | Q(edition__course__in=courses))
    return list(rows.for_list())
