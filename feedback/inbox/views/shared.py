"""What the pages of the inbox share: the items this person sees, and the item of the address."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from core.access import allows
from core.pages import ActionView
from feedback.inbox import permissions
from feedback.inbox.models import FeedbackItem
from feedback.inbox.querysets import FeedbackItemQuerySet
from programme.scope import ProgrammeMixin


class ItemMixin(ProgrammeMixin):
    """The items that this person sees in the programme."""

    def items(self) -> FeedbackItemQuerySet:
        """Give them with what a row needs."""
        return FeedbackItem.objects.filter(programme=self.programme).visible_to(self.person).for_list()

    @cached_property
    def item(self) -> FeedbackItem:
        """The item of the address."""
        return get_object_or_404(self.items(), public_id=self.kwargs["public_id"])

    @property
    def is_reader(self) -> bool:
        """Tell whether this person reads the whole inbox."""
        return allows(permissions.reads, self.person, self.programme)

    @property
    def list_url(self) -> str:
        """Address of the inbox, or of one's own items for who does not read it."""
        name = "inbox:item_list" if self.is_reader else "inbox:mine"
        return reverse(name, args=[self.programme.slug])


class ItemForms(ItemMixin, ActionView):
    """Base of the forms about items."""

    def acted_on(self) -> Any:
        """The item of the address, else the programme."""
        return self.item if "public_id" in self.kwargs else self.programme

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme and the item."""
        item = self.item if "public_id" in self.kwargs else None
        return super().get_form_kwargs() | {"programme": self.programme, "item": item}

    def back_url(self) -> str:
        """Back to the record, else to the list."""
        return self.item.get_absolute_url() if "public_id" in self.kwargs else self.list_url

    def next_url(self, result: Any) -> str:
        """Go on to the record, unless the act took it out of this person's sight."""
        row = result if isinstance(result, FeedbackItem) else None
        if row is None or not self.items().filter(pk=row.pk).exists():
            return self.list_url
        return row.get_absolute_url()
