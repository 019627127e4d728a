"""The decision on one page: ranking, criteria with a try of other weights, scores, paths, pick and signature."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from core.access import allows
from core.acts import Act, acts_of
from core.documents.blocks import KeyFigure
from core.documents.values import Figure, Status
from core.documents.words import as_cell
from core.errors import BadInputError
from core.exports import table_response
from core.kept import kept
from programme.records.selectors import history_of
from programme.scope import ProgrammeMixin
from programme.signoff import selectors as signoff
from programme.sourcing import permissions, rules
from programme.sourcing.choices import Path, SourcingState
from programme.sourcing.forms import TryForm
from programme.sourcing.models import SourcingCriterion, Vendor
from programme.sourcing.rules import Cell, Placed, Tip
from programme.sourcing.selectors import Standing, price_text, sourcing_actions, standing, warnings, with_weights

NAV = "sourcing.overview"
STATES: dict[str, Any] = {
    SourcingState.OPEN: "run",
    SourcingState.PROPOSED: "wait",
    SourcingState.DECIDED: "good",
}


@dataclass(frozen=True, slots=True)
class VendorLine:
    """A candidate as the ranking shows it; ``gained`` and ``lost`` are places by the tried weights."""

    row: Vendor
    place: Placed
    total: Decimal | None
    price: str | None
    lowest: bool
    days: Status | None
    picked: bool
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion as the page shows it: its weights, when another candidate leads, what each candidate has."""

    row: SourcingCriterion
    weight: Decimal
    tried: Decimal
    typed: Any
    tip: str
    cells: list[tuple[Vendor, Cell, Decimal | None]]


def days_status(found: Standing, vendor: Vendor) -> Status | None:
    """How the offered days compare with the benchmark."""
    short = found.short(vendor)
    if short is None:
        return None
    return Status("warn", _("below the benchmark")) if short else Status("good", _("enough"))


def tip_words(found: Standing, tip: Tip | None) -> str:
    """Say when another candidate leads."""
    if tip is None:
        return "–"
    if tip.firm:
        return _("never")
    said = []
    if tip.below is not None:
        said.append(
            _("below %(n)s %%: %(name)s") % {"n": rules.printed(tip.below, 1), "name": found.vendor(tip.below_by).name}
        )
    if tip.above is not None:
        said.append(
            _("above %(n)s %%: %(name)s") % {"n": rules.printed(tip.above, 1), "name": found.vendor(tip.above_by).name}
        )
    return _("; ").join(said)


def vendor_lines(found: Standing, before: Standing) -> list[VendorLine]:
    """The ranking, with how far each moved from the stored weights."""
    pick = found.row.pick_id if found.row else None
    lines = []
    for place in found.places:
        row, stood = found.vendor(place.name), before.place_of[place.name]
        moved = stood.rank - place.rank if stood.rank and place.rank else 0
        lines.append(
            VendorLine(
                row,
                place,
                place.shown,
                price_text(row),
                row.code in found.cheapest,
                days_status(found, row),
                row.pk == pick,
                max(moved, 0),
                max(-moved, 0),
            )
        )
    return lines


def criterion_lines(found: Standing, typed: Any) -> list[CriterionLine]:
    """The criteria with their cells."""
    lines = []
    for one in found.criteria:
        cells = [(vendor, found.cells.get((vendor.code, one.code), Cell())) for vendor in found.running]
        told = [(vendor, cell, None if cell.mean is None else rules.printed(cell.mean, 1)) for vendor, cell in cells]
        tip = tip_words(found, found.tips.get(one.code))
        tried = rules.printed(found.weights[one.code], 1)
        lines.append(CriterionLine(one, one.weight, tried, typed.get(one.code) or "", tip, told))
    return lines


