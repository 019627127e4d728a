"""The shapes of what is typed at gates and deliverables; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phases.gates.choices import Decision
from phases.gates.selectors import GateStatus, options_of
from programme.people.selectors import team

SPARE_ROWS = 2


class EmptyForm(forms.Form):
    """An act that needs no words."""


class ReasonForm(forms.Form):
    """Why, where the service asks for it."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class SubmitWorkForm(forms.Form):
    """What is handed in."""

    link = forms.URLField(label=_("Link to the document"), required=False, assume_scheme="https")
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class StatementForm(forms.Form):
    """Whether a criterion holds, and what that rests on."""

    fulfilled = forms.TypedChoiceField(
        label=_("Is the criterion fulfilled?"),
        choices=[("yes", _("Yes, it is fulfilled")), ("no", _("No, it is not"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("What was found"), widget=forms.Textarea(attrs={"rows": 3}))
    link = forms.URLField(
        label=_("Link to the evidence"), required=False, assume_scheme="https",
        help_text=_("A statement without evidence does not count."),
    )  # fmt: skip
    file = forms.FileField(label=_("Or the evidence as a file"), required=False)


class ConcessionForm(forms.Form):
    """What departs, how far, until when."""

    item = forms.CharField(label=_("What departs"), max_length=300)
    limit = forms.CharField(label=_("Limit"), max_length=200)
    expires_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class RescheduleForm(forms.Form):
    """When the gate comes again."""

    review_on = forms.DateField(
        label=_("Review"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CloseConditionForm(forms.Form):
    """How a condition was met."""

    note = forms.CharField(label=_("How it was met"), widget=forms.Textarea(attrs={"rows": 3}))


class DecisionForm(forms.Form):
    """The five decisions, the conditions of a conditional one, and the reason."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Reason"), help_text=_("Printed in the gate report."), required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    review_on = forms.DateField(
        label=_("Looked at again on"), help_text=_("For a hold."), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: Any, status: GateStatus, **kwargs: Any) -> None:
        """Offer one condition for each unmet must, and two more."""
        super().__init__(*args, **kwargs)
        self.status = status
        self.options = options_of(status)
        self.wanted = [*status.unmet, *([None] * SPARE_ROWS)]
        people = {one.user.public_id: one.user.name for one in team(status.gate.programme)}
        owners = [("", "–"), *people.items()]
        for number, line in enumerate(self.wanted):
            initial = f"{line.criterion.label}: {line.criterion.name}" if line else ""
            self.fields[f"text_{number}"] = forms.CharField(
                label=gettext("Condition %(n)s") % {"n": number + 1}, required=False, max_length=400, initial=initial
            )
            self.fields[f"owner_{number}"] = forms.ChoiceField(label=gettext("Owner"), choices=owners, required=False)
            self.fields[f"due_{number}"] = forms.DateField(
                label=gettext("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            )

    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each condition."""
        return [
            [self[f"text_{number}"], self[f"owner_{number}"], self[f"due_{number}"]]
            for number in range(len(self.wanted))
        ]

    def conditions(self) -> list[dict[str, Any]]:
        """Return the conditions that were filled in; untouched suggestions of an unmet must count when owned."""
        values = self.cleaned_data
        found = []
        for number, line in enumerate(self.wanted):
            owner, due = values.get(f"owner_{number}"), values.get(f"due_{number}")
            text = values.get(f"text_{number}", "")
            if owner or due or (text and line is None):
                key = line.criterion.key if line else ""
                found.append({"text": text, "owner": owner, "due": due, "criterion": key})
        return found
