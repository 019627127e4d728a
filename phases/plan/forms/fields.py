"""Parts of the plan's forms: days, and acts for which nothing is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from phases.plan.rules.steps import read_step, split, stored
from programme.people.choices import Role

MAX_DAYS = 10_000


ROLES = [("", "–"), *((code, label) for code, label in Role.choices)]


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, usually optional."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", DayInput())
        super().__init__(**kwargs)


class StepsField(forms.CharField):
    """Weighted milestones, one a line; gives them as the task keeps them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write what is kept as it is typed."""
        return "\n".join(map(str, stored(value))) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Read the lines; an unreadable one is named."""
        lines = split(super().to_python(value) or "")
        found = [read_step(line) for line in lines]
        if None in found:
            line = lines[found.index(None)]
            said = _("“%(line)s” is no milestone with its weight; write Design agreed[30%%].") % {"line": line[:80]}
            raise forms.ValidationError(said)
        return [step.kept() for step in found if step is not None]


class PlainForm(forms.Form):
    """An act for which nothing is typed."""
