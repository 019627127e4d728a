"""A ripple as pages draw it, whatever slice they belong to."""

from typing import Any

from django.utils.translation import gettext as _

from phases.plan.selectors.outlook import Likely, Outlook, outlook_of
from phases.plan.selectors.ripple import Computed

SHOWN = 100


def likely_lines(outlook: Outlook) -> list[tuple[str, Likely]]:
    """Name the rows of the likely dates: the end of the plan, then its gates."""
    return [(_("End of the plan"), outlook.finish), *((one.text, one) for one in outlook.gates)]


def drawn(computed: Computed, programme: Any) -> dict[str, Any]:
    """Give the context of ``plan/_ripple.html``; ten queries."""
    tasks = computed.tasks()
    outlook = outlook_of(programme, computed)
    return {
        "outlook": outlook,
        "likely": [] if outlook is None else likely_lines(outlook),
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
