"""Parts of the plan's forms: days, and acts for which nothing is typed."""

from typing import Any

from django import forms

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


class PlainForm(forms.Form):
    """An act for which nothing is typed."""
