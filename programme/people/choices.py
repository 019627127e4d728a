"""Roles, and the groups of them that rules speak of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A person's part in a programme; the codes stand in documents and the API."""

    ADM = "ADM", _("Administrator")
    SP = "SP", _("Sponsor")
    SC = "SC", _("Steering member")
    PM = "PM", _("Project manager (PMO)")
    BO = "BO", _("Business owner")
    PO = "PO", _("Process owner")
    IT = "IT", _("IT lead")
    DS = "DS", _("Data analyst")
    CM = "CM", _("Change manager")
    TL = "TL", _("Test lead")
    TST = "TST", _("Tester")
    TR = "TR", _("Trainer")
    WL = "WL", _("Wave lead")
    CL = "CL", _("Cutover lead")
    REL = "REL", _("Release manager")
    FIN = "FIN", _("Finance")
    AMB = "AMB", _("CRM ambassador")
    USR = "USR", _("User")
    GST = "GST", _("Consultant or vendor")
    AUD = "AUD", _("Auditor")


class SalesRole(models.TextChoices):
    """The iron triangle that wins and delivers a deal; roles of the process from lead to cash, not of this product."""

    AR = "AR", _("Account responsible (AR)")
    SR = "SR", _("Solution responsible (SR)")
    FR = "FR", _("Fulfilment responsible (FR)")


RACI_ROLES = (*Role.choices, *SalesRole.choices)  # the role library of the responsibility matrix
MANDATORY_SEATS = (Role.PM, Role.BO, Role.IT, Role.DS, Role.CM)
BUSINESS_ROLES = frozenset({Role.SP, Role.SC, Role.BO, Role.PO, Role.FIN, Role.CM})
COMMITTEE = frozenset({Role.SP, Role.SC})  # who decides what the committee is asked
IT_ROLES = frozenset({Role.IT})
# Roles that see a programme's records; the others see only what is assigned to them and their own things.
INSIDE_ROLES = frozenset(
    {
        Role.SP, Role.SC, Role.PM, Role.BO, Role.PO, Role.IT, Role.DS, Role.CM, Role.TL, Role.TR,
        Role.WL, Role.CL, Role.REL, Role.FIN, Role.AUD,
    }
)  # fmt: skip


class Home(models.TextChoices):
    """The first page after logging in."""

    PMO = "pmo", _("PMO")
    OWNER = "owner", _("Business owner")
    STEERING = "steering", _("Steering committee")
    TRAINER = "trainer", _("Trainer")
    DATA = "data", _("Data")
    SETUP = "setup", _("Set-up")
    CHANGE = "change", _("Change management")
    LEARNER = "learner", _("My programme")


HOME_OF = {
    Role.PM: Home.PMO,
    Role.IT: Home.PMO,
    Role.DS: Home.DATA,
    Role.CM: Home.CHANGE,
    Role.AUD: Home.PMO,
    Role.SP: Home.STEERING,
    Role.SC: Home.STEERING,
    Role.FIN: Home.STEERING,
    Role.BO: Home.OWNER,
    Role.PO: Home.OWNER,
    Role.TL: Home.OWNER,
    Role.WL: Home.OWNER,
    Role.CL: Home.OWNER,
    Role.REL: Home.OWNER,
    Role.TR: Home.TRAINER,
    Role.ADM: Home.SETUP,
}


class RaciLetter(models.TextChoices):
    """A cell of the responsibility matrix."""

    RESPONSIBLE = "R", _("Responsible")
    ACCOUNTABLE = "A", _("Accountable")
    CONSULTED = "C", _("Consulted")
    INFORMED = "I", _("Informed")
