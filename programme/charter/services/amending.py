"""The signed charter changed: only by a granted change request, as one act that puts the next version in force."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents.canonical import dumps, sha256_of
from core.errors import BadInputError, DomainError, IllegalNowError
from core.models import save_validated
from programme.charter.models import CharterVersion, Goal, ScopeItem, Tolerance
from programme.charter.rules.amendments import KPI_TERMS, Amendment, faulty, read_amendments
from programme.charter.selectors.papers import current_version
from programme.charter.selectors.versions import ITEMS, amendment_bars, unknown_item
from programme.charter.services.charter import next_number
from programme.charter.services.goals import MEASURED, refuse_signed_change, take_back, write_goal
from programme.charter.services.rows import assign, erase_row, next_code, require_alive, write_row
from programme.records.services import change, writes
from programme.signoff import selectors as signoff

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


class _TakenBackError(Exception):
    """What was tried is taken back."""


def check_amendments(programme: "Programme", edits: Sequence[Any], *, actor: "User | None") -> None:
    """Try the edits out and take them back; raises ``BadInputError`` naming the edit that is refused, and why.

    Call it inside a service: it writes into a savepoint that never lasts.
    """
    read = read_amendments(edits)
    try:
        with transaction.atomic():
            _carry_out_all(programme, read, actor)
            raise _TakenBackError  # noqa: TRY301  (the only way out of a savepoint that nothing reports)
    except _TakenBackError:
        return


@writes
def amend_charter(
    programme: "Programme", *, edits: Sequence[Any], by_change: Any, actor: "User | None"
) -> CharterVersion:
    """Carry out the charter edits of a granted change request and put version n+1 in force.

    The decision on the request stands for the signatures under the new version; the earlier one stays readable with
    its own. Raises what the charter's rules refuse, with nothing written.
    """
    require_alive(programme)
    if bars := amendment_bars(programme):
        raise IllegalNowError(*bars)
    _carry_out_all(programme, read_amendments(edits), actor)
    earlier = current_version(programme)
    now = timezone.now()
    version = CharterVersion(
        programme=programme, number=next_number(programme), submitted_at=now, submitted_by=by_change.requester,
        by_change=by_change,
    )  # fmt: skip
    save_validated(version)
    if earlier is not None:
        with change(earlier, "charter.superseded", actor=actor, reason=str(by_change)):
            earlier.supersede()
            save_validated(earlier)
    with change(version, "charter.amended", actor=actor, reason=str(by_change)):
        frozen: Any = signoff.frozen_content(version)
        version.content, version.sha256 = frozen, sha256_of(dumps(frozen))
        version.approve(now)
        save_validated(version)
    return version


def _carry_out_all(programme: "Programme", read: Sequence[Amendment], actor: "User | None") -> None:
    for number, one in enumerate(read, start=1):
        try:
            _carry_out(programme, number, one, actor)
        except BadInputError as error:
            if "charter_edits" in error.fields:
                raise
            raise faulty(number, _told(error)) from error
        except DomainError as error:
            raise faulty(number, " ".join(map(str, error.reasons))) from error


def _told(error: BadInputError) -> str:
    """Name each field with what is wrong about it."""
    fields = (*Tolerance._meta.fields, *Goal._meta.fields)
    names = {field.name: str(getattr(field, "verbose_name", field.name)) for field in fields}
    return " ".join(
        f"{names.get(name, name)}: {' '.join(map(str, texts))}" if name else " ".join(map(str, texts))
        for name, texts in error.fields.items()
    )


def _carry_out(programme: "Programme", number: int, one: Amendment, actor: "User | None") -> None:
    match one.op:
        case "goal":
            goal = _goal(programme, number, one.ref)
            values = _typed(Goal, number, one.values, programme)
            refuse_signed_change(goal, values)
            before = {name: getattr(goal, name) for name in KPI_TERMS}
            write_goal(goal, values, "goal.changed", actor)
            _tell_kpi(goal, before, actor)
        case "new_goal":
            goal = Goal(programme=programme, code=next_code(Goal.objects.filter(programme=programme), "GL"))
            write_goal(goal, _typed(Goal, number, one.values, programme), "goal.created", actor)
        case "drop_goal":
            take_back(_goal(programme, number, one.ref), actor=actor, reason=_("By change request"))
        case "scope" | "tolerance":
            item = _item(programme, number, one)
            write_row(item, _kind(one), _typed(ITEMS[one.op], number, one.values, programme), "changed", actor)
        case "new_scope" | "new_tolerance":
            values = _typed(ITEMS[one.op], number, one.values, programme)
            write_row(ITEMS[one.op](programme=programme), _kind(one), values, "created", actor)
        case "drop_scope" | "drop_tolerance":
            erase_row(_item(programme, number, one), _kind(one), actor)


def _tell_kpi(goal: Goal, before: Mapping[str, Any], actor: "User | None") -> None:
    """Let the KPI follow the goal that it measures where it said what the goal said; a signed baseline stays."""
    kpi = goal.kpi
    if kpi is None:
        return
    kept = MEASURED if kpi.signed_baseline is not None else ()
    told = {
        name: getattr(goal, name)
        for name, value in before.items()
        if name not in kept and value != getattr(goal, name) and getattr(kpi, name) in (None, "", value)
    }
    if told:
        with change(kpi, "kpi.changed", actor=actor, reason=_("By change request")):
            assign(kpi, told, KPI_TERMS)
            save_validated(kpi)


def _goal(programme: "Programme", number: int, code: str) -> Goal:
    found = Goal.objects.current().filter(programme=programme, code=code).first()
    if found is None:
        raise faulty(number, _("No goal that stands has the number %(ref)s.") % {"ref": code})
    return found


def _item(programme: "Programme", number: int, one: Amendment) -> ScopeItem | Tolerance:
    found: ScopeItem | Tolerance | None
    found = ITEMS[one.op]._default_manager.filter(programme=programme, public_id=one.ref).first()
    if found is None:
        raise faulty(number, unknown_item(one))
    return found


def _kind(one: Amendment) -> str:
    """The kind of plain row, as it is named where people write it before the charter is signed."""
    return "tolerances" if ITEMS[one.op] is Tolerance else "scope"


def _typed(model: Any, number: int, values: Mapping[str, Any], programme: "Programme") -> dict[str, Any]:
    """Turn texts into the values of the columns; an empty text clears a number or a day."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        if name == "strategy":
            found[name] = programme.strategy.filter(code=str(value or "")).first()
            if value and found[name] is None:
                raise faulty(number, _("No strategic objective has the code %(code)s.") % {"code": value})
            continue
        if value in (None, ""):
            found[name] = None if field.null else ""
            continue
        try:
            found[name] = field.to_python(value)
        except ValidationError as error:
            raise faulty(number, f"{field.verbose_name}: {' '.join(error.messages)}") from error
    return found
