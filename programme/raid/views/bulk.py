"""One act on several risks."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.pages import ActionView, toast
from programme.raid import permissions, services
from programme.raid.forms import BULK_FORMS, BulkForm
from programme.raid.views.risks import RiskMixin

BULK: Mapping[str, tuple[Any, Callable[..., None]]] = {
    "owner": (gettext_lazy("Change owner"), services.change_owner),
    "review": (gettext_lazy("Schedule a review"), services.schedule_reviews),
    "escalate": (gettext_lazy("Escalate to the steering committee"), services.escalate_risks),
}


class RiskBulk(RiskMixin, ActionView):
    """One act on the selected risks: the selection arrives first, then the value it needs."""

    name = ""
    form_class = BulkForm
    acts = permissions.can_raise

    @property
    def title(self) -> str:
        """The act."""
        return str(BULK[self.name][0])

    verb = title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Nothing is selected: back to the register."""
        return HttpResponseRedirect(self.list_url)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the value first."""
        if "rows" in request.POST:
            return super().post(request, *args, **kwargs)
        refs = request.POST.getlist("row")
        if not refs:
            toast(request, _("Select at least one row first."))
            return HttpResponseRedirect(self.list_url)
        form = self.get_form_class()(initial={"rows": ",".join(refs)}, programme=self.programme)
        return self.render_to_response(self.get_context_data(form=form, chosen=self.chosen(refs)))

    def chosen(self, refs: list[str]) -> list[Any]:
        """Give the selected risks that this person sees."""
        return list(self.risks().filter(public_id__in=refs))

    def get_form_class(self) -> type[BulkForm]:
        """Choose the act's form."""
        return BULK_FORMS[self.name]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def consequence(self) -> str:
        """Say how many rows."""
        refs = self.request.POST.getlist("row") or self.request.POST.get("rows", "").split(",")
        return ngettext("%(n)d risk is selected.", "%(n)d risks are selected.", len(refs)) % {"n": len(refs)}

    def back_url(self) -> str:
        """Back to the register."""
        return self.list_url

    def act(self, form: BulkForm) -> None:
        """Call the act's service on all of them."""
        values = form.values()
        risks = self.chosen(values.pop("rows").split(","))
        BULK[self.name][1](self.programme, risks=risks, actor=self.person, **values)
