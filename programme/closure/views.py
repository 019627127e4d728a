"""Pages of lessons."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Status
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.closure import permissions, services
from programme.closure.filters import LessonFilter
from programme.closure.forms import AdoptForm, LessonForm
from programme.closure.models import Lesson
from programme.closure.selectors import lesson_actions, lesson_status, lessons, lessons_offered
from programme.records.selectors import history_of
from programme.scope import ProgrammeMixin

SHOWN = 20


def _event(row: Lesson) -> Cell:
    return Cell(row.event, second=row.recommendation)


class LessonList(ProgrammeMixin, RegisterView):
    """The register, with the lessons of other programmes beside it."""

    reads = permissions.can_read
    title = gettext_lazy("Lessons")
    filterset_class = LessonFilter
    aside_name = "closure/_others.html"
    views = (SavedView(gettext_lazy("All")), SavedView(gettext_lazy("Not adopted"), "adopted=false"))
    columns = (
        Column("code", gettext_lazy("No."), sort="code", nowrap=True),
        Column("event", gettext_lazy("What happened"), _event, sort="event", title=True),
        Column("cause", gettext_lazy("Cause")),
        Column("area", gettext_lazy("Applies to"), "get_area_display", sort="area"),
        Column("found", gettext_lazy("Found on"), "found_on", sort="found_on"),
        Column("adopted", gettext_lazy("Adopted"), lesson_status),
    )

    def rows(self) -> QuerySet[Lesson]:
        """The programme's."""
        return lessons(self.programme)

    def row_url(self, row: Any) -> str:
        """The record."""
        return str(row.get_absolute_url())

    def acts(self) -> Sequence[Act]:
        """Write one; draft the closure report."""
        slug = self.programme.slug
        paper = Act(
            "paper", _("Closure report"), f"{reverse('records:document_new', args=[slug])}?kind=closure", "dialog"
        )
        if not allows(permissions.can_write, self.person, self.programme):
            return [paper]
        return [paper, Act("new", _("New lesson"), reverse("closure:lesson_new", args=[slug]), "dialog", primary=True)]

    def empty(self) -> Empty:
        """Teach the first."""
        may = allows(permissions.can_write, self.person, self.programme)
        return Empty(
            _("No lesson is written yet"),
            _("What happened, why, what came of it, and what the next programme should do otherwise."),
            self.acts()[-1] if may else None,
            _("The trial ran five weeks longer than promised: promise it by similar cases, not by the plan."),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what other programmes learned."""
        return super().get_context_data(**kwargs) | {"others": lessons_offered(self.programme, self.person, SHOWN)}


class LessonMixin(ProgrammeMixin):
    """Pages of one lesson."""

    reads = permissions.can_read
    nav = "closure.lessons"

    def get_object(self, queryset: Any = None) -> Lesson:  # noqa: ARG002
        """Fetch the lesson of the address."""
        found: Lesson = get_object_or_404(lessons(self.programme), public_id=self.kwargs["public_id"])
        return found


class LessonDetail(LessonMixin, RecordView):
    """One lesson."""

    object: Lesson

    def status(self) -> Status:
        """Whether it was adopted."""
        return lesson_status(self.object)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The register above."""
        return ((_("Lessons"), reverse("closure:lessons", args=[self.programme.slug])),)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Everything it says."""
        row = self.object
        told: list[tuple[Any, CellValue]] = [
            (_("What happened"), row.event),
            (_("Cause"), row.cause or None),
            (_("Effect"), row.effect or None),
            (_("What to do next time"), row.recommendation),
            (_("Applies to"), row.get_area_display()),
            (_("Found on"), row.found_on),
            (_("Written by"), str(row.written_by) if row.written_by else None),
            (_("Adopted on"), row.adopted_on),
            (_("Adopted in"), row.adopted_in or None),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Its acts."""
        return lesson_actions(self.object, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Word it otherwise."""
        if not allows(permissions.can_write, self.person, self.object):
            return ()
        url = reverse("closure:lesson_edit", args=[self.programme.slug, self.object.public_id])
        return (Act("edit", _("Edit"), url, "dialog"),)

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.object)


class LessonNew(ProgrammeMixin, ActionView):
    """Write a lesson."""

    nav = "closure.lessons"
    reads = permissions.can_read
    acts = permissions.can_write
    title = gettext_lazy("New lesson")
    form_class: Any = LessonForm

    def act(self, form: Any) -> Any:
        """Write."""
        return services.write_lesson(self.programme, values=form.values(), actor=self.person)

    def back_url(self) -> str:
        """The register."""
        return reverse("closure:lessons", args=[self.programme.slug])


class LessonAct(LessonMixin, ActionView):
    """Base of the acts on a lesson."""

    acts = permissions.can_write
    form_class: Any = AdoptForm

    def acted_on(self) -> Lesson:
        """The lesson."""
        return self.get_object()

    def back_url(self) -> str:
        """The lesson."""
        return self.get_object().get_absolute_url()


class LessonEdit(LessonAct):
    """Word it otherwise."""

    title = gettext_lazy("Edit the lesson")
    form_class = LessonForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the row as it is."""
        return super().get_form_kwargs() | {"instance": self.get_object()}

    def act(self, form: Any) -> Any:
        """Save."""
        seen = form.cleaned_data["version"]
        return services.edit_lesson(self.get_object(), values=form.values(), actor=self.person, version=seen)


class LessonAdopt(LessonAct):
    """Say where it was taken up."""

    title = verb = gettext_lazy("Adopted")

    def act(self, form: Any) -> Any:
        """Adopt."""
        return services.adopt_lesson(self.get_object(), actor=self.person, **form.cleaned_data)
