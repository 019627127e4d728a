"""Writes of waivers."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.access import allows, require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.models import save_validated
from programme.checks import permissions
from programme.checks.models import RuleWaiver
from programme.people.models import User
from programme.records.services import change, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme

LONGEST = timedelta(days=180)  # who wants to live with a finding for longer changes the plan


@writes
def waive_rule(
    programme: "Programme", *, rule: str, reason: str, until: date, actor: User | None, place: str = ""
) -> RuleWaiver:
    """Excuse a rule until a day, everywhere or on one page; a waiver that stood there gives way to the new one.

    Raises ``BadInputError`` with every bad field, ``ForbiddenError`` where the rule is red and the person no sponsor.
    """
    require(permissions.waives, actor, programme)
    _check(rule, reason, until)
    if seams.plan_rules.book[rule].severity == "bad" and not allows(permissions.waives_red, actor, programme):
        raise ForbiddenError(_("Only the sponsor waives a red rule."))
    for row in RuleWaiver.objects.filter(programme=programme, rule=rule, place=place).standing():
        _end(row, actor)
    waiver = RuleWaiver(
        programme=programme, rule=rule, place=place, reason=reason.strip(), until=until, granted_by=actor
    )
    with change(waiver, "checks.rule_waived", actor=actor, reason=reason.strip()):
        save_validated(waiver)
    return waiver


@writes
def end_waiver(waiver: RuleWaiver, *, actor: User | None) -> RuleWaiver:
    """Take a waiver back; raises ``IllegalNowError`` where it has ended."""
    require(permissions.waives, actor, waiver)
    waiver = RuleWaiver.objects.select_for_update(of=("self",)).select_related("programme").get(pk=waiver.pk)
    if waiver.ended_on is not None:
        raise IllegalNowError(_("This waiver was taken back already."))
    return _end(waiver, actor)


def _end(waiver: RuleWaiver, actor: User | None) -> RuleWaiver:
    with change(waiver, "checks.waiver_ended", actor=actor):
        waiver.ended_on, waiver.ended_by = timezone.localdate(), actor
        save_validated(waiver)
    return waiver


def _check(rule: str, reason: str, until: date) -> None:
    today, wrong = timezone.localdate(), {}
    if rule not in seams.plan_rules.book:
        wrong["rule"] = [_("There is no rule %(rule)s.") % {"rule": rule}]
    if not reason.strip():
        wrong["reason"] = [_("This is needed.")]
    if not today <= until <= today + LONGEST:
        said = {"first": today.isoformat(), "last": (today + LONGEST).isoformat()}
        wrong["until"] = [_("A waiver ends between %(first)s and %(last)s.") % said]
    if wrong:
        raise BadInputError(wrong)
