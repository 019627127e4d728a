"""Who keeps candidates and criteria, who scores, who proposes the pick."""

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_read: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
can_write: Predicate = has_role(Role.PM, Role.BO, Role.IT)
SCORING = (Role.PM, Role.BO, Role.PO, Role.IT, Role.DS, Role.CM, Role.TL, Role.TR, Role.FIN)
can_score: Predicate = has_role(*SCORING)  # those who decide and sign do not score
can_enter: Predicate = has_role(Role.PM)  # the scores that others gave on paper
can_propose: Predicate = has_role(Role.PM)
can_sign: Predicate = has_role(Role.SP, Role.SC)
ACTIONS: dict[str, Predicate] = {"propose": can_propose, "take_back": can_propose}
