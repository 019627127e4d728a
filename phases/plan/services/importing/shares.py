"""Who works on the tasks of rows: assignments made exactly what the rows say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from phases.plan.models import Assignment, PlanResource
from phases.plan.rules.shares import Share, read_share
from phases.plan.selectors import resource_labels
from phases.plan.services.dates import CHUNK
from phases.plan.services.importing.links import Pair, Refusal
from phases.plan.services.importing.names import Labelled

if TYPE_CHECKING:
    from programme.charter.models import Programme


def resources_of(programme: "Programme") -> Labelled[PlanResource]:
    """Find resources by what cells call them; one query."""
    called = resource_labels(programme)
    rows = PlanResource.objects.filter(programme=programme)
    return Labelled(rows, lambda row: called[row.pk])


def check_shares(rows: Sequence[Pair], known: Labelled[PlanResource], refused: dict[int, Refusal]) -> None:
    """Refuse rows that name a resource by a UID that the plan does not have."""
    for change, task in rows:
        shares = _shares(change.row.get("resources", ()))
        wrong = [
            one.label for one in shares if one.label.startswith("#") and known.find(one.label, task.source) is None
        ]
        if wrong and change.line not in refused:
            sentence = _("Resource %(names)s is not in the plan.") % {"names": ", ".join(wrong)}
            refused[change.line] = {"resources": [sentence]}


def _shares(texts: Sequence[str]) -> list[Share]:
    return [share for text in texts if (share := read_share(text))]


def reassign(programme: "Programme", rows: Sequence[Pair], known: Labelled[PlanResource]) -> None:
    """Make the assignments of the rows' tasks exactly what they say; a resource not known by its name is added."""
    asked = [(task, _shares(change.row["resources"])) for change, task in rows if "resources" in change.row]
    if not asked:
        return
    have: dict[int, dict[int, Assignment]] = {}
    for one in Assignment.objects.filter(programme=programme):
        have.setdefault(one.task_id, {})[one.resource_id] = one
    new: dict[tuple[int, int], Assignment] = {}
    changed: list[Assignment] = []
    gone: list[int] = []
    for task, shares in asked:
        kept, named = have.get(task.pk, {}), {_resource(programme, task.source, one, known).pk: one for one in shares}
        gone += [one.pk for pk, one in kept.items() if pk not in named]
        for pk, share in named.items():
            if pk not in kept:
                new[task.pk, pk] = Assignment(
                    programme=programme, task=task, resource_id=pk, units=share.units, work=share.work
                )
            elif (kept[pk].units, kept[pk].work) != (share.units, share.work):
                kept[pk].units, kept[pk].work = share.units, share.work
                changed.append(kept[pk])
    for at in range(0, len(gone), CHUNK):
        Assignment.objects.filter(pk__in=gone[at : at + CHUNK]).delete()
    Assignment.objects.bulk_create(new.values(), batch_size=CHUNK)
    Assignment.objects.bulk_update(changed, ["units", "work"], batch_size=CHUNK)


def _resource(programme: "Programme", source: str, share: Share, known: Labelled[PlanResource]) -> PlanResource:
    found = known.find(share.label, source)
    if found is None:
        found = PlanResource.objects.create(programme=programme, name=share.label[:200])
        known.add(found, share.label)
    return found
