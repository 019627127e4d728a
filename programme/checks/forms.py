"""What a person types to waive a finding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import seams


class DayInput(forms.DateInput):
    """A day with the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WaiveForm(forms.Form):
    """Rule, page of the finding, reason and end; rule and page are given by the button and then hidden."""

    rule = forms.ChoiceField(label=_("Rule"))
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it is right to live with this"), widget=forms.Textarea(attrs={"rows": 3}))
    until = forms.DateField(label=_("Until"), widget=DayInput)
    whole = forms.BooleanField(
        label=_("For every finding of this rule, not only this one"), required=False, initial=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book = seams.plan_rules.book
        chosen = self.fields["rule"]
        chosen.choices = [(code, f"{code} · {book[code].label}") for code in sorted(book)]  # type: ignore[attr-defined]
        if self.initial.get("rule") in book:
            chosen.widget = forms.HiddenInput()
        else:
            self.fields["whole"].widget = forms.HiddenInput()

    def values(self) -> dict[str, Any]:
        """Give what the service takes; without a page, or for the whole rule, the waiver holds everywhere."""
        said = {name: self.cleaned_data[name] for name in ("rule", "reason", "until")}
        return said | {"place": "" if self.cleaned_data["whole"] else self.cleaned_data["place"]}


class PlainForm(forms.Form):
    """An act that asks nothing."""
