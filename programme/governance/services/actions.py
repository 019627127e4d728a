"""Actions that meetings agree: who does what until when, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.fsm import can_move
from core.models import expect_version, save_validated
from programme.governance.models import ActionItem, Decision, Meeting
from programme.governance.permissions import ACTION_ACTS
from programme.governance.selectors.meetings import ACTION_LABELS
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

PREFIX = "AC-"
FIELDS = frozenset({"text", "owner", "due_on", "decision", "meeting"})


def _next_code(programme: "Programme") -> str:
    """Give the number after the highest; needs the lock, so two never get the same."""
    codes = ActionItem.objects.filter(programme=programme, code__startswith=PREFIX).values_list("code", flat=True)
    used = [int(code[len(PREFIX) :]) for code in codes if code[len(PREFIX) :].isdecimal()]
    return f"{PREFIX}{max(used, default=0) + 1:02}"


@writes
def agree_action(
    programme: "Programme",
    *,
    text: str,
    owner: "User | None",
    due_on: date | None,
    actor: "User | None",
    meeting: Meeting | None = None,
    decision: Decision | None = None,
) -> ActionItem:
    """Write down what somebody does until when; the owner is told."""
    require(ACTION_ACTS["new"], actor, programme)
    row = ActionItem(programme=programme, code=_next_code(programme), raised_by=actor)
    values = {"text": text, "owner": owner, "due_on": due_on, "meeting": meeting, "decision": decision}
    return _save(row, "governance.action_agreed", actor, values)


def _save(row: ActionItem, act: str, actor: "User | None", values: Mapping[str, Any]) -> ActionItem:
    if unknown := sorted(set(values) - FIELDS):
        raise BadInputError({name: [_("This cannot be changed here.")] for name in unknown})
    before = row.owner_id
    with change(row, act, actor=actor):
        for name, value in values.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        _check(row)
        row.owner_name = row.owner.email if row.owner else row.owner_name
        save_validated(row)
    if row.owner is not None and row.owner_id not in {before, getattr(actor, "pk", None)}:
        said, url = str(row), row.get_absolute_url()
        notify(
            row.owner, topic=Topic.TASK, text=lambda: _("Yours to do: %(row)s") % {"row": said}, url=url,
            programme=row.programme,
        )  # fmt: skip
    return row


def _check(row: ActionItem) -> None:
    fields: dict[str, list[str]] = {}
    if row.owner is None:
        fields["owner"] = [_("Name who owns it.")]
    elif not row.owner.roles_in(row.programme):
        fields["owner"] = [_("%(name)s has no role in this programme.") % {"name": row.owner}]
    if row.due_on is None:
        fields["due_on"] = [_("Say by when.")]
    for name, other in (("meeting", row.meeting), ("decision", row.decision)):
        if other is not None and other.programme_id != row.programme_id:
            fields[name] = [_("Choose one of this programme.")]
    if row.meeting is not None and row.pk is None and not row.meeting.took_place:
        fields["meeting"] = [_("The meeting has not been held yet.")]
    if fields:
        raise BadInputError(fields)


def _locked(row: ActionItem) -> ActionItem:
    return ActionItem.objects.for_list().get(pk=row.pk)


@writes
def edit_action(row: ActionItem, *, actor: "User | None", version: int | None = None, **values: Any) -> ActionItem:
    """Change an open action; ``version`` is the one the editor saw (``StaleError``)."""
    require(ACTION_ACTS["edit"], actor, row)
    row = _locked(row)
    expect_version(row, version, values)
    if not row.is_open:
        raise IllegalNowError(_("This action is settled; reopen it first."))
    return _save(row, "governance.action_edited", actor, values)


def _ready(row: ActionItem, act: str, actor: "User | None") -> ActionItem:
    require(ACTION_ACTS[act], actor, row)
    row = _locked(row)
    if not can_move(row, act):
        said = {"state": row.get_state_display(), "act": ACTION_LABELS[act]}
        raise IllegalNowError(_("“%(act)s” is not possible: the action is %(state)s.") % said)
    return row


@writes
def finish_action(row: ActionItem, *, actor: "User | None", note: str = "") -> ActionItem:
    """Say that it is done."""
    row = _ready(row, "finish", actor)
    with change(row, "governance.action_done", actor=actor, reason=note):
        row.finish(timezone.localdate(), note.strip())
        save_validated(row)
    return row


@writes
def drop_action(row: ActionItem, *, actor: "User | None", note: str) -> ActionItem:
    """Say that it will not be done; needs a reason."""
    row = _ready(row, "drop", actor)
    if not note.strip():
        raise BadInputError({"note": [_("Give a reason.")]})
    with change(row, "governance.action_dropped", actor=actor, reason=note):
        row.drop(timezone.localdate(), note.strip())
        save_validated(row)
    return row


@writes
def reopen_action(row: ActionItem, *, actor: "User | None", note: str) -> ActionItem:
    """Say that it has to be done after all; needs a reason."""
    row = _ready(row, "reopen", actor)
    if not note.strip():
        raise BadInputError({"note": [_("Give a reason.")]})
    with change(row, "governance.action_reopened", actor=actor, reason=note):
        row.reopen()
        save_validated(row)
    return row
