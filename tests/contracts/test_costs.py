"""What every page and list costs in queries: bounded, and the same at 1, 30 and 1,000 rows."""

import logging

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.contracts.asking import browser
from tests.contracts.costs import cost, grow
from tests.contracts.routes import ways
from tests.contracts.world import address, build, kwargs_of

pytestmark = pytest.mark.django_db
PAGE = 15  # queries of a page beside its frame
HOME = 40  # of a whole home
FRAME = 8  # of the frame and the way in, while nothing changed
LEFT_OUT = frozenset({"people:logout GET"})
FIRST = {  # the first look after somebody wrote reads what is then kept: at most so many
    "notices:digest GET": (90, "asks every slice what waits, in every programme; kept until the next event"),
    "api-digest show": (90, "asks every slice what waits, in every programme; kept until the next event"),
    "people:home GET": (140, "every panel, light and attention of every slice is asked once"),
    "people:overview GET": (140, "the same page"),
    "plan:forecast GET": (40, "reads all that a simulation is made of, to say whether it is stale"),
    "plan:simulation GET": (40, "reads all that a simulation is made of, to say whether it is stale"),
    "rollout:wave GET": (35, "asks everything that may bind the wave's stage"),
    "rollout:wave_unrepeat GET": (20, "asks everything that may bind the wave's stage"),
    "api-waves retrieve": (30, "asks everything that may bind the wave's stage"),
    "needs:overview GET": (25, "joins the thread from goal to benefit over every slice"),
    "gates:gates GET": (70, "every criterion of every gate reads its evidence"),
    "gates:gate GET": (40, "every criterion of the gate reads its evidence"),
    "api-gates retrieve": (40, "every criterion of the gate reads its evidence"),
    "charter:overview GET": (45, "says what the charter lacks, and which moves are open with reasons"),
    "api-programmes retrieve": (35, "says what the charter lacks, and which moves are open with reasons"),
    "plan:task_detail GET": (30, "computes the plan to say why the task lies there"),
    "plan:figures GET": (20, "reckons earned value over the whole plan, in money too"),
    "charter:radar GET": (70, "asks every plan rule of every slice"),
    "api-radar show": (70, "asks every plan rule of every slice"),
    "checks:overview GET": (70, "asks every plan rule of every slice"),
    "api lint": (70, "asks every plan rule of every slice"),
    "governance:overview GET": (40, "computes every light; time and scope read the whole plan"),
    "api-lights list": (35, "computes every light; time and scope read the whole plan"),
    "signoff:request GET": (35, "freezes what is to be signed, in both languages"),
    "api-signatures retrieve": (35, "freezes what is to be signed, in both languages"),
}


FILES = {  # a whole plan as a file, or all that a form lets one choose from, read each time
    "plan:xml GET": 22,
    "needs:requirement_edit GET": 16,
    "api-tasks xml": 22,
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One programme with a row of everything; nothing stays."""
    level = logging.root.manager.disable
    logging.disable(logging.ERROR)
    with django_db_blocker.unblock(), transaction.atomic():
        yield build("acme")
        transaction.set_rollback(True)
    logging.disable(level)


def looks(world):
    """Ask every page and every read of the API twice as the project manager: after a write, and again."""
    client, found = browser(world.people["PM"]), {}
    for way in ways():
        if way.method != "get" or way.key in LEFT_OUT:
            continue
        url = address(way, kwargs_of(way, world.programme))
        cache.clear()
        first, again = cost(client, url), cost(client, url)
        if first.status == 200:
            found[way.key] = (first, again)
    return found


@pytest.fixture(scope="module")
def small(world):
    return looks(world)


def test_most_pages_are_looked_at(small):
    assert len(small) > 180


def test_pages_keep_their_budget(small):
    dear = {key: again.page for key, (_first, again) in small.items() if again.page > FILES.get(key, PAGE)}
    assert dear == {}


def test_first_look_after_a_write_keeps_its_budget(small):
    bounds = FILES | {key: bound for key, (bound, _why) in FIRST.items()}
    dear = {key: first.page for key, (first, _again) in small.items() if first.page > bounds.get(key, PAGE)}
    assert dear == {}


def test_no_exception_stands_without_need(small):
    assert [key for key in FIRST if key not in small or small[key][0].page <= PAGE] == []


def test_homes_keep_their_budget(small):
    assert small["people:home GET"][1].whole <= HOME


def test_frame_is_cheap(small):
    dear = {key: again.frame for key, (_first, again) in small.items() if again.frame > FRAME}
    assert dear == {}


@pytest.mark.full
@pytest.mark.parametrize("count", [30, 1000])
def test_pages_cost_the_same_whatever_the_registers_hold(world, small, count):
    with transaction.atomic():
        sid = transaction.savepoint()
        grow(world.programme, count)
        large = looks(world)
        transaction.savepoint_rollback(sid)
    assert [key for key in small if key not in large] == []
    grown = {
        key: (few[0].whole, many[0].whole, few[1].whole, many[1].whole)
        for key, few in small.items()
        if (many := large[key]) and (few[0].whole < many[0].whole or few[1].whole < many[1].whole)
    }
    assert grown == {}
