"""Resources of a file and what they do on its tasks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from phases.plan.rules.mspdi.values import HUNDRED, MAX_UID, fields_of, flag, minutes_of, number_of, refuse, whole

KINDS = {0: "material", 1: "work", 2: "cost"}
MAX_UNITS = 9_999_999  # per cent, what the record holds


@dataclass(frozen=True, slots=True)
class ParsedResource:
    """A resource; units are per cent, 100 for one person."""

    uid: int
    name: str
    kind: str
    units: float
    calendar: int | None
    team: str


@dataclass(frozen=True, slots=True)
class ParsedAssignment:
    """A resource on a task; units are per cent, work is minutes of that resource, None where it is not said."""

    task: int
    resource: int
    units: float
    work: int | None


def read_resources(elements: Iterable[Element]) -> tuple[ParsedResource, ...]:
    """Read the resources that have a name; the nameless one with UID 0 is the file's own."""
    found: dict[int, ParsedResource] = {}
    for element in elements:
        said = fields_of(element)
        uid = whole(said, "UID", "?", (0, MAX_UID), -1)
        if uid in found:
            raise refuse(_("UID {uid} stands on two resources; every resource needs its own."), uid=uid)
        if flag(said, "IsNull") or not said.get("Name"):
            continue
        kind = "cost" if flag(said, "IsCostResource") else KINDS[whole(said, "Type", uid, (0, 2), 1)]
        calendar = whole(said, "CalendarUID", uid, (-1, MAX_UID), -1)
        units = min(number_of(said, "MaxUnits", uid, 1.0) * HUNDRED, MAX_UNITS)
        found[uid] = ParsedResource(
            uid, said["Name"][:200], kind, units, None if calendar < 0 else calendar, said.get("Group", "")[:100]
        )
    return tuple(found.values())


def read_assignments(
    elements: Iterable[Element], tasks: Mapping[int, object], resources: Mapping[int, ParsedResource]
) -> tuple[ParsedAssignment, ...]:
    """Read who works on what; what nobody does is left out, and what one resource does twice on a task is added up."""
    found: dict[tuple[int, int], ParsedAssignment] = {}
    for element in elements:
        said = fields_of(element)
        uid = whole(said, "UID", "?", (-MAX_UID, MAX_UID), -1)
        pair = (
            whole(said, "TaskUID", uid, (-MAX_UID, MAX_UID)),
            whole(said, "ResourceUID", uid, (-MAX_UID, MAX_UID), -1),
        )
        if pair[0] not in tasks or pair[1] not in resources:
            continue
        units = min(number_of(said, "Units", uid, 1.0) * HUNDRED, MAX_UNITS)
        one = ParsedAssignment(*pair, units, minutes_of(said, "Work", uid))
        if (other := found.get(pair)) is not None:
            work = None if one.work is None or other.work is None else one.work + other.work
            one = replace(one, units=min(one.units + other.units, MAX_UNITS), work=work)
        found[pair] = one
    return tuple(found.values())
