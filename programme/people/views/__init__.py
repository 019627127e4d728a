"""Pages about people, one module for each part of them."""

from programme.people.views.account import Login, Profile, SetUp
from programme.people.views.home import HomeRedirect, ProgrammeHome, Programmes
from programme.people.views.setup import Deactivate, Letterhead, Setup, UnitEdit
from programme.people.views.team import AbsenceEnd, AbsencePlan, EndRole, Raci, RaciLeadToCash, RaciRow, SeatEdit, Team

__all__ = [
    "AbsenceEnd",
    "AbsencePlan",
    "Deactivate",
    "EndRole",
    "HomeRedirect",
    "Letterhead",
    "Login",
    "Profile",
    "ProgrammeHome",
    "Programmes",
    "Raci",
    "RaciLeadToCash",
    "RaciRow",
    "SeatEdit",
    "SetUp",
    "Setup",
    "Team",
    "UnitEdit",
]
