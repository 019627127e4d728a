"""The roster's rows: who holds a licence on which day, and who is away."""

import datetime as dt

import pytest

from phases.rollout.choices import AccountKind
from phases.rollout.models import Absence, RosterEntry
from tests.factories.rollout import AbsenceFactory, RosterEntryFactory

pytestmark = pytest.mark.django_db


def test_licensed_persons_are_those_of_the_day():
    held = RosterEntryFactory(key="A", licensed_on=dt.date(2026, 5, 1), unlicensed_on=dt.date(2026, 5, 31))
    RosterEntryFactory(key="B", programme=held.programme, licensed_on=dt.date(2026, 6, 1))
    RosterEntryFactory(key="C", programme=held.programme, account=AccountKind.INTEGRATION)
    always = RosterEntryFactory(key="D", programme=held.programme)
    day = dt.date(2026, 5, 31)
    assert list(RosterEntry.objects.persons().licensed(day)) == [held, always]
    assert [row.is_licensed(day) for row in RosterEntry.objects.order_by("key")] == [True, False, True, True]


def test_absences_touch_a_span_with_one_day():
    away = AbsenceFactory()
    assert list(Absence.objects.touching(dt.date(2026, 5, 8), dt.date(2026, 5, 9))) == [away]
    assert not Absence.objects.touching(dt.date(2026, 5, 9), dt.date(2026, 5, 9)).exists()
