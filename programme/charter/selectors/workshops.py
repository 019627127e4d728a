"""The trace of a workshop, and who was absent."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from programme.charter.models import Workshop
    from programme.people.models import Unit


def absent(workshop: "Workshop") -> "list[Unit]":
    """Departments that were invited and did not come."""
    present = {unit.pk for unit in workshop.attended.all()}
    return [unit for unit in workshop.invited.order_by("name") if unit.pk not in present]


def trace_rows(workshop: "Workshop") -> list[tuple[str, str, str, str, str]]:
    """Department, pain, problem, goal, presence: one row a line, then the absent departments."""
    lines = [
        (
            entry.unit.name if entry.unit else "",
            entry.pain,
            entry.problem,
            str(entry.goal) if entry.goal else "",
            _("yes"),
        )
        for entry in workshop.entries.select_related("unit", "goal")
    ]
    return lines + [(unit.name, "", "", "", _("absent")) for unit in absent(workshop)]
