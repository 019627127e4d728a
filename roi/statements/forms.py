"""The shapes of what is typed about statements."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = Decimal(10) ** 12


def _rate(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=3, initial=10)


class TermsForm(forms.Form):
    """Rates in per cent a year, horizon, and the month from which value counts."""

    rate = _rate(_("Discount rate, % a year"))
    finance_rate = _rate(_("Finance rate, % a year"))
    reinvest_rate = _rate(_("Reinvestment rate, % a year"))
    horizon_years = forms.IntegerField(label=_("Horizon, years"), min_value=1, max_value=10)
    value_from = forms.DateField(
        label=_("Value counts from (month)"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    users = forms.IntegerField(
        label=_("Users"), min_value=1, required=False, help_text=_("Empty: the licensed persons of the roster.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """Give the values but the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class LockForm(forms.Form):
    """Which quarter."""

    quarter = forms.CharField(label=_("Quarter"), max_length=6, help_text=_("Such as 2027Q1."))


def _amount(label: Any, initial: int) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=MOST, decimal_places=2, initial=initial)


def _share(label: Any, initial: int) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=2, initial=initial)


class CaseForm(forms.Form):
    """A yearly cost and benefit, with the rate before and after."""

    cost = _amount(_("Cost per year"), 500_000)
    benefit = _amount(_("Benefit per year"), 2_000_000)
    at_least = forms.BooleanField(label=_("The benefit is “at least”"), required=False)
    before = _share(_("Rate before, %"), 65)
    after = _share(_("Rate after, %"), 78)


class SalesForm(forms.Form):
    """A cost, the sales it brings, and the gross margin."""

    spent = _amount(_("Cost"), 10_000)
    sales = _amount(_("Sales brought"), 30_000)
    margin = _share(_("Gross margin, %"), 30)
