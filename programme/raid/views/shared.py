"""What the registers share: saved views, comments, and one act on several rows."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from core.pages import ActionView, toast, went_to
from programme.raid import permissions, selectors, services
from programme.raid.choices import Register
from programme.raid.forms import BULK_FORMS, BulkForm, ViewForm
from programme.raid.models import RaidView
from programme.raid.views.risks import RiskMixin
from programme.scope import ProgrammeMixin

BULK: Mapping[str, tuple[Any, Callable[..., None]]] = {
    "owner": (gettext_lazy("Change owner"), services.change_owner),
    "review": (gettext_lazy("Schedule a review"), services.schedule_reviews),
    "escalate": (gettext_lazy("Escalate to the steering committee"), services.escalate_risks),
}


LISTS: Mapping[str, str] = {
    Register.RISKS: "raid:risk_list",
    Register.ISSUES: "raid:issue_list",
    Register.ASSUMPTIONS: "raid:assumption_list",
    Register.DEPENDENCIES: "raid:dependency_list",
}


class ViewNew(ProgrammeMixin, ActionView):
    """Save the filters at hand under a name."""

    title = gettext_lazy("Save this view")
    form_class = ViewForm
    template_name = "raid/view_form.html"
    reads = permissions.reads
    register = ""

    def get_initial(self) -> dict[str, Any]:
        """Take the filters along."""
        return {"query": self.request.GET.urlencode()}

    def back_url(self) -> str:
        """Back to the register."""
        return reverse(LISTS[self.register], args=[self.programme.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer to remove the views there are."""
        own = selectors.saved_views(self.programme, self.person, self.register)
        return super().get_context_data(**kwargs) | {"own": own}

    def act(self, form: ViewForm) -> RaidView:
        """Save it."""
        return services.save_view(self.programme, register=self.register, actor=self.person, **form.cleaned_data)

    def next_url(self, result: RaidView) -> str:
        """Show the view."""
        return f"{self.back_url()}?{result.query}"


class ViewForget(ProgrammeMixin, View):
    """Remove one's own view."""

    def post(self, request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
        """Call the service and go back."""
        rows = RaidView.objects.filter(programme=self.programme, user=self.person)
        view = get_object_or_404(rows, public_id=public_id)
        services.forget_view(view, actor=self.person)
        toast(request, _("The view was removed."))
        return went_to(request, reverse(LISTS[view.register], args=[slug]))


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
