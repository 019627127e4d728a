"""The demo's processes: each with an owner, redesigned in the first phase and live in the pilot."""

from functools import partial

from core import seams
from core.demo import Story
from phases.redesign.choices import NodeState
from phases.redesign.models import ProcessNode
from phases.redesign.services import update_process

OWNERS = ("owner", "service", "wave", "it", "finance")


@seams.demo.provide("31.redesign.processes")
def processes(story: Story) -> None:
    """Name owners with the process work, then settle each process with the approval of its chain."""
    nodes = (
        ProcessNode.objects.filter(programme=story.programme).order_by("position", "pk").values_list("pk", "chain_id")
    )
    chains: dict[int, str] = {}
    for number, (pk, chain) in enumerate(nodes):
        key = chains.setdefault(chain, OWNERS[len(chains) % len(OWNERS)])
        story.then(story.ended("T12"), partial(_own, story, pk, key), hour=13, minute=number % 60)
        story.then(story.ended("T19"), partial(_settle, story, pk), hour=11, minute=number % 60)


def _own(story: Story, pk: int, key: str) -> None:
    values = {"owner": story.people[key], "state": NodeState.AS_IS}
    update_process(ProcessNode.objects.get(pk=pk), values=values, actor=story.people["pmo"])


def _settle(story: Story, pk: int) -> None:
    update_process(ProcessNode.objects.get(pk=pk), values={"state": NodeState.APPROVED}, actor=story.people["pmo"])
