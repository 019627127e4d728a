"""Who may do what to the budget."""

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
can_edit: Predicate = has_role(Role.PM, Role.FIN)
can_authorise: Predicate = has_role(Role.SP)
can_book: Predicate = has_role(Role.PM, Role.FIN)
can_forecast: Predicate = has_role(Role.PM, Role.FIN)
can_lock: Predicate = has_role(Role.FIN)
can_grant_draw: Predicate = has_role(Role.SP, Role.FIN)
is_finance: Predicate = has_role(Role.FIN)
