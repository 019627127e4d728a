"""A ripple as pages draw it, whatever slice they belong to."""

from typing import Any

from django.utils.translation import gettext as _

from phases.plan.selectors.ripple import Computed

SHOWN = 100


def drawn(computed: Computed, programme: Any) -> dict[str, Any]:
    """Give the context of ``plan/_ripple.html``."""
    tasks = computed.tasks()
    return {
        "computed": computed,
        "groups": [
            (title, lines)
            for title, lines in (
                (_("Gates that move"), computed.gates(programme)),
                (_("Waves that move"), computed.waves()),
                (_("Milestones that move"), computed.milestones()),
            )
            if lines
        ],
        "critical": computed.critical(),
        "tasks": tasks[:SHOWN],
        "task_count": len(tasks),
    }
