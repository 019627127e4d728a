"""Acts on statements: lock a quarter, set the terms, go to the signature."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.pages import ActionView
from roi.statements import permissions, services
from roi.statements.forms import LockForm, TermsForm
from roi.statements.models import RoiStatement, RoiTerms
from roi.statements.selectors.acts import next_quarter, open_request
from roi.statements.selectors.inputs import terms_of
from roi.statements.views.overview import StatementMixin

FIELDS = ("rate", "finance_rate", "reinvest_rate", "horizon_years", "value_from", "users")


class Lock(StatementMixin, ActionView):
    """Lock a quarter that is over."""

    acts = permissions.can_lock
    title = gettext_lazy("Lock a quarter")
    verb = gettext_lazy("Lock and ask finance to validate")
    form_class = LockForm

    def get_initial(self) -> dict[str, Any]:
        """Start with the quarter whose turn it is."""
        return {"quarter": str(next_quarter(self.programme))}

    def consequence(self) -> Any:
        """Say what follows."""
        return _("The inputs freeze; what is posted later for this quarter becomes an adjustment of the next one.")

    def back_url(self) -> str:
        """Back to ROI."""
        return self.roi_url()

    def act(self, form: Any) -> RoiStatement:
        """Call the service."""
        return services.lock_quarter(self.programme, actor=self.person, **form.cleaned_data)

    def next_url(self, result: RoiStatement) -> str:
        """Go on to the statement."""
        return result.get_absolute_url()


class Terms(StatementMixin, ActionView):
    """Set how it is counted."""

    acts = permissions.can_set_terms
    title = gettext_lazy("Terms of the calculation")
    form_class = TermsForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what stands."""
        terms = terms_of(self.programme)
        return {name: getattr(terms, name) for name in FIELDS} | {"version": terms.version if terms.pk else None}

    def back_url(self) -> str:
        """Back to ROI."""
        return self.roi_url()

    def consequence(self) -> Any:
        """Say what becomes of statements."""
        return _("Locked statements stay as they are; the next one names what changed.")

    def act(self, form: Any) -> RoiTerms:
        """Call the service."""
        version = form.cleaned_data["version"]
        return services.set_terms(self.programme, values=form.values(), actor=self.person, version=version)


class Sign(StatementMixin, View):
    """Lead to the page where the statement waits for its signature."""

    def get(self, request: HttpRequest, slug: str, public_id: str) -> HttpResponse:  # noqa: ARG002
        """Send on to the request."""
        row = get_object_or_404(RoiStatement.objects.filter(programme=self.programme), public_id=public_id)
        waiting = open_request(row)
        if waiting is None:
            raise Http404
        return HttpResponseRedirect(reverse("signoff:request", args=[slug, waiting.public_id]))