class Overview(ProgrammeMixin, TemplateView):
    """The sourcing decision; ``?C01=30`` ranks with another weight without storing it."""

    nav = NAV
    template_name = "sourcing/overview.html"
    reads = permissions.can_read

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or give the matrix as a file."""
        kind = request.GET.get("export", "")
        if kind in {"csv", "xlsx"}:
            return self.export(kind)
        return super().get(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        """Choose the whole page, or the ranking alone where weights are tried."""
        return ["sourcing/_ranking.html" if getattr(self.request, "htmx", False) else str(self.template_name)]

    @cached_property
    def stored(self) -> Standing:
        """As it stands."""
        return standing(self.programme)

    @cached_property
    def asked(self) -> tuple[Standing, list[str]]:
        """As it would stand with the tried weights, and why they cannot be tried."""
        form = TryForm(self.request.GET, criteria=self.stored.criteria)
        if not form.is_valid():
            return self.stored, [_("A weight is a number from 0 to 100.")]
        try:
            return with_weights(self.stored, form.tried()), []
        except BadInputError as error:
            return self.stored, list(error.reasons)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect it."""
        found, refused = self.asked
        context = super().get_context_data(**kwargs) | {
            "title": _("Sourcing decision"),
            "found": found,
            "lines": vendor_lines(found, self.stored),
            "criteria": criterion_lines(found, self.request.GET),
            "tried": found.tried is not None,
            "refused": refused,
            "benchmark": found.benchmark,
        }
        return context if getattr(self.request, "htmx", False) else context | self._beside(self.stored)

    def _beside(self, found: Standing) -> dict[str, Any]:
        row = found.row
        requests = signoff.requests_of(row) if row and row.proposed_at else []
        signed = [one for one in requests if one.is_signed]
        return {
            "figures": self._figures(found),
            "row": row,
            "people": _(", ").join(one.name for one in found.scorers),
            "status": Status(STATES[row.state], str(row.get_state_display())) if row else None,
            "paths": [
                (path.label, found.best_of_path.get(path.value), row.path_reason(path) if row else "",
                 [one for one in found.vendors if one.path == path])
                for path in Path
            ],
            "out": [one for one in found.vendors if not one.runs],
            "warnings": [text for _key, text in warnings(found, row.pick)] if row and row.pick else [],
            "requests": requests,
            "stale": _stale(self.programme, signed[-1]) if signed else None,
            "acts": self._acts(found),
            "history": history_of(row) if row else [],
        }  # fmt: skip

    def _figures(self, found: Standing) -> list[KeyFigure]:
        leader = found.leader
        total = leader.shown if leader else None
        name = found.vendor(leader.name).name if leader else _("nobody yet")
        return [
            KeyFigure(_("Leads: %(name)s") % {"name": name}, Figure(total, _("of 5"), places=2)),
            KeyFigure(_("Candidates in the running"), Figure(len(found.running), "count")),
            KeyFigure(_("People who scored"), Figure(len(found.scorers), "count")),
            KeyFigure(_("Scores on which they disagree"), Figure(len(found.apart), "count")),
        ]

    def _acts(self, found: Standing) -> list[Act]:
        at = partial(reverse, args=[self.programme.slug])
        acts: list[Act] = []
        if allows(permissions.can_write, self.person, self.programme):
            if found.criteria:
                acts.append(Act("weights", _("Weigh the criteria"), at("sourcing:weights"), "dialog"))
            else:
                acts.append(
                    Act("begin", _("Begin with the usual criteria"), at("sourcing:begin"), "dialog", primary=True)
                )
            acts.append(Act("describe", _("Benchmark and paths"), at("sourcing:describe"), "dialog"))
        if found.running and found.criteria:
            acts += [
                Act("csv", "CSV", "?export=csv", quiet=True),
                Act("xlsx", "XLSX", "?export=xlsx", quiet=True),
            ]
        acts += acts_of(sourcing_actions(found, self.person), at("sourcing:overview"))
        return sorted(acts, key=lambda act: act.primary)

    def export(self, kind: str) -> HttpResponse:
        """Write a line for each candidate and criterion, and one for its total."""
        found = self.stored
        headings = [
            _("No."), pgettext("sourcing", "Candidate"), _("Path"), _("Criterion"), _("Weight (%)"), _("Mean"),
            _("Spread"), _("Scorers"),
        ]  # fmt: skip
        told: list[list[Any]] = []
        for line in vendor_lines(found, found):
            one = [line.row.code, line.row.name, str(line.row.get_path_display())]
            for criterion in found.criteria:
                cell = found.cells.get((line.row.code, criterion.code), Cell())
                mean = None if cell.mean is None else rules.printed(cell.mean)
                told.append([*one, str(criterion), criterion.weight, mean, cell.spread, len(cell.scores)])
            told.append([*one, _("Weighted total"), Decimal(100) if found.criteria else None, line.total, None, None])
        rows = ([as_cell(value) for value in line] for line in told)
        return table_response(_("Sourcing decision"), headings, rows, kind)


def _stale(programme: Any, request: Any) -> bool:
    """Tell whether the signature no longer fits, as kept since the last event."""
    return bool(kept(programme, f"sourcing.stale:{request.pk}", lambda: signoff.staleness(request).stale))
