"""What a task waits for as a person types it beside the chart: ``3FS+2d, 5SS`` read into links, and what differs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from phases.plan.rules.tokens import read_token

SEPARATORS = re.compile(r"[,;，；、\n]+")


@dataclass(frozen=True, slots=True)
class Wait:
    """One link into a task: the earlier task's key, the kind, the lag and what the lag counts."""

    earlier: int
    kind: str = "FS"
    lag: int = 0
    unit: str = "work"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text of predecessors says, and the parts of it that name nothing."""

    waits: Sequence[Wait]
    unread: Sequence[str] = ()
    unknown: Sequence[str] = ()
    twice: Sequence[str] = ()


def names_of(rows: Iterable[tuple[int, Sequence[str]]]) -> dict[str, int]:
    """Index tasks, in the order of the plan, by the number of their row and by each further name that only one has.

    A row's number wins over a code or a WBS that reads the same.
    """
    found: dict[str, int] = {}
    shared: set[str] = set()
    listed = list(rows)
    for key, names in listed:
        for name in {one.casefold() for one in names if one}:
            if found.setdefault(name, key) != key:
                shared.add(name)
    for name in shared:
        del found[name]
    return found | {str(number): key for number, (key, _names) in enumerate(listed, start=1)}


def read_predecessors(text: str, names: Mapping[str, int]) -> Reading:
    """Read predecessors apart by commas; costs one look-up a part."""
    waits: dict[int, Wait] = {}
    unread, unknown, twice = [], [], []
    for part in filter(None, (one.strip() for one in SEPARATORS.split(text))):
        token = read_token(part)
        if token is None:
            unread.append(part)
        elif (key := names.get(token.ref.casefold())) is None:
            unknown.append(token.ref)
        elif key in waits:
            twice.append(token.ref)
        else:
            waits[key] = Wait(key, token.kind, token.lag, token.unit)
    return Reading(tuple(waits.values()), unread, unknown, twice)


def differing(before: Sequence[Wait], after: Sequence[Wait]) -> tuple[list[Wait], list[Wait]]:
    """Return the links to take away and those to add; one that changes kind or lag is in both."""
    had, want = set(before), set(after)
    return [wait for wait in before if wait not in want], [wait for wait in after if wait not in had]
