"""What administrators set up: accounts, units, the letterhead."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from core.access import is_administrator, require
from core.errors import BadInputError
from core.forms import tell_form
from programme.charter.models import Programme
from programme.people.forms import (
    OrganisationForm,
    ReasonForm,
    UnitForm,
)
from programme.people.models import Organisation, Unit, User
from programme.people.selectors import leaving
from programme.people.services import (
    deactivate,
    save_organisation,
    save_unit,
)
from programme.scope import person


class Administrators(LoginRequiredMixin, View):
    """Base of the pages that only administrators open."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse others with 403."""
        if request.user.is_authenticated:
            require(is_administrator, person(request), None)
        return super().dispatch(request, *args, **kwargs)


class Setup(Administrators, TemplateView):
    """An administrator's home: people, units, letterhead, programmes."""

    template_name = "people/setup.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count what there is."""
        return super().get_context_data(**kwargs) | {
            "title": _("Set-up"),
            "people": User.objects.for_list(),
            "units": Unit.objects.select_related("parent").order_by("code"),
            "organisation": Organisation.objects.order_by("pk").first(),
            "programmes": Programme.objects.order_by("name"),
        }


class Deactivate(Administrators, View):
    """End an account, after saying what it would leave behind."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Show the consequences."""
        user = get_object_or_404(User, public_id=public_id)
        context = {
            "title": _("Deactivate %(name)s") % {"name": user},
            "user_row": user,
            "left": leaving(user),
            "form": ReasonForm(),
        }
        return render(request, "people/deactivate.html", context)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Do it; the seats left vacant are named."""
        user = get_object_or_404(User, public_id=public_id)
        seats = deactivate(user, actor=person(request), reason=request.POST.get("reason", ""))
        text = _("%(name)s can no longer log in.") % {"name": user}
        if seats:
            text += " " + _("Now vacant: %(seats)s.") % {"seats": ", ".join(f"{s.programme}: {s}" for s in seats)}
        messages.success(request, text)
        return redirect("people:setup")


class UnitEdit(Administrators, FormView[UnitForm]):
    """Make or change a business unit."""

    template_name = "people/form.html"
    form_class = UnitForm

    @property
    def unit(self) -> Unit | None:
        """The unit of the URL, None for a new one."""
        public_id = self.kwargs.get("public_id")
        return get_object_or_404(Unit, public_id=public_id) if public_id else None

    def get_initial(self) -> dict[str, Any]:
        """Start with what is kept."""
        unit = self.unit
        return {"name": unit.name, "code": unit.code, "parent": unit.parent} if unit else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the page."""
        return super().get_context_data(**kwargs) | {"title": self.unit or _("New business unit")}

    def form_valid(self, form: UnitForm) -> HttpResponse:
        """Keep it."""
        try:
            save_unit(self.unit, actor=person(self.request), **form.cleaned_data)
        except BadInputError as error:
            tell_form(form, error)
            return self.form_invalid(form)
        return redirect("people:setup")


class Letterhead(Administrators, FormView[OrganisationForm]):
    """The organisation on every document."""

    template_name = "people/form.html"
    form_class = OrganisationForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what is kept."""
        organisation = Organisation.objects.order_by("pk").first() or Organisation()
        return {name: getattr(organisation, name) for name in OrganisationForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the page."""
        return super().get_context_data(**kwargs) | {"title": _("Letterhead")}

    def form_valid(self, form: OrganisationForm) -> HttpResponse:
        """Keep it."""
        try:
            save_organisation(actor=person(self.request), **form.cleaned_data)
        except BadInputError as error:
            tell_form(form, error)
            return self.form_invalid(form)
        return redirect("people:setup")
