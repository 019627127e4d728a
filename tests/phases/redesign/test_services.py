import pytest

from core.errors import BadInputError, ForbiddenError, StaleError
from phases.gates.rules.blueprint import load_blueprint
from phases.redesign.models import ProcessNode
from phases.redesign.selectors import process_tree
from phases.redesign.services import ChainSeed, add_blueprint_processes, update_process

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(programme):
    chains = load_blueprint("crm-four-phase-v1").chains
    seeds = [
        ChainSeed(c.code, c.name.zh, c.name.en, c.deliverable, [(n.code, n.name.zh, n.name.en) for n in c.nodes])
        for c in chains
    ]
    add_blueprint_processes(programme, seeds=seeds, actor=None)
    return programme


@pytest.mark.requirement("S4-07")
def test_tree_shows_seventeen_processes_with_completion_and_flags_missing_owners(library, pmo, owner):
    lines = process_tree(library)
    assert [(line.chain.code, len(line.nodes), line.percent, line.unowned) for line in lines] == [
        ("MTL", 5, 0, 5), ("LTC", 6, 0, 6), ("MCR", 6, 0, 6),
    ]  # fmt: skip
    node = ProcessNode.objects.get(programme=library, code="MTL-1")
    update_process(node, values={"owner": owner, "state": "approved"}, actor=pmo)
    first = process_tree(library)[0]
    assert (first.nodes[0].completion, first.percent, first.unowned) == (100, 20, 4)


def test_update_process_keeps_a_given_completion(library, pmo):
    node = ProcessNode.objects.get(programme=library, code="LTC-1")
    assert update_process(node, values={"state": "to_be", "completion": 55}, actor=pmo).completion == 55
    assert update_process(node, values={"completion": 60}, actor=pmo).completion == 60


@pytest.mark.parametrize(
    ("values", "field"), [({"completion": 101}, "completion"), ({"state": "done"}, "state"), ({"code": "X"}, "code")]
)
def test_update_process_refuses_bad_values(library, pmo, values, field):
    node = ProcessNode.objects.get(programme=library, code="LTC-1")
    with pytest.raises(BadInputError) as caught:
        update_process(node, values=values, actor=pmo)
    assert field in caught.value.fields


def test_update_process_refuses_strangers_and_stale_edits(library, pmo, member, outsider):
    node = ProcessNode.objects.get(programme=library, code="LTC-1")
    with pytest.raises(BadInputError):
        update_process(node, values={"owner": outsider}, actor=pmo)
    with pytest.raises(ForbiddenError):
        update_process(node, values={"completion": 5}, actor=member)
    with pytest.raises(StaleError):
        update_process(node, values={"completion": 5}, actor=pmo, version=99)
