"""What a change request does to the signed charter: the edits there are, and a form for each kind of edit."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.pages import ActionView
from programme.charter.choices import ScopeSide
from programme.charter.selectors import OPS, amended, amendment_bars, current_version
from programme.governance.forms import (
    GoalTermsForm,
    NewGoalForm,
    NothingForm,
    NumberForm,
    ScopeTermsForm,
    ToleranceTermsForm,
)
from programme.governance.models import ChangeRequest
from programme.governance.permissions import CHANGE_ACTIONS
from programme.governance.services.changes import edit_change
from programme.governance.views.changes import ChangeMixin

FORMS: dict[str, Any] = {
    "goal": GoalTermsForm,
    "new_goal": NewGoalForm,
    "scope": ScopeTermsForm,
    "new_scope": ScopeTermsForm,
    "tolerance": ToleranceTermsForm,
    "new_tolerance": ToleranceTermsForm,
}


class ChangeCharter(ChangeMixin, TemplateView):
    """The edits of the charter with before and after, and what may still be added."""

    template_name = "governance/change_charter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect edits, goals, scope and tolerances."""
        change = self.get_object()
        open_ = change.is_written and allows(CHANGE_ACTIONS["edit"], self.person, change)
        bars = amendment_bars(self.programme)
        return super().get_context_data(**kwargs) | {
            "title": gettext_lazy("Goals, scope and tolerances in the charter"),
            "change": change,
            "crumbs": [(str(change), change.get_absolute_url())],
            "version": current_version(self.programme),
            "edits": list(enumerate(amended(self.programme, change.charter_edits), start=1))
            if change.is_pending
            else [],
            "bars": bars,
            "may_edit": open_ and not bars,
            "may_drop": open_,
            "goals": self.programme.goals.current(),
            "scope": [(ScopeSide(row.side).label, row) for row in self.programme.scope_items.all()],
            "tolerances": self.programme.tolerances.all(),
        }


class CharterEditAct(ChangeMixin, ActionView):
    """Base of what changes the edits."""

    acts = CHANGE_ACTIONS["edit"]

    def acted_on(self) -> ChangeRequest:
        """The change request."""
        return self.get_object()

    def back_url(self) -> str:
        """The edits."""
        return reverse("governance:change_charter", args=[self.programme.slug, self.kwargs["public_id"]])

    def saved(self, edits: list[dict[str, Any]]) -> ChangeRequest:
        """Keep the edits with the change request."""
        row = self.get_object()
        return edit_change(row, actor=self.person, version=row.version, charter_edits=edits)


class ChangeCharterAdd(CharterEditAct):
    """One more edit: of a goal, a scope item or a tolerance, a new one, or one less."""

    verb = gettext_lazy("Add the edit")
    done = gettext_lazy("Added; nothing changes in the charter before the request is granted.")

    @property
    def op(self) -> str:
        """The kind of edit in the address; raises ``Http404`` for another word."""
        op: str = self.kwargs["op"]
        if op not in OPS:
            raise Http404
        return op

    def ref(self) -> str:
        """Which row is meant."""
        return str(self.request.GET.get("ref", ""))

    def instance(self) -> Any:
        """The row that the edit is about; raises ``Http404`` where it does not stand."""
        if self.op.startswith("new_"):
            return None
        found: Any
        if self.op.endswith("goal"):
            found = self.programme.goals.current().filter(code=self.ref()).first()
        elif self.op.endswith("tolerance"):
            found = self.programme.tolerances.filter(public_id=self.ref()).first()
        else:
            found = self.programme.scope_items.filter(public_id=self.ref()).first()
        if found is None:
            raise Http404
        return found

    def get_form_class(self) -> Any:
        """The form of the kind; what is taken out needs no words."""
        return FORMS.get(self.op, NothingForm)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the row as it stands."""
        kwargs = super().get_form_kwargs()
        if self.op not in FORMS:
            self.instance()
            return kwargs
        kwargs |= {"op": self.op, "ref": self.ref() if not self.op.startswith("new_") else ""}
        if (row := self.instance()) is not None:
            kwargs["instance"] = row
        return kwargs | ({"strategy": self.programme.strategy.all()} if self.op == "new_goal" else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the edit and its row."""
        row = self.instance()
        title = f"{OPS[self.op]}: {row}" if row is not None else OPS[self.op]
        return super().get_context_data(**kwargs) | {"title": title}

    def act(self, form: Any) -> Any:
        """Add it."""
        edit = form.edit() if self.op in FORMS else {"op": self.op, "ref": self.ref()}
        return self.saved([*self.get_object().charter_edits, edit])


class ChangeCharterDrop(CharterEditAct):
    """Take one edit out again."""

    title = verb = gettext_lazy("Take the edit out")
    form_class = NumberForm

    def get_initial(self) -> dict[str, Any]:
        """The link names it."""
        return {"number": self.request.GET.get("number", 1)}

    def act(self, form: Any) -> Any:
        """Take it out."""
        number = form.cleaned_data["number"]
        return self.saved([one for n, one in enumerate(self.get_object().charter_edits, start=1) if n != number])
