"""Predecessors of rows: found, refused where they cannot be, and made the links of their tasks."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.imports.kinds import Change
from phases.plan.models import Task, TaskLink
from phases.plan.rules.network import circle_in
from phases.plan.rules.tokens import Token, read_token
from phases.plan.services.dates import CHUNK
from phases.plan.services.importing.names import TaskNames

if TYPE_CHECKING:
    from programme.charter.models import Programme

Pair = tuple[Change, Task]
Wanted = list[tuple[Task, Token]]
Refusal = dict[str, list[str]]


def settle(
    programme: "Programme", rows: Sequence[Pair], names: TaskNames, refused: dict[int, Refusal]
) -> dict[str, Wanted]:
    """Refuse rows until every predecessor is found and no circle is left; returns what each task waits for."""
    kept = list(TaskLink.objects.filter(programme=programme).values_list("earlier__public_id", "later__public_id"))
    while True:
        wanted = _resolve(rows, names, refused)
        links = [pair for pair in kept if pair[1] not in wanted]
        links += [(earlier.public_id, ref) for ref, pairs in wanted.items() for earlier, _token in pairs]
        cycle = circle_in(links)
        if not cycle:
            return wanted
        called: dict[Hashable, str] = {task.public_id: str(task) for _change, task in rows}
        walk = " → ".join(called.get(key, str(key)) for key in [*cycle, cycle[0]])
        for change, task in rows:
            if task.public_id in cycle and "predecessors" in change.row:
                refused[change.line] = {"predecessors": [_("The links form a circle: %(walk)s") % {"walk": walk}]}


def _resolve(rows: Sequence[Pair], names: TaskNames, refused: dict[int, Refusal]) -> dict[str, Wanted]:
    """Find every predecessor; a row that names one that is not there is refused, and then those that name it."""
    while True:
        gone = {task.public_id for change, task in rows if change.line in refused and not change.ref}
        wanted: dict[str, Wanted] = {}
        found = len(refused)
        for change, task in rows:
            if "predecessors" not in change.row or change.line in refused:
                continue
            tokens = [token for text in change.row["predecessors"] if (token := read_token(text))]
            pairs = [(names.find(token.ref, task.source), token) for token in tokens]
            sentence = _objection(task, pairs, gone)
            if sentence:
                refused[change.line] = {"predecessors": [sentence]}
            wanted[task.public_id] = [(earlier, token) for earlier, token in pairs if earlier is not None]
        if len(refused) == found:
            return wanted


def _objection(task: Task, pairs: Sequence[tuple[Task | None, Token]], gone: set[str]) -> str:
    missing = [token.ref for earlier, token in pairs if earlier is None or earlier.public_id in gone]
    if missing:
        return _("Predecessor %(refs)s is not in the plan.") % {"refs": ", ".join(missing)}
    if any(earlier is task for earlier, _token in pairs):
        return _("A task cannot wait for itself.")
    return ""


def relink(programme: "Programme", wanted: Mapping[str, Wanted]) -> dict[str, int]:
    """Make the links of the named tasks exactly the wanted ones."""
    have: dict[str, dict[int, TaskLink]] = {}
    for link in TaskLink.objects.filter(programme=programme).select_related("later"):
        have.setdefault(link.later.public_id, {})[link.earlier_id] = link
    later = dict(Task.objects.filter(programme=programme).values_list("public_id", "pk"))
    new: list[TaskLink] = []
    changed: list[TaskLink] = []
    gone: list[int] = []
    for ref, pairs in wanted.items():
        kept = have.get(ref, {})
        asked = {earlier.pk: token for earlier, token in pairs if ref in later}
        gone += [link.pk for pk, link in kept.items() if pk not in asked]
        for pk, token in asked.items():
            said = {"type": token.kind, "lag": token.lag, "unit": token.unit}
            if pk not in kept:
                new.append(TaskLink(programme=programme, earlier_id=pk, later_id=later[ref], **said))
            elif _differs(kept[pk], said):
                changed.append(kept[pk])
    for at in range(0, len(gone), CHUNK):
        TaskLink.objects.filter(pk__in=gone[at : at + CHUNK]).delete()
    TaskLink.objects.bulk_create(new, batch_size=CHUNK)
    TaskLink.objects.bulk_update(changed, ["type", "lag", "unit"], batch_size=CHUNK)
    return {"links_added": len(new), "links_changed": len(changed), "links_removed": len(gone)}


def _differs(link: TaskLink, said: Mapping[str, object]) -> bool:
    """Put what is said on the link; tell whether anything is new."""
    differs = any(getattr(link, name) != value for name, value in said.items())
    for name, value in said.items():
        setattr(link, name, value)
    return differs
