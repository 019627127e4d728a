"""What happened to a record, in words."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from programme.records.models import AuditEvent

if TYPE_CHECKING:
    from django.db.models import Model

LABELS: dict[str, Any] = {
    "goal.created": _("Goal written"),
    "goal.changed": _("Goal changed"),
    "goal.withdrawn": _("Goal withdrawn"),
    "kpi.created": _("KPI written"),
    "kpi.changed": _("KPI changed"),
    "baseline.measured": _("Baseline measured anew"),
    "programme.purpose_set": _("Purpose set"),
    "programme.kickoff_recorded": _("Kick-off recorded"),
    "programme.assess": _("Readiness check started"),
    "programme.charter": _("Chartered"),
    "programme.activate": _("Activated"),
    "programme.hold": _("Put on hold"),
    "programme.resume": _("Resumed"),
    "programme.operate": _("Operating begun"),
    "programme.begin_closing": _("Closing begun"),
    "programme.close": _("Closed"),
    "programme.cancel": _("Cancelled"),
    "charter.submitted": _("Put to its signers"),
    "charter.approved": _("In force"),
    "charter.amended": _("In force by a change request"),
    "charter.superseded": _("Superseded"),
    "charter.withdrawn": _("Withdrawn"),
    "readiness.asked": _("Readiness asked"),
    "readiness.concluded": _("Conclusion drawn"),
    "readiness.reopened": _("Answered again"),
    "readiness.waiver_proposed": _("Waiver proposed"),
    "readiness.waived": _("Waived by the sponsor"),
    "workshop.created": _("Workshop recorded"),
}
REFUSED = _("An attempt was refused")
OTHER = _("Changed")


def history_of(row: "Model", most: int = 8) -> list[AuditEvent]:
    """The newest events of a record, each with ``action_label``."""
    rows = AuditEvent.objects.filter(kind=row._meta.label, object_id=getattr(row, "public_id", ""))
    events = list(rows.order_by("-at", "-seq")[:most])
    for event in events:
        refused = event.action.endswith("_refused")
        event.action_label = REFUSED if refused else LABELS.get(event.action, OTHER)  # type: ignore[attr-defined]
    return events
