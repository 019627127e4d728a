"""Every page of the demo, by a person who may open it, in both languages, at a desk and on a phone."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from programme.records.services.demo import tell_demo
from tests.journeys.atlas import Atlas
from tests.journeys.axe import clipped, too_wide, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
SHOTS = os.environ.get("LANDFALL_SHOTS")
CHUNKS = 8
LANGUAGES = ("en", "zh-hans")


@pytest.fixture
def _django_db_helper(told):
    """Leave the database as it is between the tests: the server reads it, and ``told`` empties it at the end."""


@pytest.fixture(scope="module")
def told(chromium, django_db_setup, django_db_blocker):
    """Tell the demo in both languages once, serve it, and take everything away afterwards."""
    with django_db_blocker.unblock():
        stories = {language: tell_demo(language=language) for language in LANGUAGES}
        server = LiveServer("localhost")
        try:
            yield Tour(chromium, server.url, {key: Atlas(story) for key, story in stories.items()})
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


class Tour:
    """One page of the browser for each person and language, used again and again."""

    def __init__(self, chromium, url, atlases):
        self.chromium, self.url, self.atlases = chromium, url, atlases
        self.pages, self.faults = {}, []

    def page(self, person, language):
        """Open the person's browser the first time, give it back later."""
        if (person, language) not in self.pages:
            client = Client()
            client.force_login(self.atlases[language].people[person])
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context = self.chromium.new_context(locale=language)
            jar = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
            context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in jar.items()])
            page = context.new_page()
            page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: self.faults.append(str(error)))
            self.pages[person, language] = page
        return self.pages[person, language]

    def visit(self, stop, language):
        """Go there and tell everything that is wrong with it, at both widths."""
        page = self.page(stop.person, language)
        page.set_viewport_size({"width": 1440, "height": 900})
        self.faults.clear()
        response = page.goto(self.url + stop.url, wait_until="load")
        found = [] if response.status == 200 else [f"status {response.status}"]
        found += [f"console: {line}" for line in self.faults]
        self._keep(page, stop, language, 1440)
        found += [f"axe: {line}" for line in violations(page)]
        found += [f"{too_wide(page)} px too wide at 1440: {line}" for line in widest(page)]
        found += [f"clipped at 1440: {line}" for line in clipped(page)]
        page.set_viewport_size({"width": 390, "height": 844})
        self._keep(page, stop, language, 390)
        found += [f"axe at 390: {line}" for line in violations(page)]
        found += [f"{too_wide(page)} px too wide at 390: {line}" for line in widest(page)]
        found += [f"clipped at 390: {line}" for line in clipped(page)]
        return [f"{stop.name} ({stop.person}, {stop.url}): {line}" for line in found]

    def _keep(self, page, stop, language, width):
        if SHOTS:
            name = stop.name.replace(":", "-").replace(" ", "-")
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{language}-{width}.png"), full_page=True)


def widest(page):
    """Name what sticks out where the page scrolls sideways."""
    if too_wide(page) <= 0:
        return []
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .slice(0, 6).map(one => one.outerHTML.slice(0, 140))"""
    )


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_whole_and_break_no_rule(told, language, chunk):
    found = [line for stop in told.atlases[language].stops[chunk::CHUNKS] for line in told.visit(stop, language)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_is_on_the_tour(told, language):
    atlas = told.atlases[language]
    assert atlas.closed == {}  # every way shows something in the demo
    assert len(atlas.stops) > 100
    assert {stop.name for stop in atlas.files} >= {"records:document_file", "records:kind_export", "healthz"}
