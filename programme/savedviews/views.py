"""Pages of the views of one's own."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.filters import chips
from core.pages import ActionView, toast, went_to
from core.register import RegisterView
from programme.charter.models import Programme
from programme.people.models import User
from programme.savedviews import selectors, services
from programme.savedviews.forms import ViewForm
from programme.savedviews.models import PersonalView
from programme.scope import ProgrammeMixin, person


def register_of(route: str, programme: Programme | None) -> tuple[str, type[RegisterView]]:
    """Address and class of the register of this route; raises ``Http404`` where no register has it."""
    try:
        url = reverse(route, args=[programme.slug] if programme else [])
    except NoReverseMatch as error:
        raise Http404 from error
    found: type = getattr(resolve(url).func, "view_class", View)
    if not issubclass(found, RegisterView):
        raise Http404
    return url, found


class Saving(ActionView):
    """Save the filters of the address under a name, and remove views saved before."""

    title = gettext_lazy("Save this view")
    form_class = ViewForm
    template_name = "savedviews/new.html"
    person: User
    programme: Any  # none outside programmes

    def get_initial(self) -> dict[str, Any]:
        """Take the filters along."""
        return {"query": self.request.GET.urlencode()}

    def back_url(self) -> str:
        """Back to the register."""
        return register_of(self.kwargs["register"], self.programme)[0]

    def consequence(self) -> str:
        """Say in words which rows the view will show."""
        _url, register = register_of(self.kwargs["register"], self.programme)
        if register.filterset_class is None:
            return ""
        form = register.filterset_class(self.request.GET, request=self.request).form
        said = [f"{chip.label} {chip.chosen}" for chip in chips(form, self.request.GET) if chip.chosen]
        if "q" in form.fields and form.cleaned_data.get("q"):
            said.insert(0, f"“{form.cleaned_data['q']}”")
        said = said or [_("No filter is set: the view shows every row.")]
        return " · ".join([*([] if isinstance(register.title, property) else [str(register.title)]), *said])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer to remove the views there are; the map marks what it marks on the register."""
        url, register = register_of(self.kwargs["register"], self.programme)
        self.request.nav = getattr(register, "nav", "")  # type: ignore[attr-defined]
        self.request.nav_path = url  # type: ignore[attr-defined]
        own = selectors.views_of(self.person, self.kwargs["register"], self.programme)
        return super().get_context_data(**kwargs) | {"own": own}

    def act(self, form: ViewForm) -> PersonalView:
        """Save it, of a register there is."""
        self.back_url()
        return services.save_view(
            self.person, register=self.kwargs["register"], programme=self.programme, **form.cleaned_data
        )

    def next_url(self, result: PersonalView) -> str:
        """Show the view."""
        return f"{self.back_url()}?{result.query}"


class ViewNew(ProgrammeMixin, Saving):
    """A view of a register of one programme."""


class ViewNewOutside(LoginRequiredMixin, Saving):
    """A view of a register over all programmes, such as the portfolio."""

    programme = None

    @property
    def person(self) -> User:  # type: ignore[override]
        """Who is logged in."""
        return person(self.request)


class ViewForget(LoginRequiredMixin, View):
    """Remove one's own view."""

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Call the service and go back."""
        view = get_object_or_404(PersonalView.objects.filter(user=person(request)), public_id=public_id)
        services.forget_view(view, actor=person(request))
        toast(request, _("The view was removed."))
        return went_to(request, register_of(view.register, view.programme)[0])
