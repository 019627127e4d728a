"""The acts on stage tolerances."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from core.pages import ActionView
from phases.exceptions import permissions
from phases.exceptions.forms import NothingForm, ToleranceForm
from phases.exceptions.models import StageTolerance
from phases.exceptions.services import tolerances as services
from programme.scope import ProgrammeMixin


class ToleranceAct(ProgrammeMixin, ActionView):
    """Base: back to the page on which the tolerances stand."""

    reads = permissions.can_read
    acts = permissions.sets
    nav = "exceptions.exceptions"
    form_class: Any = ToleranceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the programme's stages, and the row as it is."""
        given: dict[str, Any] = super().get_form_kwargs()
        if self.form_class is not ToleranceForm:
            return given
        return given | {"programme": self.programme} | ({"instance": self.row} if "public_id" in self.kwargs else {})

    @cached_property
    def row(self) -> StageTolerance:
        """The tolerance of the address."""
        rows = StageTolerance.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def acted_on(self) -> Any:
        """The tolerance, else the programme."""
        return self.row if "public_id" in self.kwargs else self.programme

    def back_url(self) -> str:
        """The register."""
        return reverse("exceptions:exceptions", args=[self.programme.slug])


class ToleranceNew(ToleranceAct):
    """Set a tolerance of a stage."""

    title = gettext_lazy("New stage tolerance")

    def act(self, form: Any) -> Any:
        """Set."""
        return services.set_tolerance(self.programme, values=form.values(), actor=self.person)


class ToleranceEdit(ToleranceAct):
    """Set it otherwise."""

    title = gettext_lazy("Change the stage tolerance")
    template_name = "exceptions/tolerance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way to take it out."""
        url = reverse("exceptions:tolerance_remove", args=[self.programme.slug, self.kwargs["public_id"]])
        return super().get_context_data(**kwargs) | {"remove_url": url}

    def act(self, form: Any) -> Any:
        """Change."""
        seen = form.cleaned_data["version"]
        return services.change_tolerance(self.row, values=form.values(), actor=self.person, version=seen)


class ToleranceRemove(ToleranceAct):
    """Take it out."""

    title = verb = gettext_lazy("Remove")
    danger = True
    form_class = NothingForm

    def consequence(self) -> str:
        """Say which one."""
        return str(self.row)

    def act(self, form: Any) -> Any:  # noqa: ARG002
        """Remove."""
        return services.remove_tolerance(self.row, actor=self.person)
