"""What is done with a row of the landscape beside writing it."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.books.pages import BookRowAct
from core.pages import ActionView
from programme.landscape import permissions, services
from programme.landscape.forms import MergeForm, PlainForm, ReasonForm, TestForm
from programme.landscape.models import MasterRecord
from programme.landscape.views.books import NAV, Landscape
from programme.scope import ProgrammeMixin


class RowAct(Landscape, BookRowAct):
    """Base of the acts: the register is that of the act, not of the address."""

    on: ClassVar[str]

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Name the register."""
        super().setup(request, *args, **kwargs)
        self.kwargs["kind"] = type(self).on

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the act."""
        return super().get_context_data(**({"title": self.title} | kwargs))


class InterfaceSpecify(RowAct):
    """Declare an interface specified."""

    on = "interfaces"
    acts = permissions.ACTIONS["specify"]
    title = verb = gettext_lazy("Specified")

    def consequence(self) -> Any:
        """Say what it means."""
        return _("A builder can begin; a change of the specification takes it back to a draft.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.specify_interface(self.the_row(), actor=self.person)


class InterfacePass(RowAct):
    """Record a passed test."""

    on = "interfaces"
    acts = permissions.can_test
    title = verb = gettext_lazy("Test passed")
    form_class = TestForm
    passed: ClassVar[bool] = True

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.test_interface(self.the_row(), passed=type(self).passed, actor=self.person, **form.cleaned_data)


class InterfaceFail(InterfacePass):
    """Record a failed test."""

    title = verb = gettext_lazy("Test failed")
    danger = True
    passed = False


class RecordMerge(RowAct):
    """Merge two duplicates."""

    on = "records"
    acts = permissions.can_merge
    title = verb = gettext_lazy("Merge")
    form_class = MergeForm
    wants_row = True

    def consequence(self) -> Any:
        """Say what survives."""
        return _(
            "The record of the more trusted system survives; each field follows its rule of the data standard. "
            "The other one stays as an alias."
        )

    def act(self, form: Any) -> Any:
        """Call the service."""
        row = self.the_row()
        other = MasterRecord.objects.get(programme=self.programme, code=form.cleaned_data["other"])
        return services.merge_records(row, other=other, actor=self.person)

    def next_url(self, result: Any) -> str:
        """The survivor."""
        return self.at("row", result.public_id)


class DataApprove(RowAct):
    """Approve test data as they are."""

    on = "test-data"
    acts = permissions.ACTIONS["approve"]
    title = gettext_lazy("Approve as they are")
    verb = gettext_lazy("Approve")
    form_class = ReasonForm

    def act(self, form: Any) -> Any:
        """Call the service."""
        return services.approve_test_data(self.the_row(), actor=self.person, **form.cleaned_data)


class AccessPreset(ProgrammeMixin, ActionView):
    """Write the usual matrix."""

    nav = NAV
    reads = permissions.can_read
    acts = permissions.can_write
    title = gettext_lazy("Add the usual rules")
    verb = gettext_lazy("Add")
    form_class = PlainForm

    def consequence(self) -> Any:
        """Say what is added."""
        return _("Account managers reach their own records, heads those of the team, sales operations all.")

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Call the service."""
        return services.add_preset_rules(self.programme, actor=self.person)

    def back_url(self) -> str:
        """The register."""
        return reverse("landscape:book", args=[self.programme.slug, "access"])
