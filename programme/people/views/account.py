"""Logging in, the set-up link, and one's own profile."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.errors import BadInputError, IllegalNowError
from core.forms import tell_form
from programme.people.forms import (
    LoginForm,
    ProfileForm,
    SetUpForm,
)
from programme.people.services import (
    accept_invitation,
    invitation_for,
    update_profile,
)
from programme.scope import person


class Login(LoginView):
    """The first page of everyone."""

    template_name = "people/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class SetUp(FormView[SetUpForm]):
    """Where an invitation's link leads: choose a password, once."""

    template_name = "people/set_up.html"
    form_class = SetUpForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse a link that was used or has expired."""
        self.invitation = invitation_for(kwargs["token"])
        if self.invitation is None:
            raise IllegalNowError(_("This link was used already or has expired. Ask for a new one."))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Start with the name that the inviter gave."""
        return {"name": self.invitation.user.name if self.invitation else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say the address to log in with: the first administrator did not choose it."""
        return super().get_context_data(**kwargs) | {"email": self.invitation.user.email if self.invitation else ""}

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        """Open the account and log in."""
        values = form.cleaned_data
        try:
            user = accept_invitation(self.kwargs["token"], name=values["name"], password=values["password"])
        except BadInputError as error:
            tell_form(form, error)
            return self.form_invalid(form)
        login(self.request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect("people:start")


class Profile(LoginRequiredMixin, FormView[ProfileForm]):
    """One's own settings."""

    template_name = "people/profile.html"
    form_class = ProfileForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what is kept."""
        user = person(self.request)
        return {
            "name": user.name,
            "job_title": user.job_title,
            "language": user.language or settings.LANGUAGE_CODE,
            "time_zone": user.time_zone or settings.TIME_ZONE,
            "shortcuts": user.shortcuts,
        }

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        """Keep them; the chosen language holds at once."""
        user = person(self.request)
        update_profile(user, actor=user, **form.cleaned_data)
        messages.success(self.request, _("Your profile is saved."))
        response = redirect("people:profile")
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
