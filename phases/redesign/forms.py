"""The shape of what is typed about a process."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phases.redesign.choices import NodeState
from programme.people.models import User
from programme.people.selectors import team


class ProcessForm(forms.Form):
    """Owner, state, completion and both descriptions."""

    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), required=False)
    state = forms.ChoiceField(label=_("State"), choices=NodeState.choices)
    completion = forms.IntegerField(label=_("Complete (%)"), min_value=0, max_value=100, required=False)
    as_is = forms.CharField(label=_("As it is"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    to_be = forms.CharField(label=_("As it will be"), widget=forms.Textarea(attrs={"rows": 4}), required=False)

    def __init__(self, *args: Any, programme: Any, **kwargs: Any) -> None:
        """Offer the people of the programme as owners."""
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        if isinstance(field, forms.ModelChoiceField):
            people = team(programme).values_list("user", flat=True)
            field.queryset = User.objects.filter(pk__in=list(people)).order_by("name")
