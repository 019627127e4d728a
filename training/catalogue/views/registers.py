"""Rooms and trainers, and which role needs which course."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.acts import Act
from core.documents.values import Cell, CellValue
from core.exports import table_response
from core.pages import ActionView
from core.personal import Personal
from core.register import Column, Empty, RegisterView
from programme.scope import ProgrammeMixin
from training.catalogue import permissions, selectors, services
from training.catalogue.filters import RoomFilter, TrainerFilter
from training.catalogue.forms import REGISTER_FORMS, PlainForm, RequirementForm
from training.catalogue.models import CurriculumItem, Room, Trainer


def _in_use(row: Room | Trainer) -> CellValue:
    return None if row.active else Cell(_("no longer in use"), tone="muted")


class PlainList(ProgrammeMixin, RegisterView):
    """Base of both registers."""

    nav = "training"
    template_name = "learners/register.html"
    reads = permissions.can_see
    kind = ""

    def row_url(self, row: Any) -> str:
        """The form, for those who may change it."""
        if not allows(permissions.can_edit, self.person, self.programme):
            return ""
        return reverse(f"catalogue:{self.kind}_edit", args=[self.programme.slug, row.public_id])

    def acts(self) -> Sequence[Act]:
        """Add one, or import some."""
        if not allows(permissions.can_edit, self.person, self.programme):
            return ()
        slug = self.programme.slug
        bring = f"{reverse('records:import_new', args=[slug])}?kind={self.kind}s"
        label = _("New room") if self.kind == "room" else _("New trainer")
        new = reverse(f"catalogue:{self.kind}_new", args=[slug])
        return [
            Act("import", _("Import"), bring, quiet=True),
            Act("new", label, new, "dialog", primary=True, key="o"),
        ]

    def first_act(self) -> Act | None:
        """The button of the empty page."""
        return next((act for act in self.acts() if act.primary), None)


class RoomList(PlainList):
    """All rooms."""

    kind = "room"
    title = gettext_lazy("Rooms")
    filterset_class = RoomFilter
    order = "name"
    columns = (
        Column("name", gettext_lazy("Room"), sort="name", title=True),
        Column("site", gettext_lazy("Site"), sort="site"),
        Column("capacity", gettext_lazy("Seats"), sort="capacity", number=True),
        Column("equipment", gettext_lazy("Equipment")),
        Column("use", gettext_lazy("Note"), _in_use),
    )

    def rows(self) -> QuerySet[Room]:
        """Rooms of the programme."""
        return Room.objects.filter(programme=self.programme).for_list()

    def empty(self) -> Empty:
        """Teach what a room is for."""
        return Empty(
            _("No rooms yet"), _("A session needs a room with enough seats, or a link."), self.first_act(),
            _("Lab 1, Suzhou: 12 seats with a computer each"),
        )  # fmt: skip


class TrainerList(PlainList):
    """All trainers."""

    kind = "trainer"
    title = gettext_lazy("Trainers")
    filterset_class = TrainerFilter
    order = "name"
    columns = (
        Column("name", gettext_lazy("Trainer"), sort="name", title=True, personal=Personal.NAME),
        Column("email", gettext_lazy("E-mail"), personal=Personal.MAIL),
        Column(
            "courses", gettext_lazy("May give"), lambda row: ", ".join(one.code for one in row.courses.all()) or None
        ),
        Column("account", gettext_lazy("Account here"), lambda row: str(row.user) if row.user else None),
        Column("use", gettext_lazy("Note"), _in_use),
    )

    def rows(self) -> QuerySet[Trainer]:
        """Trainers of the programme."""
        return Trainer.objects.filter(programme=self.programme).for_list()

    def empty(self) -> Empty:
        """Teach what a trainer needs."""
        return Empty(
            _("No trainers yet"), _("A session can be opened once its trainer may give the course."),
            self.first_act(), _("He Jing: may give C02, C03 and C12"),
        )  # fmt: skip


Writer = Callable[..., Any]
WRITERS: Mapping[type[Any], tuple[Writer, Writer, Any]] = {
    Room: (services.create_room, services.update_room, gettext_lazy("Room")),
    Trainer: (services.create_trainer, services.update_trainer, gettext_lazy("Trainer")),
}


class PlainEdit(ProgrammeMixin, ActionView):
    """Write a room or a trainer, new or known."""

    nav = "training"
    reads = permissions.can_see
    acts: ClassVar[Any] = permissions.can_edit
    model: ClassVar[Any] = Room

    def the_row(self) -> Any:
        """The row of the address, None for a new one."""
        if "public_id" not in self.kwargs:
            return None
        return get_object_or_404(self.model, programme=self.programme, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The row of the address, else the programme."""
        return self.the_row() or self.programme

    @property
    def title(self) -> Any:
        """What is written."""
        row = self.the_row()
        return str(row) if row else WRITERS[self.model][2]

    def get_form_class(self) -> Any:
        """Choose the form."""
        return REGISTER_FORMS[self.model]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """Show what the row says now."""
        row = self.the_row()
        return self.get_form_class().initial_of(row) | {"version": row.version} if row else {}

    def back_url(self) -> str:
        """Back to the register."""
        return reverse(f"catalogue:{self.model._meta.model_name}s", args=[self.programme.slug])

    def act(self, form: Any) -> Any:
        """Call the service."""
        create, update, _label = WRITERS[self.model]
        row = self.the_row()
        if row is None:
            return create(self.programme, values=form.values(), actor=self.person)
        return update(row, values=form.values(), actor=self.person, version=form.cleaned_data["version"])


