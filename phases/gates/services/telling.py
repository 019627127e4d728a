"""Who hears of a gate: its keepers when it waits for their vote, others when it is decided."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phases.gates.models import Gate, GateDecision
from programme.notices.choices import Topic
from programme.notices.services import notify
from programme.people.choices import Role
from programme.people.selectors import holders


def tell_keepers(gate: Gate, *, actor: Any) -> None:
    """Ask the keepers for their vote."""
    for person in holders(gate.programme, *gate.keepers):
        if person != actor:
            notify(
                person,
                topic=Topic.GATE,
                text=lambda: _("A gate waits for your vote: %(gate)s") % {"gate": gate},
                url=_page(gate),
                programme=gate.programme,
            )


def tell_decided(row: GateDecision, *, actor: Any) -> None:
    """Say how it was decided."""
    for person in holders(row.programme, Role.PM, Role.SP, Role.BO):
        if person != actor:
            notify(
                person,
                topic=Topic.GATE,
                text=lambda: (
                    _("Gate decided: %(gate)s: %(decision)s")
                    % {"gate": row.gate, "decision": row.get_decision_display()}
                ),
                url=_page(row.gate),
                programme=row.programme,
            )


def _page(gate: Gate) -> str:
    return reverse("gates:gate", args=[gate.programme.slug, gate.key])
