"""Shapes of what people type about notices."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programme.notices.choices import GROUP_CHOICES, PERSONAL, PackMode, PackRhythm, Rhythm, Topic
from programme.people.models import User


class EndpointForm(forms.Form):
    """A channel as it is set; address and secret are typed and never shown again."""

    name = forms.CharField(label=_("name"), max_length=80)
    channel = forms.ChoiceField(label=_("channel"), choices=GROUP_CHOICES)
    address = forms.CharField(
        label=pgettext_lazy("channel", "address"),
        max_length=1000,
        help_text=_("As the group's robot shows it, or that of your own server. It is kept sealed."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=_("signing secret"),
        max_length=200,
        required=False,
        help_text=_("Of DingTalk and Feishu robots that sign; leave it empty for a webhook to have one made."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    topics = forms.MultipleChoiceField(label=_("topics"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)


class EndpointEditForm(EndpointForm):
    """A channel as it is changed: the kind stays, address and secret only where they are typed anew."""

    channel = None  # type: ignore[assignment]
    in_use = forms.BooleanField(label=_("in use"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("address", "secret"):
            self.fields[name].required = False
            self.fields[name].help_text = _("Leave it empty to keep what is set.")


class PackForm(forms.Form):
    """The rhythm of the pack and its distribution list."""

    rhythm = forms.ChoiceField(label=_("rhythm"), choices=PackRhythm.choices)
    day = forms.IntegerField(
        label=_("on working day"),
        min_value=1,
        max_value=23,
        help_text=_("Of the month, or so many working days before the meeting."),
    )
    languages = forms.MultipleChoiceField(
        label=_("languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    formats = forms.MultipleChoiceField(label=_("formats"), widget=forms.CheckboxSelectMultiple)
    mode = forms.ChoiceField(label=_("what happens with it"), choices=PackMode.choices)
    readers = forms.ModelMultipleChoiceField(
        label=_("distribution list"),
        queryset=User.objects.none(),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    attach = forms.BooleanField(label=_("attach the PDF to the mail"), required=False)

    def __init__(self, *args: Any, people: Any, formats: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = people  # type: ignore[attr-defined]
        self.fields["formats"].choices = [(one, one.upper()) for one in formats]  # type: ignore[attr-defined]


class PlainForm(forms.Form):
    """An act that asks nothing."""


class WishForm(forms.Form):
    """A box for each topic and channel, and how often the digest comes."""

    rhythm = forms.ChoiceField(label=_("digest"), choices=Rhythm.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in Topic:
            for channel in PERSONAL:
                label = f"{topic.label}: {channel.label}"
                self.fields[f"{topic}.{channel}"] = forms.BooleanField(label=label, required=False)

    def rows(self) -> list[tuple[Any, list[Any]]]:
        """Each topic with its boxes."""
        return [(topic.label, [self[f"{topic}.{channel}"] for channel in PERSONAL]) for topic in Topic]

    def wishes(self) -> dict[str, dict[str, bool]]:
        """Topic → channel → wanted."""
        return {
            str(topic): {str(channel): self.cleaned_data[f"{topic}.{channel}"] for channel in PERSONAL}
            for topic in Topic
        }


def initial_of(wishes: Mapping[str, Mapping[str, bool]], rhythm: str) -> dict[str, Any]:
    """What a ``WishForm`` starts with."""
    boxes = {f"{topic}.{channel}": on for topic, channels in wishes.items() for channel, on in channels.items()}
    return {"rhythm": rhythm, **boxes}
