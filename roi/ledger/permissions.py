"""Who may do what in the ledger."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
can_edit_costs: Predicate = has_role(Role.PM, Role.FIN)
can_propose: Predicate = has_role(Role.PM, Role.FIN, Role.BO)
can_approve: Predicate = has_role(Role.SP, Role.FIN)
is_finance: Predicate = has_role(Role.FIN)
is_pm: Predicate = has_role(Role.PM)
_reads_figures: Predicate = has_role(Role.DS, Role.PM, Role.BO)
_steers: Predicate = has_role(Role.PM, Role.BO, Role.FIN)


def owns(user: Any, benefit: Any) -> bool:
    """Tell whether the benefit is this person's, who is still in the programme with more than reading rights."""
    return bool(benefit.owner_id == user.pk and user.roles_in(benefit.programme) - {Role.AUD})


def can_edit(user: Any, benefit: Any) -> bool:
    """Tell whether the person may write the profile."""
    return can_propose(user, benefit) or owns(user, benefit)


def can_record(user: Any, benefit: Any) -> bool:
    """Tell whether the person may record an actual: analyst, PM, business owner, the benefit's owner."""
    return _reads_figures(user, benefit) or owns(user, benefit)


def can_review(user: Any, benefit: Any) -> bool:
    """Tell whether the person may hold a review."""
    return _steers(user, benefit) or owns(user, benefit)


def can_validate(user: Any, actual: Any) -> bool:
    """Tell whether the person validates: finance, never who recorded the figure."""
    return is_finance(user, actual) and actual.recorded_by_id != user.pk


def can_restate(user: Any, actual: Any) -> bool:
    """Tell whether the person may restate: who may record."""
    return can_record(user, actual.benefit)


BENEFIT_ACTS: dict[str, Predicate] = {
    "profile": can_edit,
    "approve": can_approve,
    "enable": is_pm,
    "record": can_record,
    "review": can_review,
    "conclude": is_finance,
    "sustain": can_review,
    "close": is_pm,
}
ACTUAL_ACTS: dict[str, Predicate] = {"validate": can_validate, "reject": can_validate, "restate": can_restate}
