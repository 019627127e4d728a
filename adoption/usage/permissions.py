"""Who may do what with usage: teams are for those inside the programme, single people for few."""

from dataclasses import replace
from typing import Any

from core.access import Predicate, has_role
from phases.rollout.selectors import Sight, sight_of
from programme.landscape.choices import Reach
from programme.people.choices import INSIDE_ROLES, Role

is_analyst: Predicate = has_role(Role.DS)


def can_see(user: Any, obj: Any) -> bool:
    """Inside roles and ambassadors read the figures of teams."""
    return user.is_administrator or has_role(*INSIDE_ROLES, Role.AMB)(user, obj)


def can_import(user: Any, obj: Any) -> bool:
    """The data analyst and the PMO bring files, and rebuild what is made of them."""
    return has_role(Role.DS, Role.PM)(user, obj)


def can_weigh(user: Any, obj: Any) -> bool:
    """The data analyst and the change manager say what a scorecard weighs."""
    return has_role(Role.DS, Role.CM)(user, obj)


def can_see_people(user: Any, obj: Any) -> bool:
    """The analyst reads single people; a manager reads his own, which the selector of the page decides."""
    return is_analyst(user, obj)


def can_look(user: Any, entry: Any) -> bool:
    """The person, the analyst, and whose role reaches so far look at one person's usage; the sponsor does not."""
    if user.pk == entry.user_id or is_analyst(user, entry):
        return True
    manager = entry.manager.user_id if entry.manager else None
    return usage_sight(entry.programme, user).sees(entry.user_id, manager, entry.unit_id)


def usage_sight(programme: Any, user: Any) -> Sight:
    """As far as the access matrix lets the person's role in the CRM see; where it says nothing, who answers to one."""
    sight = sight_of(programme, user)
    return sight if sight.reach else replace(sight, reach=Reach.TEAM)


ACTIONS: dict[str, Predicate] = {
    "import": can_import,
    "rebuild": can_import,
    "weigh": can_weigh,
    "people": can_see_people,
    "look": can_look,
}
