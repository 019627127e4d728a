"""Who may plan and record the sponsor's acts."""

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
can_edit: Predicate = has_role(Role.PM, Role.CM, Role.SP)
hears: Predicate = has_role(Role.SP, Role.SC, Role.PM)
ACTIONS: dict[str, Predicate] = {"done": can_edit, "drop": can_edit}
