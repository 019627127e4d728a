"""The words of the plan: kinds of links and lags, constraints, calendars, resources, distributions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkType(models.TextChoices):
    """What of the earlier task holds what of the later one."""

    FS = "FS", _("finish to start")
    SS = "SS", _("start to start")
    FF = "FF", _("finish to finish")
    SF = "SF", _("start to finish")


class Constraint(models.TextChoices):
    """A date that a task keeps beside its links."""

    ASAP = "asap", _("as soon as possible")
    ALAP = "alap", _("as late as possible")
    MSO = "mso", _("must start on")
    MFO = "mfo", _("must finish on")
    SNET = "snet", _("start no earlier than")
    SNLT = "snlt", _("start no later than")
    FNET = "fnet", _("finish no earlier than")
    FNLT = "fnlt", _("finish no later than")


class LagUnit(models.TextChoices):
    """What a lag counts."""

    WORK = "work", _("working time")
    ELAPSED = "elapsed", _("elapsed time, nights and days off included")
    PERCENT = "percent", _("per cent of the earlier task")
    ELAPSED_PERCENT = "epercent", _("per cent of the earlier task, as elapsed time")


class ResourceKind(models.TextChoices):
    """What a resource is."""

    WORK = "work", _("person, team or machine")
    MATERIAL = "material", _("material")
    COST = "cost", _("cost")


class Distribution(models.TextChoices):
    """How a duration is drawn between best, likely and worst."""

    TRIANGULAR = "tri", _("triangular")
    PERT = "pert", _("PERT")


class CalendarKind(models.TextChoices):
    """Whose working days the plan counts."""

    CHINA = "china", _("China, with public holidays and make-up days")
    PLAIN = "plain", _("Monday to Friday")
    FILE = "file", _("A calendar of the plan, as an imported file brings one")


class Recurrence(models.TextChoices):
    """How often standing work comes back."""

    NONE = "", _("once")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    HALF_YEARLY = "half-yearly", _("half-yearly")


class EarningRule(models.TextChoices):
    """How much of a running task is earned (F02) where the task itself does not say."""

    PERCENT = "percent", _("what was recorded")
    HALF = "50/50", _("half at its start, the rest at its end (50/50)")
    END = "0/100", _("all at its end (0/100)")


class TaskEarning(models.TextChoices):
    """How much of one task is earned while it runs (F02)."""

    USUAL = "", _("as the plan is reckoned")
    PERCENT = EarningRule.PERCENT.value, EarningRule.PERCENT.label
    HALF = EarningRule.HALF.value, EarningRule.HALF.label
    END = EarningRule.END.value, EarningRule.END.label
    STEPS = "steps", _("weighted milestones")
