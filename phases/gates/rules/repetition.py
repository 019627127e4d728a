"""How the waves of a rollout follow one another: which link holds a wave back, and how many run at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from phases.gates.rules.rows import Blueprint

START, FINISH = "SS", "FS"
KINDS = (START, FINISH)
FURTHEST = 500  # working days: two years
MOST = 50  # waves, as many as a programme may be started with

Node = tuple[str, str]  # code in the blueprint, code of the wave
Joint = tuple[Node, Node]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A wave begins ``lag`` working days after the wave before it begins (SS) or ends (FS, negative: before its end).

    At most ``at_once`` waves run at the same time; None sets no bound.
    """

    kind: str
    lag: int
    at_once: int | None = None


def overlap_faults(overlap: Overlap) -> dict[str, list[str]]:
    """Name what is wrong with the rule alone: codes of faults by field."""
    found: dict[str, list[str]] = {}
    if overlap.kind not in KINDS:
        found["kind"] = ["kind"]
    if abs(overlap.lag) > FURTHEST:
        found["lag"] = ["far"]
    elif overlap.kind == START and overlap.lag < 0:
        found["lag"] = ["before"]
    elif overlap.kind == FINISH and overlap.lag < 0 and overlap.at_once == 1:
        found["lag"] = ["one"]
    if overlap.at_once is not None and not 1 <= overlap.at_once <= MOST:
        found["at_once"] = ["at_once"]
    return found


def order_faults(order: Sequence[str], known: Sequence[str], begun: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Name what is wrong with an order of waves: code of the fault and the waves in question.

    Every known wave stands there once, and waves that have begun keep their places at the front.
    """
    found: list[tuple[str, tuple[str, ...]]] = [
        ("unknown", (code,)) for code in dict.fromkeys(order) if code not in known
    ]
    found += [("twice", (code,)) for code in dict.fromkeys(order) if order.count(code) > 1]
    found += [("missing", (code,)) for code in known if code not in order]
    if found:
        return found
    kept = [code for code in known if code in begun]
    places = {code: place for place, code in enumerate(order)}
    for earlier, later in pairwise(kept):
        if places[earlier] > places[later]:
            found.append(("begun", (earlier, later)))
    waiting = [code for code in order if code not in begun]
    found += [("begun", (late, waiting[0])) for late in kept if waiting and places[late] > places[waiting[0]]]
    return found


def ends_of_stage(blueprint: Blueprint) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tasks with which a wave's stage begins, and those with which it ends."""
    inside = set(blueprint.wave_tasks)
    rows = [task for task in blueprint.tasks if task.code in inside]
    waited = {link.task for task in rows for link in task.after if link.task in inside}
    heads = tuple(task.code for task in rows if not any(link.task in inside for link in task.after))
    return heads, tuple(task.code for task in rows if task.code not in waited)


def overlap_links(
    order: Sequence[str], begun: Sequence[str], ends: tuple[Sequence[str], Sequence[str]], overlap: Overlap
) -> dict[Joint, tuple[str, int]]:
    """Return what each wave that has not begun waits for: kind of link and lag in working days.

    Beside the wave before it, a wave waits for the end of the one that many places ahead as may run at once.
    """
    heads, tails = ends
    found: dict[Joint, tuple[str, int]] = {}
    for place, wave in enumerate(order):
        if wave in begun:
            continue
        if place:
            before = order[place - 1]
            for head in heads:
                if overlap.kind == START:
                    found[(head, before), (head, wave)] = (START, overlap.lag)
                    continue
                for tail in tails:
                    found[(tail, before), (head, wave)] = (FINISH, overlap.lag)
        if overlap.at_once and place >= overlap.at_once:
            ahead = order[place - overlap.at_once]
            for head in heads:
                for tail in tails:
                    _kind, lag = found.get(((tail, ahead), (head, wave)), (FINISH, 0))
                    found[(tail, ahead), (head, wave)] = (FINISH, max(lag, 0))
    return found


def at_once(spans: Mapping[str, tuple[int, int]]) -> tuple[int, str]:
    """Return how many waves run at the moment at which most do, and the wave that begins then.

    Moments are minutes; a wave that begins as another ends does not run beside it.
    """
    counts = [
        (sum(begin <= moment < end or (begin == moment == end) for begin, end in spans.values()), wave)
        for wave, (moment, _end) in spans.items()
    ]
    return max(counts, key=lambda one: one[0], default=(0, ""))


def too_early(order: Sequence[str], starts: Mapping[str, date], begun: Sequence[str]) -> list[tuple[str, str]]:
    """Return the waves that would begin before the wave before them does, each with that wave."""
    placed = [code for code in order if code in starts]
    return [(wave, before) for before, wave in pairwise(placed) if wave not in begun and starts[wave] < starts[before]]
