"""A ripple as plain values, for the API."""

from datetime import date
from typing import TYPE_CHECKING, Any

from phases.plan.rules.ripple import times
from phases.plan.rules.slots import Slot
from phases.plan.rules.worktime import clock
from phases.plan.selectors.outlook import Likely, Outlook, outlook_of
from phases.plan.selectors.ripple import Computed, Line

if TYPE_CHECKING:
    from programme.charter.models import Programme


def ripple_json(programme: "Programme", computed: Computed) -> dict[str, Any]:
    """Give a ripple whole: every task whose dates or float change, with early and late moments before and after.

    ``likely`` has P50 and P80 of the finish and of gates, simulated; None where the plan has no tasks. Ten queries.
    """
    outlook = outlook_of(programme, computed)
    return {
        "start": computed.after.start.isoformat(),
        "finish": _pair(*computed.ripple.finish),
        "days": computed.days,
        "mark": computed.ripple.mark,
        "gates": [_line_json(line) for line in computed.gates(programme)],
        "waves": [_line_json(line) for line in computed.waves()],
        "milestones": [_line_json(line) for line in computed.milestones()],
        "critical": [_line_json(line) for line in computed.critical()],
        "tasks": [
            {
                "task": named.ref,
                "name": named.text,
                "summary": named.summary,
                "moves": move.moves,
                "days": computed.line(move.key, named.text, named.url, move.before, move.after).days,
                "float_used_minutes": move.float_used,
                "before": _slot_json(move.before),
                "after": _slot_json(move.after),
            }
            for move in computed.ripple.moves
            if (named := computed.names.get(move.key)) is not None
        ],
        "likely": None if outlook is None else _outlook_json(outlook),
    }


def _outlook_json(outlook: Outlook) -> dict[str, Any]:
    return {
        "runs": outlook.runs,
        "seed": outlook.seed,
        "finish": _likely_json(outlook.finish),
        "gates": [{"name": one.text, **_likely_json(one)} for one in outlook.gates],
    }


def _likely_json(likely: Likely) -> dict[str, Any]:
    return {
        "p50": {**_pair(*likely.p50), "days": likely.days50},
        "p80": {**_pair(*likely.p80), "days": likely.days80},
    }


def _pair(was: date | None, now: date | None) -> dict[str, str | None]:
    return {"before": None if was is None else was.isoformat(), "after": None if now is None else now.isoformat()}


def _line_json(line: Line) -> dict[str, Any]:
    return {"name": line.text, "days": line.days, **_pair(line.before, line.after)}


def _slot_json(slot: Slot | None) -> dict[str, Any] | None:
    if slot is None:
        return None
    early, finish, late, latest = (clock(at).isoformat() for at in times(slot) or ())
    return {
        "early_start": early,
        "early_finish": finish,
        "late_start": late,
        "late_finish": latest,
        "total_float_minutes": slot.total_float,
        "critical": slot.critical,
    }
