"""Writes of goals, the strategy they serve and the workshops that found them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter import permissions
from programme.charter.choices import Unit, UnitKind
from programme.charter.models import Goal, StrategyObjective, Workshop, WorkshopEntry
from programme.charter.rules import measures, wording
from programme.charter.rules.amendments import KPI_TERMS
from programme.charter.selectors import GoalFigures, figures_of_goal
from programme.charter.selectors.papers import is_promised, promised_terms
from programme.charter.services.rows import assign, next_code, require_alive, require_unsigned
from programme.people.choices import BUSINESS_ROLES, IT_ROLES
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import Unit as BusinessUnit
    from programme.people.models import User

FIELDS = (
    "code", "statement", "metric", "unit", "unit_kind", "direction", "baseline", "baseline_on", "baseline_n",
    "baseline_source", "change", "target", "starts_on", "due_on", "achievability", "strategy", "kpi", "owner_role",
    "owner",
)  # fmt: skip
MEASURED = ("unit", "baseline", "baseline_on", "baseline_n", "baseline_source")


def _whole(goal: Goal, *, target_given: bool) -> None:
    """Check what the row alone cannot: outputs, per cent without kind, IT owners; set the target of a change."""
    bad: dict[str, list[Any]] = {}
    outputs = [found for found in wording.objections(goal.statement) if found.code == "output"]
    if outputs:
        bad["statement"] = [f"{outputs[0].text} {outputs[0].suggestion}"]
    said = wording.read(goal.statement)
    if said.kind == UnitKind.PP and not goal.unit_kind:
        goal.unit_kind, goal.unit = UnitKind.PP, goal.unit or Unit.PERCENT
    elif said.needs_kind and not goal.unit_kind:
        bad["unit_kind"] = [_("Say whether the per cent are percentage points (pp) or relative to the baseline.")]
    bad |= _owner_faults(goal)
    if goal.change is not None and not target_given:
        try:
            goal.target = measures.stated_target(
                change=goal.change,
                kind=goal.unit_kind,
                baseline=goal.baseline,
                n=goal.baseline_n,
                unit=goal.unit,
                direction=goal.direction,
            )
        except BadInputError as error:
            bad = {**error.fields, **bad}
    if bad:
        raise BadInputError(bad)


def _owner_faults(goal: Goal) -> dict[str, list[Any]]:
    """A goal belongs to the business."""
    if goal.owner_role in IT_ROLES:
        return {"owner_role": [_("IT may be consulted, but a business role owns a goal.")]}
    if goal.owner_role and goal.owner_role not in BUSINESS_ROLES:
        return {"owner_role": [_("Choose a business role as owner.")]}
    if goal.owner is not None:
        roles = goal.owner.roles_in(goal.programme)
        if roles.isdisjoint(BUSINESS_ROLES):
            return {"owner": [_("%(name)s holds no business role in this programme.") % {"name": goal.owner.name}]}
    return {}


def _same_programme(goal: Goal) -> None:
    """Refuse a link into another programme."""
    bad = {
        name: [_("Choose one of this programme.")]
        for name in ("strategy", "kpi")
        if (linked := getattr(goal, name)) is not None and linked.programme_id != goal.programme_id
    }
    if bad:
        raise BadInputError(bad)


def _same_measure(goal: Goal, values: Mapping[str, Any]) -> None:
    """Refuse to measure a promised goal by another KPI that says something else than the goal."""
    kpi = values.get("kpi")
    if kpi is None or kpi == goal.kpi:
        return
    apart = [
        str(getattr(Goal._meta.get_field(name), "verbose_name", name))
        for name in KPI_TERMS
        if getattr(kpi, name) not in (None, "", getattr(goal, name)) and getattr(goal, name) not in (None, "")
    ]
    if apart:
        text = _("The KPI says something else than the goal: %(names)s.")
        raise BadInputError({"kpi": [text % {"names": _(", ").join(apart)}]})


def _target_given(values: Mapping[str, Any]) -> bool:
    """Tell whether the target was typed rather than left to the change."""
    return values.get("target") is not None and values.get("change") is None


def preview_goal(programme: "Programme", *, values: Mapping[str, Any]) -> GoalFigures:
    """Score a goal that is not saved: the form's live figures; writes nothing and refuses nothing."""
    goal = Goal(programme=programme)
    assign(goal, {name: value for name, value in values.items() if value is not None}, FIELDS)
    if goal.change is not None and goal.baseline is not None and goal.target is None:
        goal.target = measures.target_of(goal.baseline, goal.change, goal.unit_kind, goal.direction)
    return figures_of_goal(goal)


