"""Waves and the roster: what services refuse, what the audit says, and a file of five thousand people."""

import datetime as dt

import pytest
from django.utils import timezone

from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.imports.kinds import Batch, Change
from phases.gates.models import Gate
from phases.rollout import services
from phases.rollout.models import RosterEntry
from phases.rollout.rules import Span
from phases.rollout.selectors import covered
from programme.records.models import AuditEvent
from tests.factories.phases import GateFactory
from tests.factories.programme import ProgrammeFactory, UnitFactory, UserFactory, member_of
from tests.factories.rollout import RosterEntryFactory, WaveFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def lead(programme):
    return member_of(programme, "WL")


def changes_of(action):
    return AuditEvent.objects.filter(action=action).latest("seq").changes


def test_audit_shows_changed_units(programme, lead):
    east, south = UnitFactory(code="EAST"), UnitFactory(code="SOUTH")
    wave = services.create_wave(programme, values={"code": "W1", "name_en": "One", "units": [east]}, actor=lead)
    services.update_wave(wave, values={"units": [east, south]}, actor=lead)
    assert changes_of("wave.changed") == {"units": [["EAST"], ["EAST", "SOUTH"]]}


@pytest.mark.requirement("S0-21")
def test_unit_in_another_wave_is_refused(programme, lead):
    unit = UnitFactory(name="East")
    WaveFactory(programme=programme, code="W1", units=[unit, UnitFactory()])
    with pytest.raises(BadInputError) as refusal:
        services.create_wave(programme, values={"code": "W2", "units": [unit, UnitFactory()]}, actor=lead)
    assert refusal.value.fields == {"units": ["East goes live in the wave W1 already."]}


def test_wave_goes_live_once_and_not_tomorrow(programme, lead):
    wave = WaveFactory(programme=programme)
    with pytest.raises(BadInputError):
        services.mark_live(wave, actor=lead, on=timezone.localdate() + dt.timedelta(days=1))
    wave.refresh_from_db()
    services.mark_live(wave, actor=lead)
    assert wave.goes_live_on == timezone.localdate()
    with pytest.raises(IllegalNowError):
        services.mark_live(wave, actor=lead)


def test_wave_with_gates_and_people_stays(programme, lead):
    wave = WaveFactory(programme=programme, code="W1")
    GateFactory(programme=programme, wave="W1")
    assert Gate.objects.get().wave == "W1"
    RosterEntryFactory(programme=programme, wave=wave)
    with pytest.raises(IllegalNowError) as refusal:
        services.remove_wave(wave, actor=lead)
    assert len(refusal.value.reasons) == 2
    services.remove_waves(programme, refs=[WaveFactory(programme=programme, code="W9").public_id], actor=lead)
    assert changes_of("wave.removed")["code"] == ["W9", None]


@pytest.mark.parametrize("service", ["create_wave", "create_entry"])
def test_trainer_may_not_write(programme, service):
    with pytest.raises(ForbiddenError):
        getattr(services, service)(programme, values={}, actor=member_of(programme, "TR"))


@pytest.mark.requirement("S0-21")
def test_coverage_after_the_first_of_three_waves(programme):
    """10 units in waves of 3, 4 and 3: after the first 30 %; by headcount what its people are of all."""
    units = UnitFactory.create_batch(10)
    waves = [
        WaveFactory(programme=programme, units=part, live_on=live)
        for part, live in [(units[:3], dt.date(2026, 5, 1)), (units[3:7], None), (units[7:], None)]
    ]
    RosterEntryFactory.create_batch(2, programme=programme, unit=units[0], wave=waves[0])
    RosterEntryFactory.create_batch(6, programme=programme, unit=units[4], wave=waves[1])
    found = covered(programme, dt.date(2026, 5, 1))
    assert (found.live_units, found.units, found.live_people, found.people) == (3, 10, 2, 8)
    assert covered(programme, dt.date(2026, 4, 30)).live_units == 0


def test_entry_links_to_the_account_of_its_address(programme, lead):
    user = UserFactory(email="Wang@example.com")
    entry = services.create_entry(
        programme, values={"key": "A", "name": "Wang", "email": "wang@EXAMPLE.com"}, actor=lead
    )
    assert (entry.user, entry.email) == (user, "wang@example.com")
    services.update_entry(entry, values={"account": "test"}, actor=lead)
    assert entry.user is None


