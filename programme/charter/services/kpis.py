"""Writes of KPIs, signed baselines and readings."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter import permissions
from programme.charter.models import Baseline, Goal, Kpi, KpiReading
from programme.charter.rules import measures
from programme.charter.selectors.papers import held_terms
from programme.charter.services.goals import refuse_signed_change
from programme.charter.services.rows import assign, next_code, require_alive, require_unsigned
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = (
    "code", "name_zh", "name_en", "formula", "family", "unit", "direction", "baseline", "baseline_on", "baseline_n",
    "baseline_source", "target", "target_note", "starts_on", "due_on", "owner_role", "owner", "source", "is_example",
)  # fmt: skip


@writes
def create_kpi(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Kpi:
    """Write a KPI; a missing name takes that of the other language."""
    require(permissions.can_edit_kpis, actor, programme)
    require_alive(programme)
    kpi = Kpi(programme=programme)
    assign(kpi, values, FIELDS)
    kpi.code = kpi.code or next_code(Kpi.objects.filter(programme=programme), "K")
    with change(kpi, "kpi.created", actor=actor):
        _name_both(kpi)
        save_validated(kpi)
    return kpi


@writes
def update_kpi(kpi: Kpi, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None) -> Kpi:
    """Change a KPI; a signed baseline is superseded, and what a goal of a signed charter says changes by request."""
    require(permissions.can_edit_kpis, actor, kpi)
    require_alive(kpi.programme)
    expect_version(kpi, version, dict(values))
    _require_goals_own(kpi, values)
    refuse_signed_change(kpi, values)
    with change(kpi, "kpi.changed", actor=actor):
        assign(kpi, values, FIELDS)
        _name_both(kpi)
        save_validated(kpi)
    return kpi


def _require_goals_own(kpi: Kpi, values: Mapping[str, Any]) -> None:
    """Raise ``IllegalNowError`` where a KPI would leave what the signed charter says in the goals that it measures."""
    goals = list(kpi.goals.current())
    if held := held_terms(kpi, values, goals):
        said = {
            "goals": _(", ").join(goal.code for goal in goals),
            "names": _(", ").join(str(getattr(Kpi._meta.get_field(name), "verbose_name", name)) for name in held),
        }
        require_unsigned(kpi.programme, _("The KPI measures %(goals)s; it would change: %(names)s.") % said)


def _name_both(kpi: Kpi) -> None:
    """Let one name stand for both languages where only one is given."""
    kpi.name_zh = kpi.name_zh or kpi.name_en
    kpi.name_en = kpi.name_en or kpi.name_zh


@writes
def remove_kpis(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take back KPIs that an import created."""
    require(permissions.can_edit_kpis, actor, programme)
    for kpi in Kpi.objects.filter(programme=programme, public_id__in=refs):
        append_event("kpi.removed", kpi, actor=actor, changes={k: [v, None] for k, v in facts(kpi).items()})
        kpi.delete()


@writes
def sign_baseline(row: Goal | Kpi, *, actor: "User") -> Baseline:
    """Sign the measured baseline as the figure's owner; raises with every field that is missing."""
    require(permissions.can_sign_baseline, actor, row)
    require_alive(row.programme)
    if row.signed_baseline is not None:
        raise IllegalNowError(_("The baseline is signed already."))
    bad: dict[str, list[Any]] = {
        name: [_("A signed baseline needs this.")]
        for name in ("unit", "baseline", "baseline_on", "baseline_source")
        if getattr(row, name) in (None, "")
    }
    if bad or row.baseline is None or row.baseline_on is None:
        raise BadInputError(bad)
    signed = Baseline(
        programme=row.programme,
        goal=row if isinstance(row, Goal) else None,
        kpi=row if isinstance(row, Kpi) else None,
        value=row.baseline,
        unit=row.unit,
        measured_on=row.baseline_on,
        n=row.baseline_n,
        source=row.baseline_source,
        signed_by=actor,
        signed_at=timezone.now(),
    )
    with change(signed, "baseline.signed", actor=actor):
        save_validated(signed)
    _forget(row)
    return signed


@writes
def supersede_baseline(
    row: Goal | Kpi,
    *,
    value: Decimal,
    measured_on: date,
    source: str,
    reason: str,
    actor: "User | None",
    n: int | None = None,
) -> Goal | Kpi:
    """Put a new measurement in the place of the signed one, which stays readable; the new one waits for its owner."""
    require(permissions.can_edit_goals, actor, row)
    require_alive(row.programme)
    signed = row.signed_baseline
    if signed is None:
        raise IllegalNowError(_("No signed baseline stands; change the figure itself."))
    if not reason.strip():
        raise BadInputError({"reason": [_("Say why the baseline is superseded.")]})
    with change(signed, "baseline.superseded", actor=actor, reason=reason):
        signed.superseded_at = timezone.now()
        signed.superseded_reason = reason
        save_validated(signed)
    with change(row, "baseline.measured", actor=actor, reason=reason):
        row.baseline, row.baseline_on, row.baseline_n, row.baseline_source = value, measured_on, n, source
        save_validated(row)
    _forget(row)
    return row


def _forget(row: Goal | Kpi) -> None:
    """Drop prefetched baselines, which are no longer true."""
    getattr(row, "_prefetched_objects_cache", {}).pop("baselines", None)


@writes
def record_reading(
    kpi: Kpi,
    *,
    read_on: date,
    value: Decimal,
    actor: "User | None",
    n: int | None = None,
    source: str = "",
    unit: str = "",
) -> KpiReading:
    """Record what the KPI read on a day; the same day again is a correction.

    A value in another unit of time is converted to the KPI's; raises ``BadInputError`` for a day in the future.
    """
    require(permissions.can_record_reading, actor, kpi)
    require_alive(kpi.programme)
    if read_on > timezone.localdate():
        raise BadInputError({"read_on": [_("A reading is a fact; its date cannot lie in the future.")]})
    row = KpiReading.objects.filter(kpi=kpi, read_on=read_on).first() or KpiReading(kpi=kpi, read_on=read_on)
    with change(row, "kpi.reading_corrected" if row.pk else "kpi.reading_recorded", actor=actor):
        row.value = measures.converted(value, unit or kpi.unit, kpi.unit)
        row.n = n
        row.source = source or kpi.source
        row.recorded_by = actor
        save_validated(row)
    getattr(kpi, "_prefetched_objects_cache", {}).pop("readings", None)
    return row


@writes
def remove_readings(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take back readings that an import created."""
    require(permissions.can_edit_kpis, actor, programme)
    for row in KpiReading.objects.filter(kpi__programme=programme, public_id__in=refs).select_related("kpi"):
        append_event("kpi.reading_removed", row, actor=actor, changes={k: [v, None] for k, v in facts(row).items()})
        row.delete()
