"""What sign-offs give: the entry in one's own menu, and what waits for a signature."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.seams import AttentionItem, Impact, PageEntry, Panel, Touched
from programme.signoff import permissions, selectors

LOOKED = 10  # of one's own signatures, the newest


def _waiting(user: Any, programme: Any) -> tuple[str, int] | None:
    """Count what waits for this person; one query."""
    n = selectors.waiting_count(user, programme)
    return ("wait", n) if n else None


def mine_panel(programme: Any, user: Any) -> dict[str, Any]:
    """Signatures this person owes, and own ones that went stale with what changed."""
    signed = selectors.signed_by(user, programme, LOOKED)
    return {
        "waiting": selectors.waiting_for(user, programme),
        "stale": [(request, state) for request, state in signed if state.stale],
        "current": sum(not state.stale for _request, state in signed),
    }


seams.pages.add(
    "signoff.signatures",
    PageEntry(
        label=gettext_lazy("Signatures"),
        url_name="signoff:signatures",
        icon="fingerprint",
        order=160,
        group=3,
        key="s",
        count=_waiting,
        panels=(
            Panel(
                frozenset({"owner"}),
                "signoff/_panel_mine.html",
                mine_panel,
                order=5,
                covers=frozenset({"signoff.requests"}),
            ),
        ),
    ),
)


@seams.attention.provide("signoff.requests")
def signatures_waiting(programme: Any, user: Any) -> list[AttentionItem]:
    """Signatures this person owes; for those who manage them, requests whose signer has left."""
    items = [
        AttentionItem(
            "wait",
            _("To sign: %(title)s") % {"title": request},
            _page(programme, request),
            request.due_on,
            verb=_("Read and sign"),
        )
        for request in selectors.waiting_for(user, programme)
    ]
    for request in selectors.without_signer(programme):
        if permissions.can_manage(user, request):
            text = _("%(title)s: %(name)s has left and cannot sign") % {"title": request, "name": request.signer}
            items.append(AttentionItem("warn", text, _page(programme, request), verb=_("Name another signer")))
    return items


def _page(programme: Any, request: Any) -> str:
    return reverse("signoff:request", args=[programme.slug, request.public_id])


@seams.impacts.provide("signoff")
def signatures_gone_stale(programme: Any, change: Any) -> list[Impact]:
    """Signatures on what the change rewrites: the charter where goals or scope move, the budget where money does."""
    signed = selectors.signed_on(programme, _rewritten(change))
    if not signed:
        return []
    items = [
        Touched(request.title, _page(programme, request), str(request.signer or request.get_role_display()))
        for request in signed
    ]
    return [Impact("stale", _("Signatures that would no longer fit"), len(signed), items)]


NOTHING = frozenset({"", "none", "无", "没有", "–", "-"})


def _rewritten(change: Any) -> list[str]:
    """Name the kinds of signed records whose words the change alters."""
    scope = change.scope.strip().rstrip(".。").casefold() not in NOTHING
    found = ["programme.CharterVersion"] if scope or change.cost_minor else []
    return [*found, "programme.BudgetAuthorisation"] if change.cost_minor else found
