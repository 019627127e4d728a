"""Shapes of what people type about stakeholders and messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.people.models import Unit
from programme.stakeholders.models import CommunicationItem, Stakeholder

GRADES = [(n, str(n)) for n in range(1, 6)]


class DayInput(forms.DateInput):
    """A day with the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ValuesForm(forms.ModelForm[Any]):
    """A model's fields as values for a service; ``version`` carries what the editor saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    def _post_clean(self) -> None:
        """Leave the instance as it is; the service checks."""

    def values(self) -> dict[str, Any]:
        """Give the clean values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class StakeholderForm(ValuesForm):
    """A stakeholder."""

    power = forms.TypedChoiceField(label=_("power 1–5"), coerce=int, choices=GRADES, initial=3)
    interest = forms.TypedChoiceField(label=_("interest 1–5"), coerce=int, choices=GRADES, initial=3)

    class Meta:
        model = Stakeholder
        fields = [
            "code", "name", "organisation", "role", "unit", "level", "contact", "power", "interest", "engagement_now",
            "engagement_wanted", "top_executive", "action",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.order_by("name")  # type: ignore[attr-defined]


class MessageForm(ValuesForm):
    """A message of the communication plan."""

    class Meta:
        model = CommunicationItem
        fields = ["code", "message_zh", "message_en", "sender", "audience", "channel", "when", "due_on"]
        widgets = {"due_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message_zh"].required = False
        self.fields["message_en"].required = False


class SentForm(forms.Form):
    """When a message was sent."""

    on = forms.DateField(label=_("sent on"), required=False, widget=DayInput())
