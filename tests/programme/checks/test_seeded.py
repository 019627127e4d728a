"""The plan check over a healthy programme, and over each of the defects planted into it."""

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import seams
from programme.charter.models import Programme
from programme.checks.selectors import findings
from tests.factories.healthy import healthy
from tests.programme.checks.plants import PLANTS

WEAK = frozenset({"plan.high_float", "rollout.length"})  # of the blueprint's own plan
MOST = 75  # queries of one check; 60 is wished for, shared reads of money and people are still asked twice


@pytest.fixture
def world(db):
    with time_machine.travel("2026-03-02T09:00:00+08:00"):
        yield healthy()


def found_in(world):
    programme = Programme.objects.get(pk=world.programme.pk)
    with CaptureQueriesContext(connection) as asked:
        found = findings(programme)
    return {one.rule for one in found}, {one.rule for one in found if one.severity == "bad"}, len(asked)


def test_healthy_programme_has_no_grave_finding_and_each_planted_defect_is_found(world):
    found, red, asked = found_in(world)
    assert (found, red) == (WEAK, set())
    assert asked <= MOST
    wrong, most = {}, asked
    for one in PLANTS:
        with transaction.atomic():
            one.plant(world)
            after, _red, asked = found_in(world)
            most = max(most, asked)
            if after - WEAK != {one.rule} | one.also:
                wrong[one.plant.__name__] = (one.rule, sorted(after - WEAK))
            transaction.set_rollback(True)
    assert wrong == {}
    assert most <= MOST


def test_at_least_forty_rules_have_a_defect_of_their_own():
    rules = [one.rule for one in PLANTS]
    assert len(rules) == len(set(rules)) >= 40
    assert set(rules) <= set(seams.plan_rules.book)
