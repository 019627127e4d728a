"""Milestones and gates as a calendar file."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.ical import Event, calendar_file
from phases.gates.choices import PASSED
from phases.gates.models import Gate
from phases.plan.models import Task
from phases.plan.selectors.basis import basis_of
from phases.plan.selectors.gates import gate_dates

if TYPE_CHECKING:
    from programme.charter.models import Programme

NEVER = datetime(2000, 1, 1, tzinfo=UTC)
HOUSE = "landfall"


def milestones_ics(programme: "Programme") -> bytes:
    """Write milestones and gates in the language of the reader, on what happened or on the forecast. Six queries."""
    stamp = basis_of(programme).scheduled_at or NEVER
    events = [*_milestones(programme), *_gates(programme)]
    return calendar_file(programme.name, events, language=get_language() or "en", stamp=stamp)


def _milestones(programme: "Programme") -> list[Event]:
    rows = Task.objects.filter(programme=programme, active=True).milestones().for_list()
    return [
        Event(f"{task.public_id}@{HOUSE}", day, str(task), _("Milestone"), sure=task.done)
        for task in rows
        if (day := task.actual_finish or task.early_finish) is not None
    ]


def _gates(programme: "Programme") -> list[Event]:
    falls = gate_dates(programme)
    return [
        Event(f"{gate.public_id}@{HOUSE}", falls[gate.key], str(gate), _("Gate"), sure=gate.state in PASSED)
        for gate in Gate.objects.filter(programme=programme)
        if gate.key in falls
    ]
