"""Where phases and gates lie in time, read from the plan."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.documents.blocks import GateMark, GateState, Phase, Ribbon
from phases.gates.choices import GateState as State
from phases.gates.models import Gate
from phases.gates.models import Phase as PhaseRow
from phases.gates.selectors.evaluation import GateStatus
from phases.gates.selectors.lists import next_status
from phases.plan.models import Task
from phases.plan.selectors import finish_by_code

if TYPE_CHECKING:
    from core.documents.values import StatusKind
    from programme.charter.models import Programme

MARKS: dict[str, GateState] = {State.GO: "go", State.CONDITIONAL: "conditional", State.STOP: "stop"}


def gate_dates(programme: "Programme", gates: list[Gate]) -> dict[int, date | None]:
    """Return the forecast of each gate: the latest finish of the tasks it comes after; one query."""
    finishes = finish_by_code(programme)
    found = {}
    for gate in gates:
        days = [day for code in gate.after if (day := finishes.get(code))]
        found[gate.pk] = max(days, default=None)
    return found


def phase_spans(programme: "Programme") -> dict[str, tuple[date, date]]:
    """Return first and last day of each phase from the tasks of its stages; one query."""
    rows = Task.objects.filter(programme=programme).exclude(code="").exclude(early_start=None)
    spans: dict[str, tuple[date, date]] = {}
    for wbs, start, finish in rows.values_list("wbs", "early_start", "early_finish"):
        if start is None or finish is None:
            continue
        code = f"P{wbs.partition('.')[0]}"
        low, high = spans.get(code, (start, finish))
        spans[code] = (min(low, start), max(high, finish))
    return spans


def ribbon_of(programme: "Programme") -> Ribbon | None:
    """Return the phase ribbon; None while no task is dated. Four queries, and those of the next gate's evaluation."""
    rows = list(PhaseRow.objects.filter(programme=programme))
    spans = phase_spans(programme) if rows else {}
    phases = [phase for phase in rows if phase.code in spans]
    if not phases:
        return None
    gates = list(Gate.objects.filter(programme=programme))
    dates = gate_dates(programme, gates)
    upcoming = next_status(programme)
    base = reverse("gates:phases", args=[programme.slug])
    return Ribbon(
        phases=tuple(
            Phase(phase.name, spans[phase.code][0], spans[phase.code][1], f"{base}#{phase.code}") for phase in phases
        ),
        gates=tuple(
            _mark(gate, day, upcoming, programme.slug) for gate in gates if (day := dates[gate.pk]) is not None
        ),
        today=timezone.localdate(),
    )


def short_text(status: GateStatus) -> str:
    """Say how many must-criteria are not met, or that none is missing."""
    if not status.short:
        return _("ready")
    return pgettext("gate", "%(n)s short") % {"n": status.short}


def _mark(gate: Gate, day: date, upcoming: GateStatus | None, slug: str) -> GateMark:
    state: GateState = MARKS.get(gate.state, "ahead")
    text = ""
    kind: StatusKind = "wait"
    if upcoming is not None and gate.pk == upcoming.gate.pk:
        state, text, kind = "next", short_text(upcoming), "bad" if upcoming.short else "good"
    return GateMark(
        name=gate.wave or gate.code,
        on=day,
        state=state,
        title=str(gate),
        text=text,
        kind=kind,
        url=reverse("gates:gate", args=[slug, gate.key]),
    )
