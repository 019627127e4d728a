"""Edits of a signed charter, as data: which there are, which fields each may set, and how they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.errors import BadInputError

# What the signers of a charter were promised about a goal; all else about it (its owner, its KPI) is kept up freely.
GOAL_TERMS = (
    "statement", "metric", "unit", "unit_kind", "direction", "baseline", "change", "target", "starts_on", "due_on",
)  # fmt: skip
GOAL_REST = ("baseline_on", "baseline_n", "baseline_source", "achievability", "strategy", "owner_role")
KPI_TERMS = ("unit", "direction", "baseline", "target")  # what a goal says of the KPI that measures it
SCOPE_TERMS = ("side", "text", "increment")
TOLERANCE_TERMS = ("dimension", "limit", "unit", "note")
FIELDS: dict[str, tuple[str, ...]] = {
    "goal": GOAL_TERMS,
    "new_goal": (*GOAL_TERMS, *GOAL_REST),
    "drop_goal": (),
    "scope": SCOPE_TERMS,
    "new_scope": SCOPE_TERMS,
    "drop_scope": (),
    "tolerance": TOLERANCE_TERMS,
    "new_tolerance": TOLERANCE_TERMS,
    "drop_tolerance": (),
}
REFERRING = frozenset({"goal", "drop_goal", "scope", "drop_scope", "tolerance", "drop_tolerance"})
MOST = 200  # edits of one request: a charter of more goals and scope items is none that people sign


@dataclass(frozen=True, slots=True)
class Amendment:
    """One edit: ``op``, the goal's code or the id of the scope item or tolerance, and the values it sets by field."""

    op: str
    ref: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def faulty(number: int, text: Any) -> BadInputError:
    """Name the edit, counted from 1, that cannot be carried out."""
    return BadInputError({"charter_edits": [_("Edit %(number)d: %(text)s") % {"number": number, "text": text}]})


def read_amendments(given: Sequence[Any]) -> tuple[Amendment, ...]:
    """Read edits as they are kept: ``{"op": "goal", "ref": "GL01", "set": {"target": "40"}}``.

    Raises ``BadInputError`` under ``charter_edits`` naming the edit that cannot be read.
    """
    if not isinstance(given, list | tuple) or len(given) > MOST:
        raise BadInputError({"charter_edits": [_("The edits of the charter are a list of at most %(n)d objects.") % {"n": MOST}]})  # fmt: skip  # noqa: E501
    return tuple(_read(number, one) for number, one in enumerate(given, start=1))


def _read(number: int, one: Any) -> Amendment:
    if not isinstance(one, Mapping) or one.get("op") not in FIELDS:
        raise faulty(number, _("“op” is one of %(ops)s.") % {"ops": ", ".join(FIELDS)})
    op, ref, values = str(one["op"]), one.get("ref", ""), one.get("set", {})
    if op in REFERRING and not (isinstance(ref, str) and ref):
        raise faulty(number, _("“ref” says which goal, scope item or tolerance is meant."))
    if not isinstance(values, Mapping):
        raise faulty(number, _("“set” is an object of fields and values."))
    unknown = sorted(set(values) - set(FIELDS[op]))
    if unknown:
        known = ", ".join(FIELDS[op]) or "–"
        raise faulty(number, _("It cannot set %(fields)s; it may set %(known)s.") % {"fields": ", ".join(map(str, unknown)), "known": known})  # fmt: skip  # noqa: E501
    if FIELDS[op] and not values:
        raise faulty(number, _("It changes nothing."))
    if any(not isinstance(value, str | int | float | None) or isinstance(value, bool) for value in values.values()):
        raise faulty(number, _("Values are texts, numbers or empty."))
    return Amendment(op, str(ref), dict(values))
