"""The life of a course: review, publication as an edition, revision, retirement."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.charter.services.rows import require_alive
from programme.records.services import change, writes
from training.catalogue.choices import CourseState
from training.catalogue.models import Course, CourseEdition
from training.catalogue.permissions import ACTIONS
from training.catalogue.selectors import course_reasons

if TYPE_CHECKING:
    from programme.people.models import User


def _ready(course: Course, act: str, actor: "User | None") -> Course:
    """Check role and reasons, and give the course as it stands under the lock."""
    require(ACTIONS[act], actor, course)
    require_alive(course.programme)
    fresh = Course.objects.for_list().get(pk=course.pk)
    if reasons := course_reasons(fresh, act, actor):
        raise IllegalNowError(*reasons)
    return fresh


def _reason(text: str) -> str:
    if not text.strip():
        raise BadInputError({"reason": [_("This is needed.")]})
    return text.strip()


@writes
def submit_course(course: Course, *, actor: "User | None") -> Course:
    """Put a course to review; it must say objectives, audience, pain points and how it is passed."""
    course = _ready(course, "submit", actor)
    with change(course, "course.submitted", actor=actor):
        course.submit(actor)
        save_validated(course)
    return course


@writes
def send_back_course(course: Course, *, reason: str, actor: "User | None") -> Course:
    """Ask for changes before it is published."""
    course, reason = _ready(course, "send_back", actor), _reason(reason)
    with change(course, "course.sent_back", actor=actor, reason=reason):
        course.send_back(reason)
        save_validated(course)
    return course


@writes
def publish_course(course: Course, *, actor: "User | None", notes: str = "") -> Course:
    """Publish the course as its next edition, which stays as it is; not by who put it to review."""
    course = _ready(course, "publish", actor)
    with change(course, "course.published", actor=actor, reason=notes):
        course.publish()
        save_validated(course)
    edition = CourseEdition(
        course=course, number=course.edition, notes=notes, hours=course.hours, hands_on=course.hands_on,
        passed_by=course.passed_by, pass_mark=course.pass_mark, attendance_need=course.attendance_need,
        valid_months=course.valid_months, published_on=timezone.localdate(), published_by=actor,
    )  # fmt: skip
    save_validated(edition)
    return course


@writes
def ask_revision(course: Course, *, reason: str, actor: "User | None") -> Course:
    """Say why a published course has to be written anew; its last edition is taught until then."""
    course, reason = _ready(course, "revise", actor), _reason(reason)
    return _revise(course, reason, actor)


@writes
def revise_after_reaction(course: Course, *, reason: str, actor: "User | None") -> Course:  # noqa: ARG001
    """Let the system ask for a revision where learners rated a session too low; nothing where it is asked already.

    The act is the system's, whoever recorded the score: a trainer cannot be asked to condemn the own course.
    """
    if course.state != CourseState.PUBLISHED:
        return course
    return _revise(Course.objects.for_list().get(pk=course.pk), reason, None)


def _revise(course: Course, reason: str, actor: "User | None") -> Course:
    with change(course, "course.revision_asked", actor=actor, reason=reason):
        course.revise(reason)
        save_validated(course)
    return course


@writes
def retire_course(course: Course, *, actor: "User | None") -> Course:
    """Teach the course no more; certificates keep their edition."""
    course = _ready(course, "retire", actor)
    with change(course, "course.retired", actor=actor):
        course.retire()
        save_validated(course)
    return course
