"""Writes of criteria with their weights, of the benchmark and of the reasons of the paths."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.services.rows import assign, require_alive
from programme.records.services import append_event, change, facts, writes
from programme.sourcing import permissions, rules
from programme.sourcing.choices import DEFAULT_WEIGHTS, Aspect
from programme.sourcing.models import Sourcing, SourcingCriterion

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

DESCRIBED = (
    "saas_reason", "open_reason", "build_reason", "users", "measure", "benchmark", "benchmark_source",
)  # fmt: skip
EVERY = Decimal(100)


def row_of(programme: "Programme", actor: "User | None") -> Sourcing:
    """Return the programme's decision, opened where nobody wrote to it yet."""
    row = Sourcing.objects.filter(programme=programme).select_related("programme").first()
    if row is None:
        row = Sourcing(programme=programme)
        with change(row, "sourcing.opened", actor=actor):
            save_validated(row)
    return row


@writes
def begin_sourcing(programme: "Programme", *, actor: "User | None") -> Sourcing:
    """Begin with the usual criteria, the price last."""
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    if SourcingCriterion.objects.filter(programme=programme).exists():
        raise IllegalNowError(_("The criteria are there already; change their weights."))
    rows = [{"aspect": aspect, "weight": Decimal(weight)} for aspect, weight in DEFAULT_WEIGHTS]
    return set_weights(programme, rows=rows, actor=actor)


@writes
def describe_sourcing(
    programme: "Programme", *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Sourcing:
    """Write the benchmark of consultant days with its source, and why a path has no candidate."""
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    row = row_of(programme, actor)
    expect_version(row, version, dict(values))
    with change(row, "sourcing.described", actor=actor):
        assign(row, values, DESCRIBED)
        if row.benchmark is not None and not row.benchmark_source.strip():
            raise BadInputError({"benchmark_source": [_("Say where the benchmark is from.")]})
        save_validated(row)
    return row


@writes
def set_weights(
    programme: "Programme",
    *,
    rows: Sequence[Mapping[str, Any]],
    actor: "User | None",
    price_reason: str | None = None,
    version: int | None = None,
) -> Sourcing:
    """Weigh the criteria anew, all at once, so that they always sum to 100 %.

    Each row has ``weight`` (None takes the criterion out) and ``code`` of a criterion, or ``aspect`` and ``name`` of a
    new one; criteria that are not named keep theirs. Raises ``BadInputError`` with the reason where the sum is not 100,
    and where the price outweighs another criterion without one.
    """
    require(permissions.can_write, actor, programme)
    require_alive(programme)
    row = row_of(programme, actor)
    expect_version(row, version)
    known = {one.code: one for one in SourcingCriterion.objects.filter(programme=programme)}
    wanted, gone = _resulting(programme, known, rows)
    reason = row.price_reason if price_reason is None else price_reason.strip()
    _check(wanted, reason)
    for one in gone:
        append_event(
            "sourcing.criterion_removed", one, actor=actor, changes={k: [v, None] for k, v in facts(one).items()}
        )
        one.delete()
    before = {one.pk: (one.weight, one.name) for one in SourcingCriterion.objects.filter(programme=programme)}
    for one in wanted:
        if one.pk is None or (one.weight, one.name) != before[one.pk]:
            _save(one, actor)
    if reason != row.price_reason:
        with change(row, "sourcing.price_weighed", actor=actor, reason=reason):
            row.price_reason = reason
            save_validated(row)
    return row


def _save(one: SourcingCriterion, actor: "User | None") -> None:
    """Record a criterion whose new weight is on the row already."""
    weight = one.weight
    if one.pk is not None:
        stood = SourcingCriterion.objects.get(pk=one.pk)
        with change(stood, "sourcing.weighed", actor=actor):
            stood.weight, stood.name = weight, one.name
            save_validated(stood)
        return
    with change(one, "sourcing.criterion_added", actor=actor):
        save_validated(one)


def _resulting(
    programme: "Programme", known: dict[str, SourcingCriterion], rows: Sequence[Mapping[str, Any]]
) -> tuple[list[SourcingCriterion], list[SourcingCriterion]]:
    """Lay the rows over what stands: the criteria as they will be, and those that go."""
    wanted, gone, bad = dict(known), [], dict[str, list[str]]()
    for given in rows:
        code, weight = str(given.get("code") or ""), given.get("weight")
        one = wanted.get(code)
        if weight is not None and not 0 < weight <= EVERY:
            bad[f"weight_{code or 'new'}"] = [_("A weight is above 0 and at most 100 %.")]
        elif one is not None and weight is None:
            gone.append(wanted.pop(code))
        elif one is not None:
            one.weight, one.name = given["weight"], str(given.get("name", one.name)).strip()
        elif code and not given.get("aspect"):
            bad[f"weight_{code}"] = [_("No criterion has this code.")]
        elif weight is not None and not _named(given):
            bad["name"] = [_("Name the criterion.")]
        elif weight is not None:
            one = _added(programme, wanted, given)
            wanted[one.code] = one
    if bad:
        raise BadInputError(bad)
    return list(wanted.values()), gone


def _named(given: Mapping[str, Any]) -> bool:
    """Tell whether one can say what a new criterion is."""
    return str(given.get("aspect") or Aspect.OTHER) != Aspect.OTHER or bool(str(given.get("name") or "").strip())


def _added(programme: "Programme", wanted: Mapping[str, Any], given: Mapping[str, Any]) -> SourcingCriterion:
    """Make a new criterion, under the next number where it has none."""
    numbers = [int(one[1:]) for one in wanted if one[:1] == "C" and one[1:].isdigit()]
    code = str(given.get("code") or "") or f"C{max(numbers, default=0) + 1:02}"
    aspect, name = str(given.get("aspect") or Aspect.OTHER), str(given.get("name") or "").strip()
    return SourcingCriterion(programme=programme, code=code, weight=given["weight"], aspect=aspect, name=name)


def _check(wanted: Sequence[SourcingCriterion], reason: str) -> None:
    every = sum((one.weight for one in wanted), Decimal(0))
    if every != EVERY:
        text = _("The weights sum to %(sum)s %%, not to 100 %%.") % {"sum": f"{every.normalize():f}"}
        raise BadInputError({"weights": [text]})
    if not any(one.aspect == Aspect.CONSULTANT for one in wanted):
        raise BadInputError({"weights": [_("The ability of the consultants stays among the criteria.")]})
    price = next((one for one in wanted if one.aspect == Aspect.PRICE), None)
    if price is None or reason:
        return
    lower = rules.outweighed({one.code: one.weight for one in wanted}, price.code)
    if lower:
        names = _(", ").join(str(one) for one in wanted if one.code in lower)
        raise BadInputError({"price_reason": [_("Price weighs more than: %(names)s. Say why.") % {"names": names}]})
