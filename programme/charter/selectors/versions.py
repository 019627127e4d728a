"""Charter versions that stay readable, what differs between two of them, and what edits of the charter would do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.charter.choices import VersionState
from programme.charter.models import CharterVersion, Goal, ScopeItem, Tolerance
from programme.charter.rules.amendments import FIELDS as AMENDABLE
from programme.charter.rules.amendments import REFERRING, Amendment, faulty, read_amendments
from programme.charter.selectors.papers import current_version, latest_version
from programme.signoff.selectors import Line, compared, read_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.charter.models import Programme

__all__ = [
    "AMENDABLE", "OPS", "Amended", "amended", "amendment_bars", "before", "last_signed", "version_diff",
    "version_parts", "versions",
]  # fmt: skip

IN_FORCE = (VersionState.APPROVED, VersionState.SUPERSEDED)
OPS: dict[str, Any] = {
    "goal": gettext_lazy("Change of a goal"),
    "new_goal": gettext_lazy("New goal"),
    "drop_goal": gettext_lazy("Goal withdrawn"),
    "scope": gettext_lazy("Change of a scope item"),
    "new_scope": gettext_lazy("New scope item"),
    "drop_scope": gettext_lazy("Scope item taken out"),
    "tolerance": gettext_lazy("Change of a tolerance"),
    "new_tolerance": gettext_lazy("New tolerance"),
    "drop_tolerance": gettext_lazy("Tolerance taken out"),
}


ITEMS: dict[str, type[ScopeItem] | type[Tolerance]] = {
    "scope": ScopeItem, "new_scope": ScopeItem, "drop_scope": ScopeItem,
    "tolerance": Tolerance, "new_tolerance": Tolerance, "drop_tolerance": Tolerance,
}  # fmt: skip


def unknown_item(one: Amendment) -> str:
    """Say that nothing has the id of the edit."""
    if ITEMS[one.op] is Tolerance:
        return _("No tolerance has this id: %(ref)s.") % {"ref": one.ref}
    return _("No scope item has this id: %(ref)s.") % {"ref": one.ref}


def versions(programme: "Programme") -> Any:
    """Versions that were or are in force or wait for signatures, the newest first."""
    rows = programme.charter_versions.exclude(state=VersionState.WITHDRAWN)
    return rows.select_related("programme", "submitted_by", "by_change__decided_by").order_by("-submitted_at", "-pk")


def before(version: CharterVersion) -> CharterVersion | None:
    """The version that was in force before this one took effect."""
    rows = version.programme.charter_versions.filter(state__in=IN_FORCE).exclude(pk=version.pk)
    if version.approved_at is not None:
        rows = rows.filter(approved_at__lt=version.approved_at)
    found: CharterVersion | None = rows.order_by("-approved_at", "-pk").first()
    return found


def last_signed(programme: "Programme") -> CharterVersion | None:
    """The newest version that people signed rather than a change request made."""
    rows = programme.charter_versions.filter(state__in=IN_FORCE, by_change=None)
    found: CharterVersion | None = rows.order_by("-approved_at", "-pk").first()
    return found


def version_parts(version: CharterVersion) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a version says, part by part, in the reader's language; empty before all have signed."""
    return read_out(version.content) if version.content else []


def version_diff(older: CharterVersion, newer: CharterVersion) -> list[Line]:
    """Every line that differs between two frozen versions, in the reader's language."""
    return compared(older.content, newer.content) if older.content and newer.content else []


def amendment_bars(programme: "Programme") -> list[str]:
    """Why the charter cannot be changed by a request now; empty where it can."""
    latest = latest_version(programme)
    if current_version(programme) is None:
        return [_("The charter is not signed yet: change its goals, scope and tolerances themselves.")]
    if latest is not None and not latest.content:
        return [_("Version %(number)s of the charter waits for signatures; let all sign it, or withdraw it.") % {"number": latest.number}]  # fmt: skip  # noqa: E501
    return []


@dataclass(frozen=True, slots=True)
class Amended:
    """One edit of the charter in words: what it is, of what, and the values before and after by field."""

    label: str
    subject: str
    url: str
    lines: tuple[tuple[str, str, str], ...]  # field, before, after


def amended(programme: "Programme", edits: Sequence[Any]) -> list[Amended]:
    """Say what edits of the charter would change as it stands now; raises ``BadInputError`` naming the edit.

    Five queries, whatever the number of edits.
    """
    read = read_amendments(edits)
    if not read:
        return []
    goals = {goal.code: goal for goal in programme.goals.current().select_related("strategy")}
    items: dict[str, ScopeItem | Tolerance] = {row.public_id: row for row in programme.scope_items.all()}
    items |= {row.public_id: row for row in programme.tolerances.all()}
    strategy = {row.code: str(row) for row in programme.strategy.all()}
    return [_amended(number, one, goals, items, strategy) for number, one in enumerate(read, start=1)]


def _amended(
    number: int,
    one: Amendment,
    goals: "Mapping[str, Goal]",
    items: "Mapping[str, ScopeItem | Tolerance]",
    strategy: "Mapping[str, str]",
) -> Amended:
    label = str(OPS[one.op])
    if one.op in {"goal", "drop_goal"}:
        goal = goals.get(one.ref)
        if goal is None:
            raise faulty(number, _("No goal that stands has the number %(ref)s.") % {"ref": one.ref})
        url = reverse("charter:goal", args=[goal.programme.slug, goal.public_id])
        return Amended(label, str(goal), url, tuple(_lines(goal, one, strategy)))
    if one.op in REFERRING:
        item = items.get(one.ref)
        if not isinstance(item, ITEMS[one.op]):
            raise faulty(number, unknown_item(one))
        return Amended(label, str(item), "", tuple(_lines(item, one, strategy)))
    if one.op == "new_goal":
        return Amended(label, str(one.values.get("statement", "")), "", tuple(_lines(Goal(), one, strategy)))
    fresh, named = ITEMS[one.op](), "text" if one.op == "new_scope" else "dimension"
    subject = said(fresh._meta.get_field(named), one.values.get(named))
    return Amended(label, subject, "", tuple(_lines(fresh, one, strategy)))


def _lines(row: Any, one: Amendment, strategy: "Mapping[str, str]") -> "Iterator[tuple[str, str, str]]":
    fresh = one.op.startswith("new_")
    for name, value in one.values.items():
        field = row._meta.get_field(name)
        if name == "strategy":
            old = "" if fresh or row.strategy is None else str(row.strategy)
            new = strategy.get(str(value), str(value or ""))
        else:
            old, new = ("" if fresh else said(field, getattr(row, name))), said(field, value)
        if old != new:
            yield str(field.verbose_name), old or "–", new or "–"


def said(field: Any, value: Any) -> str:
    """Say a field's value: the label of a choice, a number without trailing zeros, a day as ISO."""
    if value in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "DecimalField":
        try:
            return f"{Decimal(str(value)).normalize():f}"
        except InvalidOperation:
            return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
