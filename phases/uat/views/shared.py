"""What the pages of the acceptance test share: rows of the address, forms about a row, acts on it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.access import Predicate, allows
from core.acts import Act
from core.documents.values import CellValue, Status
from core.pages import ActionView, RecordView
from core.register import Empty, RegisterView
from phases.uat import permissions
from phases.uat.forms import UatForm
from phases.uat.models import Defect, Execution, TestCase, UatCycle
from programme.records.selectors import history_of
from programme.scope import ProgrammeMixin


class UatMixin(ProgrammeMixin):
    """Pages for those who work inside or test; ``model`` names the rows of the address."""

    reads: ClassVar[Any] = permissions.sees_inside
    nav = "uat"
    rows_of: ClassVar[Any] = UatCycle

    def all_of(self) -> Any:
        """Give the rows of the programme that this person sees."""
        return self.rows_of.objects.filter(programme=self.programme).for_list()

    @cached_property
    def row(self) -> Any:
        """The row of the address."""
        return get_object_or_404(self.all_of(), public_id=self.kwargs["public_id"])

    def at(self, name: str) -> str:
        """Give the address of a page of the programme."""
        return reverse(f"uat:{name}", args=[self.programme.slug])


class CaseMixin(UatMixin):
    """Pages of cases."""

    rows_of = TestCase


class DefectMixin(UatMixin):
    """Pages of defects."""

    rows_of = Defect


class RunMixin(UatMixin):
    """Pages of executions: also for who was only given one."""

    reads = None
    rows_of = Execution

    def all_of(self) -> Any:
        """Give the attempts that this person sees."""
        return super().all_of().visible_to(self.person)


class UatList(UatMixin, RegisterView):
    """Base of the registers whose rows are imported or written one by one."""

    import_kind = ""
    new_route = ""
    new_label: Any = ""
    writes: ClassVar[Any] = None
    teaches: tuple[Any, Any, Any] = ("", "", "")
    """Without a row: what is missing, what a row is for, an example."""

    def rows(self) -> QuerySet[Any]:
        """Rows of the programme."""
        rows: QuerySet[Any] = self.all_of()
        return rows

    def acts(self) -> Sequence[Act]:
        """Buttons: import, and a new row."""
        found = []
        if allows(permissions.can_import, self.person, self.programme):
            bring = reverse("records:import_new", args=[self.programme.slug])
            found.append(Act("import", _("Import"), f"{bring}?kind={self.import_kind}", quiet=True))
        return [*found, *self._writing("new")]

    def empty(self) -> Empty:
        """Teach the first row."""
        title, text, example = self.teaches
        return Empty(title, text, next(iter(self._writing("first")), None), example)

    def _writing(self, name: str) -> list[Act]:
        """Give the button that writes a row, to those who may."""
        if not allows(type(self).writes, self.person, self.programme):
            return []
        return [Act(name, str(self.new_label), self.at(self.new_route), "dialog", primary=True)]


class UatRecord(UatMixin, RecordView):
    """Base of the pages of one row: its state, its facts in a line, its history."""

    state_of: ClassVar[Any] = None
    register: tuple[Any, str] = ("", "")
    edits: ClassVar[Any] = None

    def get_object(self, queryset: Any = None) -> Model:  # noqa: ARG002
        """Give the row of the address."""
        row: Model = self.row
        return row

    def status(self) -> Status:
        """State."""
        found: Status = type(self).state_of(self.row)
        return found

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        label, route = self.register
        return [(_("UAT cycles"), self.at("cycles")), (label, self.at(route))]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        return [(label, value) for label, value in self.told() if value is not None]

    def told(self) -> Sequence[tuple[Any, CellValue]]:
        """Give the facts; those without a value are left out."""
        raise NotImplementedError

    def more_acts(self) -> Sequence[Act]:
        """Give the button to edit."""
        if not allows(type(self).edits, self.person, self.row):
            return ()
        return [Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """What happened to it."""
        return history_of(self.row)


class RowForm(UatMixin, ActionView):
    """Base of the forms about a row, or about a new one."""

    acts: ClassVar[Any] = permissions.leads
    form_class: Any = UatForm

    def acted_on(self) -> Any:
        """The row of the address, else the programme."""
        return self.row if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form what may be chosen."""
        row = self.row if "public_id" in self.kwargs else None
        return super().get_form_kwargs() | {"programme": self.programme, "row": row}

    def get_initial(self) -> dict[str, Any]:
        """Show what the row says now."""
        if "public_id" not in self.kwargs:
            return {}
        form: Any = self.get_form_class()
        shown: dict[str, Any] = form.initial_of(self.row)
        return shown | {"version": self.row.version}

    def back_url(self) -> str:
        """Back to the record."""
        return str(self.row.get_absolute_url())

    def next_url(self, result: Any) -> str:
        """Go on to the record."""
        address = getattr(result, "get_absolute_url", None)
        return str(address()) if address else self.back_url()


class RowAct(RowForm):
    """One act on a row: the form it needs, then its service."""

    name = ""
    labels: ClassVar[Any] = {}
    rights: ClassVar[Any] = {}
    forms: ClassVar[Any] = {}

    def right(self) -> Predicate:
        """The right of this act."""
        found: Predicate = self.rights[self.name]
        return found

    @property
    def title(self) -> str:
        """The act, and on what."""
        return _("%(act)s – %(row)s") % {"act": self.labels[self.name], "row": self.row}

    @property
    def verb(self) -> str:
        """The act."""
        return str(self.labels[self.name])

    def get_form_class(self) -> type[UatForm]:
        """Choose the act's form."""
        found: type[UatForm] = self.forms[self.name]
        return found