def test_account_made_later_is_linked(programme, lead):
    entry = RosterEntryFactory(programme=programme, email="later@example.com")
    services.link_accounts(UserFactory(email="Later@example.com"), actor=None)
    entry.refresh_from_db()
    assert entry.user.email == "Later@example.com"
    assert changes_of("roster.linked") == {"user": [None, entry.user_id]}


def test_nobody_is_their_own_manager_through_others(programme, lead):
    a = RosterEntryFactory(programme=programme)
    b = RosterEntryFactory(programme=programme, manager=a)
    with pytest.raises(BadInputError) as refusal:
        services.update_entry(a, values={"manager": b, "wave": WaveFactory()}, actor=lead)
    assert sorted(refusal.value.fields) == ["manager", "wave"]


def test_absences_are_replaced_as_a_whole(programme, lead):
    entry = services.create_entry(
        programme,
        values={"key": "A", "name": "Wang"},
        absences=[Span(dt.date(2026, 5, 4), dt.date(2026, 5, 8), "leave")],
        actor=lead,
    )
    services.set_absences(entry, spans=[Span(dt.date(2026, 6, 1), dt.date(2026, 6, 1))], actor=lead)
    assert changes_of("roster.absences") == {"absences": [["2026-05-04/2026-05-08 leave"], ["2026-06-01"]]}
    with pytest.raises(BadInputError) as refusal:
        services.set_absences(
            entry,
            spans=[Span(dt.date(2026, 6, 1), dt.date(2026, 6, 3)), Span(dt.date(2026, 6, 3), dt.date(2026, 6, 4))],
            actor=lead,
        )
    assert refusal.value.fields == {"absences": ["2026-06-01/2026-06-03 and 2026-06-03/2026-06-04 share a day."]}


def line(number, **row):
    return Change(number, {"key": f"P{number}", "name": f"Person {number}", **row})


def test_five_thousand_people_in_few_queries(programme, lead, django_assert_max_num_queries):
    unit, wave = UnitFactory(code="EAST"), WaveFactory(programme=programme, code="W1")
    boss = UserFactory(email="p1@example.com")
    rows = [
        line(
            n, email=f"p{n}@example.com", unit="east", wave="w1", manager="P1" if n > 1 else "", crm_id=f"c{n}",
            account="person", absences=("2026-05-04/2026-05-08",) if n % 10 == 0 else (),
        )
        for n in range(1, 5001)
    ]  # fmt: skip
    with django_assert_max_num_queries(400):
        outcomes = services.write_roster(programme, Batch(rows), lead)
    assert [one for one in outcomes if one.refused] == []
    first = RosterEntry.objects.get(key="P1")
    assert (first.user, first.unit, first.wave, first.team.count()) == (boss, unit, wave, 4999)
    assert RosterEntry.objects.filter(absences__isnull=False).count() == 500
    assert AuditEvent.objects.filter(action="roster.written").count() == 1


def test_file_refuses_lines_alone(programme, lead):
    RosterEntryFactory(programme=programme, key="OLD", crm_id="taken")
    outcomes = services.write_roster(
        programme,
        Batch(
            [
                line(1, manager="P2"),
                line(2, manager="P1"),
                line(3, manager="NOBODY"),
                line(4, unit="?", wave="?"),
                line(5, crm_id="taken"),
                line(6, licensed_on=dt.date(2026, 5, 2), unlicensed_on=dt.date(2026, 5, 1)),
                line(7, absences=("yesterday",)),
                line(8, manager="OLD"),
            ]
        ),
        lead,
    )
    assert [sorted(one.refused) for one in outcomes] == [
        ["manager"], ["manager"], ["manager"], ["unit", "wave"], ["crm_id"], ["unlicensed_on"], ["absences"], [],
    ]  # fmt: skip
    assert sorted(RosterEntry.objects.values_list("key", flat=True)) == ["OLD", "P8"]


def test_two_entries_exchange_their_accounts(programme, lead):
    a = RosterEntryFactory(programme=programme, key="A", crm_id="1")
    b = RosterEntryFactory(programme=programme, key="B", crm_id="2")
    rows = [Change(1, {"crm_id": "2"}, a.public_id), Change(2, {"crm_id": "1"}, b.public_id)]
    assert [one.refused for one in services.write_roster(programme, Batch(rows), lead)] == [{}, {}]
    assert list(RosterEntry.objects.values_list("key", "crm_id")) == [("A", "2"), ("B", "1")]
    assert changes_of("roster.written")["changed"] == [None, {"A": {"crm_id": ["1", "2"]}, "B": {"crm_id": ["2", "1"]}}]
