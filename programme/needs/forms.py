"""Shapes of what people type about needs; every rule is a service's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.governance.choices import GRANTED
from programme.needs.choices import Theme
from programme.needs.models import Capability, Elicitation, Requirement, UserGroup
from programme.people.models import Unit


class NeedForm(forms.ModelForm[Any]):
    """A model's fields as values for a service; ``version`` carries what the editor saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = _rows(name, field, programme)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
        if "code" in self.fields:
            self.fields["code"].required = False
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version

    def _post_clean(self) -> None:
        """Leave the instance as it is; the service checks."""

    def values(self) -> dict[str, Any]:
        """Give the clean values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def seen(self) -> int | None:
        """The version that the editor saw."""
        version: int | None = self.cleaned_data.get("version")
        return version


def _rows(name: str, field: Any, programme: Any) -> Any:
    match name:
        case "goals":
            return programme.goals.current()
        case "groups":
            return programme.user_groups.all()
        case "by_change":
            return programme.change_requests.filter(state__in=GRANTED)
        case "objective":
            return programme.strategy.all()
        case "requirement":
            return programme.requirements.standing()
        case "pain":
            return field.queryset.filter(workshop__programme=programme)
        case _:
            return Unit.objects.order_by("name")


class RequirementForm(NeedForm):
    """A requirement."""

    class Meta:
        model = Requirement
        fields = [
            "code", "title", "text", "family", "moscow", "fit", "increment", "effort", "goals", "groups", "pain",
            "acceptance", "reason", "upgrade_impact", "by_change",
        ]  # fmt: skip
        widgets = {"goals": forms.CheckboxSelectMultiple, "groups": forms.CheckboxSelectMultiple}
        help_texts = {
            "code": _("Left empty, the next number is given."),
            "fit": _("Standard first, custom code last: it must be built again at every upgrade."),
            "reason": _("Needed where the fit is custom code"),
            "acceptance": _("By what the business will see that it works; needed before approval."),
            "by_change": _("Needed once the charter is signed and this adds to its scope."),
        }


class DropForm(forms.Form):
    """Why it is dropped."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class PlainForm(forms.Form):
    """An act that needs no words."""


class ThemeForm(forms.Form):
    """What the objective is about."""

    theme = forms.ChoiceField(label=_("The strategy is to"), choices=Theme.choices, widget=forms.RadioSelect)


def _plain(of: type[Any], names: list[str]) -> type[NeedForm]:
    """Make the form of a plain row."""
    meta = type("Meta", (), {"model": of, "fields": names})
    return type(f"{of.__name__}Form", (NeedForm,), {"Meta": meta, "__doc__": of.__doc__})


ROW_FORMS: dict[str, type[NeedForm]] = {
    "groups": _plain(UserGroup, ["code", "name", "kind", "unit", "headcount", "impact", "needs"]),
    "elicitations": _plain(Elicitation, ["held_on", "method", "unit", "people", "summary"]),
    "capabilities": _plain(Capability, ["objective", "name", "requirement"]),
}
