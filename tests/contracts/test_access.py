"""Every way in × every role × own and other programme; the table is ``access.py``, the ways come from the URLs."""

import hashlib
import logging

import pytest
from django.db import transaction

from tests.contracts.access import EVERYONE, PERSONAL, PUBLIC, allowed, hidden, lines
from tests.contracts.asking import addresses, ask, browser
from tests.contracts.routes import ways
from tests.contracts.world import build
from tests.factories.programme import MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
TABLE = allowed()
EVERY = {way.key: way for way in ways()}
KNOWN = [way for key, way in EVERY.items() if key in TABLE]
SCOPED = [way for way in KNOWN if "slug" in way.params]
OPEN, OWN_THINGS = set(lines(PUBLIC)), set(lines(PERSONAL))
REFUSED = {401, 403, 404, 405}
ALWAYS = frozenset({"PM", "AUD"})  # asked for every page in each run; the other readers share the pages among them
SHARE = 8


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    """Two whole programmes, one of them with everybody in it; nothing stays."""
    level = logging.root.manager.disable
    logging.disable(logging.ERROR)
    with django_db_blocker.unblock(), transaction.atomic():
        yield build("acme"), build("other", everyone=False)
        transaction.set_rollback(True)
    logging.disable(level)


@pytest.fixture(scope="module")
def urls(worlds):
    """Address of every way in the programme with everybody in it."""
    return addresses(KNOWN, worlds[0].programme)


def test_every_way_stands_in_the_table():
    assert sorted(set(EVERY) - set(TABLE)) == []


def test_the_table_names_no_way_that_is_gone():
    assert sorted(set(TABLE) - set(EVERY)) == []


def test_the_table_never_lets_an_auditor_write():
    reading = ("list", "retrieve", "GET", "show", "totals", "lint", "me", "verify", "content", "file")
    reading += (
        "book",
        "similar",
        "targets",
        "weights",
        "compare",
        "health",
        "trends",
        "value",
        "load",
        "levelling",
        "xml",
        "ics",
        "gantt",
        "money",
        "calendar",
        "figures",
        "thread",
        "standing",
        "standings",
        "others",
        "readers",
        "overlap",
        "coverage",
        "ranking",
    )
    harmless = {"api-plan ripple", "charter:goal_score POST", "savedviews:new POST"}
    writes = {key for key, roles in TABLE.items() if "AUD" in roles and key.split()[1] not in reading}
    assert writes - OPEN - OWN_THINGS == harmless


def expected(key, role):
    """Say what this role gets: opens, hidden or forbidden."""
    if role in TABLE[key]:
        return "opens"
    return 404 if hidden(key, role) else 403


def fits(status, wanted):
    return status == wanted if wanted != "opens" else isinstance(status, int) and status not in REFUSED and status < 500


def due(way, role, *, full):
    """Tell whether this run asks: of pages that open, each reader takes a share, and the full run asks everything."""
    if full or way.method != "get" or role in ALWAYS or expected(way.key, role) != "opens":
        return True
    return hashlib.sha256(f"{way.key} {role}".encode()).digest()[0] % SHARE == 0


@pytest.mark.parametrize(
    "full", [pytest.param(False, id="share"), pytest.param(True, id="whole", marks=pytest.mark.full)]
)
@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_role_in_own_programme(worlds, urls, role, full):
    client = browser(worlds[0].people[role])
    asked = [way for way in KNOWN if way.key not in OPEN and due(way, role, full=full)]
    got = {way.key: ask(client, way, urls[way.key]) for way in asked}
    wrong = {key: (status, expected(key, role)) for key, status in got.items() if not fits(status, expected(key, role))}
    assert wrong == {}


def test_every_role_elsewhere_is_nobody_here(worlds, urls):
    """One person with all roles of another programme: rights add up, so each of the roles alone opens nothing."""
    client = browser(member_of(worlds[1].programme, *sorted(EVERYONE - {"ADM"})))
    assert {way.key: status for way in SCOPED if (status := ask(client, way, urls[way.key])) != 404} == {}


@pytest.mark.full
@pytest.mark.parametrize("role", sorted(EVERYONE - {"ADM"}))
def test_each_role_elsewhere_is_nobody_here(worlds, urls, role):
    client = browser(member_of(worlds[1].programme, role))
    assert {way.key: status for way in SCOPED if (status := ask(client, way, urls[way.key])) != 404} == {}


def test_rows_of_another_programme_are_not_there(worlds):
    """The project manager's own programme in the address, with rows of the other one behind it."""
    mine, other = worlds[0], worlds[1]
    rows = {way.key: way for way in SCOPED if "public_id" in way.params or "file_id" in way.params}
    there = addresses(rows.values(), other.programme)
    client = browser(mine.people["PM"])
    wrong = {}
    for key, way in rows.items():
        status = ask(client, way, there[key].replace("/other/", "/acme/"))
        if status not in ({404} if "PM" in TABLE[key] else {403, 404}):
            wrong[key] = status
    assert wrong == {}


def test_someone_without_a_role_sees_no_programme(worlds, urls):
    client = browser(UserFactory(name="Nobody"))
    assert {way.key: status for way in SCOPED if (status := ask(client, way, urls[way.key])) != 404} == {}


def test_an_ended_role_opens_nothing(worlds, urls):
    user = UserFactory(name="Gone")
    MembershipFactory(programme=worlds[0].programme, user=user, role="BO", ended_on=worlds[0].programme.starts_on)
    client = browser(user)
    assert {way.key: status for way in SCOPED if (status := ask(client, way, urls[way.key])) != 404} == {}


def test_anonymous_is_sent_to_login_and_told_401_by_the_api(urls):
    client = browser()
    wrong = {}
    for way in KNOWN:
        status = ask(client, way, urls[way.key])
        wanted = way.key in OPEN and isinstance(status, int) and status < 500
        if not wanted and status != (401 if way.api and way.key != "api-docs GET" else 302):
            wrong[way.key] = status
    assert wrong == {}


def test_lists_of_the_programmes_hold_no_other(worlds):
    mine, other = worlds
    answer = browser(mine.people["PM"]).get("/api/v1/programmes/").json()
    assert [row["slug"] for row in answer["results"]] == [mine.programme.slug]
    assert other.programme.name not in browser(mine.people["PM"]).get("/programmes/").content.decode()
