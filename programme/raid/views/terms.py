"""The terms in which issues are solved."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import ActionView
from programme.raid import permissions, services
from programme.raid.forms import TermsForm
from programme.raid.selectors.terms import terms_of
from programme.scope import ProgrammeMixin


class Terms(ProgrammeMixin, ActionView):
    """Set hours and level of every severity."""

    nav: ClassVar[str] = "raid.risks"
    acts = permissions.is_pm
    title = gettext_lazy("Terms by severity")
    form_class = TermsForm

    def consequence(self) -> str:
        """Say what the hours mean."""
        return _(
            "Service hours of the working calendar from the moment an issue is triaged. Unsolved after them it is "
            "escalated to this level, which is told; after the same hours again, one level higher."
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """Show the terms that hold."""
        found = terms_of(self.programme).items()
        hours = {f"{name}_hours": term.hours for name, term in found}
        return hours | {f"{name}_level": term.level for name, term in found}

    def back_url(self) -> str:
        """Back to the register of issues."""
        return reverse("raid:issue_list", args=[self.programme.slug])

    def act(self, form: TermsForm) -> None:
        """Set them."""
        services.set_terms(self.programme, terms=form.terms(), actor=self.person)
