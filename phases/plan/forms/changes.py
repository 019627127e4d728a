"""What is typed about changes of the plan that are only asked for."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from phases.plan.choices import LinkType
from phases.plan.forms.fields import MAX_DAYS
from phases.plan.rules.tokens import minutes_from_days


class EditOp(TextChoices):
    """What one edit of a change request does to the plan."""

    SET = "set", _("change how long a task takes")
    ADD = "add", _("add a task")
    LINK = "link", _("let a task wait for another")
    UNLINK = "unlink", _("let a task wait no longer")
    REMOVE = "remove", _("drop a task")


NEEDED = {
    EditOp.SET: ("task", "days"),
    EditOp.ADD: ("name", "days"),
    EditOp.LINK: ("task", "earlier"),
    EditOp.UNLINK: ("task", "earlier"),
    EditOp.REMOVE: ("task",),
}


class EditForm(forms.Form):
    """One edit of the plan, as it is planned; what an edit does not need is left empty."""

    op = forms.ChoiceField(label=_("What is changed"), choices=EditOp.choices)
    task: Any = forms.ModelChoiceField(label=_("Task"), queryset=None, required=False, to_field_name="public_id")
    name = forms.CharField(label=_("Name of the new task"), max_length=300, required=False)
    days = forms.DecimalField(
        label=_("Duration (working days)"), min_value=0, max_value=MAX_DAYS, decimal_places=6, required=False
    )
    earlier: Any = forms.ModelChoiceField(
        label=_("Waits for"), queryset=None, required=False, to_field_name="public_id",
        help_text=_("Of a new task, or of the task above"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind of link"), choices=LinkType.choices, required=False)
    lag = forms.DecimalField(
        label=_("Lag (working days)"), min_value=-MAX_DAYS, max_value=MAX_DAYS, decimal_places=6, required=False
    )

    def __init__(self, *args: Any, tasks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("task", "earlier"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = tasks

    def clean(self) -> dict[str, Any]:
        """Ask for what this edit needs."""
        said = dict(super().clean() or {})
        for name in NEEDED.get(said.get("op", ""), ()):
            if said.get(name) in {None, ""} and name not in self.errors:
                self.add_error(name, _("This is needed."))
        return said

    def edit(self) -> dict[str, Any]:
        """Give the edit as data."""
        said = self.cleaned_data
        lag, kind = minutes_from_days(said["lag"] or Decimal(0)), said["kind"] or "FS"
        found: dict[str, Any] = {"op": said["op"]}
        if said["op"] in {"set", "add"}:
            found["minutes"] = minutes_from_days(said["days"])
        if said["op"] == "add":
            after = [{"task": said["earlier"].public_id, "type": kind, "lag": lag}] if said["earlier"] else []
            return found | {"name": said["name"], "after": after}
        if said["op"] in {"link", "unlink"}:
            found |= {"earlier": said["earlier"].public_id, "later": said["task"].public_id}
            return found | ({"type": kind, "lag": lag} if said["op"] == "link" else {})
        return found | {"task": said["task"].public_id}


class WhatIfForm(forms.Form):
    """How many working days more, or less."""

    days = forms.DecimalField(
        label=_("Working days more"), min_value=-MAX_DAYS, max_value=MAX_DAYS, decimal_places=2, initial=5
    )
