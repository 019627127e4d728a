"""Readings for gates and the programme's life, what is signed, and what needs attention."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.access import allows
from core.seams import AttentionItem, Evidence, EvidenceItem, Scope
from programme.signoff.services import bind
from roi.ledger.selectors.rows import reviews_held
from roi.statements import permissions, services
from roi.statements.choices import SIGNED
from roi.statements.selectors.acts import due_quarter
from roi.statements.selectors.inputs import latest_statement


def _decided(row: Any, signature: Any) -> None:
    services.signed(row, signature=signature, actor=signature.signer)


bind(
    "roi.RoiStatement",
    content=services.statement_content,
    url=lambda row: row.get_absolute_url(),
    decided=_decided,
)


@seams.evidence.provide("statements.latest_validated")
def latest_validated(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Whether finance has validated the latest statement."""
    row, url = latest_statement(programme), reverse("statements:overview", args=[programme.slug])
    done = row is not None and row.state in SIGNED
    text = _("Lock a quarter and let finance validate it")
    if row is not None:
        text = _("Finance validates the statement of %(quarter)s") % {"quarter": row.quarter}
    reading = Evidence(
        value=done,
        as_of=(row.validated_at if row else None) or timezone.now(),
        source_url=row.get_absolute_url() if row else url,
        detail=[] if done else [EvidenceItem(text, row.get_absolute_url() if row else url)],
    )
    return [reading for _scope in scopes]


@seams.evidence.provide("statements.benefit_reviews")
def benefit_reviews(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Count the benefit reviews that were held."""
    held, url = reviews_held(programme), reverse("ledger:benefit_list", args=[programme.slug])
    detail = [] if held else [EvidenceItem(_("Hold a benefit review"), url)]
    reading = Evidence(value=held, unit="count", as_of=timezone.now(), source_url=url, detail=detail)
    return [reading for _scope in scopes]


@seams.attention.provide("statements.quarter_due")
def quarter_due(programme: Any, user: Any) -> list[AttentionItem]:
    """A quarter that is over and not locked, for those who lock it."""
    if not allows(permissions.can_lock, user, programme):
        return []
    quarter = due_quarter(programme)
    if quarter is None:
        return []
    return [
        AttentionItem(
            "wait",
            _("%(quarter)s is over: lock it for the ROI statement") % {"quarter": quarter},
            reverse("statements:overview", args=[programme.slug]),
            verb=_("Lock"),
        )
    ]
