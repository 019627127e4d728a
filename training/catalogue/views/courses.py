"""The register of courses, a course's record and its acts."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, Predicate, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Figure, Status, StatusKind
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.records.selectors import history_of
from programme.scope import ProgrammeMixin
from training.catalogue import permissions, selectors, services
from training.catalogue.choices import CourseState, PassedBy
from training.catalogue.filters import CourseFilter
from training.catalogue.forms import COURSE_FORMS, CatalogueForm, CourseForm
from training.catalogue.models import Course
from training.catalogue.rules import little_practice, practice_share

SHAPES: dict[str, StatusKind] = {
    CourseState.DRAFT: "wait",
    CourseState.IN_REVIEW: "run",
    CourseState.PUBLISHED: "good",
    CourseState.NEEDS_REVISION: "warn",
    CourseState.RETIRED: "done",
}


def course_status(course: Course) -> Status:
    """Say the state of a course."""
    return Status(SHAPES[course.state], str(course.get_state_display()))


def practice(course: Course) -> CellValue:
    """Hours of practice, flagged where they are less than half."""
    if little_practice(course.tier, course.hands_on, course.hours):
        return Cell(course.hands_on, second=_("less than half"), tone="warn")
    return course.hands_on


class CourseMixin(ProgrammeMixin):
    """The courses of the programme."""

    nav = "training"

    def courses(self) -> QuerySet[Course]:
        """Give them with what a row needs."""
        return Course.objects.filter(programme=self.programme).for_list()

    @cached_property
    def course(self) -> Course:
        """The course of the address."""
        return get_object_or_404(self.courses(), public_id=self.kwargs["public_id"])

    @property
    def list_url(self) -> str:
        """Address of the register."""
        return reverse("catalogue:courses", args=[self.programme.slug])


class CourseList(CourseMixin, RegisterView):
    """All courses."""

    template_name = "learners/register.html"
    title = gettext_lazy("Courses")
    reads = permissions.can_see
    filterset_class = CourseFilter
    order = "code"
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("Published"), "state=published"),
        SavedView(gettext_lazy("Draft"), "state=draft"),
        SavedView(gettext_lazy("In review"), "state=in_review"),
    )
    columns = (
        Column("code", gettext_lazy("Code"), sort="code"),
        Column("name", gettext_lazy("Course"), title=True),
        Column("state", gettext_lazy("State"), course_status, sort="state"),
        Column("tier", gettext_lazy("Tier"), lambda row: str(row.get_tier_display()), sort="tier"),
        Column("audience", gettext_lazy("For whom")),
        Column("hours", gettext_lazy("Hours"), sort="hours", number=True, unit=gettext_lazy("h")),
        Column("hands_on", gettext_lazy("Practice"), practice, sort="hands_on", number=True, unit=gettext_lazy("h")),
        Column("passed_by", gettext_lazy("Passed by"), lambda row: str(row.get_passed_by_display())),
        Column("pass_mark", gettext_lazy("Pass mark"), number=True, unit="%"),
        Column("edition", gettext_lazy("Edition"), lambda row: row.edition or None, sort="edition", number=True),
        Column("when", gettext_lazy("When"), shown=False),
        Column("prerequisite", gettext_lazy("After course")),
    )

    def rows(self) -> QuerySet[Course]:
        """Courses of the programme."""
        return self.courses()

    def acts(self) -> Sequence[Act]:
        """Write a course, or import some."""
        if not allows(permissions.can_edit, self.person, self.programme):
            return ()
        slug = self.programme.slug
        bring = f"{reverse('records:import_new', args=[slug])}?kind=courses"
        new = reverse("catalogue:course_new", args=[slug])
        return [
            Act("import", _("Import"), bring, quiet=True),
            Act("new", _("New course"), new, "dialog", primary=True, key="c"),
        ]

    def empty(self) -> Empty:
        """Teach where courses come from."""
        return Empty(
            _("No courses"),
            _("Start from a blueprint, import a file of the kind “courses”, or write the first course."),
            next((act for act in self.acts() if act.primary), None),
            _("C02 CRM basic operation: 3 hours, 2 of them practice, passed with 80 of 100"),
        )


class CourseDetail(CourseMixin, RecordView):
    """One course: what it teaches, its editions, what may be done."""

    template_name = "catalogue/course.html"
    reads = permissions.can_see

    def get_object(self, queryset: Any = None) -> Course:  # noqa: ARG002
        """Give the course of the address."""
        return self.course

    def status(self) -> Status:
        """State of the course."""
        return course_status(self.course)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("Courses"), self.list_url)]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        one = self.course
        share = Figure(round(practice_share(one.hands_on, one.hours) * 100), "%")
        told: list[tuple[Any, CellValue]] = [
            (_("Tier"), str(one.get_tier_display())),
            (_("For whom"), one.audience or None),
            (_("Hours"), one.hours),
            (_("Practice"), Cell(one.hands_on, second=_("%(share)s%% of the hours") % {"share": share.value})),
            (_("Passed by"), str(one.get_passed_by_display())),
            (_("Pass mark"), one.pass_mark if one.passed_by == PassedBy.SCORE else None),
            (_("Attendance needed, %"), one.attendance_need),
            (_("Certificate valid for (months)"), one.valid_months),
            (_("When"), one.when or None),
            (_("After course"), one.prerequisite or None),
            (_("Why it needs revision"), one.revision_reason or None),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the course."""
        return selectors.course_actions(self.course, self.person)

    def history(self) -> Sequence[Any]:
        """Newest events."""
        return history_of(self.course)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add editions, and who needs the course."""
        items = self.course.curriculum.for_list()
        return super().get_context_data(**kwargs) | {
            "editions": selectors.editions_of(self.course),
            "items": items,
            "trainers": self.course.trainers.filter(active=True),
        }


class CourseForms(CourseMixin, ActionView):
    """Base of the forms about a course."""

    acts: ClassVar[Any] = permissions.can_edit
    reads = permissions.can_see

    def acted_on(self) -> Any:
        """The course of the address, else the programme."""
        return self.course if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def back_url(self) -> str:
        """Back to the record."""
        return self.course.get_absolute_url() if "public_id" in self.kwargs else self.list_url


class CourseNew(CourseForms):
    """Write a course."""

    title = gettext_lazy("New course")
    form_class = CourseForm

    def act(self, form: Any) -> Course:
        """Create it."""
        return services.create_course(self.programme, values=form.values(), actor=self.person)

    def next_url(self, result: Course) -> str:
        """Go on to the record."""
        return result.get_absolute_url()


class CourseEdit(CourseForms):
    """Change a course while it is being written."""

    title = gettext_lazy("Change the course")
    form_class = CourseForm

    def get_initial(self) -> dict[str, Any]:
        """Show what it says now."""
        return CourseForm.initial_of(self.course) | {"version": self.course.version}

    def act(self, form: Any) -> Course:
        """Save it."""
        seen = form.cleaned_data["version"]
        return services.update_course(self.course, values=form.values(), actor=self.person, version=seen)


class CourseAct(CourseForms):
    """One act on a course."""

    name = ""

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.COURSE_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{selectors.LABELS[self.name]} – {self.course.code}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(selectors.LABELS[self.name])

    def get_form_class(self) -> type[CatalogueForm]:
        """Choose the act's form."""
        return COURSE_FORMS[self.name]

    def act(self, form: Any) -> Course:
        """Call the act's service."""
        return services.COURSE_ACTS[self.name](self.course, actor=self.person, **form.values())
