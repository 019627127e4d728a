"""How far a role of the CRM sees, as the access matrix says it, for the house's own rows of single persons."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from programme.landscape.choices import Deed, Held, Reach
from programme.landscape.models import AccessRule

if TYPE_CHECKING:
    from programme.charter.models import Programme

WIDTH = (Reach.OWN, Reach.TEAM, Reach.ALL)


def reach_of(programme: "Programme | int", roles: Iterable[str]) -> str:
    """Whose rows these roles read: as said of employees, else of customers; empty where nothing is said. One query.

    Of several roles the one that reaches furthest counts.
    """
    asked = {" ".join(role.split()).casefold() for role in roles} - {""}
    if not asked:
        return ""
    rows = AccessRule.objects.filter(programme=programme, deed=Deed.READ, object__in=(Held.STAFF, Held.CUSTOMER))
    said: dict[str, set[str]] = {}
    for role, held, reach in rows.values_list("role", "object", "reach"):
        if " ".join(role.split()).casefold() in asked:
            said.setdefault(held, set()).add(reach)
    found = said.get(Held.STAFF) or said.get(Held.CUSTOMER) or set()
    return max(found, key=lambda reach: WIDTH.index(Reach(reach)), default="")
