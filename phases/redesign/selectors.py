"""The process library as a tree with its completion."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.access import Action, allows
from phases.redesign.models import ProcessChain, ProcessNode
from phases.redesign.permissions import ACTIONS
from phases.redesign.rules import chain_completion

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A chain with its processes and their completion in per cent."""

    chain: ProcessChain
    nodes: tuple[ProcessNode, ...]
    completion: Fraction | None

    @property
    def percent(self) -> int | None:
        """The completion, rounded for print."""
        return None if self.completion is None else round(self.completion)

    @property
    def unowned(self) -> int:
        """How many processes nobody owns."""
        return sum(node.owner_id is None for node in self.nodes)


def process_tree(programme: "Programme") -> list[ChainLine]:
    """Return the chains with their processes; two queries."""
    chains = list(ProcessChain.objects.filter(programme=programme))
    nodes = list(ProcessNode.objects.filter(programme=programme).for_list())
    lines = []
    for chain in chains:
        own = tuple(node for node in nodes if node.chain_id == chain.pk)
        lines.append(ChainLine(chain, own, chain_completion([node.completion for node in own])))
    return lines


def node_actions(node: ProcessNode, user: "User | None") -> list[Action]:
    """Return the acts on a process for this person."""
    return [Action("edit", _("Edit"), primary=True)] if allows(ACTIONS["edit"], user, node) else []