def write_goal(goal: Goal, values: Mapping[str, Any], action: str, actor: "User | None") -> Goal:
    """Set the values, check what the row alone cannot, save and record it; whoever calls it has asked the right."""
    with change(goal, action, actor=actor):
        assign(goal, values, FIELDS)
        _same_programme(goal)
        _whole(goal, target_given="change" not in values or _target_given(values))
        save_validated(goal)
    return goal


@writes
def create_goal(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Goal:
    """Write a goal; a change on a baseline sets its target.

    Raises ``BadInputError``: an output is no goal, a change in per cent needs its kind, baseline and sample, and IT
    owns no goal. ``IllegalNowError`` once the charter is signed: then a change request adds it.
    """
    require(permissions.can_edit_goals, actor, programme)
    require_alive(programme)
    require_unsigned(programme)
    goal = Goal(programme=programme)
    goal.code = values.get("code") or next_code(Goal.objects.filter(programme=programme), "GL")
    return write_goal(goal, {**values, "code": goal.code}, "goal.created", actor)


@writes
def update_goal(goal: Goal, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None) -> Goal:
    """Change a goal; a signed baseline is superseded, and what a signed charter promises is changed by request."""
    require(permissions.can_edit_goals, actor, goal)
    require_alive(goal.programme)
    expect_version(goal, version, dict(values))
    if promised := promised_terms(goal, values):
        names = _(", ").join(str(getattr(Goal._meta.get_field(name), "verbose_name", name)) for name in promised)
        require_unsigned(goal.programme, _("It would change: %(names)s.") % {"names": names})
    if is_promised(goal.programme):
        _same_measure(goal, values)
    refuse_signed_change(goal, values)
    return write_goal(goal, values, "goal.changed", actor)


def refuse_signed_change(row: Any, values: Mapping[str, Any]) -> None:
    """Raise ``IllegalNowError`` where a value under a signed baseline would change."""
    if row.signed_baseline is None:
        return
    touched = [name for name in MEASURED if name in values and values[name] != getattr(row, name)]
    if touched:
        raise IllegalNowError(
            _("The baseline is signed; supersede it with a reason instead of changing it."),
        )


@writes
def withdraw_goal(goal: Goal, *, actor: "User | None", reason: str, on: date | None = None) -> Goal:
    """Take a goal back; it stays readable, and no gate counts it."""
    require(permissions.can_edit_goals, actor, goal)
    require_alive(goal.programme)
    require_unsigned(goal.programme)
    return take_back(goal, actor=actor, reason=reason, on=on)


def take_back(goal: Goal, *, actor: "User | None", reason: str, on: date | None = None) -> Goal:
    """Date the goal's end with the reason; whoever calls it has asked the right."""
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    with change(goal, "goal.withdrawn", actor=actor, reason=reason):
        goal.withdrawn_on = on or timezone.localdate()
        save_validated(goal)
    return goal


@writes
def remove_goals(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take back goals that an import created."""
    require(permissions.can_edit_goals, actor, programme)
    require_unsigned(programme)
    for goal in Goal.objects.filter(programme=programme, public_id__in=refs):
        append_event("goal.removed", goal, actor=actor, changes={k: [v, None] for k, v in facts(goal).items()})
        goal.delete()


@writes
def create_strategy(programme: "Programme", *, code: str, title: str, actor: "User | None") -> StrategyObjective:
    """Write an objective of the company."""
    require(permissions.can_edit_goals, actor, programme)
    require_alive(programme)
    row = StrategyObjective(programme=programme, code=code, title=title)
    with change(row, "strategy.created", actor=actor):
        save_validated(row)
    return row


@writes
def create_workshop(
    programme: "Programme",
    *,
    title: str,
    held_on: date,
    invited: Iterable["BusinessUnit"],
    attended: Iterable["BusinessUnit"],
    actor: "User | None",
) -> Workshop:
    """Record a goal workshop with the departments invited and present."""
    require(permissions.can_edit_goals, actor, programme)
    require_alive(programme)
    row = Workshop(programme=programme, title=title, held_on=held_on)
    with change(row, "workshop.created", actor=actor):
        save_validated(row)
    row.invited.set(invited)
    row.attended.set(attended)
    return row


@writes
def create_workshop_entry(workshop: Workshop, *, values: Mapping[str, Any], actor: "User | None") -> WorkshopEntry:
    """Record a pain, the problem behind it and the goal that answers it."""
    require(permissions.can_edit_goals, actor, workshop)
    require_alive(workshop.programme)
    row = WorkshopEntry(workshop=workshop)
    with change(row, "workshop.entry_created", actor=actor):
        assign(row, values, ("unit", "pain", "problem", "goal"))
        if row.goal is not None and row.goal.programme_id != workshop.programme_id:
            raise BadInputError({"goal": [_("Choose one of this programme.")]})
        save_validated(row)
    return row
