"""The audit trail of a programme: who did what when, with before and after."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.acts import Act
from core.documents.values import Cell
from core.register import Column, Empty, RegisterView
from programme.records.filters import AuditFilter
from programme.records.models import AuditEvent
from programme.records.permissions import can_see_audit
from programme.records.selectors.acts import act_words
from programme.records.selectors.differences import tell
from programme.records.services.verification import verify_chain
from programme.scope import ProgrammeMixin

SHOWN = 4


def _changes(event: AuditEvent) -> Cell:
    """Say the first few differences as old → new; the page tells them for all its rows at once."""
    told = event.__dict__.get("told")
    differences = tell([event])[event.pk] if told is None else told
    said = [
        _("%(label)s: %(before)s → %(after)s")
        % {"label": one.label, "before": _short(one.before), "after": _short(one.after)}
        for one in differences[:SHOWN]
    ]
    rest = len(differences) - len(said)
    return Cell(_("; ").join(said) + (f" +{rest}" if rest > 0 else ""), second=event.reason)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004  (a cell's width)


class AuditList(ProgrammeMixin, RegisterView):
    """Every event of the programme's chain, the newest first."""

    title = gettext_lazy("Audit trail")
    reads = can_see_audit
    filterset_class = AuditFilter
    order = "-seq"
    columns: Sequence[Column] = (
        Column("seq", gettext_lazy("No."), sort="seq", number=True),
        Column("at", gettext_lazy("Time"), "at", sort="at"),
        Column("who", gettext_lazy("Who"), "who", sort="actor_name"),
        Column("act", gettext_lazy("Act"), lambda event: str(act_words(event.action)), sort="action"),
        Column("record", gettext_lazy("Record"), "object_text", title=True),
        Column("changes", gettext_lazy("Changes"), _changes),
        Column("hash", gettext_lazy("SHA-256"), lambda event: event.hash[:12], shown=False),
    )

    def rows(self) -> Any:
        """Events of the chain."""
        return AuditEvent.objects.of_programme(self.programme)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Tell the changes of the page's rows together."""
        paginator, page, rows, many = super().paginate_queryset(queryset, page_size)
        events = list(rows)
        told = tell(events)
        for event in events:
            event.__dict__["told"] = told[event.pk]
        return paginator, page, events, many

    def acts(self) -> Sequence[Act]:
        """Compute the chain again."""
        return (Act("verify", _("Verify the chain"), reverse("records:audit_verify", args=[self.programme.slug])),)

    def empty(self) -> Empty:
        """Nothing happened yet."""
        return Empty(
            _("Nothing recorded yet"), _("Every act in this programme is written here, with before and after.")
        )


class AuditVerify(ProgrammeMixin, TemplateView):
    """The chain computed again from its first event."""

    template_name = "records/audit_verify.html"
    reads = can_see_audit

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compute."""
        verdict = verify_chain(self.programme.public_id)
        return super().get_context_data(**kwargs) | {"title": _("Audit chain"), "verdict": verdict}
