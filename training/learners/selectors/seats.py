"""Who needs a seat, who has one, and what stands in the way of giving one."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from phases.rollout.models import Absence, RosterEntry
from training.catalogue.choices import PassedBy
from training.catalogue.models import Course
from training.learners.choices import LIVE, OPEN_AGAIN, RESULTS, SEATED, EnrolmentState, ItemStatus
from training.learners.models import Enrolment
from training.learners.rules import MOST_RETAKES, Basis, item_status, may_follow
from training.learners.selectors.standing import Standing, attempt_of, counted_people, standings
from training.timetable.models import Session

if TYPE_CHECKING:
    from programme.charter.models import Programme

SEAT_HELD = (EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED, EnrolmentState.ATTENDED, EnrolmentState.ASSESSED)


def seats_of(session: Session) -> list[Enrolment]:
    """Return everybody in a session, who waits last and in the order of waiting; one query."""
    rows = Enrolment.objects.filter(session=session).for_list()
    return list(rows.order_by(F("waiting_since").asc(nulls_first=True), "entry__name", "pk"))


def needing(programme: "Programme", course: Course, wave: Any = None) -> list[Standing]:
    """Return who needs a course and neither has it nor a seat in it, who goes live first stands first; five queries."""
    people = counted_people(programme, timezone.localdate())
    asked = [one for one in people if wave is None or one.wave_id == wave.pk]
    found = standings(programme, asked, course=course)
    rows = [one for one in found.values() if _needs(one, course)]
    return sorted(rows, key=lambda one: (str(one.go_live or "9999"), one.entry.name, one.entry.pk))


def _needs(standing: Standing, course: Course) -> bool:
    for item in standing.items:
        if item.course.pk == course.pk and not item.done:
            one = item.enrolment
            return one is None or one.state not in {*SEAT_HELD}
    return False


def people_by_need(programme: "Programme") -> dict[int, int]:
    """Return how many people need each course and have no seat in it, by the course's key; five queries."""
    found: dict[int, int] = {}
    for one in standings(programme, counted_people(programme, timezone.localdate())).values():
        for item in one.items:
            if not item.done and (item.enrolment is None or item.enrolment.state not in SEAT_HELD):
                found[item.course.pk] = found.get(item.course.pk, 0) + 1
    return found


def open_sessions(programme: "Programme", courses: Iterable[Course]) -> dict[int, list[Session]]:
    """Return the sessions ahead that people may ask for, by the course's key; one query."""
    wanted = [course.pk for course in courses]
    rows = Session.objects.filter(programme=programme, state__in=("open", "full"), edition__course__in=wanted)
    found: dict[int, list[Session]] = {}
    for row in rows.ahead(timezone.now()).for_list():
        found.setdefault(row.edition.course_id, []).append(row)
    return found


def obstacles(session: Session, entries: Sequence[RosterEntry]) -> dict[int, list[str]]:
    """Say for each person what stands in the way of a seat in the session, by key; seven queries for any number."""
    own = _by_entry(Enrolment.objects.filter(course=session.course, entry__in=entries).select_related("certificate"))
    basis = _basis(session, entries)
    busy = _busy(session, entries)
    days = session.begins.date(), session.finishes.date()
    away: dict[int, Absence] = {
        one.entry_id: one for one in Absence.objects.filter(entry__in=entries).touching(*days).order_by("pk")
    }
    found = {}
    for entry in entries:
        said = [*_own_reasons(session, entry, own.get(entry.pk, [])), *_basis_reasons(session, entry, basis)]
        if other := busy.get(entry.pk):
            said.append(_("%(name)s sits in %(other)s at that time.") % {"name": entry, "other": other.label})
        if absence := away.get(entry.pk):
            said.append(_("%(name)s is away: %(days)s.") % {"name": entry, "days": absence})
        found[entry.pk] = said
    return found


def _by_entry(rows: Any) -> dict[int, list[Enrolment]]:
    found: dict[int, list[Enrolment]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.entry_id, []).append(row)
    return found


def _own_reasons(session: Session, entry: RosterEntry, rows: Sequence[Enrolment]) -> list[str]:
    said = []
    if (
        entry.unlicensed_on is not None and entry.unlicensed_on < session.begins.date()
    ):  # who joins later is trained first
        said.append(_("%(name)s holds no licence at that time.") % {"name": entry})
    if item_status(map(attempt_of, rows), session.begins.date()) == ItemStatus.SATISFIED:
        said.append(_("%(name)s has passed %(course)s.") % {"name": entry, "course": session.course.code})
    for row in rows:
        if row.state in SEAT_HELD:
            told = {"name": entry, "session": row.session.code if row.session else "–"}
            said.append(_("%(name)s has a place in %(session)s already.") % told)
        if row.state == EnrolmentState.FAILED and row.retakes >= MOST_RETAKES and row == rows[-1]:
            said.append(_("%(name)s has taken the course again twice; decide what follows.") % {"name": entry})
    return said


def _basis(session: Session, entries: Sequence[RosterEntry]) -> dict[int, Basis] | None:
    """Read how people stand to the course that the session's builds on; None where it builds on none."""
    code = session.course.prerequisite
    if not code:
        return None
    rows = _by_entry(
        Enrolment.objects.filter(programme=session.programme, course__code=code, entry__in=entries).select_related(
            "certificate", "session"
        )
    )
    return {entry.pk: _stand(code, rows.get(entry.pk, []), session) for entry in entries}


def _stand(code: str, rows: Sequence[Enrolment], session: Session) -> Basis:
    passed = item_status(map(attempt_of, rows), session.begins.date()) == ItemStatus.SATISFIED
    before = any(
        row.session is not None and row.state in {*LIVE} & {*SEATED} and row.session.ends_at <= session.starts_at
        for row in rows
    )
    return Basis(code, passed, before)


def _basis_reasons(session: Session, entry: RosterEntry, basis: dict[int, Basis] | None) -> list[str]:
    if basis is None or may_follow(session.course.tier, basis[entry.pk]):
        return []
    told = {"name": entry, "course": session.course.code, "before": session.course.prerequisite}
    return [_("%(name)s has not passed %(before)s, on which %(course)s builds.") % told]


def _busy(session: Session, entries: Sequence[RosterEntry]) -> dict[int, Session]:
    rows = Enrolment.objects.filter(entry__in=entries, state__in=SEATED).filter(
        session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at
    )
    rows = rows.exclude(session=session).select_related("session__edition__course", "session__programme")
    return {row.entry_id: row.session for row in rows.order_by("pk") if row.session is not None}


def attendance_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Return everybody with a seat by public id in the form of the import ``attendance``; one query."""
    rows = Enrolment.objects.filter(programme=programme, state__in=SEATED, session__isnull=False)
    rows = rows.select_related("session", "entry", "course")
    return {
        row.public_id: {
            "session": row.session.code if row.session else "",
            "person": row.entry.key,
            "attended": row.attended,
            "score": row.score,
            "met": _observed(row),
        }
        for row in rows.order_by("session__starts_at", "entry__name", "pk")
    }


def _observed(row: Enrolment) -> bool | None:
    """Tell what was observed where nothing is scored; None where nothing was said, or a score says it."""
    if row.score is not None or row.state not in RESULTS or row.course.passed_by == PassedBy.ATTEND:
        return None
    return row.state == EnrolmentState.PASSED


def reopenable(row: Enrolment) -> bool:
    """Tell whether a new seat continues this enrolment rather than beginning another."""
    return row.state in {*OPEN_AGAIN, EnrolmentState.ASSIGNED, EnrolmentState.REQUESTED}
