"""What a test or an observation showed, and who passed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from programme.charter.services.rows import require_alive
from programme.records.services import writes
from training.catalogue.choices import PassedBy
from training.catalogue.models import CourseEdition
from training.learners.choices import EnrolmentState, ItemStatus
from training.learners.models import Enrolment
from training.learners.permissions import ACTIONS
from training.learners.rules import has_passed, item_status
from training.learners.selectors.standing import attempt_of
from training.learners.services.common import Steps
from training.learners.services.proofs import certify
from training.learners.services.seats import fresh
from training.timetable.models import Session

if TYPE_CHECKING:
    from programme.people.models import User

S = EnrolmentState
HUNDRED = Decimal(100)
Result = Decimal | bool


@writes
def record_results(session: Session, *, results: Mapping[str, Result], actor: "User | None") -> Session:
    """Record the score, or whether the observed work was good, by the public id of the enrolment.

    A pass needs the edition's attendance and mark, and the course this one builds on; everything else is not passed.
    Only who attended is assessed. Raises with every bad result at once.
    """
    require(ACTIONS["results"], actor, session)
    require_alive(session.programme)
    session = fresh(session)
    rows = {row.public_id: row for row in Enrolment.objects.filter(session=session).for_list()}
    results = {ref: value for ref, value in results.items() if not _stands(rows.get(ref), value)}
    _refuse_bad(session, rows, results)
    steps, passed = Steps(actor), []
    for ref, value in results.items():
        row, was = rows[ref], rows[ref].state
        row.assess(None if isinstance(value, bool) else value)
        if _judge(session.edition, row, value):
            row.pass_(timezone.localdate())
            passed.append(row)
        else:
            row.fail()
        steps.save(row, was)
    steps.finish("session.results", session)
    certify(passed, session, actor=actor)
    return session


def _stands(row: Enrolment | None, value: Result) -> bool:
    """Tell whether this result is recorded already."""
    if row is None or row.state not in {S.PASSED, S.FAILED}:
        return False
    return row.score == value if not isinstance(value, bool) else (row.state == S.PASSED) == value


def _refuse_bad(session: Session, rows: Mapping[str, Enrolment], results: Mapping[str, Result]) -> None:
    bad: dict[str, list[Any]] = {}
    lacking = _without_basis(session, [rows[ref] for ref in results if ref in rows])
    for ref, value in results.items():
        row = rows.get(ref)
        if row is None:
            bad[ref] = [_("This person has no seat in the session.")]
        elif row.state != S.ATTENDED:
            told = {"name": row.entry, "state": row.get_state_display()}
            bad[ref] = [_("%(name)s is %(state)s; only who attended is assessed, once.") % told]
        elif row.pk in lacking and value is not False:
            told = {"name": row.entry, "before": session.course.prerequisite, "course": session.course.code}
            bad[ref] = [_("%(name)s has not passed %(before)s, on which %(course)s builds.") % told]
        elif reason := _wrong_kind(session.edition, value):
            bad[ref] = [reason]
    if bad:
        raise BadInputError(bad)


def _wrong_kind(edition: CourseEdition, value: Result) -> Any:
    if edition.passed_by == PassedBy.SCORE:
        number = not isinstance(value, bool)
        return "" if number and 0 <= value <= HUNDRED else _("A score is 0 to 100.")
    return "" if isinstance(value, bool) else _("This course has no score: say whether it was passed.")


def _without_basis(session: Session, rows: list[Enrolment]) -> set[int]:
    code = session.course.prerequisite
    if not code or not rows:
        return set()
    done = Enrolment.objects.filter(
        programme=session.programme, course__code=code, entry__in=[row.entry_id for row in rows]
    ).select_related("certificate")
    attempts: dict[int, list[Enrolment]] = {}
    for one in done.order_by("pk"):
        attempts.setdefault(one.entry_id, []).append(one)
    today = timezone.localdate()
    return {
        row.pk
        for row in rows
        if item_status(map(attempt_of, attempts.get(row.entry_id, [])), today) != ItemStatus.SATISFIED
    }


def _judge(edition: CourseEdition, row: Enrolment, value: Result) -> bool:
    return has_passed(
        edition.passed_by,
        attended=row.attended or 0,
        need=edition.attendance_need,
        score=None if isinstance(value, bool) else value,
        mark=edition.pass_mark,
        met=value if isinstance(value, bool) else None,
    )
