"""Walk the house as a person: from the pages without an address of their own through every link they show."""

from collections import Counter

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.contracts.routes import ways
from tests.contracts.words import Page

LEFT = frozenset({"people:logout", "set_language"})
RAW = frozenset({"records:audit"})  # prints what was written, field by field
SORTS = frozenset({"kind", "moment", "name", "home"})


def starts(slug):
    """Give the addresses that need nothing but the programme."""
    found = [way for way in ways() if way.method == "get" and not way.api and set(way.params) <= {"slug"}]
    return ["/", *(reverse(way.name, kwargs={"slug": slug} if way.params else {}) for way in found)]


class Walk:
    """One person's walk; keeps what broke, and gives every page once."""

    def __init__(self, user, language, slug, each=2):
        self.client = Client(headers={"accept-language": language})
        self.client.force_login(user)
        self.todo, self.seen, self.count, self.each = starts(slug), set(), Counter(), each
        self.broken, self.visited = [], set()

    def pages(self):
        """Give address and page, following links; a page of one kind is looked at ``each`` times."""
        while self.todo:
            url = self.todo.pop(0).split("#")[0]
            if self._wanted(url):
                page = self._ask(url)
                if page is not None:
                    self.todo += page.links if self.each else []
                    page.words = [] if resolve(url.split("?")[0]).view_name in RAW else page.words
                    yield url, page

    def _wanted(self, url):
        try:
            match = resolve(url.split("?")[0])
        except Resolver404:
            return False
        kind = (match.view_name, *(value for name, value in sorted(match.kwargs.items()) if name in SORTS))
        api = "/api/" in url
        if url in self.seen or api or match.view_name in LEFT or self.count[kind] >= max(self.each, 1):
            return False
        self.seen.add(url)
        self.count[kind] += 1
        self.visited.add(match.view_name)
        return True

    def _ask(self, url):
        answer = self.client.get(url)
        if answer.status_code in {301, 302}:
            self.todo.insert(0, answer["Location"])
        if answer.status_code >= 500:
            self.broken.append((url, answer.status_code))
        html = answer.get("Content-Type", "").startswith("text/html")
        return Page(answer.content.decode()) if html and answer.status_code == 200 else None
