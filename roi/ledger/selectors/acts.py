"""What may be done with a benefit and its actuals: one list for both fronts, each blocked act with its reasons."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.access import Action, allows
from core.fsm import can_move
from programme.people.choices import Role
from programme.records.models import AuditEvent
from programme.records.selectors import history_of
from programme.records.selectors.acts import act_words
from roi.ledger import permissions
from roi.ledger.choices import LIVE, RUNNING, BenefitState, ReadingState
from roi.ledger.models import Benefit, BenefitActual
from roi.ledger.rules.profile import missing_to_profile

if TYPE_CHECKING:
    from programme.people.models import User

BENEFIT_LABELS: dict[str, Any] = {
    "profile": _("Complete the profile"),
    "approve": _("Approve the benefit"),
    "enable": _("Enabled: it is live"),
    "record": _("Record an actual"),
    "review": _("Hold a review"),
    "conclude": _("Conclude the benefit"),
    "sustain": _("Hand over: it is sustained"),
    "close": _("Close the benefit"),
}
ACTUAL_LABELS: dict[str, Any] = {
    "validate": _("Validate the actual"),
    "reject": _("Reject the actual"),
    "restate": _("Restate the actual"),
}
EVENT_LABELS: dict[str, Any] = {
    "ledger.benefit_created": _("Identified"),
    "ledger.benefit_changed": _("Edited"),
    "ledger.benefit_profiled": _("Profile completed"),
    "ledger.benefit_endorsed": _("One of two approvals"),
    "ledger.benefit_approved": _("Approved"),
    "ledger.benefit_enabled": _("Enabled"),
    "ledger.benefit_began": _("First actual"),
    "ledger.benefit_reviewed": _("Reviewed"),
    "ledger.benefit_concluded": _("Concluded"),
    "ledger.benefit_sustained": _("Handed over"),
    "ledger.benefit_closed": _("Closed"),
}
MAIN = {
    BenefitState.IDENTIFIED: "profile",
    BenefitState.PROFILED: "approve",
    BenefitState.APPROVED: "enable",
    BenefitState.ENABLED: "record",
    BenefitState.REALISING: "record",
    BenefitState.REALISED: "sustain",
    BenefitState.PARTLY: "sustain",
    BenefitState.SUSTAINED: "close",
}
MOVES = {"profile": "profile_done", "approve": "approve", "enable": "enable", "sustain": "sustain", "close": "close"}


def benefit_possible(benefit: Benefit, act: str) -> bool:
    """Tell whether the state allows the act."""
    match act:
        case "record":
            return benefit.state in RUNNING and not benefit.initiative
        case "conclude":
            return benefit.state in RUNNING
        case "review":
            return benefit.state in LIVE
        case _:
            return can_move(benefit, MOVES[act])


def benefit_lacks(benefit: Benefit, act: str, user: "User | None" = None) -> dict[str, Any]:
    """Name what stands in the way of the act: field → sentence."""
    if act == "profile":
        return missing_to_profile(benefit.profile())
    if act == "enable":
        return _not_live(benefit)
    if act == "approve" and user is not None:
        return _approved_already(benefit, user)
    return {}


def _not_live(benefit: Benefit) -> dict[str, Any]:
    wave = benefit.wave
    if wave is None or (wave.live_on is not None and wave.live_on <= timezone.localdate()):
        return {}
    return {"wave": gettext("Wave %(wave)s is not live yet.") % {"wave": wave.code}}


def _approved_already(benefit: Benefit, user: "User") -> dict[str, Any]:
    mine = approving_as(benefit, user)
    if mine:
        return {}
    waits = gettext("the sponsor") if benefit.endorsed_by_id else gettext("finance")
    return {"": gettext("Your approval is recorded; it waits for %(who)s.") % {"who": waits}}


def approving_as(benefit: Benefit, user: "User") -> str:
    """Name the role in which this person's approval is still missing: finance first; never both from one person."""
    roles = user.roles_in(benefit.programme)
    if Role.FIN in roles and benefit.endorsed_by_id is None and benefit.approved_by_id != user.pk:
        return str(Role.FIN)
    if Role.SP in roles and benefit.approved_by_id is None and benefit.endorsed_by_id != user.pk:
        return str(Role.SP)
    return ""


def benefit_actions(benefit: Benefit, user: "User") -> list[Action]:
    """List what this person may do with the benefit now; what blocks an act is said with it."""
    return [
        Action(
            act,
            label,
            tuple(benefit_lacks(benefit, act, user).values()),
            primary=act == MAIN.get(BenefitState(benefit.state)),
            danger=act == "close",
        )
        for act, label in BENEFIT_LABELS.items()
        if benefit_possible(benefit, act) and allows(permissions.BENEFIT_ACTS[act], user, benefit)
    ]


def actual_possible(actual: BenefitActual, act: str) -> bool:
    """Tell whether the actual's state allows the act."""
    return actual.stands if act == "restate" else actual.state == ReadingState.CLAIMED


def actual_actions(actual: BenefitActual, user: "User") -> list[Action]:
    """List what this person may do with an actual; who recorded it is told who validates."""
    found = []
    for act, label in ACTUAL_LABELS.items():
        if not actual_possible(actual, act):
            continue
        if allows(permissions.ACTUAL_ACTS[act], user, actual):
            lacks = _lacks_evidence(actual) if act == "validate" else ()
            found.append(Action(act, label, lacks, primary=act == "validate", danger=act == "reject"))
        elif act == "validate" and permissions.is_finance(user, actual):
            found.append(Action(act, label, (gettext("Whoever recorded a figure does not validate it."),)))
    return found


def _lacks_evidence(actual: BenefitActual) -> tuple[str, ...]:
    """Without evidence nothing is validated."""
    if actual.evidence.strip() or actual.evidence_url:
        return ()
    return (gettext("There is no evidence: restate it with the evidence."),)


def history(benefit: Benefit) -> list[AuditEvent]:
    """Return the newest events of a benefit with the words people use for them; one query."""
    events = history_of(benefit, 30)
    for event in events:
        event.action_label = EVENT_LABELS.get(event.action) or act_words(event.action)  # type: ignore[attr-defined]
    return events
