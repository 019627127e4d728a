"""Parts of the homes about gates: the next one, a vote that waits, outputs to approve."""

from decimal import Decimal
from typing import Any

from phases.gates.choices import DeliverableState, GateState, Verdict
from phases.gates.models import Deliverable, DeliverablePart, Gate
from phases.gates.permissions import can_see
from phases.gates.selectors import GateStatus, gate_dates, gate_url, next_status, state_label

LEVELS = {Verdict.GREEN: "good", Verdict.RED: "bad", Verdict.UNDECIDABLE: "stale"}
ACTIONS = 3
APPROVALS = 5


def next_gate_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Readiness of the next gate: verdict, criteria, the smallest list of actions."""
    if not can_see(user, programme):
        return None
    status = next_status(programme)
    if status is None:
        return None
    return verdict_of(status) | {
        "state": state_label(status.gate),
        "cells": [_cell(line) for line in status.lines],
        "forecast": gate_dates(programme, [status.gate])[status.gate.pk],
        "actions": status.numbered[:ACTIONS],
        "rest": max(len(status.numbered) - ACTIONS, 0),
    }


def verdict_of(status: GateStatus) -> dict[str, Any]:
    """Give the verdict of a gate as a panel draws it."""
    verdict = status.evaluation.verdict
    return {
        "gate": status.gate,
        "gate_status": status,
        "level": LEVELS[verdict],
        "strip": "warn" if LEVELS[verdict] == "stale" else LEVELS[verdict],
        "verdict_word": Verdict(verdict).label,
        "gate_url": gate_url(status.gate),
    }


def _cell(line: Any) -> dict[str, Any]:
    read = line.bound.reading
    figure = read is not None and isinstance(read.value, int | Decimal) and not isinstance(read.value, bool)
    shown = line.count or (line.value if figure else line.criterion.label)
    return {"value": shown, "label": line.criterion.name, "kind": line.level, "word": line.verdict, "url": line.url}


def vote_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Gates in review on which this person, a keeper, has not voted."""
    roles = user.roles_in(programme)
    rows = Gate.objects.filter(programme=programme, state__in=[GateState.SUBMITTED, GateState.IN_REVIEW]).for_list()
    waiting = []
    for gate in rows:
        voted = {vote.role for vote in gate.votes.all() if vote.round == gate.round}
        if roles & (set(gate.keepers) - voted):
            waiting.append((gate, gate_url(gate), state_label(gate)))
    return {"gates": waiting} if waiting else None


def approvals_panel(programme: Any, user: Any) -> dict[str, Any] | None:
    """Outputs that wait for this person's approval; three queries."""
    if not can_see(user, programme):
        return None
    roles = user.roles_in(programme)
    state = DeliverableState.SUBMITTED
    whole = Deliverable.objects.filter(programme=programme, state=state, approver_role__in=roles).exclude(author=user)
    parts = DeliverablePart.objects.filter(
        programme=programme, state=state, deliverable__approver_role__in=roles
    ).exclude(author=user)
    rows: list[tuple[Deliverable | DeliverablePart, str]] = [(row, row.code) for row in whole.select_related("author")]
    rows += [(part, part.deliverable.code) for part in parts.select_related("deliverable", "author")]
    return {"works": rows[:APPROVALS], "rest": max(len(rows) - APPROVALS, 0), "count": len(rows)}
