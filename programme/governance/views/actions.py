"""The register of actions, its records and the forms that change them."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, Predicate, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Status
from core.pages import ActionView, RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.governance.filters import ActionFilter
from programme.governance.forms import ActionForm, RemarkForm
from programme.governance.models import ActionItem
from programme.governance.permissions import ACTION_ACTS, can_see_governance
from programme.governance.querysets import ActionItemQuerySet
from programme.governance.selectors.meetings import (
    ACTION_LABELS,
    ActionCounts,
    action_counts,
    action_item_actions,
    action_status,
    actions,
)
from programme.governance.services import actions as services
from programme.records.selectors import history_of, notes_on
from programme.scope import ProgrammeMixin

SERVICES = {"finish": services.finish_action, "drop": services.drop_action, "reopen": services.reopen_action}


def _from(row: ActionItem) -> Cell:
    """Where it was agreed, or what it follows from."""
    found = row.meeting or row.decision
    if found is None:
        return Cell()
    said = str(row.meeting) if row.meeting else row.decision.code if row.decision else ""
    return Cell(said, url=found.get_absolute_url())


def _due(row: ActionItem) -> Cell:
    return Cell(row.due_on, tone="bad" if row.overdue(timezone.localdate()) else "")


class ActionMixin(ProgrammeMixin):
    """The actions of the programme."""

    reads = can_see_governance

    @cached_property
    def action(self) -> ActionItem:
        """The action of the address."""
        found: ActionItem = get_object_or_404(actions(self.programme), public_id=self.kwargs["public_id"])
        return found


class ActionList(ActionMixin, RegisterView):
    """The register of actions."""

    title = pgettext_lazy("of meetings", "Actions")
    filterset_class = ActionFilter
    columns = (
        Column("code", gettext_lazy("Number"), sort="code", nowrap=True),
        Column("text", gettext_lazy("Action"), "text", "text", title=True),
        Column("state", gettext_lazy("State"), action_status, "state"),
        Column("owner", gettext_lazy("Owner"), "owner_text", "owner__name", nowrap=True),
        Column("due", gettext_lazy("Due"), _due, "due_on", number=True),
        Column(
            "carried", gettext_lazy("Carried over"), "carried", "carried", number=True,
            hint=gettext_lazy("How many later meetings found it open"),
        ),
        Column("source", gettext_lazy("Agreed in"), _from),
        Column("note", gettext_lazy("What came of it"), "note", shown=False),
        Column("raised", gettext_lazy("Raised"), "raised_on", "raised_on", shown=False),
    )  # fmt: skip

    def rows(self) -> ActionItemQuerySet:
        """Rows of the register."""
        return actions(self.programme)

    @cached_property
    def counted(self) -> ActionCounts:
        """How the register stands; one query."""
        return action_counts(self.programme, self.person, timezone.localdate())

    @property
    def sub(self) -> str:
        """One sentence: open, overdue, carried over twice or more."""
        told = {"open": self.counted.open, "late": self.counted.overdue, "carried": self.counted.carried}
        return _("%(open)d open, %(late)d overdue, %(carried)d carried over twice or more") % told

    def counted_views(self) -> Sequence[tuple[SavedView, int]]:
        """Count the standing views in one query."""
        counted = self.counted
        return [
            (SavedView(_("All")), counted.every),
            (SavedView(str(pgettext_lazy("action state", "Open")), "state=open"), counted.open),
            (SavedView(_("Mine"), "state=open&mine=true"), counted.mine),
            (SavedView(_("Overdue"), "late=true"), counted.overdue),
            (SavedView(_("Carried over twice or more"), "state=open&carried_min=2"), counted.carried),
        ]

    def acts(self) -> Sequence[Act]:
        """Buttons of the page."""
        slug = self.programme.slug
        found = [Act("meetings", _("Meetings"), reverse("governance:meetings", args=[slug]), quiet=True)]
        if allows(ACTION_ACTS["new"], self.person, self.programme):
            new = reverse("governance:action_new", args=[slug])
            found.append(Act("new", _("New action"), new, "dialog", primary=True))
        return found

    def empty(self) -> Empty:
        """Teach the first action."""
        act = None
        if allows(ACTION_ACTS["new"], self.person, self.programme):
            new = reverse("governance:action_new", args=[self.programme.slug])
            act = Act("first", _("New action"), new, "dialog", True)
        return Empty(
            _("No actions yet"),
            _("An action says who does what until when; every later meeting sees what is still open."),
            act,
            _("Zhou sends the interface contract to the ERP team by 5 June."),
        )


class ActionDetail(ActionMixin, RecordView):
    """One action."""

    template_name = "governance/action.html"

    def get_object(self, queryset: Any = None) -> ActionItem:  # noqa: ARG002
        """Give the action of the address."""
        return self.action

    def status(self) -> Status:
        """State, or that it is overdue."""
        return action_status(self.action)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The pages above."""
        slug = self.programme.slug
        return (
            (_("Governance"), reverse("governance:overview", args=[slug])),
            (_("Actions"), reverse("governance:actions", args=[slug])),
        )

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Who, when, where it was agreed."""
        row = self.action
        told: list[tuple[Any, CellValue]] = [
            (_("Owner"), row.owner_text or None),
            (_("Due"), row.due_on),
            (_("Agreed in"), _from(row) if row.meeting or row.decision else None),
            (_("Carried over"), row.carried),
            (_("Settled on"), row.done_on),
            (_("What came of it"), row.note or None),
            (_("Raised by"), str(row.raised_by) if row.raised_by else None),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Its acts."""
        return action_item_actions(self.action, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the button to edit."""
        if not self.action.is_open or not allows(ACTION_ACTS["edit"], self.person, self.action):
            return ()
        return [Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.action)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the meetings that found it open, comments and attachments."""
        carried = list(self.action.carried_to.select_related("programme").order_by("held_on"))
        return super().get_context_data(**kwargs) | {"carried": carried, **notes_on(self.action, self.person)}


class ActionForms(ActionMixin, ActionView):
    """Base of the forms about one action."""

    def acted_on(self) -> Any:
        """The action of the address, else the programme."""
        return self.action if "public_id" in self.kwargs else self.programme

    def back_url(self) -> str:
        """Back to the record."""
        return self.action.get_absolute_url()


class ActionNew(ActionForms):
    """Agree an action."""

    acts = ACTION_ACTS["new"]
    title = gettext_lazy("New action")
    form_class = ActionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """The link may name meeting or decision."""
        return {name: self.request.GET.get(name, "") for name in ("meeting", "decision")}

    def back_url(self) -> str:
        """Back to the register."""
        return reverse("governance:actions", args=[self.programme.slug])

    def act(self, form: Any) -> ActionItem:
        """Agree it."""
        form.cleaned_data.pop("version")
        return services.agree_action(self.programme, actor=self.person, **form.cleaned_data)

    def next_url(self, result: ActionItem) -> str:
        """Back to the meeting it was agreed in, else to the register."""
        return result.meeting.get_absolute_url() if result.meeting else self.back_url()


class ActionEdit(ActionForms):
    """Edit an action; a stale edit shows both values."""

    acts = ACTION_ACTS["edit"]
    title = gettext_lazy("Edit the action")
    form_class = ActionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        """Show what it says now."""
        return ActionForm.initial_of(self.action)

    def act(self, form: Any) -> ActionItem:
        """Save it."""
        return services.edit_action(self.action, actor=self.person, **form.cleaned_data)


class ActionAct(ActionForms):
    """One act on an action: a word on it, then its service."""

    name = ""
    form_class: type[Form] = RemarkForm

    def right(self) -> Predicate:
        """The right of this act."""
        return ACTION_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{ACTION_LABELS[self.name]} – {self.action.code}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(ACTION_LABELS[self.name])

    def act(self, form: Any) -> ActionItem:
        """Call the act's service."""
        return SERVICES[self.name](self.action, actor=self.person, **form.cleaned_data)
