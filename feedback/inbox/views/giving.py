"""Saying something: the form for everybody, the button's, and the note of a reader of the inbox."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.api import as_domain_error
from feedback.inbox import permissions, services
from feedback.inbox.choices import Channel
from feedback.inbox.forms import CodeForm, GiveForm, InboxForm, NoteForm
from feedback.inbox.models import FeedbackItem
from feedback.inbox.selectors.acts import is_possible
from feedback.inbox.selectors.items import similar_items, voted
from feedback.inbox.selectors.reading import item_by_code, steps_for
from feedback.inbox.views.cells import told
from feedback.inbox.views.shared import ItemForms


class ItemGive(ItemForms):
    """Say something for oneself; what was said before much alike is shown first, to be voted for instead."""

    acts = permissions.can_send
    title: Any = gettext_lazy("Give feedback")
    verb = gettext_lazy("Send")
    form_class = GiveForm
    template_name = "inbox/give.html"
    channel = Channel.WEB

    def get_initial(self) -> dict[str, Any]:
        """Take along the page from which the button was pressed."""
        return {"page": self._page()} if self.channel == Channel.BUTTON else {}

    def _page(self) -> str:
        came = urlsplit(self.request.META.get("HTTP_REFERER", ""))
        here = came.netloc == self.request.get_host() and not came.path.endswith("/feedback/give/")
        return came.path[:300] if here else ""

    def form_valid(self, form: Any) -> HttpResponse:
        """Show what is alike, once; then send."""
        if not form.cleaned_data["checked"]:
            alike = similar_items(self.programme, form.cleaned_data["text"])
            if alike:
                return self._shown(form, alike)
        try:
            return super().form_valid(form)
        except _NamelessError as sent:
            return render(self.request, "inbox/sent.html", self._context(sent.given))

    def _shown(self, form: Any, alike: list[FeedbackItem]) -> HttpResponse:
        data = form.data.copy()
        data["checked"] = "1"
        again = GiveForm(data, programme=self.programme)
        mine = voted(self.person, alike)
        rows = [(item, item.pk in mine) for item in alike]
        return self.render_to_response(self.get_context_data(form=again, alike=rows))

    def act(self, form: GiveForm) -> FeedbackItem:
        """Send it."""
        given = services.give_feedback(
            self.programme,
            values=form.values() | {"channel": self.channel},
            actor=self.person,
            anonymous=form.cleaned_data["anonymous"],
            file=form.cleaned_data["file"],
        )
        if given.reply_code:
            raise _NamelessError(given)
        return given.item

    def _context(self, given: services.Given) -> dict[str, Any]:
        return {"title": _("Thank you"), "given": given, "programme": self.programme, "list_url": self.list_url}

    def done_text(self, result: FeedbackItem) -> str:
        """Name what was sent."""
        return _("Thank you. %(code)s was received; you will be told what becomes of it.") % {"code": result.code}


class _NamelessError(Exception):
    """An anonymous item was received: its code is shown once, and no address leads to it."""

    def __init__(self, given: services.Given) -> None:
        super().__init__()
        self.given = given


class ItemButton(ItemGive):
    """The same form behind the button in the frame: the page it was pressed on is kept."""

    channel = Channel.BUTTON


class ItemNote(ItemForms):
    """Write down what somebody said in an interview, a survey, a mail or a chat."""

    acts = permissions.can_send
    reads = permissions.reads
    title: Any = gettext_lazy("Write down what was said")
    verb = gettext_lazy("Keep it")
    form_class = NoteForm

    def act(self, form: InboxForm) -> FeedbackItem:
        """Receive it."""
        return services.give_feedback(self.programme, values=form.values(), actor=self.person).item

    def done_text(self, result: FeedbackItem) -> str:
        """Name what was made."""
        return _("%(item)s is in the inbox.") % {"item": result}


class ByCode(ItemForms):
    """Where an anonymous sender finds the answers: the code is typed, never part of an address."""

    acts = permissions.can_send
    title: Any = gettext_lazy("Find your anonymous feedback")
    verb = gettext_lazy("Look up")
    template_name = "inbox/by_code.html"

    def get_form(self, form_class: Any = None) -> Any:  # noqa: ARG002
        """Make the form of the code."""
        return CodeForm(self.request.POST or None)

    def form_valid(self, form: Any) -> HttpResponse:
        """Look, or act and look again."""
        given = form.cleaned_data
        item = item_by_code(self.programme, given["reply_code"])
        if item is None:
            form.add_error("reply_code", _("There is no feedback with this code."))
            return self.form_invalid(form)
        if given["act"]:
            try:
                services.BY_CODE[given["act"]](item, actor=None, text=given["text"], by_code=True)
            except Exception as error:
                refusal = as_domain_error(error)
                if refusal is None:
                    raise
                context = self._found(form, item) | {"refused": refusal.reasons}
                return self.render_to_response(context, status=refusal.status)
            item = item_by_code(self.programme, given["reply_code"]) or item
        return self.render_to_response(self._found(form, item))

    def _found(self, form: Any, item: FeedbackItem) -> dict[str, Any]:
        return self.get_context_data(
            form=form,
            item=item,
            told=told(item),
            steps=steps_for(item, whole=True),
            open_acts=[act for act in services.BY_CODE if is_possible(item, act)],
        )

    def back_url(self) -> str:
        """Back to one's own items."""
        return reverse("inbox:mine", args=[self.programme.slug])
