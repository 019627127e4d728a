"""One act on several risks: all of them, or none with every reason named."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.errors import BadInputError, DomainError, IllegalNowError
from programme.people.models import User
from programme.raid.models import Risk
from programme.raid.services.common import needed
from programme.raid.services.risks import escalate_risk, schedule_review, update_risk
from programme.records.services import writes

if TYPE_CHECKING:
    from programme.charter.models import Programme


def _each(risks: Sequence[Risk], act: Callable[[Risk], object]) -> None:
    reasons = []
    for risk in risks:
        try:
            act(risk)
        except DomainError as error:
            reasons += [f"{risk.code}: {reason}" for reason in error.reasons]
    if reasons:
        raise IllegalNowError(*reasons)


@writes
def change_owner(programme: "Programme", *, risks: Sequence[Risk], owner: User | None, actor: User | None) -> None:  # noqa: ARG001
    """Give several risks one owner."""
    needed(owner=str(owner or ""))
    _each(risks, lambda risk: update_risk(risk, values={"owner": owner}, actor=actor))


@writes
def schedule_reviews(programme: "Programme", *, risks: Sequence[Risk], on: date | None, actor: User | None) -> None:  # noqa: ARG001
    """Set the next review of several risks."""
    if on is None:
        raise BadInputError({"on": [_("This is needed.")]})
    _each(risks, lambda risk: schedule_review(risk, on=on, actor=actor))


@writes
def escalate_risks(programme: "Programme", *, risks: Sequence[Risk], reason: str, actor: User | None) -> None:  # noqa: ARG001
    """Put several risks before the steering committee."""
    needed(reason=reason)
    _each(risks, lambda risk: escalate_risk(risk, reason=reason, actor=actor))
