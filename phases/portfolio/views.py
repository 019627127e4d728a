"""The page of the portfolio."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.documents.values import Cell, CellValue, Figure
from core.money import Money
from core.register import Column, Empty, RegisterView, SavedView
from phases.portfolio.filters import PortfolioFilter
from phases.portfolio.selectors import Facts, facts_of, portfolio_of
from programme.charter.models import Programme
from programme.governance.choices import Dimension
from programme.governance.selectors.headline import colour_status
from programme.scope import OwnViewsMixin, person

SHOWN_LIGHTS = frozenset({Dimension.SCHEDULE, Dimension.COST, Dimension.ADOPTION, Dimension.BENEFIT})


class Portfolio(LoginRequiredMixin, OwnViewsMixin, RegisterView):
    """Every programme of this person: lights, next gate, decisions, money."""

    title = _("Portfolio")
    sub = _("Lights are those of the last night; gates, decisions and money are those of now.")
    filterset_class = PortfolioFilter
    order = "name"
    paginate_by = 200
    views = (
        SavedView(_("All")),
        SavedView(_("Red"), "light=bad"),
        SavedView(_("Amber"), "light=warn"),
        SavedView(_("Decisions waiting"), "waiting=true"),
    )

    def rows(self) -> QuerySet[Programme]:
        """Those in which the person works inside."""
        return portfolio_of(person(self.request))

    def row_url(self, row: Programme) -> str:
        """The programme's own home."""
        return reverse("people:overview", args=[row.slug])

    def empty(self) -> Empty:
        """Say how a programme comes here."""
        return Empty(
            _("No programme yet"),
            _("Programmes in which you hold a role inside the team stand here side by side."),
            example=_("A group with three companies sees at once which of them waits for a decision."),
        )

    @cached_property
    def facts(self) -> dict[int, Facts]:
        """What is told of every programme that may be shown; a page asks for its own only."""
        return facts_of(self.all_rows)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Read what is told of the programmes of this page."""
        paginator, page, rows, several = super().paginate_queryset(queryset, page_size)
        shown = list(rows)
        self.facts = facts_of(shown)
        return paginator, page, shown, several

    @cached_property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """The table's columns, read from the facts."""
        return (
            Column("name", _("Programme"), sort="name", title=True),
            Column("state", _("State"), "get_state_display", sort="state"),
            Column("light", _("Overall light"), self.light, nowrap=True),
            *(
                Column(
                    one.value, one.label, partial(self.light, dimension=one), shown=one in SHOWN_LIGHTS,
                    nowrap=True,
                )
                for one in Dimension
            ),
            Column("gate", _("Next gate"), self.gate),
            Column("gate_on", _("Forecast"), lambda row: self.facts[row.pk].gate_on, nowrap=True),
            Column("waiting", _("Decisions waiting"), self.waiting, number=True),
            Column("budget", _("Budget"), lambda row: money(row, self.facts[row.pk].budget), number=True),
            Column("asked", _("Changes asked for"), lambda row: money(row, self.facts[row.pk].asked), number=True,
                   hint=_("What undecided change requests would cost")),
            Column("risk", _("Risk"), lambda row: money(row, self.facts[row.pk].risk), number=True,
                   hint=_("Probability times cost of the live risks (F09)")),
            Column("as_of", _("Lights as of"), self.as_of, shown=False, nowrap=True),
        )  # fmt: skip

    def light(self, row: Programme, dimension: str = "") -> CellValue:
        """A light of the last night; the overall one with the night's time beneath."""
        facts = self.facts[row.pk]
        if dimension:
            return colour_status(facts.colour(dimension))
        return Cell(colour_status(facts.overall), second=facts.night.day.isoformat() if facts.night else "")

    def gate(self, row: Programme) -> str:
        """The next gate that is not passed."""
        gate = self.facts[row.pk].gate
        return "" if gate is None else str(gate)

    def waiting(self, row: Programme) -> CellValue:
        """How many decisions wait, and how many of them are overdue."""
        facts = self.facts[row.pk]
        late = _("%(n)d overdue") % {"n": facts.late} if facts.late else ""
        return Cell(facts.waiting, second=str(late))

    def as_of(self, row: Programme) -> datetime | None:
        """When the last nightly snapshot was taken."""
        return self.facts[row.pk].as_of


def money(row: Any, minor: int | None) -> Figure | None:
    """An amount in the programme's currency; None where there is none to add up."""
    return None if minor is None else Figure(Money(minor, row.currency).to_decimal(), row.currency, places=0)
