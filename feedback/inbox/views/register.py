"""The inbox as a register, and one act on several of its items."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import allows
from core.acts import Act
from core.pages import toast
from core.register import Bulk, Column, Empty, RegisterView, SavedView
from feedback.inbox import permissions, services
from feedback.inbox.choices import REPLIED, WORKED, ItemState
from feedback.inbox.filters import FeedbackFilterSet
from feedback.inbox.forms import BULK_FORMS, BulkForm
from feedback.inbox.querysets import FeedbackItemQuerySet
from feedback.inbox.selectors.clocks import Desk, desk
from feedback.inbox.selectors.items import Counts, counts
from feedback.inbox.views import cells
from feedback.inbox.views.shared import ItemForms, ItemMixin

BULK: Mapping[str, tuple[Any, Callable[..., None]]] = {
    "acknowledge": (gettext_lazy("Acknowledge"), services.acknowledge_items),
    "classify": (gettext_lazy("Classify"), services.classify_items),
}


def _query(states: Sequence[str]) -> str:
    return "&".join(f"state={state}" for state in states)


class ItemList(ItemMixin, RegisterView):
    """The inbox; who does not read it is led to what they sent themselves."""

    title = gettext_lazy("Feedback inbox")
    filterset_class = FeedbackFilterSet

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead people without a reader's role to their own items."""
        if not self.is_reader:
            return HttpResponseRedirect(self.list_url)
        return super().get(request, *args, **kwargs)

    @cached_property
    def desk(self) -> Desk:
        """Calendar and targets, read once for all rows; three queries."""
        return desk(self.programme)

    @cached_property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """Columns over the desk of this page."""
        return cells.columns(self.desk, self.person)

    def rows(self) -> FeedbackItemQuerySet:
        """Rows of the register."""
        return self.items()

    @cached_property
    def counted(self) -> Counts:
        """How the inbox stands."""
        return counts(self.programme, self.person)

    @property
    def sub(self) -> str:
        """One sentence: new, overdue, in work."""
        told = {"new": self.counted.new, "late": self.counted.late, "work": self.counted.worked}
        return _("%(new)d new, %(late)d overdue, %(work)d in work") % told

    def counted_views(self) -> Sequence[tuple[SavedView, int]]:
        """Count the standing views in one query."""
        counted = self.counted
        return [
            (SavedView(_("All")), counted.every),
            (SavedView(_("New"), f"state={ItemState.NEW}"), counted.new),
            (SavedView(_("Not classified yet"), "untriaged=true"), counted.untriaged),
            (SavedView(_("Overdue"), "late=true"), counted.late),
            (SavedView(_("In work"), _query(WORKED)), counted.worked),
            (SavedView(_("With the submitter"), _query(REPLIED)), counted.replied),
            (SavedView(_("Handled by me"), "mine=true"), counted.mine),
        ]

    def acts(self) -> Sequence[Act]:
        """Buttons of the page."""
        slug = self.programme.slug
        found = [
            Act("figures", _("Figures"), reverse("inbox:figures", args=[slug]), quiet=True),
            Act("ideas", _("Ideas and votes"), reverse("inbox:ideas", args=[slug]), quiet=True),
        ]
        if allows(permissions.can_import, self.person, self.programme):
            bring = reverse("records:import_new", args=[slug])
            found.insert(0, Act("import", _("Import"), f"{bring}?kind=feedback", quiet=True))
        if allows(permissions.can_send, self.person, self.programme):
            found.append(Act("note", _("Write down what was said"), reverse("inbox:item_note", args=[slug])))
            found.append(Act("new", _("Give feedback"), reverse("inbox:item_new", args=[slug]), primary=True))
        return found

    def bulk(self) -> Sequence[Bulk]:
        """Acts on selected rows."""
        if not allows(permissions.can_triage, self.person, self.programme):
            return ()
        slug = self.programme.slug
        return [Bulk(label, reverse(f"inbox:bulk_{name}", args=[slug])) for name, (label, _do) in BULK.items()]

    def empty(self) -> Empty:
        """Teach the first item."""
        act = None
        if allows(permissions.can_send, self.person, self.programme):
            act = Act("first", _("Give feedback"), reverse("inbox:item_new", args=[self.programme.slug]), primary=True)
        return Empty(
            _("Nobody has said anything yet"),
            _("Everything people say about the CRM gathers here, whichever way it came, and everybody gets an answer."),
            act,
            _("“A quick reply for WeChat would save me ten minutes a day.” – improvement, 3 votes, planned for May"),
        )


class ItemBulk(ItemForms):
    """One act on the selected items: the selection arrives first, then what it needs."""

    name = ""
    form_class = BulkForm
    acts = permissions.can_triage

    @property
    def title(self) -> str:
        """The act."""
        return str(BULK[self.name][0])

    verb = title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Nothing is selected: back to the register."""
        return HttpResponseRedirect(self.list_url)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for what the act needs first."""
        if "rows" in request.POST:
            return super().post(request, *args, **kwargs)
        refs = request.POST.getlist("row")
        if not refs:
            toast(request, _("Select at least one row first."))
            return HttpResponseRedirect(self.list_url)
        form = self.get_form_class()(initial={"rows": ",".join(refs)}, programme=self.programme)
        return self.render_to_response(self.get_context_data(form=form))

    def get_form_class(self) -> type[BulkForm]:
        """Choose the act's form."""
        return BULK_FORMS[self.name]

    def consequence(self) -> str:
        """Say how many rows."""
        refs = self.request.POST.getlist("row") or self.request.POST.get("rows", "").split(",")
        return ngettext("%(n)d item is selected.", "%(n)d items are selected.", len(refs)) % {"n": len(refs)}

    def act(self, form: BulkForm) -> None:
        """Call the act's service on all of them."""
        values = form.values()
        items = list(self.items().filter(public_id__in=values.pop("rows").split(",")))
        BULK[self.name][1](self.programme, items=items, actor=self.person, **values)
