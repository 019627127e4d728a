"""The shapes of what is typed at signing; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programme.people.models import User
from programme.signoff.choices import SignDecision


class SignForm(forms.Form):
    """Decision, conditions, comment and the password entered again; ``seen_hash`` is what stood on the screen."""

    decision = forms.ChoiceField(label=_("Decision"), choices=SignDecision.choices, widget=forms.RadioSelect)
    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    conditions = forms.CharField(
        label=_("Conditions"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Only when you accept with conditions."),
    )  # fmt: skip
    conditions_due = forms.DateField(
        label=_("Conditions met by"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    comment = forms.CharField(
        label=pgettext_lazy("signature", "Comment"), required=False, max_length=5000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Printed beside the signature; a reason where you decline."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Enter your password again"), strip=False,
        error_messages={"required": _("Enter your password to show that it is you.")},
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a request is withdrawn."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))


class ReaddressForm(forms.Form):
    """Who signs instead."""

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.active().filter(memberships__programme=programme, memberships__ended_on=None).distinct()
        self.fields["signer"] = forms.ModelChoiceField(
            label=_("Signer"), queryset=people.order_by("name"), to_field_name="public_id", empty_label="–"
        )
