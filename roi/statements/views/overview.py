"""The first page of ROI, and the page of a statement."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from core.access import Action, allows
from core.acts import Act, acts_of
from core.documents import svg
from core.documents.values import CellValue, Status
from core.pages import RecordView
from programme.records.selectors import history_of
from programme.records.selectors.acts import act_words
from programme.records.selectors.documents import latest_paper, may_draft
from programme.scope import ProgrammeMixin
from programme.signoff.selectors import block_rows, requests_of
from roi.statements import permissions
from roi.statements.choices import Count, StatementState
from roi.statements.models import RoiStatement
from roi.statements.rules.flows import Figures, figures
from roi.statements.selectors import acts, words
from roi.statements.selectors.inputs import live_inputs
from roi.statements.selectors.pictures import cash_chart, waterfall

WIDTH, HEIGHT, SIZE = 640.0, 240.0, 11
KINDS: dict[str, Any] = {
    StatementState.LOCKED: "wait",
    StatementState.VALIDATED: "run",
    StatementState.APPROVED: "good",
    StatementState.RETURNED: "bad",
}
EVENTS: dict[str, Any] = {
    "statements.quarter_locked": StatementState.LOCKED.label,
    "statements.validated": StatementState.VALIDATED.label,
    "statements.approved": StatementState.APPROVED.label,
    "statements.returned": StatementState.RETURNED.label,
}


def drawn(chart: Any) -> Any:
    """Draw a chart for a page."""
    return svg.drawn(chart, WIDTH, HEIGHT, SIZE) if chart else ""


def printed(inputs: Any, found: Figures) -> dict[str, Any]:
    """Give what the templates print of a statement's figures, and its pictures."""
    currency = inputs["currency"]
    cash, steps = cash_chart(inputs, found), waterfall(inputs)
    return {
        "inputs": inputs,
        "counts": [count.label for count in Count],
        "measures": words.measure_lines(found, currency),
        "sums": words.sum_lines(found, currency),
        "extras": words.extra_lines(found, currency),
        "convention": words.convention(inputs),
        "late": [
            (item, words.money(item["was"], currency), words.money(item["now"], currency),
             words.money(item["difference"], currency))
            for item in inputs["adjustments"]
        ],
        "charts": [(chart, drawn(chart)) for chart in (cash, steps) if chart],
    }  # fmt: skip


def status_of(row: RoiStatement) -> Status:
    """The state as shape and word."""
    return Status(KINDS[row.state], str(row.get_state_display()))


class StatementMixin(ProgrammeMixin):
    """What the pages of ROI share."""

    nav = "statements.overview"
    reads = permissions.can_read

    def roi_url(self, name: str = "overview") -> str:
        """Address of one of the pages."""
        return reverse(f"statements:{name}", args=[self.programme.slug])


class Overview(StatementMixin, TemplateView):
    """ROI as it stands at the end of the last month, and the statements."""

    template_name = "statements/overview.html"

    def acts(self) -> Sequence[Act]:
        """Lock a quarter, set the terms, draft the paper."""
        found = []
        if allows(permissions.can_set_terms, self.person, self.programme):
            found.append(Act("terms", _("Terms"), self.roi_url("terms"), "dialog", quiet=True))
        if allows(permissions.can_lock, self.person, self.programme):
            reasons = tuple(acts.lock_reasons(self.programme, acts.next_quarter(self.programme)))
            lock = self.roi_url("lock")
            found.append(Act("lock", _("Lock a quarter"), lock, "dialog", primary=True, reasons=reasons))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and the statements."""
        inputs = live_inputs(self.programme)
        rows = list(acts.statements(self.programme))
        empty = not inputs["costs"] and not inputs["benefits"]
        return super().get_context_data(**kwargs) | printed(inputs, figures(inputs)) | {
            "title": _("ROI"), "acts": self.acts(), "rows": [(row, status_of(row)) for row in rows], "empty": empty,
            "teach": _("Costs come from the ledger, benefits from profiles with owner, measure and baseline."),
        }  # fmt: skip


class StatementDetail(StatementMixin, RecordView):
    """One statement with its figures, late items, changed assumptions and signatures."""

    template_name = "statements/statement.html"

    def get_object(self, queryset: Any = None) -> RoiStatement:  # noqa: ARG002
        """Give the statement of the address."""
        rows = RoiStatement.objects.filter(programme=self.programme).for_list()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def title(self) -> str:
        """Name the quarter."""
        return _("ROI statement %(quarter)s") % {"quarter": self.object}

    def status(self) -> Status:
        """Its state."""
        return status_of(self.object)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to ROI."""
        return [(_("ROI"), self.roi_url())]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Period, people, fingerprint."""
        row = self.object
        told: list[tuple[Any, CellValue]] = [
            (_("Period"), f"{row.first_day:%Y-%m-%d} – {row.last_day:%Y-%m-%d}"),
            (_("Locked by"), str(row.locked_by) if row.locked_by else _("System")),
            (_("Validated by"), str(row.validated_by) if row.validated_by else None),
            (pgettext("person", "Approved by"), str(row.approved_by) if row.approved_by else None),
            (_("Formula version"), row.formulas),
            (_("Fingerprint of the inputs"), row.sha256[:16]),
            (_("Why it was returned"), row.returned_reason or None),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """What may be done."""
        return acts.statement_actions(self.object, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Open the paper, or draft it."""
        paper = latest_paper(self.programme, "roi", self.object.quarter)
        slug = self.programme.slug
        if paper is not None:
            address = reverse("records:document_report", args=[slug, paper.public_id])
            return [Act("paper", _("Open the document"), address, quiet=True)]
        if not may_draft(self.person, self.programme) or self.object.state == StatementState.RETURNED:
            return ()
        return [Act("paper", _("Make the document"), reverse("records:document_new", args=[slug]) + "?kind=roi")]

    def signing(self) -> list[Act]:
        """Give the button that leads to the page of the signature."""
        return [replace(act, method="get") for act in acts_of(self.actions(), self.request.path)]

    def history(self) -> Sequence[Any]:
        """Its events."""
        events = history_of(self.object, 20)
        for event in events:
            event.action_label = EVENTS.get(event.action) or act_words(event.action)  # type: ignore[attr-defined]
        return events

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and the signatures."""
        context = super().get_context_data(**kwargs)
        return context | printed(self.object.frozen, self.object.figures) | {
            "signatures": signature_rows(self.object),
            "acts": [*self.more_acts(), *self.signing()],
        }  # fmt: skip


def signature_rows(row: RoiStatement) -> list[dict[str, Any]]:
    """Give the signatures of a statement, given and awaited."""
    requests = requests_of(row)
    return block_rows(requests[0]) if requests else []
