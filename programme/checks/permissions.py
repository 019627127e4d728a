"""Who reads the plan check, and who may waive what."""

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_see: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
waives: Predicate = has_role(Role.SP, Role.PM)
waives_red: Predicate = has_role(Role.SP)

ACTIONS: dict[str, Predicate] = {"waive": waives, "end": waives}
