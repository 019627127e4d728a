"""Readings for gates and snapshots: who attended the kick-off, and every light."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import seams
from core.memo import once
from core.seams import AttentionItem, Evidence, EvidenceItem, Scope
from programme.governance.choices import Dimension
from programme.governance.permissions import asks, can_decide
from programme.governance.selectors.decisions import decisions, executive_attended, kickoff
from programme.governance.selectors.lights import Board, board
from programme.stakeholders.selectors import top_executive


@seams.evidence.provide("governance.kickoff_executive")
def kickoff_executive(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Whether the top executive was at the kick-off."""
    meeting = kickoff(programme)
    attended = meeting is not None and executive_attended(programme)
    url = reverse("governance:overview", args=[programme.slug])
    detail = [] if attended else [_next_step(programme, url)]
    at = meeting.created_at if meeting else timezone.now()
    return [Evidence(attended, as_of=at, source_url=url, detail=detail) for _scope in scopes]


def _next_step(programme: Any, url: str) -> EvidenceItem:
    named = top_executive(programme)
    if named is None:
        register = reverse("stakeholders:stakeholder_list", args=[programme.slug])
        return EvidenceItem(_("Name the top executive among the stakeholders"), register)
    return EvidenceItem(_("Hold the kick-off with %(name)s and record who was there") % {"name": named.name}, url)


def _board(programme: Any) -> Board:
    """All lights, computed once for the seven readings of them."""
    return once(programme, "governance.board", lambda: board(programme))


def _light(dimension: Dimension) -> Any:
    def give(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
        light = next(one for one in _board(programme).lights if one.dimension == dimension)
        colour = str(light.counts.colour)
        return [Evidence(colour, as_of=timezone.now(), source_url=light.url) for _scope in scopes]

    return give


for _dimension in Dimension:
    seams.evidence.add(f"governance.light_{_dimension.value}", _light(_dimension))


@seams.evidence.provide("governance.overall")
def overall(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """The overall light, the worse of the technical and the adoption light."""
    return [Evidence(str(_board(programme).overall), as_of=timezone.now()) for _scope in scopes]


@seams.attention.provide("governance.decisions")
def waiting(programme: Any, user: Any) -> list[AttentionItem]:
    """Decisions that wait: for members to decide, for the asker because they are late or questioned."""
    today = timezone.localdate()
    items = []
    for row in decisions(programme).open():
        late = row.overdue(today)
        if can_decide(user, row):
            items.append(
                AttentionItem("bad" if late else "warn", str(row), row.get_absolute_url(), row.due_on, verb=_("Decide"))
            )
        elif asks(user, programme) and (late or row.state == "questioned"):
            items.append(AttentionItem("warn", str(row), row.get_absolute_url(), row.due_on, verb=_("Look")))
    return items
