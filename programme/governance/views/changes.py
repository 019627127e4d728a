"""Change requests: the register, and the record with what each would touch."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from core.access import Action, allows
from core.acts import Act
from core.documents.values import Cell, CellValue, Figure, Status
from core.money import Money, format_money
from core.pages import RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.governance.choices import Chain
from programme.governance.filters import ChangeFilter
from programme.governance.models import ChangeRequest
from programme.governance.permissions import CHANGE_ACTIONS, can_see_governance
from programme.governance.selectors.changes import (
    change_actions,
    change_figures,
    change_status,
    changes,
    grouped,
    results_of,
    route_text,
    touched_now,
)
from programme.records.selectors import history_of, notes_on
from programme.scope import ProgrammeMixin

UNDECIDED = "state=submitted&state=assessed&state=deferred&state=emergency"


def money_text(minor: int, programme: Any) -> str:
    """Write an amount of the programme's currency in the language of the page."""
    return format_money(Money(minor, programme.currency), get_language() or "en")


def _title(row: ChangeRequest) -> Cell:
    return Cell(row.title, second=row.get_cause_display())


def _days(row: ChangeRequest) -> CellValue:
    return Figure(row.days, signed=True) if not row.computed else Figure(_number(row.computed["days"]), signed=True)


def _number(text: str) -> Decimal:
    return Decimal(text).normalize() + 0


class ChangeList(ProgrammeMixin, RegisterView):
    """The register of changes."""

    reads = can_see_governance
    title = gettext_lazy("Change requests")
    filterset_class = ChangeFilter
    views = (
        SavedView(gettext_lazy("All")),
        SavedView(gettext_lazy("To be decided"), UNDECIDED),
        SavedView(gettext_lazy("Being implemented"), "state=approved&state=implementing&state=verified"),
    )
    columns = (
        Column("code", gettext_lazy("Number"), sort="code", nowrap=True),
        Column("title", gettext_lazy("Change"), _title, sort="title", title=True),
        Column("state", gettext_lazy("State"), change_status, sort="state"),
        Column("days", pgettext_lazy("effort", "Days"), _days, number=True, unit=gettext_lazy("wd")),
        Column("cost", gettext_lazy("Cost"), lambda row: money_text(row.cost_minor, row.programme), sort="cost_minor",
               number=True),
        Column("route", gettext_lazy("Decided by"), "get_route_display", sort="route"),
        Column("requester", gettext_lazy("Requested by"), "requester", sort="requester__name"),
        Column("submitted", gettext_lazy("Submitted"), "submitted_at", sort="submitted_at", shown=False),
        Column("decided", gettext_lazy("Decided"), "decided_at", sort="decided_at", shown=False),
    )  # fmt: skip

    def rows(self) -> QuerySet[ChangeRequest]:
        """The programme's."""
        return changes(self.programme)

    @property
    def sub(self) -> str:
        """One sentence: asked, waiting, granted with their cost."""
        found = change_figures(self.programme)
        told = {"every": found.every, "open": found.undecided, "granted": found.granted}
        cost = money_text(found.cost_minor, self.programme)
        return _("%(every)d asked, %(open)d to be decided, %(granted)d granted") % told + f" ({cost})"

    def acts(self) -> Sequence[Act]:
        """Ask for one."""
        return [self._new()] if allows(CHANGE_ACTIONS["new"], self.person, self.programme) else []

    def _new(self) -> Act:
        url = reverse("governance:change_new", args=[self.programme.slug])
        return Act("new", _("Request a change"), url, primary=True)

    def empty(self) -> Empty:
        """Teach the first."""
        may = allows(CHANGE_ACTIONS["new"], self.person, self.programme)
        return Empty(
            _("No change was requested yet"),
            _("What was agreed changes only through a request that says what it touches; a second person decides."),
            self._new() if may else None,
            _("Sign contracts electronically from the CRM: +8 working days for the interface, CNY 90,000."),
        )


class ChangeMixin(ProgrammeMixin):
    """Pages of one change request."""

    reads = can_see_governance
    nav = "governance.overview"

    def get_object(self, queryset: Any = None) -> ChangeRequest:  # noqa: ARG002
        """Fetch the change request of the address."""
        found: ChangeRequest = get_object_or_404(changes(self.programme), public_id=self.kwargs["public_id"])
        return found


class ChangeDetail(ChangeMixin, RecordView):
    """One change: what is asked, what it would touch on every floor, who decides."""

    template_name = "governance/change.html"
    object: ChangeRequest

    def status(self) -> Status:
        """Its state."""
        return change_status(self.object)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """The register above."""
        return ((_("Change requests"), reverse("governance:changes", args=[self.programme.slug])),)

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Who asks, what it costs, who decides; only what is known."""
        row = self.object
        told: list[tuple[Any, CellValue]] = [
            (_("Cause"), row.get_cause_display()),
            (_("Requested by"), str(row.requester or _("System"))),
            (_("Submitted"), row.submitted_at),
            (_("Days, as stated"), None if row.days is None else Figure(row.days.normalize() + 0, "wd", signed=True)),
            (_("Added effort"), Figure(row.effort.normalize() + 0, "count") if row.effort else None),
            (_("Cost"), money_text(row.cost_minor, self.programme) if row.assessed_at or row.cost_minor else None),
            (_("Decided by"), route_text(row) if row.submitted_at else None),
            (_("Assessed by"), str(row.assessed_by) if row.assessed_by else None),
            (_("Decision"), f"{row.decided_by}, {row.get_state_display()}" if row.decided_by else None),
            (_("Decided"), row.decided_at),
            (_("Look again on"), row.deferred_until),
            (_("Decide afterwards by"), row.decide_by if not row.decided_by else None),
            (_("Put into effect"), row.applied_at),
            (_("Verified by"), str(row.verified_by) if row.verified_by else None),
            (_("Closed"), row.closed_on),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Its acts."""
        return change_actions(self.object, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Word it otherwise while it is not assessed."""
        if not self.object.is_written or not allows(CHANGE_ACTIONS["edit"], self.person, self.object):
            return ()
        return (Act("edit", _("Edit"), f"{self.request.path}edit/"),)

    def history(self) -> Sequence[Any]:
        """Its events."""
        return history_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it touches (as frozen, a draft as of now), effects, chain, goals, comments and files."""
        row = self.object
        if not row.computed:
            row.computed = touched_now(row)
        effects = (
            (_("Scope"), row.scope), (_("Benefit"), row.benefit), (_("Risk"), row.risk),
            (_("Training"), row.training), (_("Data"), row.data),
        )  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "impacts": grouped(row.impacts),
            "computed_at": row.assessed_at or row.submitted_at,
            "effects": [pair for pair in effects if pair[1]],
            "chain": [(link.label, row.chain.get(link.value, "")) for link in Chain] if row.chain else [],
            "goals": list(row.goals.all()),
            "results": results_of(row),
            "made": row.charter_versions.select_related("programme").first() if row.charter_edits else None,
            **notes_on(row, self.person),
        }
