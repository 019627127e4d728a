"""What a file of our own says beside what Project knows: how we call a task, and which dates nobody planned.

It stands in two text fields of the tasks, named so in the file; other tools keep them and show them as columns.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

REF, UNPLANNED = "188743731", "188743734"  # Text1 and Text2
ALIASES = {REF: ("Text1", "Landfall: reference"), UNPLANNED: ("Text2", "Landfall: dates not planned")}


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