class Curricula(ProgrammeMixin, TemplateView):
    """Which role needs which course, as a matrix that goes out as a file."""

    nav = "training"
    template_name = "catalogue/curricula.html"
    reads = permissions.can_see

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page or with a file."""
        kind = request.GET.get("export", "")
        if kind not in {"csv", "xlsx"}:
            return super().get(request, *args, **kwargs)
        found = selectors.matrix(self.programme)
        headings = [_("Role in the CRM"), _("People"), *(str(course) for course in found.courses)]
        rows = (
            [Cell(row.role or _("Everybody")), Cell(row.people), *(Cell(_said(cell)) for cell in row.cells)]
            for row in found.rows
        )
        return table_response(_("Curricula"), headings, rows, kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the matrix."""
        return super().get_context_data(**kwargs) | {
            "title": _("Curricula"),
            "matrix": selectors.matrix(self.programme),
            "may_edit": allows(permissions.can_edit, self.person, self.programme),
        }


def _said(items: Sequence[CurriculumItem]) -> str:
    """Say in a cell of the file whether and when a course is needed."""
    said = [
        " ".join(
            filter(None, [item.wave.code if item.wave else "", _("before") if item.before_go_live else _("after")])
        )
        for item in items
    ]
    return ", ".join(said)


class RequirementForms(ProgrammeMixin, ActionView):
    """Base of both acts on a curriculum."""

    nav = "training"
    reads = permissions.can_see
    acts: ClassVar[Any] = permissions.can_edit

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def back_url(self) -> str:
        """Back to the matrix."""
        return reverse("catalogue:curricula", args=[self.programme.slug])


class RequirementNew(RequirementForms):
    """Require a course of a role."""

    title = gettext_lazy("Require a course")
    form_class: Any = RequirementForm

    def get_initial(self) -> dict[str, Any]:
        """Take role and course from the cell that was clicked."""
        return {name: self.request.GET[name] for name in ("course", "crm_role") if name in self.request.GET}

    def act(self, form: Any) -> CurriculumItem:
        """Call the service."""
        return services.add_requirement(self.programme, values=form.values(), actor=self.person)


class RequirementRemove(RequirementForms):
    """Require it no longer."""

    title = gettext_lazy("Require it no longer")
    verb = gettext_lazy("Remove")
    form_class: Any = PlainForm

    def the_row(self) -> CurriculumItem:
        """The requirement of the address."""
        rows = CurriculumItem.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> CurriculumItem:
        """The requirement of the address."""
        return self.the_row()

    def consequence(self) -> str:
        """Say for whom the course is no longer needed."""
        row = self.the_row()
        told = {"course": row.course, "role": row.crm_role or _("Everybody")}
        return _("%(course)s is no longer needed by: %(role)s. What was passed stays passed.") % told

    def act(self, form: Any) -> None:  # noqa: ARG002
        """Call the service."""
        services.remove_requirement(self.the_row(), actor=self.person)
