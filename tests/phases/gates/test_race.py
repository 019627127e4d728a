"""Many keepers' browsers decide at once: one decision is left, on SQLite and on PostgreSQL."""

import threading
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, connections
from django.utils import translation

from core.errors import DomainError
from phases.gates.choices import GateState
from phases.gates.models import Gate, GateDecision, GateVote
from phases.gates.services import assess_gate, decide_gate, state_criterion, submit_gate
from programme.people.models import User
from programme.records.services import audit
from tests.factories.phases import CriterionFactory, GateFactory, PhaseFactory
from tests.factories.programme import ProgrammeFactory, member_of

BROWSERS = 32


def gate_in_review():
    programme = ProgrammeFactory()
    keepers = {role: member_of(programme, role) for role in ["PM", "SP", "FIN"]}
    gate = GateFactory(phase=PhaseFactory(programme=programme, code="P1"), code="G0")
    must = CriterionFactory(gate=gate)
    state_criterion(must, actor=keepers["PM"], text="Seen", link="https://example.com/a")
    submit_gate(gate, actor=keepers["PM"])
    assess_gate(gate, actor=keepers["SP"])
    return gate, keepers


def decide_at_once(gate, keepers):
    """Let both keepers decide from 16 browsers each, all starting together."""
    start = threading.Barrier(BROWSERS)
    faults = []

    def browser(person):
        try:
            with translation.override("en"):
                actor = User.objects.get(pk=person.pk)
                mine = Gate.objects.get(pk=gate.pk)
                start.wait(timeout=60)
                with suppress(DomainError):
                    decide_gate(mine, decision="go", actor=actor)
        except DatabaseError as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    people = [keepers["SP"], keepers["FIN"]] * (BROWSERS // 2)
    threads = [threading.Thread(target=browser, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def rounds_of(count):
    for _n in range(count):
        gate, keepers = gate_in_review()
        faults = decide_at_once(gate, keepers)
        assert faults == []
        assert GateDecision.objects.filter(gate=gate).count() == 1
        assert sorted(GateVote.objects.filter(gate=gate).values_list("role", flat=True)) == ["FIN", "SP"]
        assert Gate.objects.get(pk=gate.pk).state == GateState.GO


@pytest.mark.django_db(transaction=True)
def test_32_parallel_decisions_leave_one():
    rounds_of(2)


@pytest.mark.full
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_32_parallel_decisions_leave_one_20_times():
    rounds_of(20)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_guard_parallel_decisions_collide(monkeypatch):
    """The lock is what keeps the votes in line: without it the same trial ends otherwise."""
    monkeypatch.setattr(audit, "lock_programme", lambda _programme: None)
    collided = 0
    for _n in range(5):
        gate, keepers = gate_in_review()
        faults = decide_at_once(gate, keepers)
        decided = GateDecision.objects.filter(gate=gate).count()
        collided += bool(faults) or decided != 1
    assert connection.vendor == "postgresql"
    assert collided > 0
