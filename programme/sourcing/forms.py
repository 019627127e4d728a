"""Shapes of what people type about the sourcing decision; every rule is the services'."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programme.sourcing.choices import HIGHEST, Aspect
from programme.sourcing.models import Sourcing, SourcingCriterion, Vendor, VendorScore


def _weight(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=4, decimal_places=1, **more)


class PlainForm(forms.Form):
    """An act that needs no words."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class WeightsForm(forms.Form):
    """The weight of every criterion, perhaps a new one, and why the price weighs more than another."""

    def __init__(self, *args: Any, criteria: Sequence[SourcingCriterion], row: Sourcing | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in criteria:
            self.fields[f"weight_{one.code}"] = _weight(
                _("%(criterion)s (%%)") % {"criterion": one}, initial=one.weight
            )
        self.fields["aspect"] = forms.ChoiceField(
            label=_("A new criterion looks at"), choices=Aspect.choices, required=False, initial=Aspect.OTHER
        )
        self.fields["name"] = forms.CharField(
            label=_("Name of the new criterion"), max_length=120, required=False,
            help_text=_("Left empty, none is added. A weight left empty takes its criterion out."),
        )  # fmt: skip
        self.fields["weight_new"] = _weight(_("Weight of the new criterion (%)"))
        self.fields["price_reason"] = forms.CharField(
            label=_("Why the price weighs more than another criterion"), max_length=300, required=False,
            widget=forms.Textarea(attrs={"rows": 2}), initial=row.price_reason if row else "",
        )  # fmt: skip
        self.fields["version"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=row.version if row else None
        )
        self.criteria = criteria

    def rows(self) -> list[dict[str, Any]]:
        """Give what the service takes."""
        told = self.cleaned_data
        rows = [{"code": one.code, "weight": told[f"weight_{one.code}"]} for one in self.criteria]
        if told["weight_new"] is not None:
            rows.append({"aspect": told["aspect"], "name": told["name"], "weight": told["weight_new"]})
        return rows


class DescribeForm(forms.ModelForm[Sourcing]):
    """The benchmark with its source, and why a path has no candidate."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Sourcing
        fields = [
            "measure", "benchmark", "users", "benchmark_source", "saas_reason", "open_reason", "build_reason",
        ]  # fmt: skip
        help_texts = {
            "benchmark": _("Days per user, or for a company of this size."),
            "benchmark_source": _("Own programmes, a study, an association; without a source it proves nothing."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    def _post_clean(self) -> None:
        """Leave the instance as it is; the service checks."""

    def values(self) -> dict[str, Any]:
        """Give the clean values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ScoreForm(forms.Form):
    """One person's scores of a candidate under every criterion, each with its evidence."""

    scorer = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, criteria: Sequence[SourcingCriterion], given: Sequence[VendorScore], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        mine = {one.criterion_id: one for one in given}
        choices = [("", "–"), *((n, str(n)) for n in range(1, HIGHEST + 1))]
        for one in criteria:
            stood = mine.get(one.pk)
            self.fields[f"score_{one.code}"] = forms.TypedChoiceField(
                label=str(one), choices=choices, coerce=int, empty_value=None, required=False,
                initial=stood.score if stood else None,
            )  # fmt: skip
            self.fields[f"evidence_{one.code}"] = forms.CharField(
                label=_("Evidence: %(criterion)s") % {"criterion": one}, max_length=400, required=False,
                initial=stood.evidence if stood else "",
            )  # fmt: skip
        self.criteria = criteria

    def scores(self) -> list[dict[str, Any]]:
        """Give what the service takes."""
        told = self.cleaned_data
        return [
            {"criterion": one.code, "score": told[f"score_{one.code}"], "evidence": told[f"evidence_{one.code}"]}
            for one in self.criteria
        ]


class ProposeForm(forms.Form):
    """Which candidate, why, for which goals, by when."""

    vendor = forms.ModelChoiceField(
        label=pgettext_lazy("sourcing", "Candidate"), queryset=Vendor.objects.none(), to_field_name="code",
        required=False, empty_label="–",
    )  # fmt: skip
    reason = forms.CharField(label=_("Why it is picked"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    goals = forms.MultipleChoiceField(
        label=_("Goals that it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    cost_of_delay = forms.CharField(label=_("What waiting costs"), max_length=200, required=False)
    due_on = forms.DateField(
        label=_("Needed by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, programme: Any, goals: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Vendor.objects.filter(programme=programme, out_reason="")
        self.fields["vendor"].queryset = rows.order_by("code")  # type: ignore[attr-defined]
        self.fields["goals"].choices = goals  # type: ignore[attr-defined]


class TryForm(forms.Form):
    """Weights that are tried without being stored: a field for each criterion."""

    def __init__(self, *args: Any, criteria: Sequence[SourcingCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in criteria:
            self.fields[one.code] = _weight(str(one), min_value=0, max_value=100)

    def tried(self) -> dict[str, Fraction]:
        """Give the weights that somebody typed."""
        return {name: Fraction(value) for name, value in self.cleaned_data.items() if value is not None}
