"""What is typed about a simulation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phases.plan.choices import Distribution


class SimulationForm(forms.Form):
    """What a simulation assumes beside the plan."""

    runs = forms.IntegerField(label=_("Runs"), initial=10_000, help_text=_("10,000 give steady days."))
    distribution = forms.ChoiceField(
        label=_("Distribution"), choices=Distribution.choices, initial=Distribution.TRIANGULAR,
        help_text=_("Between the best, likely and worst duration of a task."),
    )  # fmt: skip
    correlation = forms.IntegerField(
        label=_("Correlation inside a team (%)"), initial=30, min_value=0, max_value=99,
        help_text=_("How far the tasks of one team are late together."),
    )  # fmt: skip
    risks = forms.BooleanField(label=_("With the risks of the register"), initial=True, required=False)
    seed = forms.IntegerField(
        label=_("Seed"), required=False, min_value=0,
        help_text=_("Empty: drawn and kept. The same seed on the same plan gives the same result."),
    )  # fmt: skip
