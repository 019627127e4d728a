"""Pages, API, papers and homes of adoption; who sees single people, and that every look is on record."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from adoption.usage.rules.suppression import hidden
from core import seams
from programme.governance.selectors.lights import board
from programme.records.models import AuditEvent
from programme.records.services.papers import paper_at
from tests.adoption.usage.events import bring, event
from tests.factories.programme import UnitFactory
from tests.factories.rollout import RosterEntryFactory, WaveFactory

NOW = dt.datetime(2026, 3, 6, 12, tzinfo=dt.UTC)


@pytest.fixture
def used(programme, time_machine, member, owner):
    """Thirteen people in three units of 3, 4 and 6 over a week; ``member`` is one of the six, ``owner`` leads them."""
    time_machine.move_to(NOW, tick=False)
    wave = WaveFactory(programme=programme, code="W1", live_on=dt.date(2026, 2, 2))
    units = [UnitFactory(code=code, name=f"Unit {code}") for code in ("A", "B", "C")]
    boss = RosterEntryFactory(programme=programme, key="boss", user=owner)
    for unit, size in zip(units, (3, 4, 6), strict=True):
        for n in range(size):
            mine = {"user": member} if unit.code == "C" and n == 0 else {}
            key = f"{unit.code}{n}".lower()
            RosterEntryFactory(
                programme=programme, key=key, name=f"Person {key}", email=f"{key}@example.com", wave=wave, unit=unit,
                manager=boss if unit.code == "C" else None, crm_role="sales", **mine,
            )  # fmt: skip
    rows = [
        event(f"2026-03-0{day} 09:00", f"{unit}{n}")
        for unit, size in (("a", 3), ("b", 4), ("c", 6))
        for n in range(size)
        for day in range(2, 2 + min(n + 2, 5))
    ]
    bring(programme, rows)
    return programme


@pytest.mark.parametrize(
    ("sizes", "gone"),
    [
        ([3, 6], {0, 1}),
        ([3, 6, 9], {0, 1}),
        ([2, 2, 7, 9], {0, 1, 2}),
        ([3, 4, 6], {0, 1}),
        ([5, 6], set()),
        ([0, 6, 7], set()),
        ([4], {0}),
        ([1, 5, 5], {0, 1}),
    ],
)
def test_small_groups_and_what_would_tell_them_are_hidden(sizes, gone):
    assert hidden(sizes) == frozenset(gone)


def test_api_hides_small_groups(used, pmo, call):
    url = reverse("api-adoption", args=[used.slug])
    rows = call(pmo).get(url, {"from": "2026-03-02", "to": "2026-03-06", "by": "unit"}).json()["rows"]
    assert [(row["key"], row["hidden"]) for row in rows] == [
        ("A", True), ("B", True), ("C", False), ("", False),
    ]  # fmt: skip
    assert rows[2]["daily_update"] == {"numerator": 24, "denominator": 30, "value": 0.8}
    whole = call(pmo).get(url, {"from": "2026-03-02", "to": "2026-03-06"}).json()["rows"]
    assert (whole[0]["key"], whole[0]["eligible"]) == ("all", 13)


def test_api_names_every_bad_parameter(used, pmo, call):
    answer = call(pmo).get(reverse("api-adoption", args=[used.slug]), {"from": "soon", "to": "32"})
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"from", "to"}


def test_single_people_are_for_themselves_their_manager_and_the_analyst(used, owner, analyst, pmo, call):
    def keys(user):
        rows = call(user).get(reverse("api-adoption", args=[used.slug]), {"by": "user"}).json()["rows"]
        return [row["key"] for row in rows]

    assert keys(pmo) == []
    assert sorted(keys(owner)) == ["boss", *(f"c{n}" for n in range(6))]
    assert len(keys(analyst)) == 14
    looks = AuditEvent.objects.filter(action="usage.people_read").order_by("seq")
    assert [(look.actor, look.changes["people"][1]) for look in looks] == [(owner, 6), (analyst, 14)]


def test_person_page(used, member, owner, analyst, pmo, browse):
    entry = used.roster.get(key="c0")
    url = reverse("usage:person", args=[used.slug, entry.public_id])
    assert [browse(user).get(url).status_code for user in (member, owner, analyst, pmo)] == [200, 200, 200, 403]
    assert "2026-03-02" in browse(member).get(url).content.decode()
    looks = AuditEvent.objects.filter(action="usage.looked").order_by("seq")
    assert [look.actor for look in looks] == [owner, analyst]


def test_people_page_shows_ones_own_only(used, member, browse):
    page = browse(member).get(reverse("usage:people", args=[used.slug])).content.decode()
    assert "Person c0" in page
    assert "Person c1" not in page
    assert not AuditEvent.objects.filter(action="usage.people_read").exists()


def test_overview_says_how_it_stands(used, pmo, browse):
    page = browse(pmo).get(reverse("usage:overview", args=[used.slug])).content.decode()
    assert "Daily update is below its target" in page
    assert "47/65" in page
    assert "Unit C" in page
    assert page.count("fewer than five people") == 2
    assert "Person c0" not in page


def test_overview_without_data_teaches(programme, pmo, member, browse):
    page = browse(pmo).get(reverse("usage:overview", args=[programme.slug])).content.decode()
    assert "No usage yet" in page
    assert "?kind=usage" in page


def test_overview_of_few_people_shows_no_figures(programme, pmo, browse):
    wave = WaveFactory(programme=programme, live_on=dt.date(2026, 2, 2))
    for n in range(4):
        RosterEntryFactory(programme=programme, key=f"u{n}", email=f"u{n}@example.com", wave=wave)
    bring(programme, [event("2026-03-02 09:00", f"u{n}") for n in range(3)])
    page = browse(pmo).get(reverse("usage:overview", args=[programme.slug])).content.decode()
    assert "Fewer than five people count" in page
    assert "3/4" not in page


def test_overview_costs_the_same_at_any_size(
    used, pmo, browse, django_assert_max_num_queries, django_assert_num_queries
):
    url = reverse("usage:overview", args=[used.slug])
    browser = browse(pmo)
    browser.get(url)
    with CaptureQueriesContext(connection) as first:
        browser.get(url)
    wave = used.waves.get()
    for n in range(30):
        RosterEntryFactory(programme=used, key=f"x{n}", email=f"x{n}@example.com", wave=wave)
    bring(used, [event(f"2026-03-0{d} 1{h}:{n:02}", f"x{n}") for n in range(30) for d in range(2, 7) for h in range(8)])
    browser.get(url)
    with CaptureQueriesContext(connection) as second:
        browser.get(url)
    assert len(second) == len(first)
    assert len(second) <= 30


def test_readings(used):
    (daily,) = seams.evidence["usage.daily_update"](used, [{}])
    assert (daily.numerator, daily.denominator) == (47, 65)
    assert [item.text for item in daily.detail] == [
        "5 more updates on working days of the last four weeks would have reached 80%"
    ]
    (wave,) = seams.evidence["usage.daily_update"](used, [{"wave": "W2"}])
    assert wave.value is None
    (index,) = seams.evidence["usage.adoption_index"](used, [{}])
    assert index.value is None
    assert [item.text for item in index.detail] == [
        "Access: logged in ÷ licensed and scheduled (25%): 13/13",
        "Daily update (25%): 47/65",
        "Process compliance (30%) is not measured yet",
        "Value use (20%) is not measured yet",
    ]


def test_adoption_light_reads_the_share_of_target(used):
    light = next(one for one in board(used).lights if one.dimension == "adoption")
    assert light.computed.colour == "warn"  # 47/65 of 80 % is 90.4 %: at least 85 %


def test_stale_usage_is_grey_and_asks_the_analyst(used, analyst, time_machine):
    time_machine.move_to(NOW + dt.timedelta(days=9), tick=False)
    (daily,) = seams.evidence["usage.daily_update"](used, [{}])
    assert daily.stale
    items = seams.attention["usage.stale"](used, analyst)
    assert [item.text for item in items] == ["CRM usage ends on 2026-03-06"]


def test_home_of_the_analyst(used, analyst, browse):
    answer = browse(analyst).get(reverse("people:home", args=[used.slug, "data"]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "usage.csv" in page
    assert "72.3" in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("fmt", ["html", "pdf"])
def test_adoption_report(used, language, fmt):
    kept = paper_at(used, kind="adoption", subject="", moment="now", language=language, fmt=fmt, actor=None)
    content = kept.read()
    assert len(content) > 5000
    if fmt == "html" and language == "en":
        page = content.decode()
        assert "47/65" in page
        assert "Meaningful action" in page
        assert "Person c0" not in page


def test_steering_pack_has_adoption(used):
    kept = paper_at(used, kind="steering", subject="", moment="now", language="en", fmt="html", actor=None)
    page = kept.read().decode()
    assert "Daily update is below its target" in page
    assert "Training and usage of the pilot show here." not in page
