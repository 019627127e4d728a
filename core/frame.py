"""The frame around every page: map, bar, ribbon and keys, read from the ``pages`` seam only when rendered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.documents import svg
from core.documents.blocks import Ribbon
from core.kept import kept
from core.seams import PageEntry, pages


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as drawn: where it leads, its keys, and a count with the status that gives it a shape."""

    name: str
    label: Any
    url: str
    icon: str
    group: int
    key: str = ""
    new_key: str = ""
    new_url: str = ""
    current: bool = False
    level: str = ""
    count: int = 0


class Frame:
    """What ``base.html`` draws around the content; every part is computed when first read."""

    def __init__(self, request: HttpRequest) -> None:
        """Keep the request; views set ``request.programme`` where the page belongs to one."""
        self.request = request
        self.user: Any = getattr(request, "user", None)
        self.programme: Any = getattr(request, "programme", None)

    @property
    def signed_in(self) -> bool:
        """Tell whether a person is behind the request."""
        return bool(self.user and self.user.is_authenticated)

    @property
    def lang(self) -> str:
        """The tag for ``<html lang>``."""
        return "zh-Hans" if (get_language() or "").startswith("zh") else "en"

    @property
    def other_language(self) -> tuple[str, str, str]:
        """Code, tag and short name of the language the switch leads to."""
        return ("en", "en", "EN") if self.lang == "zh-Hans" else ("zh-hans", "zh-Hans", "中文")

    @cached_property
    def programmes(self) -> list[tuple[str, str, bool]]:
        """Name, address and whether it is this one, of every programme of this person: one query."""
        if not self.signed_in:
            return []
        return [
            (str(one), reverse("people:overview", kwargs={"slug": one.slug}), one == self.programme)
            for one in self.user.programmes()
        ]

    @cached_property
    def map(self) -> list[list[Entry]]:
        """The left map in its groups, in the order of the programme's life."""
        return [list(group) for _number, group in groupby(self._entries("map"), key=lambda entry: entry.group)]

    @cached_property
    def bar(self) -> list[Entry]:
        """Entries of the top bar, such as notifications."""
        return self._entries("bar")

    @cached_property
    def own(self) -> list[Entry]:
        """Entries of one's own menu, such as the profile."""
        return self._entries("me")

    @cached_property
    def keyed(self) -> list[Entry]:
        """Every entry of the map in one list, for the palette and the list of keys."""
        return [entry for group in self.map for entry in group]

    @cached_property
    def ribbon(self) -> str:
        """The phase ribbon of the one page entry that gives it; empty for those who do not see that page."""
        if self.programme is None:
            return ""
        givers = [entry.ribbon for entry in pages.values() if entry.ribbon and entry.visible(self.user, self.programme)]
        return kept(self.programme, "ribbon", lambda: self._drawn(givers)) if givers else ""

    def _drawn(self, givers: Iterable[Callable[[Any], Ribbon | None]]) -> str:
        found = next((ribbon for give in givers if (ribbon := give(self.programme))), None)
        return svg.ribbon(found.phases, found.gates, found.today) if found else ""

    @cached_property
    def search_url(self) -> str:
        """Where the palette searches by name or number; empty where nobody gives a ``search`` page."""
        entry = pages.get("search")
        return self._reverse(entry, entry.url_name) if entry and (self.programme or not entry.scoped) else ""

    @property
    def initials(self) -> str:
        """One or two signs for the round mark: the given name's last character, or first letters."""
        name = str(self.user) if self.signed_in else ""
        if not name.isascii():
            return name[-1:]
        return "".join(part[0] for part in name.split()[:2]).upper()

    @property
    def single_keys(self) -> bool:
        """Tell whether single-key shortcuts are on; a person may switch them off in the profile."""
        return bool(getattr(self.user, "shortcuts", True))

    @property
    def words(self) -> dict[str, Any]:
        """The sentences the scripts need, in the language of the page."""
        return {
            "updated": _("Updated"),
            "failed": _("Not saved: the server could not be reached. What you typed is still here."),
            "refused": _("Not saved: the server refused the request."),
            "close": _("Close"),
            "selected": _("%(n)s selected"),
            "restored": _("Your draft of this form was restored."),
            "discard": _("Discard draft"),
        }

    def _entries(self, place: str) -> list[Entry]:
        """Build the entries of one place that this person may see here."""
        if not self.signed_in:
            return []
        found = [
            (name, entry)
            for name, entry in pages.items()
            if entry.place == place
            and (self.programme is not None or not entry.scoped)
            and entry.visible(self.user, self.programme)
        ]
        found.sort(key=lambda pair: (pair[1].group, pair[1].order))
        entries = [self._entry(name, entry) for name, entry in found]
        here = getattr(self.request, "nav", "") or self._nearest(entries)
        return [replace(entry, current=entry.name == here) for entry in entries]

    def _nearest(self, entries: list[Entry]) -> str:
        """Name the entry whose address is the longest beginning of this page's, or of the page it belongs to."""
        path = getattr(self.request, "nav_path", "") or self.request.path
        above = [entry for entry in entries if path.startswith(entry.url)]
        return max(above, key=lambda entry: len(entry.url)).name if above else ""

    def _entry(self, name: str, entry: PageEntry) -> Entry:
        """Fill one entry with its addresses and count."""
        level, count = self._counted(name, entry) if entry.count else ("", 0)
        return Entry(
            name=name,
            label=entry.label,
            url=self._reverse(entry, entry.url_name),
            icon=entry.icon,
            group=entry.group,
            key=entry.key,
            new_key=entry.new_key,
            new_url=self._reverse(entry, entry.new_url_name) if entry.new_url_name else "",
            level=level,
            count=count,
        )

    def _counted(self, name: str, entry: PageEntry) -> tuple[str, int]:
        """Count for this person; what belongs to the programme is kept until its next event."""
        count = entry.count or (lambda _user, _programme: None)
        if self.programme is None or entry.place != "map":
            return count(self.user, self.programme) or ("", 0)
        return kept(self.programme, f"count:{name}:{self.user.pk}", lambda: count(self.user, self.programme) or ("", 0))

    def _reverse(self, entry: PageEntry, url_name: str) -> str:
        """Reverse with the programme's slug where the entry belongs to a programme."""
        return reverse(url_name, kwargs={"slug": self.programme.slug} if entry.scoped else None)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``frame`` (lazy: no query unless the page draws it) and ``programme``."""
    return {"frame": SimpleLazyObject(lambda: Frame(request)), "programme": getattr(request, "programme", None)}
