"""Granted changes that cost money and are not in the budget yet, and how their cost would fall on the lines."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import Action, allows
from core.acts import Act
from programme.budget import permissions
from programme.budget.choices import DrawState
from programme.budget.models import ContingencyDraw
from programme.budget.selectors.money import MoneyStand

if TYPE_CHECKING:
    from programme.charter.models import Programme


def cost_of(request: Any) -> int:
    """What those who granted the change knew it to cost, in minor units: as stated, with what every floor adds."""
    return int(request.computed.get("cost", request.cost_minor))


def waiting_changes(programme: "Programme") -> list[Any]:
    """Granted changes with a cost that no baseline holds yet, the oldest first; one query."""
    requests = apps.get_model("programme", "ChangeRequest").objects
    rows = requests.filter(programme=programme, budget_baseline=None).granted().order_by("decided_at", "pk")
    return [row for row in rows if cost_of(row)]


def proposed_shares(stand: MoneyStand, cost: int) -> dict[str, int]:
    """Propose on which lines a change's cost falls: where a line was written ahead by just this sum, on that one."""
    ahead = [row for row in stand.moved if row.line.amount_minor - (row.stand.baseline or 0) == cost]
    return {ahead[0].line.public_id: cost} if len(ahead) == 1 else {}


def draw_actions(row: ContingencyDraw, user: Any) -> list[Action]:
    """What this person may do with a draw-down now."""
    if row.state != DrawState.ASKED or not allows(permissions.can_grant_draw, user, row):
        return []
    labels = {move.name: move.custom["label"] for move in row.get_all_state_transitions()}  # type: ignore[attr-defined]
    own = user is not None and row.asked_by_id == user.pk
    reasons = (_("Whoever asks for contingency does not grant it."),) if own else ()
    return [
        Action("grant", labels["grant"], reasons, primary=True),
        Action("refuse", labels["refuse"], reasons, danger=True),
    ]


def draw_acts(row: ContingencyDraw, user: Any) -> list[Act]:
    """The same as buttons."""
    return [
        Act(
            action.name,
            action.label,
            reverse(f"budget:draw_{action.name}", args=[row.programme.slug, row.public_id]),
            "dialog",
            primary=action.primary,
            danger=action.danger,
            reasons=tuple(action.reasons),
        )
        for action in draw_actions(row, user)
    ]
