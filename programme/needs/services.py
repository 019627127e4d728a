"""Every write of needs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.access import require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.models import Record, expect_version, save_validated
from programme.charter.models import StrategyObjective
from programme.charter.selectors import is_promised
from programme.charter.services.rows import assign, next_code, require_alive
from programme.needs import permissions, rules
from programme.needs.choices import NeedState, Theme
from programme.needs.models import Capability, Elicitation, Requirement, UserGroup
from programme.needs.selectors import approval_lacks
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = (
    "code", "title", "text", "family", "moscow", "fit", "increment", "effort", "reason", "upgrade_impact",
    "acceptance", "pain", "by_change",
)  # fmt: skip
LINKS = ("goals", "groups")
# Which fields a person writes, by the word in the address.
KINDS: dict[str, tuple[type[Record], tuple[str, ...]]] = {
    "groups": (UserGroup, ("code", "name", "kind", "unit", "headcount", "impact", "needs")),
    "elicitations": (Elicitation, ("held_on", "method", "unit", "people", "summary")),
    "capabilities": (Capability, ("objective", "name", "requirement")),
}
OWN = ("pain", "by_change", "objective", "requirement")  # links that lead into a programme


def _refuse_foreign(row: Any, links: Mapping[str, Any]) -> None:
    """Refuse a link into another programme."""
    bad = {
        name: [_("Choose one of this programme.")]
        for name in OWN
        if (found := getattr(row, name, None)) is not None and found.programme.pk != row.programme_id
    }
    bad |= {
        name: [_("Choose one of this programme.")]
        for name, rows in links.items()
        if any(one.programme_id != row.programme_id for one in rows)
    }
    if bad:
        raise BadInputError(bad)


def _require_change(row: Requirement, why: str) -> None:
    """Ask for the granted change request once the charter is signed: scope does not creep in by a register."""
    if not is_promised(row.programme):
        return
    if row.by_change is None:
        raise BadInputError({"by_change": [_("The charter is signed. %(why)s Name the change request that granted it.") % {"why": why}]})  # fmt: skip  # noqa: E501
    if not row.by_change.is_granted:
        raise BadInputError({"by_change": [_("This change request is not granted: %(change)s.") % {"change": row.by_change}]})  # fmt: skip  # noqa: E501


@writes
def create_requirement(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Requirement:
    """Write a requirement; in the scope of a signed charter it names the change request that granted it."""
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    row = Requirement(programme=programme, written_by=actor)
    assign(row, {name: value for name, value in values.items() if name not in LINKS}, FIELDS)
    row.code = row.code or next_code(Requirement.objects.filter(programme=programme), "RQ", 3)
    if row.in_scope:
        _require_change(row, _("A new requirement adds to its scope."))
    return _save(row, "requirement.written", actor, values)


@writes
def update_requirement(
    row: Requirement, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Requirement:
    """Word it otherwise; what was approved is approved anew, and more of a signed scope needs a change request."""
    require(permissions.can_write, actor, row)
    require_alive(row.programme)
    expect_version(row, version, dict(values))
    if row.state == NeedState.DROPPED:
        raise IllegalNowError(_("It was dropped; write a new requirement."))
    was, effort = row.in_scope, row.effort
    with change(row, "requirement.changed", actor=actor):
        assign(row, {name: value for name, value in values.items() if name not in LINKS}, FIELDS)
        if row.in_scope and (not was or (row.effort or 0) > effort):
            _require_change(row, _("This adds to its scope."))
        if row.state == NeedState.APPROVED:
            row.revise()
        _write(row, values)
    return row


def _save(row: Requirement, action: str, actor: "User | None", values: Mapping[str, Any]) -> Requirement:
    with change(row, action, actor=actor):
        _write(row, values)
    return row


def _write(row: Requirement, values: Mapping[str, Any]) -> None:
    links = {name: list(values[name]) for name in LINKS if values.get(name) is not None}
    _refuse_foreign(row, links)
    save_validated(row)
    for name, rows in links.items():
        getattr(row, name).set(rows)


@writes
def approve_requirement(row: Requirement, *, actor: "User | None") -> Requirement:
    """Approve it as somebody else than who wrote it; refused with everything that is missing."""
    require(permissions.approves, actor, row)
    require_alive(row.programme)
    row = Requirement.objects.for_list().get(pk=row.pk)
    if actor is not None and row.written_by_id == actor.pk:
        raise ForbiddenError(_("Whoever wrote a requirement does not approve it."))
    if lacks := approval_lacks(row):
        raise BadInputError(lacks)
    with change(row, "requirement.approved", actor=actor):
        row.approve(actor, timezone.now())
        save_validated(row)
    return row


@writes
def drop_requirement(row: Requirement, *, actor: "User | None", reason: str) -> Requirement:
    """Drop it, with a reason; it stays readable."""
    require(permissions.can_write, actor, row)
    require_alive(row.programme)
    row = Requirement.objects.for_list().get(pk=row.pk)
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    with change(row, "requirement.dropped", actor=actor, reason=reason):
        row.drop(reason.strip())
        save_validated(row)
    return row


@writes
def remove_requirements(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take back requirements that an import wrote."""
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    for row in Requirement.objects.filter(programme=programme, public_id__in=refs):
        _erase(row, "requirement.removed", actor)


def _erase(row: Record, action: str, actor: "User | None") -> None:
    append_event(action, row, actor=actor, changes={name: [value, None] for name, value in facts(row).items()})
    row.delete()


@writes
def create_row(programme: "Programme", kind: str, *, values: Mapping[str, Any], actor: "User | None") -> Any:
    """Write a user group, an elicitation or a capability; raises ``BadInputError`` with every bad field."""
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    model, allowed = KINDS[kind]
    row: Any = model(programme=programme)  # type: ignore[misc]
    assign(row, values, allowed)
    if isinstance(row, UserGroup):
        row.code = row.code or next_code(UserGroup.objects.filter(programme=programme), "UG")
    _refuse_foreign(row, {})
    with change(row, f"needs.{kind}.created", actor=actor):
        save_validated(row)
    return row


@writes
def update_row(
    row: Any, kind: str, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Any:
    """Change one of those rows."""
    require(permissions.can_write, actor, row)
    require_alive(row.programme)
    expect_version(row, version, dict(values))
    with change(row, f"needs.{kind}.changed", actor=actor):
        assign(row, values, KINDS[kind][1])
        _refuse_foreign(row, {})
        save_validated(row)
    return row


@writes
def remove_row(row: Any, kind: str, *, actor: "User | None") -> None:
    """Take one of those rows out; the audit keeps what it said."""
    require(permissions.can_write, actor, row)
    require_alive(row.programme)
    _erase(row, f"needs.{kind}.removed", actor)


@writes
def prompt_capabilities(objective: StrategyObjective, *, theme: str, actor: "User | None") -> list[Capability]:
    """Add what a strategy of this theme asks of a CRM, in the programme's language; what is there stays as it is."""
    require(permissions.can_write, actor, objective)
    require_alive(objective.programme)
    if theme not in Theme.values:
        raise BadInputError({"theme": [_("Choose one of the themes.")]})
    made = []
    with override(objective.programme.language):
        for name in map(str, rules.PROMPTS[theme]):
            if not Capability.objects.filter(objective=objective, name=name).exists():
                values = {"objective": objective, "name": name}
                made.append(create_row(objective.programme, "capabilities", values=values, actor=actor))
    return made
