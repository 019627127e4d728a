"""The shapes of what is typed about people; the rules are the services'."""

import zoneinfo
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from programme.people.choices import RACI_ROLES, Role
from programme.people.models import Seat, Unit, User


class LoginForm(AuthenticationForm):
    """Address and password."""

    username = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )


class SetUpForm(forms.Form):
    """First name and password through a link."""

    name = forms.CharField(label=_("Name"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters, not a common password, not only digits."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords."""
        values = super().clean() or {}
        if values.get("password") != values.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return values


class ProfileForm(forms.Form):
    """One's own name, language, time zone and shortcuts."""

    name = forms.CharField(label=_("Name"), max_length=120)
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    shortcuts = forms.BooleanField(label=_("Single-key shortcuts"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc"))
        field = self.fields["time_zone"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(zone, zone) for zone in [*zones, "UTC"]]


class InviteForm(forms.Form):
    """A person to invite into a role."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=[c for c in Role.choices if c[0] != Role.ADM])
    unit = forms.ModelChoiceField(label=_("Business unit"), queryset=Unit.objects.order_by("name"), required=False)


class SeatForm(forms.Form):
    """Who holds a seat, how much, until when, and with what qualification."""

    holder = forms.ModelChoiceField(label=_("Holder"), queryset=User.objects.none(), required=False)
    allocation = forms.IntegerField(label=_("Allocation %"), min_value=1, max_value=100)
    starts_on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    certificate = forms.CharField(
        label=_("Certificate"), help_text=_("For example PMP."), max_length=120, required=False
    )
    certificate_number = forms.CharField(label=_("Certificate number"), max_length=60, required=False)
    certificate_expires = forms.DateField(
        label=_("Certificate expires"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    similar_years = forms.IntegerField(
        label=_("Years of similar experience"), min_value=0, max_value=60, required=False
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = User.objects.active().filter(memberships__programme=seat.programme).distinct()


class AbsenceForm(forms.Form):
    """Who is away, from when until when, and who deputises."""

    person = forms.ModelChoiceField(label=_("Who is away"), queryset=User.objects.none())
    first_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=User.objects.none(), required=False,
        help_text=_("Has the roles of the person during these days; what the deputy does is recorded as a deputy's."),
        error_messages={"invalid_choice": _("A deputy works inside the programme and does not audit it.")},
    )  # fmt: skip
    authority = forms.CharField(
        label=_("Written authority"), max_length=200, required=False,
        help_text=_("Where it is written that the deputy may act: a letter, a mail, a minute, with its date."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, deputies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("person", people), ("deputy", deputies)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows


class UnitForm(forms.Form):
    """A business unit."""

    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(label=_("Code"), max_length=40)
    parent = forms.ModelChoiceField(label=_("Parent unit"), queryset=Unit.objects.order_by("name"), required=False)


class OrganisationForm(forms.Form):
    """The letterhead."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    classification = forms.CharField(label=_("Classification"), max_length=60, required=False)
    footer = forms.CharField(label=_("Footer"), max_length=200, required=False)
    number_pattern = forms.CharField(label=_("Document number pattern"), max_length=60)


class ReasonForm(forms.Form):
    """An act that wants a reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RaciRowForm(forms.Form):
    """One row of the responsibility matrix: what each role of the library is in it."""

    SHARES = (
        ("", "–"),
        ("A", _("Accountable")),
        ("R", _("Responsible")),
        ("AR", _("Accountable and responsible")),
        ("C", _("Consulted")),
        ("I", _("Informed")),
    )

    def __init__(self, *args: Any, held: Mapping[str, str], **kwargs: Any) -> None:
        """Ask for each role; ``held`` has the letters that a role holds now, in their order."""
        super().__init__(*args, **kwargs)
        known = {code for code, _label in self.SHARES}
        for role, label in RACI_ROLES:
            letters = held.get(role, "")
            more = () if letters in known else ((letters, letters),)
            self.fields[f"role_{role}"] = forms.ChoiceField(
                label=label, choices=(*self.SHARES, *more), required=False, initial=letters
            )

    def cells(self) -> list[tuple[str, str]]:
        """Give role and letter of each cell that is asked for."""
        asked = ((role, self.cleaned_data[f"role_{role}"]) for role, _label in RACI_ROLES)
        return [(role, letter) for role, letters in asked for letter in letters]

    def clean(self) -> dict[str, Any]:
        """Refuse a row that nobody answers for."""
        values = super().clean() or {}
        if not any("A" in str(letters) for letters in values.values()):
            self.add_error(None, _("Say which role is accountable."))
        return values


class PlainForm(forms.Form):
    """An act that needs no words."""
