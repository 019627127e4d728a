"""One item: what was said, what passed since, what may be done; and the forms of the acts."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.access import Action, Predicate, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Status
from core.pages import RecordView, toast
from feedback.inbox import permissions, services
from feedback.inbox.forms import ITEM_FORMS, EditForm, InboxForm
from feedback.inbox.models import FeedbackItem
from feedback.inbox.selectors.acts import LABELS, available_actions, can_vote
from feedback.inbox.selectors.clocks import desk
from feedback.inbox.selectors.items import candidates, history, voted
from feedback.inbox.selectors.reading import steps_for
from feedback.inbox.views import cells
from feedback.inbox.views.shared import ItemForms, ItemMixin
from programme.records.selectors import notes_on


class ItemDetail(ItemMixin, RecordView):
    """One item as this person may read it: who sent it only for readers of the inbox and the sender."""

    template_name = "inbox/item_detail.html"

    def get_object(self, queryset: Any = None) -> FeedbackItem:  # noqa: ARG002
        """Give the item of the address."""
        return self.item

    @property
    def whole(self) -> bool:
        """Tell whether this person reads everything about the item."""
        return permissions.sees_submitter(self.person, self.item)

    @property
    def reader(self) -> bool:
        """Tell whether this person reads the item as the inbox does, not as everybody reads what is shared."""
        return self.is_reader and self.whole

    def status(self) -> Status:
        """State, with what is late for those who answer."""
        return cells.status(self.item, desk(self.programme)) if self.is_reader else cells.told(self.item)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the list."""
        return [(_("Feedback inbox") if self.is_reader else _("My feedback"), self.list_url)]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line; the person's facts only where they may be read."""
        item = self.item
        told: list[tuple[Any, CellValue]] = [
            (_("Kind"), item.get_kind_display() if item.kind else None),
            (_("Category"), item.get_category_display() if item.category else None),
            (_("Module"), item.module or None),
            (_("Process"), str(item.process) if item.process else None),
            (_("People concerned"), item.reach),
            (_("Votes"), item.vote_count),  # type: ignore[attr-defined]
            (_("Release"), item.release or None),
            (_("Planned for"), item.planned_on),
            (_("Defect"), self._defect()),
        ]
        told += self._private() if self.whole else []
        return [(label, value) for label, value in told if value is not None]

    def _defect(self) -> CellValue:
        ref = self.item.defect
        return Cell(ref, url=ref) if ref.startswith(("https://", "http://")) else ref or None

    def _private(self) -> list[tuple[Any, CellValue]]:
        item = self.item
        wave, unit = (str(one) if one else None for one in (item.wave, item.unit))
        return [
            (_("Submitter"), cells.submitter(item, self.person).content),
            (_("Wave"), wave),
            (_("Business unit"), unit),
            (_("Role in the CRM"), item.crm_role or None),
            (_("Channel"), str(item.get_channel_display())),
            (_("Given on the page"), item.page or None),
            (_("Received"), item.received_at if not item.anonymous else item.received_at.date()),
            (_("Handled by"), str(item.owner) if item.owner else None),
            (_("Reviewed by"), str(item.reviewed_by) if item.reviewed_by else None),
        ]

    def actions(self) -> Sequence[Action]:
        """Acts on the item."""
        return available_actions(self.item, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the buttons to edit and to vote."""
        found, item = [], self.item
        if can_vote(item, self.person):
            voted_for = bool(voted(self.person, [item]))
            name, label = ("unvote", _("Take my vote back")) if voted_for else ("vote", _("I want this too"))
            found.append(Act(name, label, f"{self.request.path}{name}/", "post", quiet=voted_for))
        if allows(permissions.can_triage, self.person, item):
            found.append(Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True))
        return found

    def history(self) -> Sequence[Any]:
        """Newest events, for readers of the inbox who may know whose it is."""
        return history(self.item) if self.reader else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the conversation, what is merged in or alike, comments and files."""
        item = self.item
        triages = allows(permissions.can_triage, self.person, item)
        return (
            super().get_context_data(**kwargs)
            | {
                "steps": steps_for(item, whole=self.whole),
                "merged": list(self.items().filter(original=item).order_by("code")) if self.reader else [],
                "alike": candidates(item) if triages and item.is_open else [],
                "reader": self.reader,
                "mine": item.submitter_id == self.person.pk,
                "untold": item.submitter_id is None and self.reader and not item.anonymous,
            }
            | notes_on(item, self.person)
        )


class ItemEdit(ItemForms):
    """Put an item's description right; a stale edit shows both values."""

    acts = permissions.can_triage
    title = gettext_lazy("Edit the item")
    form_class = EditForm

    def get_initial(self) -> dict[str, Any]:
        """Show what the item says now."""
        return EditForm.initial_of(self.item)

    def act(self, form: InboxForm) -> FeedbackItem:
        """Save it."""
        version = form.cleaned_data["version"]
        return services.update_item(self.item, values=form.values(), actor=self.person, version=version)


class ItemAct(ItemForms):
    """One act on an item: the form it needs, then its service."""

    name = ""

    def right(self) -> Predicate:
        """The right of this act."""
        return permissions.ITEM_ACTS[self.name]

    @property
    def title(self) -> str:
        """The act, and on what."""
        return f"{LABELS[self.name]} – {self.item.code}"

    @property
    def verb(self) -> str:
        """The act."""
        return str(LABELS[self.name])

    def get_form_class(self) -> type[InboxForm]:
        """Choose the act's form."""
        return ITEM_FORMS[self.name]

    def get_initial(self) -> dict[str, Any]:
        """Show what the item says of kind, category, module and release."""
        shown = ("kind", "category", "module", "release", "planned_on", "defect")
        return {name: getattr(self.item, name) for name in shown if getattr(self.item, name)}

    def act(self, form: InboxForm) -> FeedbackItem:
        """Call the act's service."""
        return services.ITEM_ACTS[self.name](self.item, actor=self.person, **form.values())


class ItemVote(ItemMixin, View):
    """Vote, or take the vote back."""

    acts: ClassVar[Any] = permissions.can_send
    back = False

    def acted_on(self) -> FeedbackItem:
        """The item."""
        return self.item

    def post(self, request: HttpRequest, slug: str, public_id: str) -> HttpResponse:  # noqa: ARG002
        """Call the service and go back to where the button stood."""
        if self.back:
            services.take_vote_back(self.item, actor=self.person)
            toast(request, _("Your vote was taken back."))
        else:
            services.vote_for(self.item, actor=self.person)
            toast(request, _("Your vote counts; you will be told what becomes of it."))
        ideas = reverse("inbox:ideas", args=[slug])
        return HttpResponseRedirect(ideas if request.POST.get("from") == "ideas" else self.item.get_absolute_url())
