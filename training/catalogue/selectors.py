"""Reads of the catalogue for pages, imports and the other slices of training."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.fsm import can_move
from core.memo import read_once, shared
from phases.rollout.models import RosterEntry
from phases.rollout.selectors import manning
from training.catalogue.choices import CourseState
from training.catalogue.models import Course, CourseEdition, CurriculumItem, Room, Trainer
from training.catalogue.permissions import ACTIONS, COURSE_ACTS
from training.catalogue.rules import CourseFacts, little_practice, missing_to_publish

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

COLUMNS = (
    "code", "name_zh", "name_en", "tier", "audience", "objectives", "pain_points", "hours", "hands_on", "passed_by",
    "pass_mark", "attendance_need", "valid_months", "when", "prerequisite",
)  # fmt: skip
LABELS: dict[str, Any] = {
    "submit": gettext_lazy("Put to review"),
    "send_back": gettext_lazy("Send back"),
    "publish": gettext_lazy("Publish"),
    "revise": gettext_lazy("Ask for a revision"),
    "retire": gettext_lazy("Retire"),
}


def course_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Return every course by public id in the form of the import; one query."""
    rows = Course.objects.filter(programme=programme)
    return {row.public_id: {name: getattr(row, name) for name in COLUMNS} for row in rows}


def courses_touched(change: Any) -> list[Course]:
    """Courses in use that a change request names by their code; one query, none where it names nothing."""
    codes = {code.casefold() for code in change.touches}
    if not codes:
        return []
    rows = Course.objects.filter(programme=change.programme).exclude(state=CourseState.RETIRED).for_list()
    return [course for course in rows if course.code.casefold() in codes]


def room_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Return every room by public id in the form of the import; one query."""
    names = ("name", "site", "capacity", "equipment", "active")
    rows = Room.objects.filter(programme=programme)
    return {row.public_id: {name: getattr(row, name) for name in names} for row in rows}


def trainer_rows(programme: "Programme") -> dict[str, dict[str, Any]]:
    """Return every trainer by public id in the form of the import; two queries."""
    rows = Trainer.objects.filter(programme=programme).prefetch_related("courses")
    return {
        row.public_id: {
            "name": row.name,
            "email": row.email or None,
            "courses": tuple(course.code for course in row.courses.all()),
            "active": row.active,
        }
        for row in rows
    }


def facts_of(course: Course) -> CourseFacts:
    """Give what the rules read; one query where the course comes after another."""
    after = ""
    if course.prerequisite:
        before = Course.objects.filter(programme=course.programme, code=course.prerequisite)
        after = before.values_list("tier", flat=True).first() or ""
    return CourseFacts(
        tier=course.tier, passed_by=course.passed_by, objectives=course.objectives, pain_points=course.pain_points,
        audience=course.audience, pass_mark=course.pass_mark, after_tier=after,
    )  # fmt: skip


def course_reasons(course: Course, act: str, user: "User | None") -> list[Any]:
    """Say why the act on a course is blocked for this person, whose role allows it; empty where nothing is."""
    if act in {"submit", "publish"}:
        reasons = list(missing_to_publish(facts_of(course)).values())
        if act == "publish" and user is not None and course.submitted_by_id == user.pk:
            reasons.append(gettext_lazy("You put it to review; another person publishes."))
        return reasons
    return []


def course_actions(course: Course, user: "User | None") -> list[Action]:
    """Return the acts on a course for this person, blocked ones with their reasons."""
    found = []
    if course.may_be_changed and allows(ACTIONS["edit"], user, course):
        found.append(Action("edit", _("Edit")))
    for name, predicate in COURSE_ACTS.items():
        if can_move(course, name) and allows(predicate, user, course):
            reasons = course_reasons(course, name, user)
            found.append(Action(name, LABELS[name], reasons, name in {"submit", "publish"}, name == "retire"))
    return found


def editions_of(course: Course) -> list[CourseEdition]:
    """Return what was published, the newest first; one query."""
    return list(course.editions.select_related("published_by", "course").order_by("-number"))


def current_editions(programme: "Programme") -> list[CourseEdition]:
    """Return what may be taught now; one query."""
    return list(CourseEdition.objects.current().filter(course__programme=programme).for_list())


def edition_of(programme: "Programme", code: str) -> CourseEdition | None:
    """Return the edition of a course that is taught now, by the course's code; one query."""
    rows = CourseEdition.objects.current().filter(course__programme=programme, course__code__iexact=code.strip())
    return rows.for_list().first()


def roles_known(programme: "Programme") -> list[str]:
    """Return the roles in the CRM that the roster or a curriculum names; two queries."""
    rows = RosterEntry.objects.filter(programme=programme).persons().exclude(crm_role="")
    found = {*rows.values_list("crm_role", flat=True).distinct().order_by("crm_role")}
    named = CurriculumItem.objects.filter(programme=programme).exclude(crm_role="")
    found |= {*named.values_list("crm_role", flat=True).distinct().order_by("crm_role")}
    return sorted(found)


@read_once()
def items_of(programme: "Programme") -> list[CurriculumItem]:
    """Return every requirement with course and wave; one query."""
    return list(CurriculumItem.objects.filter(programme=programme).for_list())


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A role with what it needs of each course: the requirement, or None."""

    role: str
    people: int
    cells: Sequence[list[CurriculumItem]]

    @property
    def unplanned(self) -> bool:
        """Tell whether people hold the role and nothing is required of it."""
        return bool(self.role and self.people) and not any(self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Role by course; the first row is what everybody needs."""

    courses: Sequence[Course]
    rows: Sequence[MatrixRow]


def courses_of(programme: "Programme") -> list[Course]:
    """Return every course; one query, read once within an evaluation."""
    return shared(programme, "catalogue.courses", lambda: list(Course.objects.filter(programme=programme).for_list()))


def matrix(programme: "Programme") -> Matrix:
    """Return which role needs which course; three queries."""
    courses = [one for one in courses_of(programme) if one.state != "retired"]
    place = {course.pk: index for index, course in enumerate(courses)}
    people: dict[str, int] = {}
    for _wave, role, n in manning(programme):
        people[role] = people.get(role, 0) + n
    items = items_of(programme)
    roles = {role for role in (*people, *(item.crm_role for item in items)) if role}
    rows: dict[str, list[list[CurriculumItem]]] = {role: [[] for _one in courses] for role in ["", *sorted(roles)]}
    for item in items:
        if item.course_id in place:
            rows[item.crm_role][place[item.course_id]].append(item)
    everybody = sum(people.values())
    return Matrix(
        courses, [MatrixRow(role, people.get(role, 0) if role else everybody, cells) for role, cells in rows.items()]
    )


def without_practice(courses: Iterable[Course]) -> list[Course]:
    """Return the courses with less than half of their hours as practice."""
    return [one for one in courses if little_practice(one.tier, one.hands_on, one.hours)]


def trainers_for(programme: "Programme", course: Course | None = None) -> Any:
    """Return the trainers in use, those who may give the course where one is named."""
    rows = Trainer.objects.filter(programme=programme, active=True)
    return rows.filter(courses=course) if course is not None else rows


def rooms_in_use(programme: "Programme") -> Any:
    """Return the rooms in use."""
    return Room.objects.filter(active=True, programme=programme)
