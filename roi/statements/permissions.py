"""Who may do what with statements."""

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
can_lock: Predicate = has_role(Role.PM, Role.DS)  # finance reviews what others prepared
can_set_terms: Predicate = has_role(Role.PM, Role.FIN)
can_validate: Predicate = has_role(Role.FIN)
can_approve: Predicate = has_role(Role.SP)
