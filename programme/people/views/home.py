"""The way in: which programme, which home."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import seams
from core.kept import kept
from programme.charter.models import Programme
from programme.people.choices import Home
from programme.people.models import User
from programme.people.selectors import homes_of
from programme.scope import ProgrammeMixin, person

T = TypeVar("T")
ORDER = {"bad": 0, "stale": 1, "warn": 2, "wait": 3}


class HomeRedirect(LoginRequiredMixin, View):
    """Send a person to the home that the open duties ask for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One programme: its home; several: the list; none: whom to ask."""
        user = person(request)
        programmes = list(Programme.objects.visible_to(user).order_by("name")[:2])
        if len(programmes) == 1 and user.roles_in(programmes[0]):
            homes = homes_of(user, programmes[0])
            return redirect("people:home", slug=programmes[0].slug, home=homes[0])
        if programmes:
            return redirect("people:programmes")
        if user.is_administrator:
            return redirect("people:setup")
        return render(
            request, "people/no_programme.html", {"contacts": User.objects.active().filter(is_administrator=True)}
        )


class Programmes(LoginRequiredMixin, TemplateView):
    """The programmes that the person sees, each with its way in."""

    template_name = "people/programmes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give each programme with the homes it opens."""
        user = person(self.request)
        rows = [(one, homes_of(user, one)) for one in Programme.objects.visible_to(user).order_by("name")]
        return super().get_context_data(**kwargs) | {"title": _("Programmes"), "rows": rows}


class ProgrammeHome(ProgrammeMixin, TemplateView):
    """A role's first page: attention first, then the panels that the slices give for this home."""

    template_name = "people/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send those without this home to their own; inside a programme, one who only sets up looks at the PMO's."""
        homes = homes_of(self.person, self.programme)
        if kwargs.get("home") == Home.SETUP:
            return redirect("people:setup")
        home = kwargs.get("home") or (Home.PMO if homes[0] == Home.SETUP else homes[0])
        if home not in homes and not self.person.is_administrator:
            return redirect("people:home", slug=self.programme.slug, home=homes[0])
        return super().get(request, *args, **(kwargs | {"home": home}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect attention, panels and what is said in the head."""
        context = super().get_context_data(**kwargs)
        home = kwargs["home"]
        panels = self._panels(home)
        says = [(name, entry.says) for name, entry in seams.pages.items() if entry.says] if home == Home.PMO else []
        found = [said for name, say in says if (said := self._own(f"says:{name}", say)) is not None]
        return context | {
            "title": _("Overview"),
            "home": home,
            "homes": homes_of(self.person, self.programme),
            "attention": self._attention(home, panels),
            "main_panels": [pair for pair in panels if not pair[0].side],
            "side_panels": [pair for pair in panels if pair[0].side],
            "sayings": sorted(found, key=lambda said: said.order),
        }

    def _own(self, name: str, give: Callable[[Any, Any], T]) -> T:
        """Ask a slice for this person's part, or give what it said since the programme's last event."""
        return kept(self.programme, f"home:{name}:{self.person.pk}", lambda: give(self.programme, self.person))

    def _panels(self, home: str) -> list[tuple[seams.Panel, Any]]:
        """Build what the slices give for this home, in its order."""
        wanted = [
            (f"{name}:{n}", panel)
            for name, entry in seams.pages.items()
            for n, panel in enumerate(entry.panels)
            if home in panel.homes
        ]
        return [
            (panel, content)
            for name, panel in sorted(wanted, key=lambda pair: pair[1].order)
            if (content := self._own(f"panel:{name}", panel.build)) is not None
        ]

    def _attention(self, home: str, panels: list[tuple[seams.Panel, Any]]) -> list[seams.AttentionItem] | None:
        """Give what asks for this person, the worst first, then by day; None where the home has no such list."""
        if home in {Home.STEERING, Home.LEARNER}:
            return None
        shown = frozenset().union(*(panel.covers for panel, _content in panels))
        items = [
            item
            for name, give in seams.attention.items()
            if name not in shown
            for item in self._own(f"attention:{name}", lambda *asked, give=give: list(give(*asked)))
        ]
        return sorted(items, key=lambda item: (ORDER.get(item.severity, len(ORDER)), item.due or date.max))
