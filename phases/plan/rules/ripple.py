"""What an edit of the plan moves: two schedules compared, task by task, gate by gate, wave by wave."""

import hashlib
import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from phases.plan.rules.schedule import Schedule
from phases.plan.rules.slots import Slot

Times = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Move:
    """One task or gate before and after; None where there is none. ``minutes`` is how far its end moves, in work."""

    key: Hashable
    before: Slot | None
    after: Slot | None
    minutes: int

    @property
    def moves(self) -> bool:
        """Tell whether it lies elsewhere in time; else only its float changed."""
        pair = (self.before, self.after)
        return pair[0] is None or pair[1] is None or ((pair[0].begins, pair[0].ends) != (pair[1].begins, pair[1].ends))

    @property
    def turns_critical(self) -> bool:
        """Tell whether it becomes critical."""
        return self.after is not None and self.after.critical and not (self.before and self.before.critical)

    @property
    def float_used(self) -> int:
        """Working minutes of total float that the edit uses up; negative where it gives some."""
        if self.before is None or self.after is None:
            return 0
        return self.before.total_float - self.after.total_float


@dataclass(frozen=True, slots=True)
class Ripple:
    """Everything whose dates or float change, in the order in which it lies after the edit; and the plan's end."""

    moves: tuple[Move, ...]
    finish: tuple[date, date]
    minutes: int  # how far the end of the plan moves, in working minutes
    mark: str

    @property
    def moved(self) -> list[Move]:
        """Those that lie elsewhere in time."""
        return [move for move in self.moves if move.moves]

    @property
    def critical(self) -> list[Move]:
        """Those that become critical."""
        return [move for move in self.moves if move.turns_critical]


def times(slot: Slot | None) -> Times | None:
    """Give the four moments of a slot."""
    return None if slot is None else (slot.early_start, slot.early_finish, slot.late_start, slot.late_finish)


def compare(before: Schedule, after: Schedule) -> Ripple:
    """Compare two schedules of one plan."""
    keys = [*before.slots, *(key for key in after.slots if key not in before.slots)]
    moves = []
    for key in keys:
        was, now = before.slots.get(key), after.slots.get(key)
        if was == now:
            continue
        moved = before.calendar.between(was.ends, now.ends) if was and now else 0
        moves.append(Move(key, was, now, moved))
    moves.sort(key=lambda move: ((move.after or move.before).begins, str(move.key)))  # type: ignore[union-attr]
    ends = tuple(max((slot.ends for slot in one.slots.values()), default=0) for one in (before, after))
    minutes = before.calendar.between(ends[0], ends[1]) if all(ends) else 0
    return Ripple(tuple(moves), (before.finish, after.finish), minutes, fingerprint(moves))


def fingerprint(moves: Iterable[Move]) -> str:
    """Mark what moves and where to: the same mark, the same ripple."""
    told = sorted((str(move.key), times(move.before), times(move.after)) for move in moves)
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def ends_of(slots: Mapping[Hashable, Slot], groups: Mapping[str, Iterable[Hashable]]) -> dict[str, Slot]:
    """Give for each group, such as a wave, the slot of its member that ends last."""
    found: dict[str, Slot] = {}
    for name, keys in groups.items():
        there = [slots[key] for key in keys if key in slots]
        if there:
            found[name] = max(there, key=lambda slot: slot.ends)
    return found
