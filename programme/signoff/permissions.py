"""Who may read, sign, withdraw and readdress."""

from typing import Any

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_request: Predicate = has_role(*(INSIDE_ROLES - {Role.AUD}), Role.ADM)
_is_pm: Predicate = has_role(Role.PM)


def can_sign(user: Any, request: Any) -> bool:
    """Tell whether this is the named signer, still in the programme, a holder of the role asked, or their deputy."""
    roles = user.roles_in(request.programme)
    if request.signer_id is not None:
        named = request.signer_id == user.pk and bool(roles)
        return named or request.signer_id in user.stands_for(request.programme)
    return request.role in roles


def can_manage(user: Any, request: Any) -> bool:
    """Tell whether the person may withdraw the request or name another signer: the PM, or who asked."""
    return _is_pm(user, request) or bool(request.requested_by_id == user.pk and user.roles_in(request.programme))


def deputised(request: Any, user: Any) -> int | None:
    """Key of the person in whose place the user would sign; None where it is the user's own signature."""
    if request.signer_id is not None:
        return None if request.signer_id == user.pk else request.signer_id
    holder = user.holder_of(request.role, request.programme)
    return None if holder in {None, user.pk} else holder
