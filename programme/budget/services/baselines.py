"""Baselines of the budget: the first by the sponsor's signature, every later one by a granted change."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.budget import permissions
from programme.budget.models import BudgetAuthorisation, BudgetBaseline, BudgetBaselineLine, BudgetLine
from programme.budget.rules import bac
from programme.budget.rules.standing import moved
from programme.budget.selectors import baseline_of
from programme.budget.selectors.changes import cost_of
from programme.charter.choices import ProgrammeState
from programme.charter.services.rows import require_alive
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

BEFORE_CHARTER = frozenset({ProgrammeState.DRAFT, ProgrammeState.READINESS})
COPIED = ("code", "title", "category", "nature", "phase", "amount_minor")


@writes
def set_first_baseline(row: BudgetAuthorisation, *, actor: "User | None") -> BudgetBaseline | None:
    """Freeze the lines as the sponsor authorised them.

    Until the charter takes effect a new signature sets a new baseline; afterwards only a granted change does, and
    None is returned.
    """
    programme = row.programme
    before = baseline_of(programme)
    if before is not None and programme.state not in BEFORE_CHARTER:
        return None
    lines = [
        BudgetBaselineLine(line=line, **{name: getattr(line, name) for name in COPIED})
        for line in BudgetLine.objects.filter(programme=programme).order_by("code", "pk")
    ]
    return _set(programme, lines, before, actor, authorisation=row)


def _set(
    programme: "Programme",
    lines: list[BudgetBaselineLine],
    before: BudgetBaseline | None,
    actor: "User | None",
    **why: Any,
) -> BudgetBaseline:
    baseline = BudgetBaseline(
        programme=programme,
        number=1 if before is None else before.number + 1,
        set_at=timezone.now(),
        set_by=actor,
        total_minor=bac((line.nature, line.amount_minor) for line in lines),
        **why,
    )
    with change(baseline, "budget.baseline_set", actor=actor):
        save_validated(baseline)
    for line in lines:
        line.pk, line.baseline = None, baseline
    BudgetBaselineLine.objects.bulk_create(lines)
    return baseline


@writes
def apply_change(
    programme: "Programme", *, request: Any, shares: Mapping[str, int], actor: "User | None"
) -> BudgetBaseline:
    """Move the budget by what a granted change request costs: its lines and the baseline, as one act.

    ``shares`` says by line (public id) how many minor units it grows or shrinks; together they are the change's cost.
    What somebody already wrote into a line ahead of the change counts towards its share.
    """
    require(permissions.can_edit, actor, programme)
    require_alive(programme)
    before = baseline_of(programme)
    if before is None:
        raise IllegalNowError(_("The budget has no baseline yet: the sponsor authorises it first."))
    _check(programme, request, shares)
    kept = list(BudgetBaselineLine.objects.filter(baseline=before).select_related("line"))
    by_line = {row.line.public_id: row for row in kept if row.line is not None}
    rows = {line.public_id: line for line in BudgetLine.objects.filter(programme=programme, public_id__in=shares)}
    if unknown := sorted(set(shares) - set(rows)):
        raise BadInputError({"shares": [_("No budget line %(ref)s.") % {"ref": unknown[0]}]})
    for ref, delta in shares.items():
        line = rows[ref]
        old = by_line.get(ref)
        based = old.amount_minor if old is not None else 0
        line.amount_minor = moved(line.amount_minor, based, delta)
        if based + delta < 0 or line.amount_minor < 0:
            text = _("%(line)s would be less than 0.")
            raise BadInputError({"shares": [text % {"line": line}]})
        with change(line, "budget.line_moved_by_change", actor=actor, reason=str(request)):
            save_validated(line)
        if old is None:
            old = BudgetBaselineLine(line=line, **{name: getattr(line, name) for name in COPIED})
            kept.append(old)
        old.amount_minor = based + delta
    return _set(programme, kept, before, actor, change=request)


def change_named(programme: "Programme", ref: str) -> Any:
    """Give a change request of the programme by its public id; raises ``BadInputError``."""
    rows = apps.get_model("programme", "ChangeRequest").objects
    found = rows.select_related("programme").filter(programme=programme, public_id=ref).first()
    if found is None:
        raise BadInputError({"change": [_("No such change request in this programme.")]})
    return found


def _check(programme: "Programme", request: Any, shares: Mapping[str, int]) -> None:
    """Raise unless the change is granted, of this programme, not in the budget yet, and shared out whole."""
    if request.programme_id != programme.pk:
        raise BadInputError({"request": [_("The change request is of another programme.")]})
    if not request.is_granted:
        raise IllegalNowError(_("%(row)s is not granted: only a granted change moves the baseline.") % {"row": request})
    if BudgetBaseline.objects.filter(change=request).exists():
        raise IllegalNowError(_("%(row)s is in the budget already.") % {"row": request})
    cost = cost_of(request)
    if not cost:
        raise IllegalNowError(_("%(row)s costs nothing: the budget stays.") % {"row": request})
    if sum(shares.values()) != cost:
        raise BadInputError({"shares": [_("The shares of the lines add up to the cost of the change.")]})
