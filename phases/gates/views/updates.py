"""What a newer version of the blueprint offers: inside roles read it, the PMO takes lines over or keeps its own."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from core.access import allows
from core.pages import ActionView
from phases.gates.permissions import ACTIONS, can_see
from phases.gates.rules.updates import CONTENT, Line
from phases.gates.selectors.updates import FIELD_WORDS, KIND_WORDS, STATUS_WORDS, Update, shown_value, update_of
from phases.gates.services import Taken, take_update
from programme.charter.choices import FINAL_STATES
from programme.scope import ProgrammeMixin


class UpdateForm(forms.Form):
    """Lines to take over, lines to keep as they are, and the mark of the offer."""

    take = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    keep = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("take", "keep"):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = [(line, line) for line in lines]


class UpdateMixin(ProgrammeMixin):
    """The offer, shaped for the page."""

    reads = can_see
    nav = "phases"
    title: ClassVar[Any] = gettext_lazy("Newer version of the blueprint")

    @cached_property
    def update(self) -> Update | None:
        """What is offered."""
        return update_of(self.programme)

    def shown(self) -> dict[str, Any]:
        """Give lines by kind, in words, and whether this person may answer them."""
        update = self.update
        lines = [self._row(update, line) for line in update.lines] if update else []
        alive = self.programme.state not in FINAL_STATES
        may = alive and allows(ACTIONS["update"], self.person, self.programme)
        return {
            "update": update,
            "lines": lines,
            "may": may and bool(update and any(line.takeable for line in update.lines)),
            "crumbs": [(_("Phases"), reverse("gates:phases", args=[self.programme.slug]))],
        }

    def _row(self, update: Update, line: Line) -> dict[str, Any]:
        return {
            "line": line,
            "name": line.name.pick(self.request.LANGUAGE_CODE),
            "key": "" if line.kind in {"check", "link"} else line.key,
            "kind": KIND_WORDS[line.kind],
            "status": STATUS_WORDS[line.status],
            "declined": line.id in update.declined,
            "fields": [
                (
                    FIELD_WORDS.get(field.name, field.name),
                    shown_value(field.name, field.here),
                    shown_value(field.name, field.template),
                    field.takes,
                )
                for field in line.fields
                if line.kind not in CONTENT
            ],
        }


class BlueprintUpdate(UpdateMixin, TemplateView):
    """The page of the offer."""

    template_name = "gates/blueprint.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the offer."""
        return super().get_context_data(**kwargs) | self.shown() | {"title": self.title}


class BlueprintTake(UpdateMixin, ActionView):
    """Take the chosen lines over."""

    template_name = "gates/blueprint.html"
    fragment_name = "gates/blueprint.html"
    acts: ClassVar[Any] = ACTIONS["update"]
    form_class = UpdateForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the lines there are; the service says which may be taken."""
        lines = [line.id for line in self.update.lines] if self.update else []
        return super().get_form_kwargs() | {"lines": lines}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the offer."""
        return super().get_context_data(**kwargs) | self.shown()

    def act(self, form: UpdateForm) -> Taken:
        """Do it."""
        return take_update(self.programme, actor=self.person, **form.cleaned_data)

    def done_text(self, result: Taken) -> str:
        """Say how many lines were answered, and the version reached."""
        answered = len(result.taken) + len(result.kept)
        said = ngettext("%(n)d line answered.", "%(n)d lines answered.", answered) % {"n": answered}
        if result.left:
            return said
        return _("%(said)s The programme runs by version %(version)d now.") % {"said": said, "version": result.version}

    def back_url(self) -> str:
        """The offer."""
        return reverse("gates:blueprint", args=[self.programme.slug])
