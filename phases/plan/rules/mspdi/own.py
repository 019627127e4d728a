"""What a file of our own says beside what Project knows: how we call a task, and how far its dates are known.

It stands in two text fields of the tasks, named so in the file; other tools keep them and show them as columns.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

REF, KNOWN = "188743731", "188743734"  # Text1 and Text2
UNPLANNED, DAY_ONLY = "-", "day"  # "start:- deadline:day": nobody planned the start, the deadline has no hour
ALIASES = {REF: ("Text1", "Landfall: reference"), KNOWN: ("Text2", "Landfall: dates not planned, or without an hour")}


def is_own(root: Element) -> bool:
    """Tell whether the file names our text fields."""
    said = {
        one.findtext("{*}FieldID"): one.findtext("{*}Alias")
        for one in root.iterfind("{*}ExtendedAttributes/{*}ExtendedAttribute")
    }
    return all(said.get(field) == alias for field, (_name, alias) in ALIASES.items())


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
    return {name: how for name, _colon, how in pairs if how in {UNPLANNED, DAY_ONLY}}
