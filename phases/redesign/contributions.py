"""The process library in the map, and processes that nobody owns."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from core import seams
from core.seams import AttentionItem, Finding, PageEntry, Rule
from phases.redesign.choices import NodeState
from phases.redesign.models import ProcessNode
from phases.redesign.permissions import can_edit, can_see
from programme.charter.choices import Pitfall

DESIGNED = (NodeState.TO_BE, NodeState.APPROVED)


@seams.attention.provide("redesign.owners")
def unowned(programme: Any, user: Any) -> list[AttentionItem]:
    """Processes without an owner, in one item; one query."""
    if not can_edit(user, programme):
        return []
    count = ProcessNode.objects.filter(programme=programme).unowned().count()
    if not count:
        return []
    text = ngettext("%(n)s process has no owner", "%(n)s processes have no owner", count) % {"n": count}
    return [AttentionItem("warn", text, reverse("redesign:library", args=[programme.slug]))]


seams.pages.add(
    "redesign",
    PageEntry(
        label=gettext_lazy("Redesign"), url_name="redesign:library", icon="route", order=60, group=2, visible=can_see
    ),
)


OWNERLESS = Rule(
    "redesign.process_without_owner", "warn", Pitfall.PROCESS,
    gettext_lazy("Every process has an owner"),
    gettext_lazy("Name the business person who decides how the process runs."),
)  # fmt: skip
FROZEN = Rule(
    "redesign.automated_as_is", "bad", Pitfall.PROCESS,
    gettext_lazy("No process will run as it runs today"),
    gettext_lazy("Ask what can be left out, joined or decided lower down before it is automated."),
)  # fmt: skip
UNDRAWN = Rule(
    "redesign.target_missing", "bad", Pitfall.PROCESS,
    gettext_lazy("Every process that counts as designed says how it will run"),
    gettext_lazy("Write the process as it will be, with roles and data."),
)  # fmt: skip
NO_CHAIN = Rule(
    "redesign.no_processes", "bad", Pitfall.PROCESS,
    gettext_lazy("The processes that the CRM will carry are listed"),
    gettext_lazy("List the chains and their processes before anything is configured."),
)  # fmt: skip


@seams.plan_rules.provide("redesign.library", OWNERLESS, FROZEN, UNDRAWN, NO_CHAIN)
def library_findings(programme: Any) -> list[Finding]:
    """Processes that are of nobody, or would be automated as they are; one query."""
    rows = list(ProcessNode.objects.filter(programme=programme).order_by("position", "pk"))
    url = reverse("redesign:library", args=[programme.slug])
    return [
        *NO_CHAIN.when(not rows, url),
        *OWNERLESS.over((row.code for row in rows if row.owner_id is None), url),
        *FROZEN.over((row.code for row in rows if row.to_be and _same(row.as_is, row.to_be)), url),
        *UNDRAWN.over((row.code for row in rows if row.state in DESIGNED and not row.to_be.strip()), url),
    ]


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
