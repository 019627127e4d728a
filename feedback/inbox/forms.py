"""The shapes of what is typed about feedback; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feedback.inbox.choices import OWN_CHANNELS, Category, Channel, ItemKind
from feedback.inbox.models import FeedbackItem
from feedback.inbox.selectors.items import candidates, modules
from phases.redesign.models import ProcessNode
from programme.people.models import User

NONE: list[tuple[str, Any]] = [("", "–")]
NOTED = [choice for choice in Channel.choices if choice[0] not in (*OWN_CHANNELS, Channel.IMPORT)]


class Suggesting(forms.TextInput):
    """A text field that offers what was typed before; anything else may be typed."""

    offered: list[str] = []

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Draw the field with its list."""
        own = {**(attrs or {}), "list": f"{name}-offered"}
        options = format_html_join("", '<option value="{}">', ((one,) for one in self.offered))
        return format_html(
            '{}<datalist id="{}-offered">{}</datalist>', super().render(name, value, own, renderer), name, options
        )


def words(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """Make a field for sentences."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=10_000, widget=forms.Textarea({"rows": rows})
    )


def kinds(label: Any) -> forms.ChoiceField:
    """Make a field for the kind, which may be left open."""
    return forms.ChoiceField(label=label, required=False, choices=[*NONE, *ItemKind.choices])


class InboxForm(forms.Form):
    """Base: knows the programme, and the item where there is one."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Any, item: FeedbackItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.item = programme, item
        if "module" in self.fields:
            widget = Suggesting()
            widget.offered = modules(programme)
            self.fields["module"].widget = widget
        if "process" in self.fields:
            rows = ProcessNode.objects.filter(programme=programme).select_related("programme").order_by("position")
            self.fields["process"].queryset = rows  # type: ignore[attr-defined]
        if "owner" in self.fields:
            people = User.objects.active().filter(memberships__programme=programme, memberships__ended_on=None)
            self.fields["owner"].queryset = people.distinct().order_by("name")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Give the clean values as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def module() -> forms.CharField:
    """Make the field of a module."""
    return forms.CharField(
        label=_("Module"), required=False, max_length=80, help_text=_("The screen or function it is about.")
    )


class GiveForm(InboxForm):
    """What a person says: one text is enough."""

    text = words(
        _("What do you want to tell us?"), rows=5, help_text=_("What were you doing, what happened, what would help?")
    )
    kind = kinds(_("What is it?"))
    module = module()
    reach = forms.IntegerField(
        label=_("How many people does it concern?"), required=False, min_value=1, max_value=1_000_000
    )
    file = forms.FileField(label=_("Screenshot or file"), required=False)
    anonymous = forms.BooleanField(
        label=_("Send without my name"),
        required=False,
        help_text=_("Nothing is kept that leads back to you. You get a code under which you find the answer."),
    )
    page = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    checked = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """Give the fields of the item alone."""
        return {name: self.cleaned_data[name] for name in ("text", "kind", "module", "reach", "page")}


class NoteForm(InboxForm):
    """What a reader of the inbox writes down for somebody else."""

    channel = forms.ChoiceField(label=_("Channel"), choices=NOTED)
    text = words(_("What was said"), rows=5)
    title = forms.CharField(label=_("In one sentence"), required=False, max_length=200)
    kind = kinds(_("Kind"))
    module = module()
    process = forms.ModelChoiceField(
        ProcessNode.objects.none(), label=_("Process"), required=False, to_field_name="public_id", empty_label="–"
    )
    reach = forms.IntegerField(label=_("People concerned"), required=False, min_value=1, max_value=1_000_000)
    submitter_name = forms.CharField(
        label=_("Who said it"), required=False, max_length=120, help_text=_("Empty: nobody's name is kept.")
    )
    submitter_email = forms.EmailField(label=_("Their address"), required=False)
    received_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: now. Answering times run from here."),
    )

    def values(self) -> dict[str, Any]:
        """Leave out the moment where it was not given."""
        given = super().values()
        return given if given["received_at"] else {k: v for k, v in given.items() if k != "received_at"}


class EditForm(InboxForm):
    """What may be put right about an item."""

    title = forms.CharField(label=_("In one sentence"), max_length=200)
    module = module()
    process = forms.ModelChoiceField(
        ProcessNode.objects.none(), label=_("Process"), required=False, to_field_name="public_id", empty_label="–"
    )
    reach = forms.IntegerField(label=_("People concerned"), required=False, min_value=1, max_value=1_000_000)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Handled by"), required=False, to_field_name="public_id", empty_label="–"
    )

    @classmethod
    def initial_of(cls, item: FeedbackItem) -> dict[str, Any]:
        """Read what the form shows first."""
        return {
            "title": item.title,
            "module": item.module,
            "process": item.process.public_id if item.process else "",
            "reach": item.reach,
            "owner": item.owner.public_id if item.owner else "",
            "version": item.version,
        }


