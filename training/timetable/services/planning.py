"""Sessions as they are planned: every write checks the whole clash list."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.services.rows import next_code, require_alive
from programme.records.services import change, writes
from training.catalogue.models import Course
from training.catalogue.selectors import edition_of
from training.timetable.choices import SITTING
from training.timetable.models import Session
from training.timetable.permissions import ACTIONS
from training.timetable.selectors import find_clashes
from training.timetable.services.seats import settle

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = frozenset(
    {"code", "course", "trainer", "room", "link", "starts_at", "ends_at", "capacity", "language", "wave"}
)
NEEDED = ("course", "starts_at", "ends_at", "capacity")


@writes
def create_session(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Session:
    """Plan a session of the edition of a course that is taught now; ``course`` is a row or its code.

    Raises ``BadInputError`` with everything that stands in the way, each naming the other session.
    """
    require(ACTIONS["edit"], actor, programme)
    require_alive(programme)
    missing = {name: [_("This is needed.")] for name in NEEDED if values.get(name) in {None, ""}}
    if missing:
        raise BadInputError(missing)
    session = Session(programme=programme)
    _assign(session, values)
    session.code = session.code or next_code(Session.objects.filter(programme=programme), "S", 3)
    with change(session, "session.planned", actor=actor):
        _check(session)
        save_validated(session)
    return session


@writes
def update_session(
    session: Session, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Session:
    """Plan a session otherwise while it has not begun; a raised capacity moves up who waits.

    A capacity below the seats taken is refused with the number: whose seat goes is for the planner to say.
    """
    require(ACTIONS["edit"], actor, session)
    require_alive(session.programme)
    session = Session.objects.select_related("programme", "edition__course", "room", "trainer").get(pk=session.pk)
    expect_version(session, version, {name: value for name, value in values.items() if name != "course"})
    if not session.is_ahead:
        text = _("The session is %(state)s; it is not planned otherwise.")
        raise IllegalNowError(text % {"state": session.get_state_display()})
    with change(session, "session.changed", actor=actor):
        _assign(session, values)
        _check_seats(session)
        _check(session)
        save_validated(session)
    settle(session, actor=actor)
    return session


def _assign(session: Session, values: Mapping[str, Any]) -> None:
    unknown = set(values) - FIELDS
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    given = dict(values)
    course = given.pop("course", None)
    if course is not None:
        _set_course(session, course)
    for name, value in given.items():
        setattr(session, name, value)
    for name in ("trainer", "room", "wave"):
        row = getattr(session, name)
        if row is not None and row.programme_id != session.programme_id:
            raise BadInputError({name: [_("This belongs to another programme.")]})


def _set_course(session: Session, course: Course | str) -> None:
    code = course.code if isinstance(course, Course) else course
    if session.edition_id is not None and session.course.code == code:
        return
    if session.pk is not None and session.enrolments.exists():
        raise BadInputError({"course": [_("People are enrolled: plan another session instead.")]})
    edition = edition_of(session.programme, code)
    if edition is None:
        raise BadInputError({"course": [_("%(code)s is not published.") % {"code": code}]})
    session.edition = edition


def _check_seats(session: Session) -> None:
    taken = session.enrolments.filter(state__in=SITTING).count()
    if session.capacity is not None and session.capacity < taken:
        text = _("%(n)d people have a seat: take some out first, nobody is moved down by a number.")
        raise BadInputError({"capacity": [text % {"n": taken}]})


def _check(session: Session) -> None:
    found = (
        find_clashes(session)
        if session.ends_at > session.starts_at
        else {"ends_at": [_("A session ends after it begins.")]}
    )
    if found:
        raise BadInputError(found)
