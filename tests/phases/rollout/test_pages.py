"""Pages of waves and the roster: filters, facts, and lists that cost the same whatever their length."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import seams
from tests.factories.programme import ProgrammeFactory, UnitFactory, UserFactory, member_of
from tests.factories.rollout import AbsenceFactory, RosterEntryFactory, WaveFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


def asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def fill(programme, n):
    for _number in range(n):
        wave = WaveFactory(programme=programme, units=[UnitFactory()])
        boss = RosterEntryFactory(programme=programme)
        entry = RosterEntryFactory(programme=programme, wave=wave, unit=UnitFactory(), manager=boss, user=UserFactory())
        AbsenceFactory(entry=entry)


@pytest.mark.parametrize("name", ["rollout:waves", "rollout:roster", "api-waves-list", "api-roster-list"])
def test_lists_cost_the_same_at_1_and_30(client, programme, name):
    client.force_login(member_of(programme, "WL"))
    url = reverse(name, args=[programme.slug])
    fill(programme, 1)
    few = asked(client, url)
    fill(programme, 29)
    assert asked(client, url) == few


def test_roster_is_filtered_by_wave_and_absence(client, programme):
    wave = WaveFactory(programme=programme, code="W1")
    today = timezone.localdate()
    here = RosterEntryFactory(programme=programme, wave=wave, name="Here")
    away = RosterEntryFactory(programme=programme, wave=wave, name="Away")
    AbsenceFactory(entry=away, first=today - dt.timedelta(days=1), last=today)
    RosterEntryFactory(programme=programme, name="Elsewhere")
    client.force_login(member_of(programme, "PM"))

    def shown(query):
        page = client.get(reverse("rollout:roster", args=[programme.slug]), query)
        return [row.name for row in page.context["records"]]

    assert shown({"wave": "W1"}) == [here.name, away.name]
    assert shown({"away": "true"}) == ["Away"]
    assert shown({"no_wave": "true"}) == ["Elsewhere"]


def test_coverage_is_evidence_with_what_is_missing(programme):
    WaveFactory(programme=programme, code="W1", name_en="One", units=[UnitFactory()], live_on=dt.date(2026, 5, 1))
    WaveFactory(programme=programme, code="W2", name_en="Two", units=[UnitFactory()])
    found = seams.evidence["rollout.coverage"](programme, [{}])[0]
    assert (found.numerator, found.denominator, [one.text for one in found.detail]) == (
        1, 2, ["The wave W2 Two is not live."],
    )  # fmt: skip
    empty = seams.evidence["rollout.coverage"](ProgrammeFactory(), [{}])[0]
    assert (empty.value, empty.denominator) == (None, 0)


def test_wave_page_counts_its_people_by_role(client, programme):
    wave = WaveFactory(programme=programme)
    RosterEntryFactory.create_batch(2, programme=programme, wave=wave, crm_role="sales")
    RosterEntryFactory(programme=programme, wave=wave, account="test")
    client.force_login(member_of(programme, "WL"))
    page = client.get(wave.get_absolute_url())
    assert (page.context["roles"], page.context["people"]) == ([("sales", 2)], 2)


def test_bad_line_of_an_absence_is_told(client, programme):
    entry = RosterEntryFactory(programme=programme)
    client.force_login(member_of(programme, "WL"))
    answer = client.post(reverse("rollout:entry_absences", args=[programme.slug, entry.public_id]), {"absences": "May"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["absences"])
