"""Writes of import rows: items from a file, with the state and the answer they had elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError
from core.imports.kinds import Batch, Outcome, row_by_row
from core.models import save_validated
from feedback.inbox import permissions
from feedback.inbox.choices import DECIDED, UNTRIAGED, Act, Category, Channel, ItemKind, ItemState
from feedback.inbox.models import FeedbackItem
from feedback.inbox.rules.texts import title_of
from feedback.inbox.selectors.rows import item_rows
from feedback.inbox.services.common import add_step
from feedback.inbox.services.give import give_feedback, update_item
from feedback.inbox.services.merging import merge_item
from phases.redesign.models import ProcessNode
from programme.records.services import append_event, change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

S = ItemState
ACT_OF: dict[str, str] = {
    S.ACKNOWLEDGED: Act.ACKNOWLEDGE, S.CLASSIFIED: Act.CLASSIFY, S.ANSWERED: Act.ANSWER, S.PLANNED: Act.PLAN,
    S.LINKED_DEFECT: Act.LINK_DEFECT, S.BACKLOG: Act.BACKLOG, S.RELEASED: Act.RELEASE, S.DECLINED: Act.DECLINE,
    S.CONFIRMED: Act.CONFIRM, S.CLOSED: Act.CLOSE, S.REOPENED: Act.REOPEN,
}  # fmt: skip
EDITED = frozenset({"title", "module", "process", "reach"})
ON_ITS_PAGE = ("text", "kind", "category", "state", "response", "original", "channel", "submitter", "votes")
ANSWERED_ELSEWHERE = (*DECIDED, S.CONFIRMED, S.CLOSED)


def write_items(programme: "Programme", batch: Batch, actor: "User | None") -> Sequence[Outcome]:
    """Write the rows of a file; duplicates come after the items they were merged into, wherever they stand."""
    kept = [replace(one, row={**one.row, "extra": dict(one.extra)}) for one in batch.changes]
    order = sorted(kept, key=lambda one: (bool(one.row.get("original")), one.line))
    write = row_by_row(_create, _update)
    written = write(programme, Batch(order, batch.context, batch.tell), actor)
    return sorted(written, key=lambda one: one.line)


def _fields(programme: "Programme", row: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a row into the fields of an item; raises where it names a process that is not there."""
    values = {key: row[key] or "" for key in ("title", "text", "kind", "category", "module") if key in row}
    if "reach" in row:
        values["reach"] = row["reach"]
    if "process" in row:
        values["process"] = _process(programme, row["process"])
    return values


def _process(programme: "Programme", code: str) -> ProcessNode | None:
    if not code:
        return None
    node = ProcessNode.objects.filter(programme=programme, code__iexact=code).first()
    if node is None:
        raise BadInputError({"process": [_("There is no process with this code.")]})
    return node


@writes
def _create(programme: "Programme", row: Mapping[str, Any], actor: "User | None") -> str:
    """Receive the row's item, then bring it to the state it had."""
    require(permissions.can_import, actor, programme)
    state = row.get("state") or S.NEW
    _check_first(row, state)
    values = _fields(programme, row)
    values["title"] = values.get("title") or title_of(values["text"])
    if state not in (*UNTRIAGED, S.MERGED):  # a board of ideas knows no kinds
        values["kind"] = values.get("kind") or ItemKind.IMPROVEMENT
    category = values.pop("category", "") or (Category.WISH if values.get("kind") and state not in UNTRIAGED else "")
    who = row.get("submitter") or ""
    values |= {"submitter_email": who} if "@" in who else {"submitter_name": who}
    values["channel"] = row.get("channel") or Channel.IMPORT
    if values["channel"] in (Channel.WEB, Channel.BUTTON):
        values["channel"] = Channel.IMPORT
    if row.get("received_at"):
        values["received_at"] = row["received_at"]
    item = give_feedback(
        programme,
        values=values | {"extra": dict(row.get("extra") or {})},
        actor=actor,
        code=row.get("code") or "",
        state=S.NEW if state == S.MERGED else state,
    ).item
    _settle(item, row, category, actor)
    if state == S.MERGED:
        _merge(item, row, actor)
    return item.public_id


def _check_first(row: Mapping[str, Any], state: str) -> None:
    """Name everything that a row of this state lacks."""
    faults = {}
    if not (row.get("text") or row.get("title")):
        faults["text"] = [_("Write what was said.")]
    if state in ANSWERED_ELSEWHERE and not row.get("response"):
        faults["response"] = [_("This state needs the answer that was given.")]
    if state == S.MERGED and not row.get("original"):
        faults["original"] = [_("Name the item into which it was merged.")]
    if faults:
        raise BadInputError(faults)


def _settle(item: FeedbackItem, row: Mapping[str, Any], category: str, actor: "User | None") -> None:
    """Complete an imported item with what the file says of its life elsewhere, and with the moment of its answer."""
    with change(item, "inbox.edited", actor=actor):
        item.votes_elsewhere = max(0, (row.get("votes") or 0) - 1)  # the submitter's own vote is a row here
        item.category, item.release, item.defect = category, row.get("release") or "", row.get("defect") or ""
        save_validated(item)
    if item.state != S.NEW:
        at = max(row.get("responded_at") or item.received_at, item.received_at)
        add_step(item, ACT_OF[item.state], actor=None, text=row.get("response") or "", at=at)


def _merge(item: FeedbackItem, row: Mapping[str, Any], actor: "User | None") -> None:
    original = FeedbackItem.objects.filter(programme=item.programme, code__iexact=row["original"]).first()
    if original is None:
        raise BadInputError({"original": [_("There is no item with this code.")]})
    merge_item(item, actor=actor, original=original, text=row.get("response") or "")


@writes
def _update(programme: "Programme", ref: str, row: Mapping[str, Any], actor: "User | None") -> None:
    """Bring an item's description to what the row says; its state and answers move on its page only."""
    require(permissions.can_import, actor, programme)
    item = FeedbackItem.objects.get(programme=programme, public_id=ref)
    stands = item_rows(programme, public_id=ref)[ref]
    if moved := [key for key in ON_ITS_PAGE if key in row and row[key] != stands[key]]:
        raise BadInputError({key: [_("This changes on the record's page, not by an import.")] for key in moved})
    same = {key: value for key, value in _fields(programme, row).items() if key in EDITED}
    update_item(item, values=same, actor=actor)


@writes
def remove_items(programme: "Programme", refs: Sequence[str], actor: "User | None") -> None:
    """Take back items that an import created; refused where others were merged into one meanwhile."""
    require(permissions.can_import, actor, programme)
    rows = FeedbackItem.objects.filter(programme=programme, public_id__in=refs)
    others = FeedbackItem.objects.filter(original__in=rows).exclude(public_id__in=refs).order_by("code")
    if kept := sorted({str(one.original.code) for one in others.select_related("original") if one.original}):
        raise BadInputError(
            {"": [_("Other items were merged into these meanwhile: %(codes)s.") % {"codes": ", ".join(kept)}]}
        )
    for row in rows.order_by("pk"):
        append_event("inbox.removed", row, actor=actor)
    rows.filter(original__isnull=False).delete()
    FeedbackItem.objects.filter(programme=programme, public_id__in=refs).delete()
