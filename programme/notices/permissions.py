"""Who sets the channels of a programme and the rhythm of its packs."""

from core.access import Predicate, has_role
from programme.people.choices import INSIDE_ROLES, Role

can_see: Predicate = has_role(*INSIDE_ROLES, Role.ADM)
sets_channels: Predicate = has_role(Role.PM, Role.SP)

ACTIONS: dict[str, Predicate] = {
    "edit": sets_channels,
    "test": sets_channels,
    "close": sets_channels,
    "open": sets_channels,
    "set_rhythm": sets_channels,
    "send_pack": sets_channels,
}
