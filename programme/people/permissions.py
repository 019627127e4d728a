"""Who may do what with people: the PMO within its programme, administrators everywhere."""

from typing import Any

from core.access import Predicate, has_role, is_administrator
from programme.people.choices import INSIDE_ROLES, Role


def can_see_team(user: Any, programme: Any) -> bool:
    """Inside roles see the team; others see only their own things."""
    return user.is_administrator or not user.roles_in(programme).isdisjoint(INSIDE_ROLES)


def can_manage_team(user: Any, obj: Any) -> bool:
    """The PMO and the sponsor form the team; an administrator may help out."""
    return user.is_administrator or has_role(Role.PM, Role.SP)(user, obj)


def can_manage_accounts(user: Any, obj: Any) -> bool:
    """Only administrators deactivate accounts and change units and letterhead."""
    return is_administrator(user, obj)


def can_name_deputy(user: Any, obj: Any) -> bool:
    """Everybody inside tells of the own absence; who forms the team, and an administrator, of anybody's."""
    return can_manage_team(user, obj) or has_role(*(INSIDE_ROLES - {Role.AUD}))(user, obj)


def can_end_absence(user: Any, row: Any) -> bool:
    """Whose absence it is, and who forms the team."""
    own = row.person_id == user.pk and can_name_deputy(user, row)
    return bool(own) or can_manage_team(user, row)


ACTIONS: dict[str, Predicate] = {
    "invite": can_manage_team,
    "give_role": can_manage_team,
    "end_role": can_manage_team,
    "fill_seat": can_manage_team,
    "vacate_seat": can_manage_team,
    "set_raci": can_manage_team,
    "plan_absence": can_name_deputy,
    "end_absence": can_end_absence,
    "deactivate": can_manage_accounts,
    "edit_unit": can_manage_accounts,
    "edit_organisation": can_manage_accounts,
}