class MayTextForm(InboxForm):
    """An act with words that may be left out."""

    text = words(_("Words to the submitter"), required=False)


class TextForm(InboxForm):
    """An act that the submitter reads about."""

    text = words(_("Words to the submitter"))


class WhyForm(InboxForm):
    """An act that wants a reason."""

    text = words(_("Reason, which the submitter reads"))


class ReplyForm(InboxForm):
    """What the submitter adds."""

    text = words(_("What do you want to add?"))


class ReviewForm(InboxForm):
    """What the review of a complaint found."""

    text = words(_("What the review found"))


class ClassifyForm(InboxForm):
    """Kind, category and module."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[*NONE, *ItemKind.choices])
    category = forms.ChoiceField(label=_("Category"), choices=[*NONE, *Category.choices])
    module = module()
    text = words(_("Words to the submitter"), required=False)


class DefectForm(InboxForm):
    """Where the defect goes on."""

    defect = forms.CharField(label=_("Defect"), max_length=300, help_text=_("Its code or its address."))
    text = words(_("Words to the submitter"))


class PlanForm(InboxForm):
    """Which release, and when."""

    release = forms.CharField(label=_("Release"), max_length=80)
    planned_on = forms.DateField(
        label=_("Planned for"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    text = words(_("Words to the submitter"))


class ReleaseForm(InboxForm):
    """With which release it came."""

    release = forms.CharField(label=_("Release"), required=False, max_length=80)
    text = words(_("Words to the submitter"))


class MergeForm(InboxForm):
    """Into which item: by its code, with those that say much the same named beneath."""

    original = forms.CharField(label=_("Code of the item that goes on"), max_length=20)
    text = words(_("Words to the submitter"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alike = candidates(self.item) if self.item is not None else []
        if alike:
            named = "; ".join(f"{one.code} {one.title}" for one in alike)
            self.fields["original"].help_text = gettext("Much the same: %(items)s") % {"items": named}
            self.fields["original"].initial = alike[0].code

    def clean_original(self) -> FeedbackItem:
        """Find the item of that code."""
        code = self.cleaned_data["original"].strip()
        found = FeedbackItem.objects.filter(programme=self.programme, code__iexact=code).first()
        if found is None:
            raise forms.ValidationError(gettext("There is no item with this code."))
        return found


ITEM_FORMS: dict[str, type[InboxForm]] = {
    "acknowledge": MayTextForm,
    "classify": ClassifyForm,
    "ask": TextForm,
    "reply": ReplyForm,
    "answer": TextForm,
    "link_defect": DefectForm,
    "backlog": TextForm,
    "plan": PlanForm,
    "release": ReleaseForm,
    "decline": WhyForm,
    "review": ReviewForm,
    "confirm": MayTextForm,
    "reopen": WhyForm,
    "merge": MergeForm,
    "split": WhyForm,
}


class CodeForm(forms.Form):
    """The code of an anonymous sender, and what is said with it."""

    reply_code = forms.CharField(label=_("Your code"), max_length=40)
    act = forms.ChoiceField(
        required=False, choices=[("", ""), ("reply", ""), ("confirm", ""), ("reopen", "")], widget=forms.HiddenInput
    )
    text = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)


class TargetForm(forms.Form):
    """Answering times of one kind, in service hours."""

    reply_hours = forms.DecimalField(label=_("Hours to a first reply"), min_value=0, max_digits=6, decimal_places=2)
    decision_hours = forms.DecimalField(label=_("Hours to a decision"), min_value=0, max_digits=6, decimal_places=2)


class BulkForm(InboxForm):
    """One act on selected items; ``rows`` are their public ids."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=100_000)


class BulkAcknowledgeForm(BulkForm):
    """The same words to all."""

    text = words(_("Words to the submitters"), required=False)


class BulkClassifyForm(BulkForm):
    """One kind and category for all."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[*NONE, *ItemKind.choices])
    category = forms.ChoiceField(label=_("Category"), choices=[*NONE, *Category.choices])
    module = module()
    text = words(_("Words to the submitters"), required=False)


BULK_FORMS: dict[str, type[BulkForm]] = {"acknowledge": BulkAcknowledgeForm, "classify": BulkClassifyForm}
