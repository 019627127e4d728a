"""Which dates an import moves: the plan before it and after it, side by side."""

from datetime import date
from typing import TYPE_CHECKING, Any

from phases.plan.models import Task

if TYPE_CHECKING:
    from programme.charter.models import Programme

SHOWN = 50
Dates = dict[int, tuple[date | None, date | None]]


def dates_of(programme: "Programme") -> Dates:
    """Return start and finish of every task as they are kept, by primary key; one query."""
    rows = Task.objects.filter(programme=programme).values_list("pk", "early_start", "early_finish")
    return {pk: (start, finish) for pk, start, finish in rows}


def moved_figures(programme: "Programme", before: Dates) -> dict[str, Any]:
    """Count the tasks whose dates moved, tell the plan's finish before and after, and name the first of them."""
    after = dates_of(programme)
    moved = {pk: was for pk, was in before.items() if pk in after and was[1] is not None and after[pk] != was}
    first = sorted(moved)[:SHOWN]
    tasks = Task.objects.in_bulk(first)
    return {
        "dates_moved": len(moved),
        "finish_before": _last(before),
        "finish_after": _last(after),
        "moved": [
            {
                "uid": tasks[pk].ref,
                "names": {
                    "zh-hans": tasks[pk].name_zh or tasks[pk].name_en,
                    "en": tasks[pk].name_en or tasks[pk].name_zh,
                },
                "start": [_iso(moved[pk][0]), _iso(after[pk][0])],
                "finish": [_iso(moved[pk][1]), _iso(after[pk][1])],
            }
            for pk in sorted(first, key=lambda pk: (tasks[pk].position, pk))
        ],
    }


def _last(dates: Dates) -> str | None:
    return _iso(max((finish for _start, finish in dates.values() if finish), default=None))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
