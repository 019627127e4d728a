"""The frame and every component in a real browser: both languages, desk and phone, without a violation."""

import os
from pathlib import Path

import pytest
from django.utils import timezone

from phases.gates.services import start_programme
from tests.factories.programme import member_of
from tests.journeys.axe import too_wide, violations

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.core.screens.kit"), pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("LANDFALL_SHOTS")


def keep(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def team(programme, pmo):
    for name in ("陈曦", "周启明", "Lin Ruonan"):
        member_of(programme, "USR", name=name, job_title="PMO")
    return pmo


PAGES = {
    "register": "/kit/crm-2027/people/",
    "register-none": "/kit/crm-2027/people/?q=nobody",
    "action": "/kit/crm-2027/people/new/",
    "parts": "/kit/crm-2027/parts/",
    "profile": "/profile/",
    "team": "/p/crm-2027/team/",
    "home": "/p/crm-2027/",
}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_violation_and_no_sideways_scroll(open_page, team, name, language, width):
    page = open_page(PAGES[name], team, width=width, language=language)
    keep(page, f"{name}-{language}-{width}")
    assert violations(page) == []
    assert too_wide(page) <= 0


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("url", "status"),
    [("/login/", 200), ("/nothing-here/", 404), ("/kit/refused/now/", 409), ("/kit/refused/stale/", 409)],
)
def test_plain_page_has_no_violation(open_page, db, url, status, language, width):
    page = open_page(url, width=width, language=language, status=status)
    keep(page, f"{url.strip('/').replace('/', '-')}-{language}-{width}")
    assert violations(page) == []
    assert too_wide(page) <= 0


@pytest.mark.parametrize("width", [1440, 390])
def test_gates_of_the_ribbon_are_wide_enough_for_a_finger(open_page, administrator, width):
    programme = start_programme(
        slug="ribbon", name="Ribbon", language="en", start=timezone.localdate(), actor=administrator
    ).programme
    page = open_page(f"/p/{programme.slug}/channels/", member_of(programme, "PM"), width=width)
    assert page.locator(".lf-ribbon a.gt:visible").count() > 3
    assert violations(page) == []
