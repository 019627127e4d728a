"""What the pages of the acceptance test share: rows of the address, forms about a row, acts on it."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.access import Predicate
from core.pages import ActionView
from phases.uat import permissions
from phases.uat.forms import UatForm
from phases.uat.models import Defect, Execution, TestCase, UatCycle
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
