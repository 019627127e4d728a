"""Change requests written, submitted and assessed; what became of them is ``services/granting``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.selectors import amendment_bars
from programme.charter.services import check_amendments
from programme.governance.choices import Chain, ChangeState
from programme.governance.models import ChangeRequest
from programme.governance.permissions import CHANGE_ACTIONS
from programme.governance.selectors.changes import WORDED, missing_words, routing_of, touched_now
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Goal, Programme
    from programme.people.models import User
    from programme.raid.models import Issue

WORDS = frozenset(
    {"title", "wanted", "reason", "cause", "custom_code", "upgrade_note", "touches", "edits", "charter_edits"}
)
EFFECTS = frozenset({*WORDED, "days", "effort", "cost_minor", "custom_code", "upgrade_note"})
PREFIX = "CR-"


@writes
def request_change(
    programme: "Programme",
    *,
    actor: "User | None",
    goals: Sequence["Goal"] = (),
    issue: "Issue | None" = None,
    **values: Any,
) -> ChangeRequest:
    """Draft a change request; plan edits that cannot be read are refused with their line."""
    require(CHANGE_ACTIONS["new"], actor, programme)
    row = ChangeRequest(programme=programme, code=_next_code(programme), requester=actor, issue=issue)
    return _save(row, "governance.change_drafted", actor, values, goals)


def _next_code(programme: "Programme") -> str:
    """Give the number after the highest; needs the lock, so two never get the same."""
    codes = ChangeRequest.objects.filter(programme=programme, code__startswith=PREFIX).values_list("code", flat=True)
    used = [int(code[len(PREFIX) :]) for code in codes if code[len(PREFIX) :].isdecimal()]
    return f"{PREFIX}{max(used, default=0) + 1:03}"


@writes
def edit_change(
    row: ChangeRequest,
    *,
    actor: "User | None",
    goals: Sequence["Goal"] | None = None,
    version: int | None = None,
    **values: Any,
) -> ChangeRequest:
    """Word it otherwise while nobody has assessed it; a submitted one is submitted anew."""
    row = locked(row)
    require(CHANGE_ACTIONS["edit"], actor, row)
    expect_version(row, version, values)
    if not row.is_written:
        raise IllegalNowError(_("It was assessed already: withdraw it and ask anew."))
    row = _save(row, "governance.change_edited", actor, values, goals)
    if row.state == ChangeState.SUBMITTED:
        with change(row, "governance.change_computed", actor=actor):
            _freeze(row)
            save_validated(row)
    return row


def _save(
    row: ChangeRequest, action: str, actor: "User | None", values: dict[str, Any], goals: Sequence["Goal"] | None
) -> ChangeRequest:
    unknown = sorted(set(values) - WORDS)
    if unknown:
        raise BadInputError({name: [_("This cannot be changed here.")] for name in unknown})
    if any(goal.programme_id != row.programme_id for goal in goals or ()):
        raise BadInputError({"goals": [_("Choose goals of this programme.")]})
    with change(row, action, actor=actor):
        for name, value in values.items():
            setattr(row, name, value)
        _check_lists(row)
        if "charter_edits" in values:
            _check_charter(row, actor)
        touched_now(row)
        save_validated(row)
    if goals is not None:
        row.goals.set(goals)
    return row


def _check_lists(row: ChangeRequest) -> None:
    if not isinstance(row.edits, list) or not all(isinstance(one, dict) for one in row.edits):
        raise BadInputError({"edits": [_("The edits of the plan are a list of objects.")]})
    if not isinstance(row.touches, list) or not all(isinstance(one, str) for one in row.touches):
        raise BadInputError({"touches": [_("What it touches is a list of codes.")]})
    row.touches = list(dict.fromkeys(one.strip() for one in row.touches if one.strip()))


def _check_charter(row: ChangeRequest, actor: "User | None") -> None:
    """Refuse edits of the charter that its own rules refuse, while they are typed and not when they are granted."""
    if not row.charter_edits:
        return
    if bars := amendment_bars(row.programme):
        raise IllegalNowError(*bars)
    check_amendments(row.programme, row.charter_edits, actor=actor)


def locked(row: ChangeRequest) -> ChangeRequest:
    """Read the row again under the programme's lock."""
    return ChangeRequest.objects.for_list().get(pk=row.pk)


def _freeze(row: ChangeRequest) -> None:
    """Keep what every floor says it would touch, and who decides by it."""
    row.computed = touched_now(row)
    found = routing_of(row, row.computed)
    row.route, row.beyond = found.route, list(found.beyond)


@writes
def submit_change(row: ChangeRequest, *, actor: "User | None") -> ChangeRequest:
    """Ask for the change: it cites a goal, and what it would touch is frozen as computed now."""
    row = locked(row)
    require(CHANGE_ACTIONS["submit"], actor, row)
    if not row.goals.exists():
        raise BadInputError({"goals": [_("A change cites at least one goal.")]})
    with change(row, "governance.change_submitted", actor=actor):
        row.submit(timezone.now())
        _freeze(row)
        save_validated(row)
    _tell(row, (Role.PM, Role.IT, Role.DS, Role.CM), lambda: _("Assess the change: %(row)s") % {"row": row})
    return row


@writes
def assess_change(
    row: ChangeRequest, *, actor: "User | None", chain: dict[str, str] | None = None, **effects: Any
) -> ChangeRequest:
    """Say what it does to scope, days, cost, benefit, risk, training, data and the chain; computes the rest anew.

    What is not given stays as it was said; every effect and every link must be said, “none” included.
    """
    row = locked(row)
    require(CHANGE_ACTIONS["assess"], actor, row)
    if row.applied_at is not None:
        raise IllegalNowError(_("It is in the plan already."))
    unknown = sorted({*effects, *(chain or {})} - EFFECTS - set(Chain.values))
    if unknown:
        raise BadInputError({name: [_("This cannot be changed here.")] for name in unknown})
    with change(row, "governance.change_assessed", actor=actor):
        for name, value in effects.items():
            setattr(row, name, value)
        row.chain = row.chain | {name: str(text).strip() for name, text in (chain or {}).items()}
        if missing := missing_words(row):
            raise BadInputError(missing)
        row.assess(actor, timezone.now())
        _freeze(row)
        save_validated(row)
    deciders = (Role.SP, Role.SC) if row.route == "committee" else (Role.PM,)
    _tell(row, deciders, lambda: _("Decide the change: %(row)s") % {"row": row})
    return row


def _tell(row: ChangeRequest, roles: Sequence[str], text: Any) -> None:
    for person in holders(row.programme, *roles):
        if person.pk != row.requester_id:
            notify(person, topic=Topic.CHANGE, text=text, url=row.get_absolute_url(), programme=row.programme)


@writes
def withdraw_change(row: ChangeRequest, *, actor: "User | None", note: str = "") -> ChangeRequest:
    """Take it back before it was decided."""
    row = locked(row)
    require(CHANGE_ACTIONS["withdraw"], actor, row)
    with change(row, "governance.change_withdrawn", actor=actor, reason=note):
        row.withdraw(note.strip())
        save_validated(row)
    return row
