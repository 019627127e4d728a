"""The notification centre, and what a person wishes to be told."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView, TemplateView

from programme.notices.choices import PERSONAL, Rhythm, Topic
from programme.notices.forms import WishForm, initial_of
from programme.notices.models import Notification
from programme.notices.selectors import rhythm_of, told, wishes_of
from programme.notices.selectors.digest import digest_of
from programme.notices.services import read_notifications
from programme.notices.services.wishes import set_wishes
from programme.scope import person

VIEWS = (("", gettext_lazy("All")), ("unread", gettext_lazy("Unread")), ("read", gettext_lazy("Read")))


class Centre(LoginRequiredMixin, ListView[Notification]):
    """What one was told; reading the page marks nothing as read, the buttons do."""

    template_name = "notices/centre.html"
    paginate_by = 50
    context_object_name = "told"

    def asked(self) -> tuple[str, str]:
        """Which topic and which part are asked for; what is unknown is left out."""
        topic, only = self.request.GET.get("topic", ""), self.request.GET.get("show", "")
        return topic if topic in Topic.values else "", only if only in dict(VIEWS) else ""

    def get_queryset(self) -> Any:
        """One's own."""
        topic, only = self.asked()
        return told(person(self.request), topic=topic, only=only)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the views and topics to choose from."""
        topic, only = self.asked()
        return super().get_context_data(**kwargs) | {
            "title": _("Notifications"),
            "views": [(label, self._link(topic, name), name == only) for name, label in VIEWS],
            "topics": [
                (label, self._link(code, only), code == topic)
                for code, label in (("", _("Every topic")), *Topic.choices)
            ],
            "filtered": bool(topic or only),
        }

    def _link(self, topic: str, only: str) -> str:
        chosen = {name: value for name, value in (("topic", topic), ("show", only)) if value}
        return f"?{urlencode(chosen)}" if chosen else reverse("notices:centre")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark one, those of a topic, or all as read."""
        me, one = person(request), request.POST.get("one", "")
        only = get_object_or_404(Notification.objects.of(me), public_id=one) if one else None
        topic, _part = self.asked()
        read_notifications(me, only=only, topic="" if only else topic)
        query = request.GET.urlencode()
        return redirect(f"{reverse('notices:centre')}{'?' if query else ''}{query}")


class Wishes(LoginRequiredMixin, FormView[WishForm]):
    """A box for each topic and channel, and how often the digest comes."""

    template_name = "notices/wishes.html"
    form_class = WishForm

    def get_initial(self) -> dict[str, Any]:
        """Start with what holds now."""
        me = person(self.request)
        return initial_of(wishes_of(me), rhythm_of(me))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the page and its columns."""
        return super().get_context_data(**kwargs) | {
            "title": _("What I am told"),
            "channels": [channel.label for channel in PERSONAL],
            "address": person(self.request).email,
        }

    def form_valid(self, form: WishForm) -> HttpResponse:
        """Keep them."""
        set_wishes(person(self.request), wishes=form.wishes(), rhythm=form.cleaned_data["rhythm"])
        messages.success(self.request, _("Your wishes are saved."))
        return redirect("notices:wishes")


class Digest(LoginRequiredMixin, TemplateView):
    """What waits for one in all programmes: what the digest would say now."""

    template_name = "notices/digest.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts, and how often the mail comes."""
        me = person(self.request)
        parts = digest_of(me, live=False)
        return super().get_context_data(**kwargs) | {
            "title": _("What waits for me"),
            "parts": parts,
            "count": sum(part.count for part in parts),
            "rhythm": Rhythm(rhythm_of(me)).label,
        }
