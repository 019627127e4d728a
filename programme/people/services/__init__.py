"""Every write about people: invitations, roles, seats, absences, responsibilities, leaving."""

from programme.people.services.absences import end_absence, plan_absence
from programme.people.services.accounts import (
    accept_invitation,
    create_admin,
    demo_account,
    hash_token,
    invitation_for,
    make_link,
    update_profile,
)
from programme.people.services.matrix import add_ltc_raci, set_raci
from programme.people.services.organisation import save_organisation, save_unit
from programme.people.services.team import (
    deactivate,
    end_role,
    fill_seat,
    give_role,
    import_person,
    invite,
    reimport_person,
    set_up_seats,
    unimport_people,
)

__all__ = [
    "accept_invitation",
    "add_ltc_raci",
    "create_admin",
    "deactivate",
    "demo_account",
    "end_absence",
    "end_role",
    "fill_seat",
    "give_role",
    "hash_token",
    "import_person",
    "invitation_for",
    "invite",
    "make_link",
    "plan_absence",
    "reimport_person",
    "save_organisation",
    "save_unit",
    "set_raci",
    "set_up_seats",
    "unimport_people",
    "update_profile",
]
