"""Every write of the process library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.models import expect_version, save_validated
from phases.redesign.choices import COMPLETION, NodeState
from phases.redesign.models import ProcessChain, ProcessNode
from phases.redesign.permissions import ACTIONS
from programme.people.selectors import sees_inside
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = frozenset({"owner", "state", "completion", "as_is", "to_be"})


@dataclass(frozen=True, slots=True)
class ChainSeed:
    """A chain as a blueprint gives it: nodes are (code, name_zh, name_en)."""

    code: str
    name_zh: str
    name_en: str
    deliverable: str
    nodes: Sequence[tuple[str, str, str]]


@writes
def add_blueprint_processes(programme: "Programme", *, seeds: Sequence[ChainSeed], actor: "User | None") -> int:
    """Create the library of a blueprint; returns how many processes. One audit event."""
    require(ACTIONS["edit"], actor, programme)
    position = 0
    for order, seed in enumerate(seeds):
        chain = ProcessChain(
            programme=programme, code=seed.code, name_zh=seed.name_zh, name_en=seed.name_en, position=order,
            deliverable=seed.deliverable,
        )  # fmt: skip
        save_validated(chain)
        rows = [
            ProcessNode(programme=programme, chain=chain, code=code, name_zh=zh, name_en=en, position=position + n)
            for n, (code, zh, en) in enumerate(seed.nodes)
        ]
        ProcessNode.objects.bulk_create(rows)
        position += len(rows)
    append_event("redesign.seeded", programme, actor=actor, changes={"processes": [None, position]})
    return position


@writes
def update_process(
    node: ProcessNode, *, actor: "User | None", values: Mapping[str, Any], version: int | None = None
) -> ProcessNode:
    """Change owner, state and texts; a new state brings its usual completion unless one is given."""
    require(ACTIONS["edit"], actor, node)
    unknown = set(values) - FIELDS
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    expect_version(node, version, dict(values))
    owner = values.get("owner")
    if owner is not None and not sees_inside(owner, node.programme):
        raise BadInputError({"owner": [_("%(name)s has no part in this programme.") % {"name": owner}]})
    new_state = values.get("state", node.state)
    if new_state not in NodeState.values:
        raise BadInputError({"state": [_("Choose one of the states.")]})
    with change(node, "redesign.process_changed", actor=actor):
        if new_state != node.state and values.get("completion") in {None, node.completion}:
            node.completion = COMPLETION[NodeState(new_state)]
        elif values.get("completion") is not None:
            node.completion = values["completion"]
        for name in {"owner", "state", "as_is", "to_be"} & values.keys():
            setattr(node, name, values[name])
        save_validated(node)
    return node
