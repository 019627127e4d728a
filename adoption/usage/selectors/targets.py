"""What the figures are held against: the programme's own KPI where it has a target, else the usual one."""

from decimal import Decimal
from typing import TYPE_CHECKING

from core.memo import once
from programme.charter.models import Kpi

if TYPE_CHECKING:
    from programme.charter.models import Programme

DAILY_KPI, ACTIVE_KPI = "K08", "K09"
USUAL = {DAILY_KPI: Decimal("0.8"), ACTIVE_KPI: Decimal("0.9")}
INDEX = Decimal("0.8")


def _read(programme: "Programme") -> dict[str, Decimal]:
    rows = Kpi.objects.filter(programme=programme, code__in=USUAL, unit="percent", target__gt=0).order_by("code", "pk")
    return USUAL | {code: target / Decimal(100) for code, target in rows.values_list("code", "target") if target}


def target_of(programme: "Programme", kpi: str) -> Decimal:
    """Give the target of the daily update or of the active rate as a fraction; one query for both."""
    return once(programme, "usage.targets", lambda: _read(programme))[kpi]
