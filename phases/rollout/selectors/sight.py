"""Whose rows a person sees where single persons are told: the access matrix bounds it by the role in the CRM."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from phases.rollout.models import RosterEntry
from programme.landscape.choices import Reach
from programme.landscape.selectors import reach_of
from programme.people.models import Unit

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

Place = tuple[str, int | None]  # role in the CRM, unit


@dataclass(frozen=True, slots=True)
class Sight:
    """A person's reach as the matrix says it (empty where it says nothing), and what a team is: units with all below.

    One's own row is always seen; a team adds who answers to the person, and the units.
    """

    user_id: int
    reach: str = ""
    units: frozenset[int] = frozenset()

    def sees(self, user_id: int | None, manager_user_id: int | None, unit_id: int | None) -> bool:
        """Tell whether a row of the roster is seen, by its person, the manager and the unit."""
        if self.reach == Reach.ALL or user_id == self.user_id:
            return True
        return self.reach == Reach.TEAM and (manager_user_id == self.user_id or unit_id in self.units)

    def rows(self, at: str = "") -> Q:
        """Give the same as a filter; ``at`` leads from the rows to the roster, such as ``entry__``."""
        if self.reach == Reach.ALL:
            return Q()
        found = Q(**{f"{at}user": self.user_id})
        if self.reach == Reach.TEAM:
            found |= Q(**{f"{at}manager__user": self.user_id}) | Q(**{f"{at}unit__in": self.units})
        return found


def sight_of(programme: "Programme", user: "User") -> Sight:
    """Read what the matrix says of the person's role in the CRM; three queries, one where nobody of the roster."""
    mine = list(RosterEntry.objects.filter(programme=programme, user=user).values_list("crm_role", "unit_id"))
    return _sight(programme, user, mine)


def bounds_of(user: "User") -> Mapping[int, Sight]:
    """Give the person's sight by programme wherever the matrix bounds it; one query for who is on no roster."""
    mine: dict[int, list[Place]] = {}
    rows = RosterEntry.objects.filter(user=user).order_by("programme", "pk")
    for programme, role, unit in rows.values_list("programme", "crm_role", "unit"):
        mine.setdefault(programme, []).append((role, unit))
    found = {programme: _sight(programme, user, places) for programme, places in mine.items()}
    return {programme: sight for programme, sight in found.items() if sight.reach in {Reach.OWN, Reach.TEAM}}


def _sight(programme: "Programme | int", user: "User", places: Sequence[Place]) -> Sight:
    reach = reach_of(programme, [role for role, _unit in places])
    if reach != Reach.TEAM:
        return Sight(user.pk, reach)
    return Sight(user.pk, reach, _with_below({unit for _role, unit in places if unit is not None}))


def _with_below(units: set[int]) -> frozenset[int]:
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    return frozenset(unit for unit in parents if _reaches(unit, units, parents))


def _reaches(unit: int | None, tops: set[int], parents: Mapping[int, int | None]) -> bool:
    while unit is not None and unit not in tops:
        unit = parents.get(unit)
    return unit is not None
