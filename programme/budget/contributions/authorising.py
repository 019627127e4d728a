"""The sponsor's authorisation: as evidence, as what is signed, as what needs attention."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.memo import once
from core.seams import AttentionItem, Evidence, EvidenceItem, Scope
from programme.budget import permissions, services
from programme.budget.selectors import authorisation
from programme.signoff.choices import SignDecision
from programme.signoff.services import bind


def _url(programme: Any) -> str:
    return reverse("budget:line_list", args=[programme.slug])


@seams.evidence.provide("budget.authorised")
def authorised(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Whether the sponsor's signature stands on the lines as they are now."""
    found = authorisation(programme)
    text = _("Ask the sponsor to authorise the budget")
    if found.asked:
        text = _("The sponsor has been asked and has not signed the budget yet")
    if found.stale:
        text = _("The budget changed after the sponsor signed; ask for the signature again")
    reading = Evidence(
        value=found.signed,
        as_of=(found.row.signed_at if found.row else None) or timezone.now(),
        source_url=_url(programme),
        detail=[] if found.signed else [EvidenceItem(text, _url(programme))],
        stale=found.stale,
    )
    return [reading for _scope in scopes]


@seams.attention.provide("budget.stale")
def stale_budget(programme: Any, user: Any) -> list[AttentionItem]:
    """An authorisation that no longer fits its lines, for those who can ask again."""
    if (
        not permissions.can_edit(user, programme)
        or not once(programme, "budget.authorisation", lambda: authorisation(programme)).stale
    ):
        return []
    return [
        AttentionItem("stale", _("The budget changed after the sponsor signed"), _url(programme), verb=_("Ask again"))
    ]


def _signed(row: Any, signature: Any) -> None:
    if signature.decision != SignDecision.DECLINE:
        services.authorisation_signed(row, actor=signature.signer)


bind(
    "programme.BudgetAuthorisation",
    content=services.budget_content,
    url=lambda row: _url(row.programme),
    decided=_signed,
)
