"""What resources and calendars are called in cells, and who works on a task: ``Dana[50%]; Team[100% 960m]``."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.imports.values import LIST_BREAKS

MARKS = re.compile(r"[\[\]#]")
SHARE = re.compile(r"(?P<label>[^\[\]]+?)\s*(?:\[(?P<units>\d{1,7}(?:\.\d{1,9})?)\s*%?(?:\s+(?P<work>\d{1,9})m)?\])?$")
HUNDRED = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Share:
    """A resource on a task by its label, in per cent of it; the work in minutes where it is said."""

    label: str
    units: Decimal = HUNDRED
    work: int | None = None

    def __str__(self) -> str:
        if self.work is None and self.units == HUNDRED:
            return self.label
        units = f"{self.units.quantize(CENT):f}".rstrip("0").rstrip(".")
        return f"{self.label}[{units}%{'' if self.work is None else f' {self.work}m'}]"


def read_share(text: str) -> Share | None:
    """Read ``Dana``, ``Dana[50%]`` or ``Dana[50% 960m]``; None where the text is none of them."""
    found = SHARE.fullmatch(text.strip())
    if found is None:
        return None
    units = Decimal(found["units"]).quantize(CENT) if found["units"] else HUNDRED
    return Share(found["label"].strip(), units, int(found["work"]) if found["work"] else None)


def _unwritable(name: str) -> bool:
    """Tell whether a cell that holds several names could not hold this one."""
    return bool(MARKS.search(name) or LIST_BREAKS.search(name))


def labels(named: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """Call things of one file, each (key, name, uid), by their names, or by ``#`` and UID.

    The UID stands where a name is not the only one of its kind, or cannot be written in a cell.
    """
    rows = list(named)
    counts = Counter(name.casefold().strip() for _key, name, _uid in rows)
    return {
        key: name.strip() if not uid or (counts[name.casefold().strip()] == 1 and not _unwritable(name)) else f"#{uid}"
        for key, name, uid in rows
    }
