"""Writes of benefit profiles."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.access import allows, require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from programme.charter.services.rows import next_code, require_alive
from programme.records.services import append_event, change, facts, writes
from roi.ledger import permissions
from roi.ledger.choices import CONCLUDED, UNAPPROVED, BenefitState
from roi.ledger.models import Benefit
from roi.ledger.rules.profile import shares_too_high
from roi.ledger.services.common import apply, locked

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

FIELDS = frozenset(
    {
        "code", "title", "description", "disbenefit", "worth", "driver", "priority", "beneficiary", "kpi", "initiative",
        "measure", "unit", "baseline", "baseline_on", "target", "target_on", "volume", "unit_value_minor",
        "margin_percent", "attribution_percent", "correction_percent", "risk_percent", "grade", "first_value_on",
        "ends_on", "ramp_months", "wave", "enablers", "assumptions", "owner", "next_review_on",
    }
)  # fmt: skip
# What moves the money: after approval only finance changes it, and before it an approval given falls away.
ASSUMED = frozenset(
    {
        "disbenefit", "worth", "driver", "kpi", "initiative", "baseline", "baseline_on", "target", "target_on",
        "volume", "unit_value_minor", "margin_percent", "attribution_percent", "correction_percent", "risk_percent",
        "grade", "first_value_on", "ends_on", "ramp_months",
    }
)  # fmt: skip


def _check(benefit: Benefit) -> None:
    """Check links to other rows, and that the shares of the KPI's change stay within 100 %."""
    bad: dict[str, list[str]] = {}
    for name in ("kpi", "wave"):
        linked = getattr(benefit, name)
        if linked is not None and linked.programme_id != benefit.programme_id:
            bad[name] = [_("This is of another programme.")]
    if benefit.owner is not None and not (benefit.owner.is_active and benefit.owner.roles_in(benefit.programme)):
        bad["owner"] = [_("%(name)s has no role in this programme.") % {"name": benefit.owner}]
    if benefit.kpi is not None and (text := _shares(benefit)):
        bad["attribution_percent"] = [text]
    if bad:
        raise BadInputError(bad)


def _shares(benefit: Benefit) -> str:
    """Name the lines that share the KPI's change where they add up to more than 100 %."""
    others = Benefit.objects.filter(programme=benefit.programme, kpi=benefit.kpi, disbenefit=benefit.disbenefit)
    others = others.exclude(pk=benefit.pk).exclude(state=BenefitState.CLOSED).order_by("code", "pk")
    shares = [(row.code, row.attribution_percent) for row in others]
    found = shares_too_high([Decimal(benefit.attribution_percent or 0), *(share for _code, share in shares)])
    if found is None:
        return ""
    said = ", ".join(f"{code} {share.normalize():f}%" for code, share in shares)
    return _(
        "The shares of %(kpi)s's change would add up to %(sum)s%%; at most 100%% can be claimed. Others: %(others)s."
    ) % {"kpi": benefit.kpi, "sum": f"{found.normalize():f}", "others": said or "–"}


def _with_kpi(benefit: Benefit) -> None:
    """Take unit, baseline and target over from the KPI where the profile says nothing."""
    kpi = benefit.kpi
    if kpi is None or benefit.baseline is not None or benefit.target is not None:
        return
    benefit.baseline, benefit.baseline_on, benefit.target = kpi.baseline, kpi.baseline_on, kpi.target
    benefit.target_on, benefit.unit = benefit.target_on or kpi.due_on, benefit.unit or kpi.unit


@writes
def create_benefit(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Benefit:
    """Identify a benefit; amounts in minor units, shares in per cent; raises ``BadInputError`` with every bad field."""
    require(permissions.can_propose, actor, programme)
    require_alive(programme)
    benefit = Benefit(programme=programme)
    apply(benefit, values, FIELDS)
    _with_kpi(benefit)
    _check(benefit)
    if not benefit.code:
        benefit.code = next_code(Benefit.objects.filter(programme=programme), "BN")
    with change(benefit, "ledger.benefit_created", actor=actor):
        save_validated(benefit)
    return benefit


@writes
def update_benefit(
    benefit: Benefit, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None
) -> Benefit:
    """Change a profile; once approved only finance changes what moves the money, and the next statement names it."""
    require(permissions.can_edit, actor, benefit)
    require_alive(benefit.programme)
    benefit = locked(benefit)
    expect_version(benefit, version, dict(values))
    if benefit.state in {*CONCLUDED, BenefitState.SUSTAINED, BenefitState.CLOSED}:
        said = {"state": benefit.get_state_display()}
        raise IllegalNowError(_("This benefit is %(state)s; it is no longer edited.") % said)
    moved = {name for name in ASSUMED & set(values) if getattr(benefit, name) != values[name]}
    if moved and benefit.state not in UNAPPROVED and not allows(permissions.is_finance, actor, benefit):
        raise IllegalNowError(_("The benefit is approved; finance changes its assumptions."))
    with change(benefit, "ledger.benefit_changed", actor=actor):
        apply(benefit, values, FIELDS)
        _check(benefit)
        if moved and benefit.state == BenefitState.PROFILED:
            benefit.endorsed_by = benefit.approved_by = benefit.endorsed_at = benefit.approved_at = None
        save_validated(benefit)
    return benefit


@writes
def remove_benefits(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take back benefits that were only identified; anything further is closed, not removed."""
    require(permissions.can_propose, actor, programme)
    require_alive(programme)
    for benefit in Benefit.objects.filter(programme=programme, public_id__in=refs).order_by("pk"):
        if benefit.state != BenefitState.IDENTIFIED:
            raise IllegalNowError(_("%(benefit)s is no longer only identified; close it.") % {"benefit": benefit})
        told = {k: [v, None] for k, v in facts(benefit).items()}
        append_event("ledger.benefit_removed", benefit, actor=actor, changes=told)
        benefit.delete()
