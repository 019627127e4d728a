"""The sourcing decision as evidence, and as what is signed."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import presence, seams
from core.presence import rows_of
from core.seams import Evidence, EvidenceItem, Scope
from programme.signoff import selectors as signoff
from programme.signoff.choices import SignDecision
from programme.signoff.services import bind
from programme.sourcing import services
from programme.sourcing.choices import SourcingState
from programme.sourcing.models import Sourcing
from programme.sourcing.selectors import Standing, committee_reasons, lacking, standing, warnings

WORST, WEAK = 1, 2  # the highest score of readiness that a bad pick, or a thin one, allows
BEGUN = presence.ask("sourcing.begun", rows_of(Sourcing))
PICKED = presence.ask("sourcing.picked", rows_of(Sourcing, pick__isnull=False))


def page(programme: Any) -> str:
    """The page of the decision."""
    return reverse("sourcing:overview", args=[programme.slug])


def stale(row: Sourcing) -> bool:
    """Tell whether what was signed is no longer what stands; reads the record in both languages."""
    signed = [one for one in signoff.requests_of(row) if one.is_signed]
    return bool(signed) and signoff.staleness(signed[-1]).stale


def _open(found: Standing | None) -> list[str]:
    """What stands between the programme and a signed decision; None where nobody began."""
    row = found.row if found else None
    if found is None or row is None:
        return [_("Weigh the criteria and score the candidates.")]
    if row.state == SourcingState.OPEN:
        return lacking(found) or [_("Propose a candidate.")]
    if row.state == SourcingState.PROPOSED:
        return committee_reasons(row) or [_("The sponsor has not signed yet.")]
    return [_("The record changed after it was signed.")] if stale(row) else []


@seams.evidence.provide("sourcing.decided")
def decided(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Whether the committee decided and the sponsor's signature stands on the record as it is now."""
    found = standing(programme) if presence.stand(programme, BEGUN)[0] else None
    row, left, url = found.row if found else None, _open(found), page(programme)
    told = Evidence(
        not left,
        as_of=timezone.now(),
        source_url=url,
        detail=[EvidenceItem(text, url) for text in left],
        stale=bool(row and row.state == SourcingState.DECIDED and left),
    )
    return [told for _scope in scopes]


@seams.evidence.provide("sourcing.selection")
def selection(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """The highest score that the pick leaves to the fifth cause of readiness; None while nothing holds it down."""
    (picked,) = presence.stand(programme, PICKED)
    value, detail = None, []
    if picked:
        found = standing(programme)
        told = dict(warnings(found, found.row.pick)) if found.row and found.row.pick else {}
        held = [("false_economy", WORST), ("days_short", WEAK)]
        value = min((score for key, score in held if key in told), default=None)
        detail = [EvidenceItem(told[key], page(programme)) for key, _score in held if key in told]
    reading = Evidence(value, unit="count", as_of=timezone.now(), source_url=page(programme), detail=detail)
    return [reading for _scope in scopes]


def _refuses(row: Any, decision: str) -> list[str]:
    if decision == SignDecision.DECLINE:
        return []
    return committee_reasons(row)


def _signed(row: Any, signature: Any) -> None:
    if signature.decision != SignDecision.DECLINE:
        services.sourcing_signed(row, actor=signature.signer)


bind(
    "programme.Sourcing",
    content=services.sourcing_content,
    url=lambda row: str(row.get_absolute_url()),
    refuses=_refuses,
    decided=_signed,
)
