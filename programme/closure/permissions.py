"""Who reads and writes lessons."""

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
imports: Predicate = has_role(Role.PM, Role.SP, Role.CM)
can_write: Predicate = has_role(Role.PM, Role.SP, Role.BO, Role.PO, Role.IT, Role.CM, Role.TR, Role.TL, Role.DS)
