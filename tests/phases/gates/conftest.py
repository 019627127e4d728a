import pytest

from phases.gates.services import assess_gate, state_criterion, submit_gate
from tests.factories.phases import CriterionFactory, GateFactory, PhaseFactory


@pytest.fixture
def phase(programme):
    return PhaseFactory(programme=programme, code="P1", position=0)


@pytest.fixture
def gate(phase):
    """A gate kept by sponsor and finance with one manual must."""
    return GateFactory(phase=phase, code="G0", position=0)


@pytest.fixture
def must(gate):
    return CriterionFactory(gate=gate, key="g0.one", label="M1")


@pytest.fixture
def ready(gate, must, pmo):
    """The gate with its must stated as fulfilled."""
    state_criterion(must, actor=pmo, text="Seen", link="https://example.com/minutes")
    return gate


@pytest.fixture
def in_review(ready, pmo, sponsor, finance):
    submit_gate(ready, actor=pmo)
    return assess_gate(ready, actor=sponsor)
