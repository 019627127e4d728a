"""A real browser, and pages of it for a person in a language; every fault of the browser's console fails the journey."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's own thread


@pytest.fixture(scope="session")
def chromium():
    """Start Chromium once."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = os.environ.get("LANDFALL_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with playwright.sync_playwright() as tool:
        if not path and not Path(tool.chromium.executable_path).exists():
            pytest.skip("no Chromium is installed; set LANDFALL_CHROMIUM to its path")
        browser = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server, transactional_db):
    """Give ``open_page(url, user=None, width=1440, language="en", status=200)``: a page as that person sees it."""
    opened, faults = [], []

    def open_page(url, user=None, width=1440, height=900, language="en", status=200, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=language, **options)
        opened.append(context)
        jar = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            jar.append({"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url})
        context.add_cookies(jar)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if _is_fault(message) else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        assert page.goto(live_server.url + url).status == status
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in opened:
        context.close()
    assert faults == []


def _is_fault(message):
    """Tell whether a line of the console is a fault of ours: not the browser's note on a refused request."""
    return message.type == "error" and "Failed to load resource" not in message.text
