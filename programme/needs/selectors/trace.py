"""The thread from goals over requirements, test cases and releases to readings and benefits, as all floors give it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import seams
from core.memo import read_once
from core.seams import Link
from programme.needs import rules

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True, slots=True)
class Node:
    """A goal, requirement, case, release, reading or benefit."""

    node: str
    kind: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with what hangs from it, down to the benefits."""

    node: Node
    below: "tuple[Branch, ...]"


@dataclass(frozen=True, slots=True)
class Trace:
    """All nodes by id, the links between them, and the judgement."""

    nodes: dict[str, Node]
    links: frozenset[tuple[str, str]]
    judged: rules.Thread

    def leads(self, node: str, kind: str) -> bool:
        """Tell whether the node leads to one of that kind."""
        return any(start == node and self.nodes[end].kind == kind for start, end in self.links if end in self.nodes)

    @property
    def orphans(self) -> list[Node]:
        """What hangs from nothing."""
        return [self.nodes[one] for one in self.judged.orphans]

    @property
    def ends(self) -> list[Node]:
        """Goals without a requirement, requirements without a test case."""
        return [self.nodes[one] for one in self.judged.ends]

    def branches(self, kind: str = "goal") -> list[Branch]:
        """Every node of a kind with what hangs from it."""
        after: dict[str, list[str]] = {}
        for start, end in sorted(self.links):
            after.setdefault(start, []).append(end)

        def branch(node: str) -> Branch:
            held = [end for end in after.get(node, []) if end in self.nodes and self._follows(node, end)]
            return Branch(self.nodes[node], tuple(branch(end) for end in held))

        return [branch(node) for node, one in self.nodes.items() if one.kind == kind]

    def _follows(self, start: str, end: str) -> bool:
        return rules.BEFORE.get(self.nodes[end].kind) == self.nodes[start].kind


@read_once(words=True)
def trace_of(programme: "Programme", node: str = "") -> Trace:
    """Ask every floor for its links, of one node or of all, and judge them; a few queries a floor."""
    told: list[Link] = [link for give in seams.trace.values() for link in give(programme, node)]
    nodes = {link.node: Node(link.node, link.kind, link.text, link.url) for link in _in_order(told)}
    links = frozenset((link.after, link.node) for link in told if link.after)
    return Trace(nodes, links, rules.thread({name: one.kind for name, one in nodes.items()}, links))


def _in_order(told: list[Link]) -> list[Link]:
    return sorted(told, key=lambda link: (rules.KINDS.index(link.kind), link.node))
