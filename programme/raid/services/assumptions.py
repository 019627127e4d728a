"""Writes of assumptions: register, test, renew, and what a broken one becomes."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.models import User
from programme.raid import permissions
from programme.raid.choices import AssumptionState, Becomes
from programme.raid.models import Assumption
from programme.raid.selectors.assumptions import ASSUMPTION_LABELS, assumption_possible
from programme.raid.services.common import apply, free_code, is_here, locked, needed
from programme.raid.services.issues import raise_issue
from programme.raid.services.risks import propose_risk
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

FIELDS = frozenset({"title", "test", "effect", "owner", "owner_name", "expires_on", "raised_on", "extra"})


@writes
def create_assumption(
    programme: "Programme", *, values: Mapping[str, Any], actor: User | None, code: str = ""
) -> Assumption:
    """Put an assumption on the register; it needs a statement, a test and the day by which it is tested."""
    require(permissions.can_raise, actor, programme)
    code = code.strip() or free_code(Assumption.objects.filter(programme=programme), "A")
    row = Assumption(programme=programme, code=code, raised_by=actor)
    apply(row, values, FIELDS)
    _check(row)
    with change(row, "raid.assumption_created", actor=actor):
        save_validated(row)
    return row


def _check(row: Assumption) -> None:
    fields = {}
    if not row.test.strip():
        fields["test"] = [_("Say how it is tested.")]
    if row.expires_on is None:
        fields["expires_on"] = [_("Say by when it is tested.")]
    if fields:
        raise BadInputError(fields)


@writes
def update_assumption(
    row: Assumption, *, values: Mapping[str, Any], actor: User | None, version: int | None = None
) -> Assumption:
    """Change fields while nobody has broken it; ``version`` is the one the editor saw (``StaleError``)."""
    require(permissions.can_edit, actor, row)
    row = locked(row)
    expect_version(row, version, dict(values))
    if row.state == AssumptionState.BROKEN:
        raise IllegalNowError(_("This assumption was found to be wrong; it is no longer edited."))
    with change(row, "raid.assumption_updated", actor=actor):
        apply(row, values, FIELDS)
        _check(row)
        save_validated(row)
    return row


def _ready(row: Assumption, act: str, actor: User | None) -> Assumption:
    require(permissions.ASSUMPTION_ACTS[act], actor, row)
    row = locked(row)
    if not assumption_possible(row, act):
        said = {"state": row.get_state_display(), "act": ASSUMPTION_LABELS[act]}
        raise IllegalNowError(_("“%(act)s” is not possible: the assumption is %(state)s.") % said)
    return row


@writes
def confirm_assumption(row: Assumption, *, actor: User | None, finding: str) -> Assumption:
    """Record that the test showed it to be true."""
    row = _ready(row, "confirm", actor)
    needed(finding=finding)
    with change(row, "raid.assumption_confirmed", actor=actor, reason=finding):
        row.confirm(actor, timezone.localdate(), finding.strip())
        save_validated(row)
    return row


@writes
def refute_assumption(row: Assumption, *, actor: User | None, finding: str, becomes: str = "") -> Assumption:
    """Record that it is wrong, and make it a risk or an issue in the same act, which carry its owner and its effect."""
    row = _ready(row, "refute", actor)
    needed(finding=finding, becomes=becomes)
    if becomes not in Becomes.values:
        raise BadInputError({"becomes": [_("Choose a risk, an issue, or neither.")]})
    with change(row, "raid.assumption_refuted", actor=actor, reason=finding):
        row.refute(actor, timezone.localdate(), finding.strip())
        _become(row, becomes, actor)
        save_validated(row)
    return row


def _become(row: Assumption, becomes: str, actor: User | None) -> None:
    here = row.owner if is_here(row.owner, row.programme) else None
    owner = {"owner": here, "owner_name": row.owner_name}
    said = _("The assumption %(code)s does not hold: %(text)s") % {"code": row.code, "text": row.title}
    if becomes == Becomes.RISK:
        values = {"title": row.title[:200], "cause": said, "event": row.finding, "effect": row.effect}
        row.risk = propose_risk(row.programme, values=values | owner, actor=actor)
    elif becomes == Becomes.ISSUE:
        values = {"title": row.title[:200], "description": f"{said}\n\n{row.finding}", "impact": row.effect}
        row.issue = raise_issue(row.programme, values=values | owner, actor=actor)


@writes
def renew_assumption(row: Assumption, *, actor: User | None, until: date | None, note: str = "") -> Assumption:
    """Have it tested, again or later, by another day; needs a reason."""
    row = _ready(row, "renew", actor)
    needed(until=str(until or ""), note=note)
    if until is None or until <= timezone.localdate():
        raise BadInputError({"until": [_("Choose a day after today.")]})
    with change(row, "raid.assumption_renewed", actor=actor, reason=note):
        row.renew(until)
        save_validated(row)
    return row


@writes
def expire_assumptions(programme: "Programme", *, today: date, actor: User | None = None) -> int:
    """Call those expired that nobody tested in time, and tell their owners; returns how many."""
    rows = list(Assumption.objects.filter(programme=programme).to_expire(today).select_related("programme", "owner"))
    for row in rows:
        with change(row, "raid.assumption_expired", actor=actor):
            row.expire()
            save_validated(row)
        if row.owner is not None and is_here(row.owner, programme):
            notify(
                row.owner,
                topic=Topic.TASK,
                text=lambda row=row: _("Nobody has tested it in time: %(row)s") % {"row": row},  # type: ignore[misc]
                url=row.get_absolute_url(),
                programme=programme,
            )
    return len(rows)
