"""The shapes of what is typed and uploaded about records; the rules are the services'."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.imports.kinds import Kind
from programme.records.choices import Format


class ImportForm(forms.Form):
    """A kind and a file of it."""

    kind = forms.ChoiceField(label=_("What is in the file"))
    file = forms.FileField(label=_("File"), help_text=_("CSV in any usual encoding, or XLSX"), allow_empty_file=True)

    def __init__(self, *args: Any, kinds: Sequence[Kind] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suffixes = sorted({suffix for kind in kinds for suffix in kind.suffixes})
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(kind.code, kind.label) for kind in kinds]
        self.fields["file"].widget.attrs["accept"] = ",".join(suffixes)


class DraftForm(forms.Form):
    """Which paper, of which moment, in which languages and formats."""

    paper = forms.ChoiceField(label=_("Document"))
    moment = forms.ChoiceField(label=_("Data as of"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    formats = forms.MultipleChoiceField(
        label=_("Formats"),
        choices=Format,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every format the document has."),
    )

    def __init__(
        self,
        *args: Any,
        papers: list[tuple[str, str]],
        moments: list[tuple[str, str]],
        formats: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["formats"].choices = formats  # type: ignore[attr-defined]
        self.fields["paper"].choices = papers  # type: ignore[attr-defined]
        self.fields["moment"].choices = [("now", _("Now")), *moments]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    """A note that may be left out."""

    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class CommentForm(forms.Form):
    """What a person says about a record."""

    text = forms.CharField(label=_("Comment"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))


class FileForm(forms.Form):
    """A file from the person's disk."""

    file = forms.FileField(label=_("File"))
