"""Every page without an address of a row, in a programme that was started a moment ago and in one with nothing at all."""

import pytest

from phases.gates.services import start_programme
from tests.contracts.asking import ask, browser
from tests.contracts.routes import ways
from tests.contracts.world import address
from tests.factories.programme import ProgrammeFactory, member_of

pytestmark = pytest.mark.django_db
PAGES = [way for way in ways() if way.method == "get" and set(way.params) <= {"slug"}]


@pytest.fixture(params=["started", "bare"])
def fresh(request, db):
    if request.param == "bare":
        return ProgrammeFactory(slug="fresh")
    return start_programme(slug="fresh", name="Fresh", language="en", actor=None).programme


def test_a_page_with_nothing_to_show_says_so(fresh):
    client = browser(member_of(fresh, "PM"))
    got = {way.key: ask(client, way, address(way, dict.fromkeys(way.params, fresh.slug))) for way in PAGES}
    assert {key: status for key, status in got.items() if not isinstance(status, int) or status >= 500} == {}
    assert sum(status == 200 for status in got.values()) > 100
