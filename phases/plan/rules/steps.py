"""Weighted milestones inside one task, by which it earns: ``Design agreed[30%]; Build done[70% 2026-03-05]``."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core.imports.values import LIST_BREAKS

STEP = re.compile(
    r"(?P<name>[^\[\]]+?)\s*\[\s*(?P<weight>\d{1,3}(?:\.\d{1,2})?)\s*[%\uff05]?(?:\s+(?P<on>\d{4}-\d{2}-\d{2}))?\s*\]$"
)
LINES = re.compile(r"[\n;\uff1b]")
HUNDRED = Decimal(100)
MOST, LONGEST = 50, 120


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone: its name, its weight in per cent, and the day on which it was reached."""

    name: str
    weight: Decimal
    reached: date | None = None

    def __str__(self) -> str:
        return f"{self.name}[{plain(self.weight)}%{'' if self.reached is None else f' {self.reached.isoformat()}'}]"

    def kept(self) -> dict[str, Any]:
        """Give it as it is stored."""
        on = None if self.reached is None else self.reached.isoformat()
        return {"name": self.name, "weight": plain(self.weight), "reached_on": on}


def plain(number: Decimal) -> str:
    """Write a number without empty decimals."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def read_step(text: str) -> Step | None:
    """Read one milestone as people write it; None where it is none."""
    found = STEP.fullmatch(text.strip())
    if found is None:
        return None
    try:
        on = None if found["on"] is None else date.fromisoformat(found["on"])
    except ValueError:
        return None
    return Step(found["name"].strip(), Decimal(found["weight"]), on)


def split(text: str) -> list[str]:
    """Split what was typed, one milestone a line."""
    return [part.strip() for part in LINES.split(text) if part.strip()]


def stored(rows: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Read milestones as they are stored, or as the API takes them; raises ``ValueError`` on what is neither."""
    found = []
    for row in rows:
        try:
            name, on = str(row["name"]).strip(), row.get("reached_on")
            weight = Decimal(str(row["weight"]))
            reached = on if on is None or isinstance(on, date) else date.fromisoformat(str(on))
        except (KeyError, InvalidOperation, AttributeError, TypeError) as error:
            raise ValueError(row) from error
        found.append(Step(name, weight, reached))
    return found


@dataclass(frozen=True, slots=True)
class Wrong:
    """What does not hold of the milestones of a task: a code of ``services.tasks``, and the words it is about."""

    code: str
    word: str = ""


def wrong(steps: Sequence[Step], today: date) -> list[Wrong]:
    """Say everything that is wrong with a task's milestones; none at all is right."""
    found = []
    if len(steps) > MOST:
        found.append(Wrong("many", str(MOST)))
    for step in steps:
        if not step.name or len(step.name) > LONGEST or LIST_BREAKS.search(step.name) or set(step.name) & set("[]"):
            found.append(Wrong("name", step.name[:LONGEST]))
        if not 0 < step.weight <= HUNDRED or step.weight != round(step.weight, 2):
            found.append(Wrong("weight", step.name))
        if step.reached is not None and step.reached > today:
            found.append(Wrong("ahead", step.name))
    found += [Wrong("twice", name) for name, count in Counter(step.name for step in steps).items() if count > 1]
    total = sum((step.weight for step in steps), Decimal(0))
    if steps and total != HUNDRED:
        found.append(Wrong("sum", plain(total)))
    return found
