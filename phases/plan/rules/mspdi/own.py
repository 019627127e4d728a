"""What a file of our own says beside what Project knows: how we call a task, and how far its dates are known.

It stands in text fields of the tasks, named so in the file; other tools keep them and show them as columns.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

REF, KNOWN, INSERTED = "188743731", "188743734", "188743737"  # Text1, Text2 and Text3
UNPLANNED, DAY_ONLY = "-", "day"  # "start:- deadline:day": nobody planned the start, the deadline has no hour
OF_PLAN = "plan"  # "calendar:plan": the calendar is that of the inserted plan
ALIASES = {REF: ("Text1", "Landfall: reference"), KNOWN: ("Text2", "Landfall: dates not planned, or without an hour"),
           INSERTED: ("Text3", "Landfall: inserted plan")}  # fmt: skip
NAMED = (REF, KNOWN)  # by which a file of ours is known
STANDS_APART = re.compile(r"(\S+) honours:([01]) slack:(\d{1,9}) calendar:(\d{1,9})")


@dataclass(frozen=True, slots=True)
class ParsedInserted:
    """What an inserted plan counts by: its first moment, its rule for constraints, its critical slack, its calendar."""

    start: datetime
    honours: bool
    critical_slack: int
    calendar: int  # its UID in the file

    def __str__(self) -> str:
        start = self.start.isoformat(timespec="minutes")
        return f"{start} honours:{int(self.honours)} slack:{self.critical_slack} calendar:{self.calendar}"


def read_inserted(text: str) -> ParsedInserted | None:
    """Read what ``str`` of it has written; None where the text is anything else."""
    found = STANDS_APART.fullmatch(text)
    try:
        return found and ParsedInserted(datetime.fromisoformat(found[1]), found[2] == "1", int(found[3]), int(found[4]))
    except ValueError:
        return None


def is_own(root: Element) -> bool:
    """Tell whether the file names our text fields."""
    said = {
        one.findtext("{*}FieldID"): one.findtext("{*}Alias")
        for one in root.iterfind("{*}ExtendedAttributes/{*}ExtendedAttribute")
    }
    return all(said.get(field) == ALIASES[field][1] for field in NAMED)


def own_fields(task: Element) -> Mapping[str, str]:
    """Return the values of a task's text fields."""
    return {
        one.findtext("{*}FieldID") or "": (one.findtext("{*}Value") or "").strip()
        for one in task.iterfind("{*}ExtendedAttribute")
    }


def write_known(known: Mapping[str, str]) -> str:
    """Write how far dates are known, by the name of the date."""
    return " ".join(f"{name}:{how}" for name, how in sorted(known.items()))


def read_known(text: str) -> dict[str, str]:
    """Read what ``write_known`` has written."""
    pairs = (word.partition(":") for word in text.split())
    return {name: how for name, _colon, how in pairs if how in {UNPLANNED, DAY_ONLY, OF_PLAN}}
