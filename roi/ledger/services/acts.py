"""Moves of a benefit's life; each checks role, state and guards under the lock."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import save_validated
from programme.charter.services.rows import require_alive
from programme.people.choices import Role
from programme.records.services import change, writes
from roi.ledger import permissions, selectors
from roi.ledger.choices import BenefitState
from roi.ledger.models import Benefit, BenefitReview
from roi.ledger.rules.profile import outcome
from roi.ledger.selectors.acts import approving_as
from roi.ledger.services.common import check_possible, locked

if TYPE_CHECKING:
    from programme.people.models import User


def ready(benefit: Benefit, act: str, actor: "User | None") -> Benefit:
    """Check role, state and guards of an act, and give the row as it stands under the lock."""
    require(permissions.BENEFIT_ACTS[act], actor, benefit)
    require_alive(benefit.programme)
    benefit = locked(benefit)
    check_possible(benefit, act)
    return benefit


@writes
def profile_benefit(benefit: Benefit, *, actor: "User | None") -> Benefit:
    """Call the profile complete: owner, measure, driver, first value, review date, and a baseline fixed before it."""
    benefit = ready(benefit, "profile", actor)
    with change(benefit, "ledger.benefit_profiled", actor=actor):
        benefit.profile_done()
        save_validated(benefit)
    return benefit


@writes
def approve_benefit(benefit: Benefit, *, actor: "User") -> Benefit:
    """Approve as finance or as sponsor; with both, two different people, the benefit is approved."""
    benefit = ready(benefit, "approve", actor)
    role = approving_as(benefit, actor)
    if not role:
        raise IllegalNowError(*selectors.benefit_lacks(benefit, "approve", actor).values())
    now = timezone.now()
    whole = (benefit.approved_by_id if role == Role.FIN else benefit.endorsed_by_id) is not None
    with change(benefit, "ledger.benefit_approved" if whole else "ledger.benefit_endorsed", actor=actor):
        if role == Role.FIN:
            benefit.endorsed_by, benefit.endorsed_at = actor, now
        else:
            benefit.approved_by, benefit.approved_at = actor, now
        if whole:
            benefit.approve()
        save_validated(benefit)
    return benefit


@writes
def enable_benefit(benefit: Benefit, *, actor: "User | None") -> Benefit:
    """Record that what brings the benefit is live; a linked wave must be."""
    benefit = ready(benefit, "enable", actor)
    with change(benefit, "ledger.benefit_enabled", actor=actor):
        benefit.enable()
        benefit.enabled_on = timezone.localdate()
        save_validated(benefit)
    return benefit


@writes
def review_benefit(
    benefit: Benefit, *, finding: str, actor: "User | None", next_review_on: date | None = None
) -> BenefitReview:
    """Hold a review: what was found, and when to look again."""
    benefit = ready(benefit, "review", actor)
    today = timezone.localdate()
    bad: dict[str, list[str]] = {}
    if not finding.strip():
        bad["finding"] = [_("Say what was found.")]
    if next_review_on is None or next_review_on <= today:
        bad["next_review_on"] = [_("The next review lies after today.")]
    if bad:
        raise BadInputError(bad)
    review = BenefitReview(
        benefit=benefit, held_on=today, held_by=actor, finding=finding, next_review_on=next_review_on
    )
    with change(review, "ledger.review_held", actor=actor):
        save_validated(review)
    with change(benefit, "ledger.benefit_reviewed", actor=actor, reason=finding):
        benefit.next_review_on = next_review_on
        save_validated(benefit)
    return review


@writes
def conclude_benefit(benefit: Benefit, *, actor: "User | None", note: str = "") -> Benefit:
    """Conclude from the validated value against the plan to date: realised, partly or not realised."""
    benefit = ready(benefit, "conclude", actor)
    found = selectors.standing_of(benefit, timezone.localdate())
    if any(row.state == "claimed" for row in found.actuals):
        raise IllegalNowError(_("Some actuals wait for finance; validate or reject them first."))
    verdict = outcome(found.validated, found.planned)
    if benefit.state == BenefitState.ENABLED:
        verdict = BenefitState.NOT_REALISED
    moves = {
        BenefitState.REALISED: benefit.realise,
        BenefitState.PARTLY: benefit.realise_partly,
        BenefitState.NOT_REALISED: benefit.fail,
    }
    with change(benefit, "ledger.benefit_concluded", actor=actor, reason=note):
        moves[verdict]()
        benefit.concluded_on = timezone.localdate()
        save_validated(benefit)
    return benefit


@writes
def sustain_benefit(benefit: Benefit, *, actor: "User | None", note: str = "") -> Benefit:
    """Hand the benefit over to the line: it goes on without the programme."""
    benefit = ready(benefit, "sustain", actor)
    with change(benefit, "ledger.benefit_sustained", actor=actor, reason=note):
        benefit.sustain()
        save_validated(benefit)
    return benefit


@writes
def close_benefit(benefit: Benefit, *, reason: str, actor: "User | None") -> Benefit:
    """Stop following the benefit; needs a reason."""
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    benefit = ready(benefit, "close", actor)
    with change(benefit, "ledger.benefit_closed", actor=actor, reason=reason):
        benefit.close()
        save_validated(benefit)
    return benefit
