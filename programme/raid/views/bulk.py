"""One act on several risks."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from core.pages import BulkView
from programme.raid import permissions, services
from programme.raid.forms import BULK_FORMS
from programme.raid.views.risks import RiskMixin

BULK: Mapping[str, tuple[Any, Callable[..., None]]] = {
    "owner": (gettext_lazy("Change owner"), services.change_owner),
    "review": (gettext_lazy("Schedule a review"), services.schedule_reviews),
    "escalate": (gettext_lazy("Escalate to the steering committee"), services.escalate_risks),
}


class RiskBulk(RiskMixin, BulkView):
    """One act on the selected risks."""

    labels = {name: label for name, (label, _service) in BULK.items()}
    forms = BULK_FORMS
    acts = permissions.can_raise

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def consequence(self) -> str:
        """Say how many rows."""
        n = len(self.refs)
        return ngettext("%(n)d risk is selected.", "%(n)d risks are selected.", n) % {"n": n}

    def back_url(self) -> str:
        """Back to the register."""
        return self.list_url

    def act(self, form: Any) -> None:
        """Call the act's service on those of them that this person sees."""
        values = form.values()
        risks = list(self.risks().filter(public_id__in=values.pop("rows").split(",")))
        BULK[self.name][1](self.programme, risks=risks, actor=self.person, **values)
